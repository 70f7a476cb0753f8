"""The things that wait (待办), each kind as one query, the oldest first.

Nothing here is a timer: that a zone is five days old is advice, and it stays until a notice ends
it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from notices.models import Draft, DraftPart, Entry, Proposal
from notices.permissions import EDITABLE
from notices.selectors import number_series, unmatched_releases
from notices.worklist.kinds import Kind
from people.duties import Duties
from people.models import Phone
from people.selectors import in_force
from zones.models import Place, Standing, StandingPlace
from zones.models.ground import AliasProposal
from zones.standings import known_standings

ADVISED = timedelta(days=5)
OF_TWO = frozenset({Kind.RETURNED, Kind.AWAITING, Kind.DRAFTS, Kind.SENT})
"""Of these kinds are drafts and proposals both."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its words, where to deal with it, a note, and since when.

    ``sort`` tells drafts from proposals, which wait in one list.
    """

    words: str
    url: str
    note: str = ""
    since: datetime | None = None
    sort: str = ""


def drafts(user: User, kinds: Iterable[Kind]) -> tuple[Any, Callable[..., Item]]:
    """Unfinished drafts, each with what it waits for."""
    found = Draft.objects.exclude(status=Draft.Status.PUBLISHED)
    return _by_wait(found, user, kinds).select_related("author", "notice"), _draft


def proposals(user: User, kinds: Iterable[Kind]) -> tuple[Any, Callable[..., Item]]:
    """Undecided proposals, each with what it waits for."""
    return _by_wait(Proposal.objects.all(), user, kinds).select_related("author"), _proposal


def _by_wait(found: Any, user: User, kinds: Iterable[Kind]) -> Any:
    """What of drafts or proposals somebody is concerned with, in one query."""
    mine, others = Q(author=user.pk), ~Q(author=user.pk)
    waits = {
        Kind.RETURNED: mine & Q(status="returned"),
        Kind.AWAITING: others & Q(status="submitted"),
        Kind.DRAFTS: mine & Q(status="open"),
        Kind.SENT: mine & Q(status="submitted"),
    }
    cases = [When(waits[kind], then=Value(kind.value)) for kind in kinds]
    return found.annotate(wait=Case(*cases)).exclude(wait=None)


def of(
    kind: Kind, user: User, duties: Duties, now: datetime
) -> tuple[QuerySet, Callable[..., Item]]:  # type: ignore[type-arg]
    """What of one kind waits, the oldest first, and how one of it is told."""
    match kind:
        case Kind.PARTS:
            return _parts(user, duties), _part
        case Kind.UNMATCHED:
            found = unmatched_releases().select_related("notice", "district")
            return found.defer("district__outline").order_by("effective_from", "id"), _entry
        case Kind.DAY_FIVE:
            return _day_five(now), _standing
        case Kind.UNDRAWN:
            return undrawn(now), _place
        case Kind.ALIASES:
            waiting = AliasProposal.objects.filter(decision=None).select_related("place")
            return waiting.defer("place__outline").order_by("proposed_at", "id"), _alias
        case Kind.WITHOUT_CODE:
            return _without_code(now), _person
        case Kind.WITHOUT_ROLE:
            held = in_force(now).values("user")
            return User.objects.filter(is_active=True).exclude(id__in=held).order_by(
                "date_joined"
            ), _person
    raise AssertionError(kind)


def undrawn(now: datetime) -> QuerySet[Place]:
    """Places that zones in force cover and that have no outline."""
    zones = known_standings(now).filter(effective__contains=now, implied=False)
    covered = StandingPlace.objects.filter(standing__in=zones, covered=True)
    oldest = covered.filter(place=OuterRef("pk")).order_by("standing__effective")
    found = Place.objects.filter(id__in=covered.values("place"), outline__isnull=True)
    return (
        found.annotate(zone_since=Subquery(oldest.values("standing__effective__startswith")[:1]))
        .select_related("district")
        .defer("district__outline")
        .order_by("zone_since", "district", "name")
    )


def _parts(user: User, duties: Duties) -> QuerySet[DraftPart]:
    """Unanswered parts of others' drafts, of the districts that somebody enters."""
    found = DraftPart.objects.filter(draft__status__in=EDITABLE, digest="", objection="")
    if not duties.whole_city:
        found = found.filter(district__in=duties.districts)
    return (
        found.exclude(draft__author=user.pk)
        .select_related("draft__author", "draft__notice", "district")
        .defer("district__outline")
        .order_by("draft__updated_at", "id")
    )


def _day_five(now: datetime) -> QuerySet[Standing]:
    return (
        known_standings(now)
        .filter(effective__contains=now, implied=False, effective__startswith__lte=now - ADVISED)
        .select_related("district")
        .defer("district__outline")
        .order_by("effective", "id")
    )


def _without_code(now: datetime) -> QuerySet[User]:
    held = in_force(now).values("user")
    secured = Phone.objects.filter(confirmed=True).values("user")
    return (
        User.objects.filter(is_active=True, id__in=held)
        .exclude(id__in=secured)
        .order_by("date_joined")
    )


def odd_numbers() -> Iterator[Item]:
    """What is odd about the numbers held, latest series first."""
    here = reverse("notices:list")
    for one in reversed(number_series()):
        head = f"{one.issuer}{one.year}年"
        for low, high in reversed(one.missing):
            numbers = str(low) if low == high else f"{low}—{high}"
            yield Item(_("%(head)s 缺 %(numbers)s 号") % {"head": head, "numbers": numbers}, here)
        for number in one.late:
            yield Item(_("%(head)s %(number)s 号是补录") % {"head": head, "number": number}, here)
        for before, after in one.out_of_order:
            words = _("%(head)s %(before)s、%(after)s 号日期与文号顺序相反")
            yield Item(words % {"head": head, "before": before, "after": after}, here)


def _draft(draft: Draft) -> Item:
    url = reverse("notices:desk:draft", args=[draft.id])
    words = str(draft.notice) if draft.notice else _headline(draft.text)
    note = f"{draft.author.get_username()} · {_when(draft.updated_at)}"
    return Item(words, url, note, draft.updated_at, "draft")


def _headline(text: str) -> str:
    """The line of a draft that says most of it: the one with its number, else the first."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines[:5] if "号" in line), lines[0] if lines else "")[:60]


def _proposal(proposal: Proposal) -> Item:
    url = reverse("notices:desk:proposal", args=[proposal.id])
    note = f"{proposal.author.get_username()} · {_when(proposal.updated_at)}"
    return Item(proposal.title, url, note, proposal.updated_at, "proposal")


def _part(part: DraftPart) -> Item:
    item = _draft(part.draft)
    return Item(f"{part.district.name} · {item.words}", item.url, item.note, item.since)


def _entry(entry: Entry) -> Item:
    url = reverse("notices:desk:correct", args=[entry.id])
    return Item(f"{entry.district.name} {entry.text}", url, str(entry.notice), entry.effective_from)


def _standing(row: Standing) -> Item:
    days = _("自 %(day)s") % {"day": _when(row.effective.lower)}
    return Item(
        f"{row.district.name} {row.text}", str(row.opened_by["url"]), days, row.effective.lower
    )


def _place(place: Any) -> Item:
    words = f"{place.district.name} {place.name}"
    return Item(
        words, reverse("notices:desk:place", args=[place.id]), place.source, place.zone_since
    )


def _alias(proposal: AliasProposal) -> Item:
    words = f"{proposal.text} → {proposal.place.name}"
    return Item(words, reverse("notices:desk:aliases"), proposal.why, proposal.proposed_at)


def _person(user: User) -> Item:
    url = reverse("people:person", args=[user.pk])
    return Item(user.get_username(), url, user.first_name, user.date_joined)


def _when(at: datetime | None) -> str:
    if at is None:
        return "—"
    local = localtime(at)
    return f"{local:%m-%d %H:%M}" if local.year == localtime().year else f"{local:%Y-%m-%d %H:%M}"
