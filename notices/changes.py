"""What a person changed in a reading, told one by one: for the approver, and for the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from notices import language
from notices.amended import Origin
from notices.amendments import Amendments
from notices.reading import ReadEntry, Reading
from notices.siting import LEVELS as LEVEL_NAMES
from notices.siting import siting_ref
from zones.gazetteer.anchors import anchors_of

ACTIONS = {"designate": "新增", "release": "解除", "rescope": "调整范围"}
LEVELS = {"high": "高风险区", "medium": "中风险区", "low": "低风险区"}
HEAD = {"issuer": "发布机关", "year": "年份", "number": "文号", "issued_on": "发布日期"}


class Kind(StrEnum):
    """In what way a reading was changed."""

    HEAD = "head"
    EDITED = "edited"
    ADDED = "added"
    STRUCK = "struck"
    CHOSEN = "chosen"
    DRAWN = "drawn"
    SITED = "sited"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the official words, what was read of them, and what a person reads."""

    kind: Kind
    start: int
    end: int
    words: str
    was: str
    now: str

    @property
    def label(self) -> str:
        """In what way it was changed, in words."""
        return WHAT[self.kind]

    @property
    def sentence(self) -> str:
        """The change as it is recorded with the notice."""
        words = f"“{self.words}”" if self.words else ""
        was = f"（原读作：{self.was}）" if self.was else ""
        return f"{WHAT[self.kind]}{words}：{self.now}{was}"


WHAT = {
    Kind.HEAD: "人工补全",
    Kind.EDITED: "人工改读",
    Kind.ADDED: "人工补录",
    Kind.STRUCK: "人工删去",
    Kind.CHOSEN: "人工指明",
    Kind.DRAWN: "人工绘制",
    Kind.SITED: "人工定级定属",
}


def act_of(entry: language.Entry) -> str:
    """What an entry does, in words: 新增高风险区, 解除高风险区."""
    level = LEVELS.get(entry.level.value if entry.level else "", "等级不明的区域")
    return f"{ACTIONS[entry.action.value]}{level}"


def told(entry: language.Entry, place: str) -> str:
    """An entry as read: its district, its act, and its place where it is not as written."""
    to = entry.to_level
    goes = f"→{LEVELS[to.value]}" if to and to.value != "low" else ""
    read_as = f"，地点读作“{place}”" if place else ""
    return f"{entry.district or '区县依原文'} {act_of(entry)}{goes}{read_as}"


def changes(reading: Reading, amendments: Amendments) -> list[Change]:
    """Every change of a reading, in the order of the text."""
    found = [
        Change(Kind.HEAD, 0, 0, "", "", f"{HEAD[name]} {value}")
        for name, value in amendments.head.given().items()
    ]
    for entry in reading.entries:
        found += _of_entry(entry)
    for struck in reading.struck:
        entry = struck.entry
        found.append(
            Change(Kind.STRUCK, entry.start, entry.end, entry.text, told(entry, ""), struck.reason)
        )
    for outline in amendments.outlines:
        if outline.geometry:
            name = outline.place.rpartition("|")[2]
            found.append(Change(Kind.DRAWN, 0, 0, name, "", "新地点的轮廓"))
    found += _sited(reading, amendments)
    return sorted(found, key=lambda c: c.start)


def _sited(reading: Reading, amendments: Amendments) -> Iterator[Change]:
    """What was decided of new places, each once, at the first entry that names it."""
    left = {s.place: s for s in amendments.sitings}
    for entry in reading.entries:
        for written, target in zip(entry.worded.written, entry.targets, strict=True):
            if not left or entry.district is None or written.path == target.target.path:
                continue
            decided = left.pop(siting_ref(entry.district.code, written.path), None)
            if decided is not None:
                name, at = decided.place.rpartition("|")[2], entry.entry
                was = LEVEL_NAMES[anchors_of(written.path)[0].level]
                yield Change(Kind.SITED, at.start, at.end, name, was, decided.told)


def _of_entry(read_entry: ReadEntry) -> list[Change]:
    entry, worded = read_entry.entry, read_entry.worded
    found = []
    now = told(entry, worded.place)
    if worded.origin is Origin.EDITED and worded.before:
        was = told(worded.before, "")
        found.append(Change(Kind.EDITED, entry.start, entry.end, entry.text, was, now))
    if worded.origin is Origin.ADDED:
        found.append(Change(Kind.ADDED, entry.start, entry.end, entry.text, "", now))
    if read_entry.chosen:
        names = "、".join(
            t.known.place.name
            for t in read_entry.targets
            if t.known and t.known.place and set(t.known.place.lineage) & set(read_entry.chosen)
        )
        if names:
            found.append(Change(Kind.CHOSEN, entry.start, entry.end, entry.text, "", names))
    return found
