"""An index that went on through changes answers as one made anew from all rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zones.gazetteer.test_resolve import told
from zones.address import value_key
from zones.address.values import Level
from zones.gazetteer.bulk import BulkReader
from zones.gazetteer.changing import Change, go_on
from zones.gazetteer.columns import LEVELS, NOWHERE, RANK
from zones.gazetteer.dates import LATEST
from zones.gazetteer.index import CityName, DistrictName, Index
from zones.gazetteer.indexing import NameRow, Row, Source, make
from zones.gazetteer.resolve import resolve
from zones.synthetic.rows import uuid_of

CITY = CityName("太原市", "山西省")
DISTRICTS = (DistrictName("140105", "小店区"), DistrictName("140110", "晋源区"))
WORDS = {
    Level.SUBDISTRICT: ("平阳路街道", "北营街道"),
    Level.COMMUNITY: ("西贾社区", "东贾社区"),
    Level.COMPLEX: ("云水苑", "和平里", "双塔小区", "云木苑"),
    Level.SECTION: ("东区", "二期"),
    Level.BUILDING: ("1", "2", "3"),
    Level.UNIT: ("1", "2"),
}
SHOWN = {Level.BUILDING: "号楼", Level.UNIT: "单元"}
ROWS = [level for level in LEVELS if level in WORDS]
DAYS = (date(2022, 1, 1), date(2022, 6, 1), date(2023, 1, 1))
ASKED = (date(2021, 12, 31), DAYS[0], date(2022, 7, 1), LATEST)
TEXTS = [
    f"{district}{holder}{complex}{section}{below}"
    for district in ("小店区", "晋源区", "")
    for holder in ("", "西贾社区", "平阳路街道西贾社区")
    for complex in (*WORDS[Level.COMPLEX], "云水宛")
    for section in ("", "东区", "二期")
    for below in ("", "1号楼", "2号楼1单元", "3号楼2单元501室", "2-1-302")
]


@dataclass
class Ground:
    """Rows as the database would hold them, and which of them a change touched."""

    rows: dict[UUID, Row] = field(default_factory=dict)
    names: dict[UUID, list[NameRow]] = field(default_factory=dict)
    same: dict[UUID, UUID] = field(default_factory=dict)
    touched: set[UUID] = field(default_factory=set)

    def depth(self, id: UUID | None) -> int:
        return 0 if id is None else 1 + self.depth(self.rows[id].parent)

    def above(self, id: UUID | None) -> Iterator[UUID]:
        while id is not None:
            yield id
            id = self.rows[id].parent

    def listed(self, ids: set[UUID]) -> list[Row]:
        return sorted((self.rows[id] for id in ids), key=lambda row: self.depth(row.id))

    def anew(self) -> Index:
        every = [name for names in self.names.values() for name in names]
        return make(
            Source(CITY, DISTRICTS, self.listed(set(self.rows)), every, list(self.same.items()))
        )

    def change(self) -> Change:
        ids, self.touched = self.touched, set()
        return Change(
            frozenset(ids),
            tuple(self.listed(ids)),
            tuple(name for id in ids for name in self.names.get(id, ())),
            tuple((old, new) for old, new in self.same.items() if old in ids),
        )


def shown(level: Level, word: str) -> str:
    return word + SHOWN.get(level, "")


class Edits:
    """What may happen to a ground; every draw that does not fit does nothing."""

    def __init__(self, ground: Ground, data: st.DataObject) -> None:
        self.ground, self.data = ground, data

    def one(self) -> None:
        edits = [self.plant, self.plant, self.plant, self.rename, self.call, self.call]
        edits += [self.uncall, self.retire, self.move, self.unite, self.front]
        self.data.draw(st.sampled_from(edits))()

    def _pick(self) -> Row | None:
        rows = list(self.ground.rows.values())
        return self.data.draw(st.sampled_from(rows)) if rows else None

    def _word(self, level: Level) -> str:
        return self.data.draw(st.sampled_from(WORDS[level]))

    def _put(self, row: Row) -> None:
        self.ground.rows[row.id] = row
        self.ground.touched.add(row.id)

    def _named(self, row: Row, level: Level, word: str) -> Row:
        above = self.ground.rows[row.parent].name if row.parent else ""
        follows = level in (Level.SECTION, *SHOWN)
        return row._replace(
            key=value_key(level, word), name=(above if follows else "") + shown(level, word)
        )

    def plant(self) -> None:
        above = self._pick()
        level = self.data.draw(st.sampled_from(ROWS))
        if above is not None and RANK[Level(above.level)] >= RANK[level] != RANK[Level.SECTION]:
            above = None
        district = above.district if above else self.data.draw(st.sampled_from(DISTRICTS)).code
        id = uuid_of(str(len(self.ground.rows)))
        word = self._word(level)
        row = Row(id, above.id if above else None, level.value, "", "", "", district)
        self._put(self._named(row, level, word))
        self.ground.names[id] = []
        if level not in SHOWN:
            self.ground.names[id].append(NameRow(id, value_key(level, word)))

    def rename(self) -> None:
        if row := self._pick():
            self._put(self._named(row, Level(row.level), self._word(Level(row.level))))

    def call(self) -> None:
        if row := self._pick():
            level = Level(row.level)
            since, until = (self.data.draw(st.sampled_from([None, *DAYS])) for _ in range(2))
            key = value_key(level, self._word(level))
            self.ground.names[row.id].append(NameRow(row.id, key, since, until))
            self.ground.touched.add(row.id)

    def uncall(self) -> None:
        if (row := self._pick()) and self.ground.names[row.id]:
            self.ground.names[row.id].pop()
            self.ground.touched.add(row.id)

    def retire(self) -> None:
        if row := self._pick():
            on = self.data.draw(st.sampled_from([None, *DAYS]))
            self._put(row._replace(retired_on=on))

    def front(self) -> None:
        if row := self._pick():
            self._put(row._replace(street=self.data.draw(st.sampled_from(["", "桃园路"]))))

    def move(self) -> None:
        row, above = self._pick(), self._pick()
        if row is None or above is None or row.id in self.ground.above(above.id):
            return
        if above.district == row.district and RANK[Level(above.level)] < RANK[Level(row.level)]:
            self._put(row._replace(parent=above.id))

    def unite(self) -> None:
        old, new = self._pick(), self._pick()
        if old is None or new is None or (old.level, old.district) != (new.level, new.district):
            return
        if old.id in self.ground.same or new.id in self.ground.same:
            return
        if old.id not in self.ground.above(new.id) and new.id not in self.ground.above(old.id):
            self.ground.same[old.id] = new.id
            self.ground.names[new.id] += [
                name._replace(place=new.id) for name in self.ground.names[old.id]
            ]
            self.ground.names[old.id] = []
            self.ground.touched |= {old.id, new.id}


def assert_alike(ours: Index, anew: Index) -> None:
    """Both say the same of every place, name and text."""
    assert len(ours) == len(anew)
    for number in range(len(anew)):
        spot = anew.spot(number)
        mine = ours.number_of(spot.id)
        assert replace(ours.spot(mine), number=number) == spot
        assert ids(ours, ours.lineage(mine)) == ids(anew, anew.lineage(number))
        assert set(ids(ours, ours.children_of(mine))) == set(ids(anew, anew.children_of(number)))
        assert ours.located(mine) == anew.located(number)
        for day in ASKED:
            assert ours.is_there(mine, day) == anew.is_there(number, day)
            for rank, words in enumerate(WORDS.get(level, ()) for level in LEVELS):
                for word in words:
                    key = value_key(LEVELS[rank], word)
                    found = ours.child_number(mine, rank, key, day)
                    wanted = anew.child_number(number, rank, key, day)
                    assert ids(ours, [found]) == ids(anew, [wanted])


def assert_answers_alike(ours: Index, anew: Index, texts: Sequence[str]) -> None:
    """Both lead texts to the same, by the quick way, the general one, and in bulk."""
    for day in (DAYS[1], LATEST):
        for text in texts:
            one, other = resolve(text, ours.area(on=day)), resolve(text, anew.area(on=day))
            assert told(one) == told(other), text
    numbers = BulkReader(ours).numbers(TEXTS), BulkReader(anew).numbers(TEXTS)
    for text, mine, theirs in zip(TEXTS, *numbers, strict=True):
        assert ids(ours, [mine]) == ids(anew, [theirs]), text


def ids(index: Index, numbers: object) -> list[object]:
    return [n if n < 0 or n == NOWHERE else index.id_of(n) for n in numbers]  # type: ignore[attr-defined]


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_an_index_that_went_on_is_one_made_anew(data: st.DataObject) -> None:
    ground = Ground()
    edits = Edits(ground, data)
    for _ in range(data.draw(st.integers(0, 12))):
        edits.one()
    ours = ground.anew()
    ground.touched = set()
    asked = data.draw(st.lists(st.sampled_from(TEXTS), min_size=12, max_size=12))
    for _ in range(data.draw(st.integers(1, 3))):
        for text in asked:
            resolve(text, ours.area())
        for _ in range(data.draw(st.integers(1, 5))):
            edits.one()
        before = ours
        kept = [told(resolve(text, before.area())) for text in asked]
        ours, affected = go_on(before, ground.change())
        assert [told(resolve(text, before.area())) for text in asked] == kept, "the old stays"
        for number in set(range(len(before))) - affected:
            assert before.located(number) == ours.located(number)
    anew = ground.anew()
    assert_alike(ours, anew)
    assert_answers_alike(ours, anew, asked)
