"""What holds in one district over a stretch of time, and what follows for a place in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from itertools import pairwise

from zones.risk.assess import Assessment, Remainder, Unvouched, assess
from zones.risk.relation import HOLDERS, Located, Relation, relate
from zones.risk.stretch import Order, Stretch, Vouching
from zones.risk.vicinity import Vicinity
from zones.risk.window import Interval, Window, judge


class Bearing(Enum):
    """How what holds in a district bears on a place and on what lies in it."""

    NONE = "none"
    """Everything is certainly apart: nothing tells the place from others of the district."""
    ALIKE = "alike"
    """Nothing tells what lies in the place from the place itself."""
    UNLIKE = "unlike"
    """It may bear otherwise on each."""


class Situation:
    """Every row of a district that has an instant in some stretch of time, as believed at
    one time. Immutable, and prepared for many questions.
    """

    __slots__ = ("_left_out", "_near", "orders", "stretches", "vouchings")

    def __init__(
        self,
        stretches: Iterable[Stretch],
        vouchings: Iterable[Vouching],
        orders: Iterable[Order],
    ) -> None:
        self.stretches = tuple(stretches)
        self.vouchings = tuple(vouchings)
        self.orders = tuple(orders)
        self._near = Vicinity((s, s.zone.covered) for s in self.stretches)
        self._left_out = [
            Vicinity((unvouched, (unvouched.place,)) for unvouched in vouching.left_out)
            for vouching in self.vouchings
        ]

    def near(self, place: Located) -> Sequence[Stretch]:
        """The stretches that may have to do with ``place``."""
        return self._near.of(place)

    def bearing(self, place: Located) -> Bearing:
        """How all this bears on a complex with what lies in it, or on one place alone."""
        near = self.near(place)
        marked = [each for stretch in near for each in stretch.zone.covered]
        marked += [each.place for those in self._left_out for each in those.of(place)]
        relations = [(relate(place, each), each) for each in marked]
        if all(relation is Relation.APART for relation, _ in relations):
            return Bearing.NONE
        touched = any(stretch.zone.extent.touches(place.lineage) for stretch in near)
        inside = any(
            relation is Relation.AROUND
            or (relation is Relation.UNCERTAIN and not dict(each.rungs).keys() <= HOLDERS)
            for relation, each in relations
        )
        return Bearing.UNLIKE if touched or inside else Bearing.ALIKE

    def ordered(self, instant: datetime) -> Order | None:
        """The whole-district state at an instant, if any."""
        return next((o for o in self.orders if instant in o.effective), None)

    def assess(self, place: Located, instant: datetime, near: Sequence[Stretch]) -> Assessment:
        """The risk of ``place`` at an instant; ``near`` is what is near it."""
        held = [s for s in near if instant in s.effective]
        return assess(
            place,
            [s.zone for s in held if not s.implied],
            self._remainder(place, instant, held),
            any_zone=any(not s.implied and instant in s.effective for s in self.stretches),
        )

    def _remainder(self, place: Located, instant: datetime, held: Sequence[Stretch]) -> Remainder:
        """What the ledger vouches for outside the zones, as far as ``place`` is concerned.

        Not vouched for are places that the declaration leaves out, and what a later
        release implies was a zone whose designation is not held.
        """
        for vouching, left_out in zip(self.vouchings, self._left_out, strict=True):
            if instant in vouching.effective:
                unvouched: list[Unvouched] = [*left_out.of(place)]
                for stretch in held:
                    unvouched += stretch.unvouched if stretch.implied else ()
                return Remainder(vouched=True, unvouched=tuple(unvouched))
        return Remainder(vouched=False)

    def over(self, place: Located, start: datetime, end: datetime) -> Window:
        """Whether ``place`` was high at any instant of ``[start, end)``.

        Only what may have to do with the place can change its risk on the way.
        """
        near = self.near(place)
        spans = [*(s.effective for s in near), *(v.effective for v in self.vouchings)]
        inside = {t for span in spans for t in span.ends if start < t < end}
        moments = [start, *sorted(inside), end]
        intervals = []
        for begin, until in pairwise(moments):
            found = self.assess(place, begin, near)
            notices = tuple(s.opened_by for s in grounds(found.because, near, begin))
            doubted = found.doubt is not None
            intervals.append(Interval(begin, until, found.risk, doubted, notices))
        return judge(start, end, intervals)


def grounds(
    zones: Sequence[object], stretches: Iterable[Stretch], instant: datetime
) -> tuple[Stretch, ...]:
    """The stretches behind zones in force at an instant, in their own order."""
    if not zones:
        return ()
    return tuple(
        s for s in stretches if not s.implied and s.zone in zones and instant in s.effective
    )
