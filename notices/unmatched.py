"""Why a release matches no zone in force (未对应的解除): said in the words of the ledger.

A release that matches nothing is kept and counted; a person has to see why first. What the
ledger holds of the very place comes before what merely lies near it or is spelt alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.timezone import localtime

from notices.ledger.matching import Marks, Near, OpenZone, near_zones
from notices.ledger.values import OPENS, Action
from notices.models import Binding, Entry
from notices.placing import ReadTarget
from notices.projection import standing_among
from zones.risk.regimes import SHANGHAI

NEAR = {
    Near.WITHIN: "在册的是更大的范围，其中一部分的解除不会使它整体解除：",
    Near.AROUND: "只有其中一部分在册：",
    Near.ALIKE: "可能是以别的写法划定的：",
}
LEVELS = {"high": "高风险区", "medium": "中风险区"}


@dataclass(frozen=True, slots=True)
class Past:
    """A designation of the ledger that stands, and the releases of it that stand."""

    entry: Entry
    marks: Mapping[tuple[str, str], bool]
    releases: tuple[Entry, ...]


@dataclass(slots=True)
class History:
    """What the ledger ever held of some places."""

    of_place: dict[str, list[Past]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, places: Iterable[UUID]) -> "History":
        """Every designation that covers one of these places itself, in a few queries."""
        history = cls()
        wanted = set(places)
        if not wanted:
            return history
        bound = Binding.objects.select_related("release__notice")
        found = list(
            Entry.objects.filter(action__in=OPENS, marks__place__in=wanted)
            .distinct()
            .select_related("notice")
            .prefetch_related("marks", Prefetch("releases", bound))
            .order_by("effective_from", "notice__sequence", "ordinal")
        )
        releases = {b.release_id for e in found for b in e.releases.all()}
        standing = standing_among({e.id for e in found} | releases)
        for entry in (e for e in found if e.id in standing):
            history._add(entry, standing)
        return history

    def _add(self, entry: Entry, standing: set[UUID]) -> None:
        marks = {(str(m.place_id), m.part): m.covered for m in entry.marks.all()}
        ends = tuple(b.release for b in entry.releases.all() if b.release_id in standing)
        past = Past(entry, marks, ends)
        for place, _ in marks:
            self.of_place[place].append(past)

    def named_as(self, marks: Marks) -> list[Past]:
        """The designations that name exactly these places, oldest first."""
        found = {p.entry.id: p for place, _ in marks for p in self.of_place.get(place, ())}
        return [p for p in found.values() if p.marks == dict(marks)]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A release without a zone: what it names, its level, and what is open in its district."""

    text: str
    level: str
    targets: tuple[ReadTarget, ...]
    marks: Marks
    zones: Sequence[OpenZone]

    @property
    def places(self) -> set[UUID]:
        """The known places that it names wholly."""
        known = [t.known for t in self.targets if t.known and t.known.is_complete]
        return {k.place.id for k in known if k.place}

    def why(self, history: History, at: datetime) -> str:
        """Why nothing in force matches it at an instant."""
        told = list(self._of_itself(history, at)) or list(self._around())
        if told:
            return "；".join(told)
        if not self.places:
            return "账册中从未划定过这里，地名库中也没有这一处"
        return "账册中从未划定过这里"

    def _of_itself(self, history: History, at: datetime) -> Iterator[str]:
        for past in history.named_as(self.marks)[-2:]:
            entry = past.entry
            ended = [r for r in past.releases if r.effective_from <= at]
            if entry.effective_from >= at:
                yield f"{entry.notice}划定的{_day(entry.effective_from)}才生效，不早于本次解除"
            elif ended:
                last = max(ended, key=lambda r: r.effective_from)
                did = "调整范围" if last.action == Action.RESCOPE else "解除"
                yield f"{last.notice}已于{_day(last.effective_from)}{did}（{entry.notice}划定）"
            elif entry.level != self.level:
                yield f"在册的是{entry.notice}划定的{LEVELS[entry.level]}，不是{LEVELS[self.level]}"

    def _around(self) -> Iterator[str]:
        by_why: dict[Near, list[str]] = defaultdict(list)
        for why, zone in near_to(self.text, self.targets, self.zones):
            by_why[why].append(f"“{zone.text}”")
        for why, texts in by_why.items():
            yield NEAR[why] + "、".join(texts)


def near_to(
    text: str, targets: Iterable[ReadTarget], zones: Sequence[OpenZone]
) -> list[tuple[Near, OpenZone]]:
    """The zones in force that a person should look at beside a release that matches none."""
    known = [t.known for t in targets if t.known and t.known.place]
    complete = {str(k.place.id) for k in known if k.is_complete and k.place}
    lineages = {str(i) for k in known if k.place for i in k.place.lineage}
    return near_zones(text, complete, lineages, zones)


def _day(at: datetime) -> str:
    return localtime(at, SHANGHAI).strftime("%m月%d日%H:%M")
