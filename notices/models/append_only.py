"""How PostgreSQL guards the ledger: rows are added, never changed or removed.

On top of the guards of every append-only table (``zones.models.append_only``) a
published act is sealed: its entries, marks, bindings and declarations can be added only
in the transaction that recorded the act itself.
"""

import pgtrigger

from zones.models.append_only import guards

__all__ = ["guards", "sealed"]


def sealed(path_to_notice: str) -> pgtrigger.Trigger:
    """The trigger that refuses rows for an act of an earlier transaction.

    ``path_to_notice`` is an SQL expression over ``NEW`` for the id of the act.
    """
    return pgtrigger.Trigger(
        name="refuse_late",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM notices_notice
                 WHERE id = ({path_to_notice}) AND recorded_in = txid_current()
            ) THEN
                RAISE EXCEPTION 'pgtrigger: Cannot add to % of a published act', TG_TABLE_NAME;
            END IF;
            RETURN NEW;
        """,
    )
