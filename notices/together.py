"""A notice that spans districts, entered together (共同录入).

The author enters the text; where it goes beyond their own districts they ask the others,
whose clerks each answer for their part. Nothing is submitted before all of them have; a
part that changes afterwards has to be confirmed anew.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from notices.amendments import Exclusion
from notices.models import Draft, DraftPart
from notices.permissions import Deed, own_districts, require
from notices.proposed import Refused
from notices.reading import ReadEntry, Reading
from people.selectors import duties_of
from zones.address import show
from zones.models import District


@dataclass(frozen=True, slots=True)
class Part:
    """One district's part of a reading: its entries, and who answers for it.

    ``asked`` is the row where the author asked; without one, and where ``is_own`` is not,
    nobody answers for it yet.
    """

    district: District
    entries: tuple[ReadEntry, ...]
    is_own: bool
    asked: DraftPart | None

    @property
    def digest(self) -> str:
        """What is confirmed: the entries with their places, in order."""
        told = [_told(e) for e in self.entries]
        return sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()

    @property
    def is_settled(self) -> bool:
        """Whether somebody who may answers for it as it now reads."""
        return self.is_own or (self.asked is not None and self.asked.digest == self.digest)

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
    duties = duties_of(draft.author)
    return tuple(
        Part(districts[code], tuple(entries), duties.enters(code), asked.get(code))
        for code, entries in by_district.items()
    )


def require_all_settled(draft: Draft, reading: Reading) -> None:
    """Raises ``Refused`` where a part is nobody's yet: the author may not enter it alone."""
    open_parts = [p for p in parts_of(draft, reading) if not p.is_settled]
    if not open_parts:
        return
    listed = "、".join(f"{p.district.name}{len(p.entries)}条" for p in open_parts)
    raise Refused(
        f"您只负责{own_districts(draft.author)}；{listed}须由该区录入员确认后才能提交。"
        "请先“请各区确认”。"
    )


@transaction.atomic
def ask_districts(*, draft_id: UUID, by: User, districts: Iterable[District]) -> Draft:
    """Lay a draft before the clerks of other districts. Raises ``Refused``."""
    draft = Draft.objects.select_for_update(of=("self",)).get(id=draft_id)
    require(by, Deed.SUBMIT, draft=draft)
    for district in districts:
        DraftPart.objects.get_or_create(draft=draft, district=district)
    return draft


@transaction.atomic
def confirm_part(*, draft_id: UUID, by: User, part: Part, at: datetime) -> DraftPart:
    """Answer for a district's part as it was shown. Raises ``Refused``."""
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
    ]


def _tied_by_hand(entry: ReadEntry) -> list[object] | None:
    """What a person chose of a release; nothing where it is left to the matching."""
    tie = entry.tie
    if tie is None or (tie.ends is None and tie.exclusion is Exclusion.MATCHED):
        return None
    return [tie.ends, tie.exclusion]
