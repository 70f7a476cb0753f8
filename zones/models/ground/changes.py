"""When the ground changed: what lets a copy of a page or of a tile know that it is old."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from zones.models.append_only import guards

NOTE_CHANGE = """
    INSERT INTO zones_groundchange (transaction) VALUES (txid_current()) ON CONFLICT DO NOTHING;
    RETURN NULL;
"""
CHANNEL = "zones_changed"
"""Where whoever listens is told, at the commit, that ledger or ground went on."""
TELL = f"PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL;"


def tells_listeners() -> pgtrigger.Trigger:
    """The trigger of a table that says where the ledger or the ground stands."""
    return pgtrigger.Trigger(
        name="tell_listeners",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.After,
        func=TELL,
    )


def notes_changes() -> pgtrigger.Trigger:
    """The trigger of a table of the ground that notes that it was changed."""
    return pgtrigger.Trigger(
        name="note_change",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        func=NOTE_CHANGE,
    )


class GroundChange(models.Model):
    """A transaction that changed a district, a place or a name (地名地址库变动).

    The number of rows that one sees is the version of the gazetteer that one sees: it
    grows with every commit and never before it, which neither a counter taken from a
    sequence nor the greatest id would do, and no transaction waits for another, which
    they would for a counter in a row.
    """

    append_only = True

    transaction = models.BigIntegerField(primary_key=True, editable=False)

    class Meta:
        verbose_name = _("地名地址库变动")
        triggers = [*guards(), tells_listeners()]

    def __str__(self) -> str:
        return str(self.transaction)
