"""What is said of a place is said of all for which it stands in, but for their names."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zones.batch.ledgers import NOON, snapshot
from zones.answers import Question, answer
from zones.api.rendering import render_answer
from zones.batch.stand_ins import StandIns
from zones.gazetteer.index import CityName, DistrictName, Index
from zones.gazetteer.indexing import NameRow, Row, Source, make
from zones.serving.snapshot import Snapshot

SAMPLE = 40
ODD = (
    ("street", "平阳路", "平阳路", "", None),
    ("street", "长风街", "长风街", "", None),
    ("community", "云天社区", "云天社区", "", None),
    ("complex", "水木云天", "水木云天小区", "平阳路", None),
    ("building", "1", "水木云天小区1号楼", "", 3),
    ("building", "2", "水木云天小区2号楼", "长风街", 3),
    ("unit", "1", "水木云天小区1号楼1单元", "", 4),
    ("unit", "1", "水木云天小区2号楼1单元", "", 5),
    ("complex", "水木云天", "水木云天小区", "", 2),
    ("building", "1", "水木云天小区1号楼", "", 8),
    ("building", "9", "水木云天小区9号楼", "", 8),
    ("section", "南区", "水木云天小区南区", "", 8),
    ("building", "3", "水木云天小区南区3号楼", "", 11),
    ("building", "7", "长风街7号楼", "长风街", None),
    ("complex", "书林苑", "书林苑小区", "", None),
    ("building", "1", "书林苑小区1号楼", "", 14),
    ("building", "4", "书林苑小区4号楼", "", 14),
)
"""Two complexes of one name, a building on a street of its own, one that was another."""
windows = st.sampled_from([None, timedelta(days=7), timedelta(days=30)])


@pytest.fixture(scope="module")
def odd() -> Index:
    """Few places, of which nearly every one is peculiar."""
    rows = [
        Row(UUID(int=n + 1), None if above is None else UUID(int=above + 1), *words, "140105")
        for n, (*words, above) in enumerate(ODD)
    ]
    names = [NameRow(row.id, row.key) for row in rows]
    district, same = (DistrictName("140105", "小店区"),), [(UUID(int=11), UUID(int=17))]
    return make(Source(CityName("太原市", "山西省"), district, rows, names, same))


def said(source: Snapshot, asked: Question, place: int) -> dict[str, Any]:
    """The answer about a place, less its names."""
    index = source.ground.index
    named = Question(asked.as_of, asked.known_at, place=index.id_of(place), window=asked.window)
    return render_answer(answer(named, source)) | {"place": None, "match": None}


def check(source: Snapshot, asked: Question, places: Iterable[int]) -> None:
    """The same is said of each of these places and of who stands in for it."""
    stand_ins = StandIns(source, asked)
    for place in places:
        stand_in = stand_ins.of(place)
        if stand_in != place:
            assert said(source, asked, place) == said(source, asked, stand_in), place


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), window=windows)
def test_the_same_is_said_of_a_place_and_of_who_stands_in_for_it(
    town: tuple[Index, list[str]], seed: int, window: timedelta | None
) -> None:
    index, _ = town
    places = random.Random(seed).sample(range(len(index)), SAMPLE)
    check(snapshot(index, seed), Question(NOON, NOON, window=window), places)


@settings(max_examples=200)
@given(seed=st.integers(0, 100_000), window=windows)
def test_so_it_is_among_peculiar_places(odd: Index, seed: int, window: timedelta | None) -> None:
    check(snapshot(odd, seed), Question(NOON, NOON, window=window), range(len(odd)))


def test_some_stand_in_for_all_and_some_for_a_complex_and_the_rest_for_nobody_else(
    town: tuple[Index, list[str]],
) -> None:
    index, _ = town
    found: Counter[str] = Counter()
    for seed in range(20):
        stand_ins = StandIns(snapshot(index, seed), Question(NOON, NOON))
        for place in random.Random(seed).sample(range(len(index)), SAMPLE):
            stand_in = stand_ins.of(place)
            within = stand_in in index.lineage(place)
            found["itself" if stand_in == place else "holder" if within else "district"] += 1
    assert min(found["itself"], found["holder"], found["district"]) > 20, found
