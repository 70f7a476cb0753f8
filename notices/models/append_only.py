"""How PostgreSQL guards the ledger: rows are added, never changed or removed.

Row triggers do not fire on TRUNCATE, so every guarded table carries a statement
trigger for it as well. Both bind every role, the owner's included; the application's
role is moreover granted no more than SELECT and INSERT (``grant_application_role``
looks for ``append_only``).

A published act is moreover sealed: its entries, marks, bindings and declarations can
be added only in the transaction that recorded the act itself.
"""

import pgtrigger


def guards() -> list[pgtrigger.Trigger]:
    """The triggers that refuse UPDATE, DELETE and TRUNCATE."""
    return [
        pgtrigger.Protect(name="refuse_change", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="refuse_truncate",
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
        ),
    ]


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
