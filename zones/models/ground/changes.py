"""What changed on the ground: lets a copy of it go on, and a page or a tile know that it is old."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from zones.models.append_only import guards

CHANNEL = "zones_changed"
"""Where whoever listens is told, at the commit, that ledger or ground went on."""
TELL = f"PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL;"
MOST_TOLD = 5000
"""As many places a statement are told one by one; of more it is said that there were many."""
NOTE_PLACES = f"""
    INSERT INTO zones_groundchange (transaction, places)
    SELECT txid_current(), CASE WHEN count(*) <= {MOST_TOLD} THEN array_agg(touched.id) END
      FROM ({{touched}}) touched HAVING count(*) > 0;
    RETURN NULL;
"""
NOTE_ALL = """
    INSERT INTO zones_groundchange (transaction) VALUES (txid_current());
    RETURN NULL;
"""
OLD, NEW = "old_rows", "new_rows"
_OPERATIONS = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new=NEW), (NEW,)),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old=OLD, new=NEW), (OLD, NEW)),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old=OLD), (OLD,)),
}


def tells_listeners() -> pgtrigger.Trigger:
    """The trigger of a table that says where the ledger or the ground stands."""
    return pgtrigger.Trigger(
        name="tell_listeners",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.After,
        func=TELL,
    )


def notes_places(*columns: str) -> list[pgtrigger.Trigger]:
    """The triggers of a table of the ground whose rows are about the places in these columns."""
    return [
        pgtrigger.Trigger(
            name=f"note_{name}",
            level=pgtrigger.Statement,
            operation=operation,
            when=pgtrigger.After,
            referencing=referencing,
            func=NOTE_PLACES.format(
                touched=" UNION ".join(
                    f"SELECT {column} AS id FROM {rows}" for rows in tables for column in columns
                )
            ),
        )
        for name, (operation, referencing, tables) in _OPERATIONS.items()
    ]


def notes_changes() -> pgtrigger.Trigger:
    """The trigger of a table of the ground on which every place rests."""
    return pgtrigger.Trigger(
        name="note_change",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        func=NOTE_ALL,
    )


class GroundChange(models.Model):
    """A statement that changed a city, a district, places or names (地名地址库变动).

    The number of rows that one sees is the version of the gazetteer that one sees: it
    grows with every commit and never before it, which neither a counter taken from a
    sequence nor the greatest id would do, and no transaction waits for another, which
    they would for a counter in a row.

    ``places`` are those that the statement touched; without them it may be any.
    """

    append_only = True

    transaction = models.BigIntegerField(editable=False, db_index=True)
    places = ArrayField(models.UUIDField(), null=True, editable=False)

    class Meta:
        verbose_name = _("地名地址库变动")
        triggers = [*guards(), tells_listeners()]

    def __str__(self) -> str:
        return str(self.transaction)
