"""What waits for somebody at the desk (待办): counted, with the first few of each and a way there.

A count is one query and its first items another, whatever the age of the ledger; nothing here
is a timer: that a zone is five days old is advice, and it stays until a notice ends it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import Draft, DraftPart, Entry, Proposal
from notices.permissions import EDITABLE
from notices.selectors import number_series, unmatched_releases
from people.duties import Duties, Role
from people.models import Phone
from people.selectors import duties_of, in_force
from zones.models import Place, Standing, StandingPlace
from zones.models.ground import AliasProposal
from zones.standings import known_standings

FIRST_FEW = 5
ADVISED = timedelta(days=5)


class Kind(StrEnum):
    """What may wait."""

    RETURNED = "returned"
    AWAITING = "awaiting"
    PARTS = "parts"
    DRAFTS = "drafts"
    SENT = "sent"
    MISSING = "missing"
    UNMATCHED = "unmatched"
    DAY_FIVE = "day_five"
    UNDRAWN = "undrawn"
    ALIASES = "aliases"
    WITHOUT_CODE = "without_code"
    WITHOUT_ROLE = "without_role"


TITLES: dict[Kind, Promise] = {
    Kind.RETURNED: gettext_lazy("退回给我的"),
    Kind.AWAITING: gettext_lazy("等待我审核"),
    Kind.PARTS: gettext_lazy("请我确认本区部分"),
    Kind.DRAFTS: gettext_lazy("我的草稿"),
    Kind.SENT: gettext_lazy("我已提交，等待审核"),
    Kind.MISSING: gettext_lazy("缺号、补录和日期颠倒的文号"),
    Kind.UNMATCHED: gettext_lazy("没有对应风险区的解除"),
    Kind.DAY_FIVE: gettext_lazy("已满五天的风险区（提醒，不会自动解除）"),
    Kind.UNDRAWN: gettext_lazy("在册风险区中未上图的地点"),
    Kind.ALIASES: gettext_lazy("待定的别名"),
    Kind.WITHOUT_CODE: gettext_lazy("未启用两步验证的账号"),
    Kind.WITHOUT_ROLE: gettext_lazy("没有任何角色的账号"),
}

READERS = frozenset({Role.CLERK, Role.PUBLISHER, Role.AUDITOR})
FOR: dict[Kind, frozenset[Role]] = {
    Kind.RETURNED: frozenset({Role.CLERK}),
    Kind.AWAITING: frozenset({Role.PUBLISHER}),
    Kind.PARTS: frozenset({Role.CLERK}),
    Kind.DRAFTS: frozenset({Role.CLERK}),
    Kind.SENT: frozenset({Role.CLERK}),
    Kind.MISSING: READERS,
    Kind.UNMATCHED: READERS,
    Kind.DAY_FIVE: READERS,
    Kind.UNDRAWN: frozenset({Role.ADMINISTRATOR, Role.CLERK, Role.AUDITOR}),
    Kind.ALIASES: frozenset({Role.PUBLISHER, Role.ADMINISTRATOR}),
    Kind.WITHOUT_CODE: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    Kind.WITHOUT_ROLE: frozenset({Role.ADMINISTRATOR}),
}
URGENT = frozenset({Kind.RETURNED, Kind.AWAITING, Kind.PARTS})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its words, where to deal with it, and a note."""

    words: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Everything of one kind that waits for somebody."""

    kind: Kind
    count: int
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """The kind in words."""
        return str(TITLES[self.kind])

    @property
    def is_urgent(self) -> bool:
        """Whether somebody else waits for it."""
        return self.kind in URGENT

    @property
    def more(self) -> int:
        """How many are not among the items."""
        return self.count - len(self.items)


def tasks(user: User, now: datetime) -> list[Task]:
    """What waits for somebody by their roles, what others wait for first."""
    duties = duties_of(user, now)
    found = [task(k, user, duties, now, FIRST_FEW) for k in kinds_for(duties)]
    return [t for t in found if t.count]


def task(kind: Kind, user: User, duties: Duties, now: datetime, most: int) -> Task:
    """One kind, with up to so many of its items."""
    if kind is Kind.MISSING:
        odd = list(_odd_numbers())
        return Task(kind, len(odd), tuple(odd[:most]))
    if kind in (Kind.RETURNED, Kind.AWAITING, Kind.SENT):
        return _of_two(kind, user, most)
    rows, told = _rows(kind, user, duties, now)
    return Task(kind, rows.count(), tuple(told(row) for row in rows[:most]))


def _of_two(kind: Kind, user: User, most: int) -> Task:
    """Drafts and proposals together: both wait in the same way."""
    status = "returned" if kind is Kind.RETURNED else "submitted"
    whose = ~Q(author=user.pk) if kind is Kind.AWAITING else Q(author=user.pk)
    drafts = Draft.objects.filter(whose, status=status).select_related("author", "notice")
    others = Proposal.objects.filter(whose, status=status).select_related("author")
    items = [*map(_draft, drafts[:most]), *map(_proposal, others[:most])]
    return Task(kind, drafts.count() + others.count(), tuple(items[:most]))


def _rows(
    kind: Kind, user: User, duties: Duties, now: datetime
) -> tuple[QuerySet, Callable[..., Item]]:  # type: ignore[type-arg]
    match kind:
        case Kind.DRAFTS:
            mine = Draft.objects.filter(author=user.pk, status=Draft.Status.OPEN)
            return mine.select_related("author", "notice"), _draft
        case Kind.PARTS:
            return _parts(user, duties), _part
        case Kind.UNMATCHED:
            found = unmatched_releases().select_related("notice", "district")
            return found.defer("district__outline"), _entry
        case Kind.DAY_FIVE:
            return _day_five(now), _standing
        case Kind.UNDRAWN:
            return undrawn(now), _place
        case Kind.ALIASES:
            return AliasProposal.objects.filter(decision=None).select_related("place"), _alias
        case Kind.WITHOUT_CODE:
            return _without_code(now), _person
    held = in_force(now).values("user")
    return User.objects.filter(is_active=True).exclude(id__in=held), _person


def undrawn(now: datetime) -> QuerySet[Place]:
    """Places that zones in force cover and that have no outline."""
    zones = known_standings(now).filter(effective__contains=now, implied=False)
    covered = StandingPlace.objects.filter(standing__in=zones, covered=True)
    found = Place.objects.filter(id__in=covered.values("place"), outline__isnull=True)
    return found.select_related("district").defer("district__outline").order_by("district", "name")


def _parts(user: User, duties: Duties) -> QuerySet[DraftPart]:
    """Unanswered parts of others' drafts, of the districts that somebody enters."""
    found = DraftPart.objects.filter(draft__status__in=EDITABLE, digest="", objection="")
    if not duties.whole_city:
        found = found.filter(district__in=duties.districts)
    return (
        found.exclude(draft__author=user.pk)
        .select_related("draft__author", "draft__notice", "district")
        .defer("district__outline")
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
        .order_by("username")
    )


def _odd_numbers() -> Iterator[Item]:
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
    return Item(words, url, f"{draft.author.get_username()} · {_when(draft.updated_at)}")


def _headline(text: str) -> str:
    """The line of a draft that says most of it: the one with its number, else the first."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines[:5] if "号" in line), lines[0] if lines else "")[:60]


def _proposal(proposal: Proposal) -> Item:
    url = reverse("notices:desk:proposal", args=[proposal.id])
    note = f"{proposal.author.get_username()} · {_when(proposal.updated_at)}"
    return Item(proposal.title, url, note)


def _part(part: DraftPart) -> Item:
    item = _draft(part.draft)
    return Item(f"{part.district.name} · {item.words}", item.url, item.note)


def _entry(entry: Entry) -> Item:
    url = reverse("notices:desk:correct", args=[entry.id])
    return Item(f"{entry.district.name} {entry.text}", url, str(entry.notice))


def _standing(row: Standing) -> Item:
    days = _("自 %(day)s") % {"day": _when(row.effective.lower)}
    return Item(f"{row.district.name} {row.text}", str(row.opened_by["url"]), days)


def _place(place: Place) -> Item:
    words = f"{place.district.name} {place.name}"
    return Item(words, reverse("notices:desk:place", args=[place.id]), place.source)


def _alias(proposal: AliasProposal) -> Item:
    words = f"{proposal.text} → {proposal.place.name}"
    return Item(words, reverse("notices:desk:aliases"), proposal.why)


def _person(user: User) -> Item:
    return Item(user.get_username(), reverse("people:person", args=[user.pk]), user.first_name)


def _when(at: datetime | None) -> str:
    return f"{localtime(at):%m-%d %H:%M}" if at else "—"


def kinds_for(duties: Duties) -> Iterable[Kind]:
    """The kinds that somebody's roles deal with."""
    return (k for k in Kind if FOR[k] & duties.roles)
