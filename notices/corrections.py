"""What was wrong with an entry, and the entries that put it right (更正).

Nothing is edited: a wrong entry is voided and, where something was meant, replaced by one that
says it rightly. A forgotten one is added. All in one correcting act.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any
from uuid import UUID

from notices.language.values import rescoped
from notices.ledger.matching import Proposal as Match
from notices.ledger.matching import propose
from notices.ledger.values import OPENS, Action
from notices.models import Entry, Notice
from notices.proposed import Mark, NewEntry, NewVoid, Refused
from notices.selectors import later_releases, open_zones
from zones.address import parse
from zones.gazetteer.plant import NoPlaceNamed, SeveralPlaces, find_or_plant
from zones.models import District

SOURCE = "更正"


class Fault(StrEnum):
    """What was wrong."""

    NAME = "name"
    """名称有误：the words are not those of the notice, or the notice misprinted them."""
    PLACE = "place"
    """地点认错：the words are right and were taken for another place."""
    TIME = "time"
    """时点有误：it holds from another instant."""
    LISTED = "listed"
    """不应列入：it should not have been recorded at all."""
    FORGOTTEN = "forgotten"
    """漏录：the notice has it and the ledger has not."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing put right. ``entry`` is the wrong one; of a forgotten one, ``notice`` has it."""

    fault: Fault
    reason: str
    entry: UUID | None = None
    notice: UUID | None = None
    text: str = ""
    place: str = ""
    chosen: UUID | None = None
    effective_from: datetime | None = None
    action: Action = Action.DESIGNATE
    level: str = "high"
    district: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data, for keeping."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value and str(value)
            for name, value in asdict(self).items()
        }

    @property
    def digest(self) -> str:
        """What a person was shown, so that nothing else is submitted in its place."""
        told = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False)
        return sha256(told.encode()).hexdigest()


def from_json(data: Mapping[str, Any]) -> Correction:
    """The correction that ``as_json`` gave."""
    at, ids = data["effective_from"], {k: data[k] for k in ("entry", "notice", "chosen")}
    return Correction(
        fault=Fault(data["fault"]),
        action=Action(data["action"]),
        effective_from=datetime.fromisoformat(at) if at else None,
        **{k: UUID(v) if v else None for k, v in ids.items()},
        **{k: data[k] for k in ("reason", "text", "place", "level", "district")},
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """What a correcting act would write."""

    title: str
    voids: tuple[NewVoid, ...] = ()
    replacements: tuple[NewEntry, ...] = ()
    additions: tuple[NewEntry, ...] = ()


def district_of(correction: Correction) -> str:
    """The code of the district that a correction is about."""
    if correction.fault is Fault.FORGOTTEN:
        return correction.district
    return Entry.objects.values_list("district", flat=True).get(id=correction.entry)


def plan(correction: Correction) -> Plan:
    """Work out what to write, making places that are missing. Raises ``Refused``."""
    if not correction.reason.strip():
        raise Refused("更正须写明理由。")
    if correction.fault is Fault.FORGOTTEN:
        return _forgotten(correction)
    wrong = Entry.objects.select_related("notice", "district").get(id=correction.entry)
    title = f"更正：{wrong.notice}“{wrong.text}”"[:300]
    voids = (NewVoid(wrong.id, correction.reason),)
    if correction.fault is Fault.LISTED:
        return Plan(title, voids)
    if wrong.action == Action.VOID:
        raise Refused("撤销条目只能整条撤销，请选“不应列入”。")
    return Plan(title, voids, (_right(correction, wrong),))


def _right(correction: Correction, wrong: Entry) -> NewEntry:
    """The wrong entry with the one thing put right."""
    marks = tuple(Mark(m.place, m.covered, m.part) for m in wrong.marks.select_related("place"))
    right = NewEntry(
        action=Action(wrong.action),
        level=wrong.level,
        to_level=wrong.to_level,
        district=wrong.district,
        text=wrong.text,
        effective_from=wrong.effective_from,
        marks=marks,
        replaces=wrong.id,
    )
    if correction.fault is Fault.TIME:
        if correction.effective_from in (None, wrong.effective_from):
            raise Refused("请填写另一个生效时点。")
        return replace(right, effective_from=correction.effective_from)
    words = correction.text if correction.fault is Fault.NAME else correction.place
    if not words.strip():
        raise Refused("请填写正确的名称或地点。")
    meant = marks_in(wrong.district, words, correction.chosen)
    if _keys(meant) == _keys(marks):
        if correction.fault is Fault.PLACE or words == wrong.text:
            raise Refused("改后与原来相同，没有可更正的。")
        return replace(right, text=words)
    text = words if correction.fault is Fault.NAME else wrong.text
    return _bound(replace(right, text=text, marks=meant))


def _forgotten(correction: Correction) -> Plan:
    notice = Notice.objects.get(id=correction.notice)
    district = District.objects.defer("outline").filter(code=correction.district).first()
    if district is None or correction.effective_from is None or not correction.text.strip():
        raise Refused("漏录的条目须写明区县、原文和生效时点。")
    start = notice.text.find(correction.text)
    releases = correction.action is Action.RELEASE
    new = NewEntry(
        action=correction.action,
        level=correction.level,
        to_level="low" if releases else None,
        district=district,
        text=correction.text,
        start=start if start >= 0 else None,
        end=start + len(correction.text) if start >= 0 else None,
        effective_from=correction.effective_from,
        marks=marks_in(district, correction.text, correction.chosen),
    )
    title = f"补录：{notice}“{correction.text}”（{correction.reason}）"[:300]
    return Plan(title, additions=(_bound(new),))


def marks_in(district: District, words: str, chosen: UUID | None = None) -> tuple[Mark, ...]:
    """The places that words mean in a district, made where missing. Raises ``Refused``."""
    targets = parse(rescoped(words)[1]).targets
    picks = (chosen,) if chosen else ()
    marks: dict[tuple[UUID, str], Mark] = {}
    try:
        for target in targets:
            place = find_or_plant(district, target.path, source=SOURCE, chosen=picks)
            part = target.part.text if target.part else ""
            marks[(place.id, part)] = Mark(place, True, part)
            for path in target.exceptions:
                left = find_or_plant(district, path, source=SOURCE, chosen=picks)
                marks[(left.id, "")] = Mark(left, covered=False)
    except NoPlaceNamed as error:
        raise Refused(f"“{words}”没有读到小区、街路或社区的名称。") from error
    except SeveralPlaces as error:
        raise AmbiguousPlace(words, error) from error
    if not marks:
        raise Refused(f"“{words}”没有读到地点。")
    return tuple(marks.values())


class AmbiguousPlace(Refused):
    """Words that several known places may be: a person has to say which."""

    def __init__(self, words: str, several: SeveralPlaces) -> None:
        super().__init__(f"“{words}”可能是几处地点，请选一处。")
        self.candidates = several.candidates


def _bound(new: NewEntry) -> NewEntry:
    """Matched to what it ends, or to the release typed earlier that ends it."""
    at, code = new.effective_from, new.district.code
    marks = _keys(new.marks)
    if new.action in OPENS:
        places = {m.place.id for m in new.marks}
        later = later_releases(at, [code], places=places).get(code, [])
        ends = propose(marks, new.level, later).ends[:1]
        return replace(new, ended_by=tuple(UUID(i) for i in ends))
    match: Match = propose(marks, new.level, open_zones(at, [code]).get(code, []))
    return replace(new, binds=tuple(UUID(i) for i in match.ends), inherits=False)


def _keys(marks: tuple[Mark, ...]) -> dict[tuple[str, str], bool]:
    return {(str(m.place.id), m.part): m.covered for m in marks}
