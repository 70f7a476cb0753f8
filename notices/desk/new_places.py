"""The places that publishing would make, as the desk shows them and lets them be decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.forms.utils import flatatt
from django.utils.translation import gettext as _

from notices.amendments import Amendments
from notices.outlines import place_ref
from notices.reading import ReadEntry, ReadTarget
from notices.siting import INSIDE, siting_ref
from zones.address import name, show
from zones.address.values import Segment, Target
from zones.gazetteer.anchors import HOLDERS, anchors_of
from zones.models import District, PlaceLevel

LEVELS = dict(PlaceLevel.choices)


@dataclass(frozen=True, slots=True)
class NewSiting:
    """The new place that is found by its name: how it was read, and how it is read now.

    ``name`` is empty where it is the new place itself, and not what that is a part of.
    """

    ref: str
    name: str
    level: str
    level_name: str
    read_level: str
    parent: str
    within: str
    district: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place that publishing would make; ``siting`` where its level and parent may be chosen."""

    ref: str
    name: str
    level: str
    parent: str
    drawn: str
    siting: NewSiting | None = None

    @property
    def attributes(self) -> str:
        """What its row tells the page's scripts, as HTML."""
        siting = self.siting
        return flatatt(
            {"data-ref": self.ref}
            if siting is None
            else {
                "data-ref": self.ref,
                "data-site": siting.ref,
                "data-level": siting.level,
                "data-read-level": siting.read_level,
                "data-within": siting.within,
                "data-district": siting.district,
            }
        )

    @property
    def sentence(self) -> str:
        """Of what level it would be and what it would lie in."""
        lies_in = _("%(level)s，属于%(parent)s") % {"level": self.level, "parent": self.parent}
        if self.siting is None or not self.siting.name:
            return lies_in
        above = {"level": self.siting.level_name, "parent": self.siting.parent}
        return f"{lies_in}（{_('一并新建')}：{_('%(level)s，属于%(parent)s') % above}）"

    @property
    def outline(self) -> str:
        """How far its outline is."""
        told = {"drawn": _("轮廓已画"), "later": _("轮廓以后再画")}
        return told.get(self.drawn) or _("没有轮廓")


class NewPlaces:
    """The new places of entries, with what was drawn and decided of them."""

    def __init__(self, amendments: Amendments) -> None:
        self.drawn = {o.place: o.geometry for o in amendments.outlines}
        self.decided = {s.place: s for s in amendments.sitings}

    def of(self, entry: ReadEntry) -> Iterator[NewPlace]:
        """Those that an entry would make."""
        if entry.district is None:
            return
        for written, target in zip(entry.worded.written, entry.targets, strict=True):
            if target.is_new:
                yield self._new(entry.district, written, target)

    def _new(self, district: District, written: Target, target: ReadTarget) -> NewPlace:
        known, path = target.known, target.target.path
        assert known is not None
        ref = place_ref(district, written.path)
        state = "" if ref not in self.drawn else ("later" if self.drawn[ref] is None else "drawn")
        if len(known.missing) > 1:
            parent = "".join(map(name, known.missing[:-1]))
        else:
            parent = known.place.name if known.place else _above(path, district)
        return NewPlace(
            ref=ref,
            name=show(path),
            level=str(LEVELS.get(path[-1].level.value, path[-1].level.value)),
            parent=parent,
            drawn=state,
            siting=self._siting(district, written.path, path) if known.place is None else None,
        )

    def _siting(
        self, district: District, written: Sequence[Segment], path: Sequence[Segment]
    ) -> NewSiting:
        ref, read, now = siting_ref(district.code, written), anchors_of(written)[0], _own(path)
        by = self.decided.get(ref)
        return NewSiting(
            ref=ref,
            name=name(now) if path[-1].level in INSIDE else "",
            level=now.level.value,
            level_name=str(LEVELS[now.level.value]),
            read_level=read.level.value,
            parent=_above(path, district),
            within=by.within if by else "",
            district=district.name,
            is_decided=by is not None,
        )


def _own(path: Sequence[Segment]) -> Segment:
    return anchors_of(path)[0].used[-1]


def _above(path: Sequence[Segment], district: District) -> str:
    """What a new place that is found by its name lies in."""
    own = _own(path)
    above = [s for s in path if s.level in HOLDERS and s is not own]
    return "".join(map(name, above)) or district.name
