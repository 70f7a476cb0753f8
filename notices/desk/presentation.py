"""What the desk shows of a reading: groups with counters, and one sentence."""

from dataclasses import dataclass

from notices.ledger.matching import Match
from notices.reading import ReadEntry, Reading
from zones.address import show

ACTIONS = {"designate": "新增", "release": "解除", "rescope": "调整范围"}
LEVELS = {"high": "高风险区", "medium": "中风险区", "low": "低风险区"}
MATCHES = {
    Match.SAME: "与在册风险区一致",
    Match.EXCEPTS_PART: "在册风险区未作此除外：除外部分仍为风险区",
    Match.NONE: "账册中没有对应的风险区",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as shown: its words, its places, and what a release ends."""

    text: str
    places: tuple[str, ...]
    is_new: bool
    match: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one act in one district. ``declared`` is the notice's own count."""

    title: str
    district: str
    declared: int | None
    lines: tuple[Line, ...]

    @property
    def agrees(self) -> bool:
        """Whether the notice's own count is what was read."""
        return self.declared is None or self.declared == len(self.lines)


def groups(reading: Reading) -> list[Group]:
    """The entries by act and district, in the order of the text."""
    sorted_out: dict[tuple[str, str], list[ReadEntry]] = {}
    for read_entry in reading.entries:
        entry = read_entry.entry
        level = LEVELS.get(entry.level.value if entry.level else "", "等级不明")
        title = f"{ACTIONS[entry.action.value]}{level}"
        district = read_entry.district.name if read_entry.district else entry.district or "区县不明"
        sorted_out.setdefault((title, district), []).append(read_entry)
    return [
        Group(title, district, es[0].entry.declared_group_count, tuple(_line(e) for e in es))
        for (title, district), es in sorted_out.items()
    ]


def _line(read_entry: ReadEntry) -> Line:
    proposal = read_entry.proposal
    return Line(
        text=read_entry.entry.text,
        places=tuple(
            show(t.target.path) + (t.target.part.text if t.target.part else "")
            for t in read_entry.targets
        ),
        is_new=any(t.is_new for t in read_entry.targets),
        match=MATCHES[proposal.match] if proposal else "",
        problems=tuple(
            f.message
            for f in (*read_entry.findings, *(t.finding for t in read_entry.targets))
            if f is not None
        ),
    )


def summary(reading: Reading) -> str:
    """One sentence: what publishing this would do."""
    designated = sum(e.entry.action.value == "designate" for e in reading.entries)
    released = [e for e in reading.entries if e.entry.action.value == "release"]
    unmatched = sum(not e.binds for e in released)
    sentence = f"新增{designated}，解除{len(released)}"
    return sentence + (f"；其中{unmatched}条解除没有对应的在册风险区。" if unmatched else "。")
