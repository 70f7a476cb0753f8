"""Words of the ledger for templates, and what pages of the ground show of it.

The ground may not know the ledger, so its pages ask for the last notice, and for the
notices of a district, through these tags.
"""

from collections.abc import Iterable

from django import template
from django.db.models import QuerySet
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from notices.ledger.values import Action
from notices.models import Entry, Notice
from notices.selectors import public_notices
from zones import wording
from zones.models import District

register = template.Library()


@register.simple_tag
def last_notice() -> Notice | None:
    """The numbered notice that was recorded last: how fresh the pages are."""
    return Notice.objects.filter(kind=Notice.Kind.NOTICE).order_by("-sequence").first()


@register.simple_tag
def notices_touching(district: District) -> QuerySet[Notice]:
    """Numbered notices with an entry in a district, newest first."""
    touching = Entry.objects.filter(district=district).values("notice")
    return public_notices().filter(id__in=touching)


@register.filter
def act_name(notice: Notice) -> str:
    """How an act is called in the reader's language."""
    return wording.act_name(notice.kind, notice.year, notice.number, notice.sequence)


@register.filter
def official_words(notice: Notice, entries: Iterable[Entry]) -> SafeString:
    """The text of a notice, with the words of each entry marked and linked to the entry.

    Only the first of several entries that share their words gets the link.
    """
    pieces: list[str] = []
    done = 0
    for entry in sorted((e for e in entries if e.start is not None), key=lambda e: e.start):
        if entry.start < done or entry.end > len(notice.text):
            continue
        pieces.append(conditional_escape(notice.text[done : entry.start]))
        pieces.append(_marked(entry, notice.text[entry.start : entry.end]))
        done = entry.end
    pieces.append(conditional_escape(notice.text[done:]))
    return mark_safe("".join(pieces))  # every piece was escaped above


def _marked(entry: Entry, words: str) -> SafeString:
    kind = "release" if entry.action == Action.RELEASE else "designate"
    return format_html(
        '<a class="words words--{}" id="words-{}" href="#entry-{}">{}</a>',
        kind,
        entry.ordinal,
        entry.id,
        words,
    )
