"""A notice that spans districts, entered together (共同录入).

The author pastes the text; where it goes beyond their own districts they ask the others,
whose clerks read and answer their own entries in the same draft, and confirm their part.
Nothing is submitted before all have; a part that changes afterwards is confirmed anew. A
clerk of the whole city may take the draft over, and answers for what nobody confirmed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from notices.acceptance import open_doubts
from notices.amendments import Exclusion
from notices.models import Draft, DraftPart
from notices.permissions import Deed, own_districts, require
from notices.proposed import Refused
from notices.reading import ReadEntry, Reading
from people.duties import Role
from people.selectors import duties_of, holders
from zones.address import show
from zones.models import District


@dataclass(frozen=True, slots=True)
class Part:
    """One district's part of a reading: its entries, and who answers for it.

    ``asked`` is the row where the author asked; without one, and where ``is_own`` is not,
    nobody answers for it yet. ``waiting`` counts the entries with something to answer.
    """

    district: District
    entries: tuple[ReadEntry, ...]
    is_own: bool
    asked: DraftPart | None
    waiting: int
    author: str

    @property
    def digest(self) -> str:
        """What is confirmed: the entries with their places, in order."""
        told = [_told(e) for e in self.entries]
        return sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()

    @property
    def is_settled(self) -> bool:
        """Whether somebody who may answers for it as it now reads."""
        return self.is_own or self.is_confirmed

    @property
    def is_confirmed(self) -> bool:
        """Whether a clerk of the district confirmed it as it now reads."""
        return self.asked is not None and self.asked.digest == self.digest

    @property
    def is_done(self) -> bool:
        """Whether it is settled and has nothing left to answer."""
        return self.is_settled and not self.waiting

    @property
    def reviewer(self) -> str:
        """Who answers for it as it now reads; empty where nobody does yet."""
        if self.is_confirmed and self.asked and self.asked.confirmed_by:
            return self.asked.confirmed_by.get_username()
        return self.author if self.is_own else ""

    @property
    def was_changed(self) -> bool:
        """Whether it was confirmed and has changed since."""
        return bool(self.asked and self.asked.digest) and not self.is_settled


def parts_of(draft: Draft, reading: Reading) -> tuple[Part, ...]:
    """The parts of a draft by district, in the order of the text."""
    by_district: dict[str, list[ReadEntry]] = {}
    districts: dict[str, District] = {}
    for entry in reading.entries:
        if entry.district is not None:
            districts[entry.district.code] = entry.district
            by_district.setdefault(entry.district.code, []).append(entry)
    asked = {p.district_id: p for p in draft.parts.select_related("confirmed_by")}
    duties, author = duties_of(draft.author), draft.author.get_username()
    waiting = _waiting(draft, reading)
    return tuple(
        Part(
            district=districts[code],
            entries=tuple(entries),
            is_own=duties.enters(code),
            asked=asked.get(code),
            waiting=sum(e.entry.start in waiting for e in entries),
            author=author,
        )
        for code, entries in by_district.items()
    )


def _waiting(draft: Draft, reading: Reading) -> set[int]:
    """Where the entries start that have something to answer."""
    left = [*reading.blocking, *open_doubts(reading, draft.accepted)]
    return {
        e.entry.start
        for e in reading.entries
        if any(e.entry.start <= f.start and f.end <= e.entry.end for f in left)
    }


def reviewers_of(draft: Draft, reading: Reading) -> dict[str, str]:
    """Who answered for each district (code) of a draft entered together; of others, nobody."""
    if not draft.parts.exists():
        return {}
    return {p.district.code: p.reviewer for p in parts_of(draft, reading)}


def clerks_of(districts: Iterable[District], at: datetime) -> dict[str, list[str]]:
    """The clerks of each district (code) by name: whom a part of it waits for."""
    found: dict[str, list[str]] = {d.code: [] for d in districts}
    holders_of = holders(Role.CLERK, at).filter(district__in=list(found))
    for code, name in holders_of.values_list("district_id", "user__username").order_by("user"):
        found[code].append(name)
    return found


def require_all_settled(draft: Draft, reading: Reading) -> None:
    """Raises ``Refused`` where a part is nobody's yet: the author may not enter it alone."""
    open_parts = [p for p in parts_of(draft, reading) if not p.is_settled]
    if not open_parts:
        return
    listed = "、".join(f"{p.district.name}{len(p.entries)}条" for p in open_parts)
    raise Refused(
        f"您只负责{own_districts(draft.author)}；{listed}须由该区录入员确认后才能提交。"
        "请按“请各区核对”。"
    )


@transaction.atomic
def ask_districts(*, draft_id: UUID, by: User, districts: Iterable[District]) -> Draft:
    """Lay a draft before the clerks of other districts. Raises ``Refused``."""
    draft = Draft.objects.select_for_update(of=("self",)).get(id=draft_id)
    require(by, Deed.SUBMIT, draft=draft)
    _ask(draft, districts)
    return draft


@transaction.atomic
def take_over(*, draft_id: UUID, by: User, districts: Iterable[District]) -> Draft:
    """Make a draft one's own, with all of its districts. Raises ``Refused``.

    Who entered it so far is still asked for their own of ``districts``, and still sees it.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("author").get(id=draft_id)
    require(by, Deed.TAKE, draft=draft)
    before = duties_of(draft.author)
    draft.hands.add(draft.author)
    draft.author = by
    draft.saved_by = by.get_username()
    _ask(draft, [d for d in districts if before.enters(d.code)])
    return draft


def _ask(draft: Draft, districts: Iterable[District]) -> None:
    for district in districts:
        DraftPart.objects.get_or_create(draft=draft, district=district)
    _tell_others(draft)


def _tell_others(draft: Draft) -> None:
    """Count a saving, so that pages open elsewhere see what changed."""
    draft.version += 1
    draft.save()


@transaction.atomic
def confirm_part(*, draft_id: UUID, by: User, part: Part, at: datetime) -> DraftPart:
    """Answer for a district's part as it was shown. Raises ``Refused``."""
    if part.waiting:
        raise Refused(f"{part.district.name}还有{part.waiting}条没有处理完，请先逐条核对。")
    return _answer(
        draft_id, by, part.district, confirmed_by=by, confirmed_at=at, digest=part.digest
    )


@transaction.atomic
def object_to_part(*, draft_id: UUID, by: User, district: District, why: str) -> DraftPart:
    """Say what is wrong with a district's part. Raises ``Refused``."""
    if not why.strip():
        raise Refused("有异议时请写明。")
    return _answer(draft_id, by, district, objection=why)


def _answer(draft_id: UUID, by: User, district: District, **answer: object) -> DraftPart:
    draft = Draft.objects.select_for_update(of=("self",)).get(id=draft_id)
    require(by, Deed.CONFIRM, draft=draft, district=district.code)
    blank = {"confirmed_by": None, "confirmed_at": None, "digest": "", "objection": ""}
    part = draft.parts.get(district=district)
    for name, value in (blank | answer).items():
        setattr(part, name, value)
    part.save()
    _tell_others(draft)
    return part


def _told(entry: ReadEntry) -> list[object]:
    return [
        entry.entry.action.value,
        entry.entry.level.value if entry.entry.level else None,
        entry.entry.text,
        [
            [show(t.target.path), [show(p) for p in t.target.exceptions], t.target.part]
            for t in entry.targets
        ],
        entry.chosen,
        [entry.entry.to_level, _tied_by_hand(entry)],
        *_sited(entry),
    ]


def _sited(entry: ReadEntry) -> list[object]:
    """Of what level its new places are and what they lie in, where a person said so."""
    return [[(s.level, s.value) for s in t.path] for t in entry.worded.sited]


def _tied_by_hand(entry: ReadEntry) -> list[object] | None:
    """What a person chose of a release; nothing where it is left to the matching."""
    tie = entry.tie
    if tie is None or (tie.ends is None and tie.exclusion is Exclusion.MATCHED):
        return None
    return [tie.ends, tie.exclusion]
