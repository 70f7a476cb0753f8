"""Words of the ledger for templates, and what pages of the ground show of it.

The ground may not know the ledger, so its pages ask for the last notice, and for the
notices of a district, through these tags.
"""

from collections.abc import Iterable

from django import template
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from notices.ledger.values import Action
from notices.models import Entry, EntryPlace, Notice
from notices.selectors import ledger_freshness, public_notices
from notices.withholding import PublicText, mark_part, remark
from notices.withholding import entry_words as public_entry_words
from zones import wording
from zones.freshness import Freshness
from zones.models import District

register = template.Library()


@register.simple_tag
def last_notice() -> Notice | None:
    """The numbered notice that was recorded last: how fresh the pages are."""
    return Notice.objects.filter(kind=Notice.Kind.NOTICE).order_by("-sequence").first()


@register.simple_tag
def how_fresh() -> Freshness:
    """How far the ledger can be believed: by the notice of the latest day."""
    return ledger_freshness()


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
def entry_words(entry: Entry) -> str:
    """The words of an entry as the public is shown them."""
    return public_entry_words(entry)


@register.filter
def part_words(mark: EntryPlace, entry: Entry) -> str:
    """The part that a mark means, as the public is shown it."""
    return mark_part(mark, entry)


@register.filter
def remark_words(text: str) -> str:
    """Words of staff or of a finding, without the households that they name."""
    return remark(text)


@register.filter
def is_shown_whole(notice: Notice) -> bool:
    """Whether nothing of an act's text is withheld."""
    return PublicText.of(notice, notice.entries.all(), timezone.now()).is_whole


@register.filter
def official_words(notice: Notice, entries: Iterable[Entry]) -> SafeString:
    """The text of a notice, with the words of each entry marked and linked to the entry.

    Only the first of several entries that share their words gets the link.
    """
    listed = list(entries)
    shown = PublicText.of(notice, listed, timezone.now())
    pieces: list[str] = []
    done = 0
    for entry in sorted((e for e in listed if e.start is not None), key=lambda e: e.start):
        start, end = shown.at(entry.start), shown.at(entry.end)
        if start is None or end is None or start < done or end > len(shown.text):
            continue
        pieces.append(conditional_escape(shown.text[done:start]))
        pieces.append(_marked(entry, shown.text[start:end]))
        done = end
    pieces.append(conditional_escape(shown.text[done:]))
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
