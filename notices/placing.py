"""From the words of an entry to known places: how far each is known, and what is to be made."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from notices import language
from notices.amended import Worded
from notices.doubts import near_name, no_place, several_places
from zones.address import path_key
from zones.address.values import Finding, Level, Segment, Target
from zones.gazetteer.anchors import anchors_of
from zones.gazetteer.known import Likeness
from zones.gazetteer.near import nearest
from zones.gazetteer.survey import Known, NoPlaceNamed, SeveralPlaces, Survey
from zones.models import District, Place, PlaceName

Chosen = tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """One place that an entry means, with how far it is known.

    ``candidates`` are the known places of which a person must choose one; ``near`` those
    for one of which a new name may be a misprint, and ``likeness`` in what way.
    """

    target: Target
    known: Known | None
    finding: Finding | None = None
    candidates: tuple[Place, ...] = ()
    near: tuple[Place, ...] = ()
    likeness: tuple[Likeness, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether publishing would make a place."""
        return self.known is not None and not self.known.is_complete


@dataclass(slots=True)
class PlaceReader:
    """Asks the gazetteer, once for each place of a reading."""

    _survey: Survey = field(default_factory=Survey)
    _fetched: set[tuple[str, str]] = field(default_factory=set)
    _known: dict[tuple[str, str, Chosen], Known | Exception] = field(default_factory=dict)
    _names: dict[tuple[str, Level], list[tuple[str, str, UUID]]] = field(default_factory=dict)

    def look_up(self, asked: Iterable[tuple[District, tuple[Segment, ...]]]) -> None:
        """Fetch what is known of many places at once, in a few queries."""
        wanted = [*asked]
        self._survey.fetch(wanted)
        self._fetched.update((district.code, _words(path)) for district, path in wanted)

    def targets(self, worded: Worded, district: District, chosen: Chosen) -> tuple[ReadTarget, ...]:
        """Each target of an entry, with what is known of its place."""
        return tuple(self._target(t, worded.entry, district, chosen) for t in worded.targets)

    def known(self, district: District, path: tuple[Segment, ...], chosen: Chosen) -> Known:
        """``how_far_known``, remembered. Raises ``NoPlaceNamed``, ``SeveralPlaces``."""
        question = (district.code, _words(path), chosen)
        if question not in self._known:
            if question[:2] not in self._fetched:
                self.look_up([(district, path)])
            try:
                self._known[question] = self._survey.how_far_known(district, path, chosen)
            except (NoPlaceNamed, SeveralPlaces) as error:
                self._known[question] = error
        found = self._known[question]
        if isinstance(found, Exception):
            raise found
        return found

    def marks(
        self, district: District, targets: Iterable[Target], chosen: Chosen = ()
    ) -> dict[tuple[str, str], bool]:
        """The places that targets mean: (place id, part) → covered or excepted.

        A place that is not known yet stands by its key, which is the id of no zone's place:
        what is partly unknown must not match what is wholly known.
        """
        marks: dict[tuple[str, str], bool] = {}
        for target in targets:
            part = target.part.text if target.part else ""
            marks[(self._place_id(district, target.path, chosen), part)] = True
            for path in target.exceptions:
                marks[(self._place_id(district, path, chosen), "")] = False
        return marks

    def _place_id(self, district: District, path: tuple[Segment, ...], chosen: Chosen) -> str:
        try:
            known = self.known(district, path, chosen)
        except (NoPlaceNamed, SeveralPlaces):
            return path_key(path)
        if known.is_complete and known.place:
            return str(known.place.id)
        return path_key(path)

    def _target(
        self, target: Target, entry: language.Entry, district: District, chosen: Chosen
    ) -> ReadTarget:
        try:
            known = self.known(district, target.path, chosen)
        except NoPlaceNamed:
            return ReadTarget(target, None, no_place(entry))
        except SeveralPlaces as several:
            finding = several_places(entry, several.candidates)
            return ReadTarget(target, None, finding, several.candidates)
        near = self._near(district, target.path) if known.place is None else []
        places = tuple(place for place, _ in near)
        finding = near_name(entry, places) if near else None
        likeness = tuple(likeness for _, likeness in near)
        return ReadTarget(target, known, finding, near=places, likeness=likeness)

    def _near(self, district: District, path: tuple[Segment, ...]) -> list[tuple[Place, Likeness]]:
        """Known places of the district of which the path's name may be a misprint."""
        anchors = anchors_of(path)
        if not anchors:
            return []
        found = nearest(anchors[0].key, self._names_of(district, anchors[0].level))
        places = Place.objects.select_related("parent").defer("outline", "parent__outline")
        by_id = places.in_bulk([id for id, _ in found]) if found else {}
        return [(by_id[id], likeness) for id, likeness in found]

    def _names_of(self, district: District, level: Level) -> list[tuple[str, str, UUID]]:
        asked = (district.code, level)
        if asked not in self._names:
            names = PlaceName.objects.filter(place__level=level, place__district=district)
            self._names[asked] = list(names.values_list("key", "place__name", "place_id"))
        return self._names[asked]


def _words(path: tuple[Segment, ...]) -> str:
    return "".join(f"/{s.level}:{s.value}" for s in path)
