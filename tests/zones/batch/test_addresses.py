"""An address among many is answered as one alone, to the last byte, whichever way it goes."""

from datetime import timedelta
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zones.batch.ledgers import NOON, snapshot
from zones.answers import Question, answer
from zones.api.rendering import render_answer
from zones.batch.addresses import Addresses
from zones.gazetteer.index import CityName, DistrictName, Index
from zones.gazetteer.indexing import NameRow, Row, Source, make
from zones.gazetteer.outcome import Outcome
from zones.serving.snapshot import Snapshot

COMMON = Question(NOON, NOON, window=timedelta(days=7))


def fully(source: Snapshot, text: str) -> bytes:
    found = answer(Question(NOON, NOON, address=text, window=COMMON.window), source)
    return orjson.dumps(render_answer(found))


def addresses(source: Snapshot) -> Addresses:
    return Addresses(source, COMMON, source.area(None, NOON.date()))


@pytest.mark.parametrize("seed", [1, 4])
def test_what_people_write_is_answered_alike_and_mostly_the_short_way(
    town: tuple[Index, list[str]], seed: int
) -> None:
    index, texts = town
    source = snapshot(index, seed)
    asked, short = addresses(source), 0
    for text in texts:
        wanted = fully(source, text)
        shortly = asked.ordinarily(text)
        short += shortly is not None
        assert shortly is None or shortly.body == wanted, text
        assert asked.answer(text).body == wanted, text
    assert short > len(texts) * 0.9


ROWS = (
    ("140105", "complex", "水木云天", "水木云天小区", None),
    ("140105", "building", "5", "水木云天小区5号楼", 0),
    ("140105", "unit", "2", "水木云天小区5号楼2单元", 1),
    ("140105", "complex", "水木云天", "水木云天", None),
    ("140106", "complex", "水木云天", "水木云天小区", None),
    ("140106", "building", "5", "水木云天小区5号楼", 4),
    ("140106", "complex", "书林苑", "书林苑小区", None),
)
"""Three complexes of one name, two of them in one district."""


@pytest.fixture(scope="module")
def namesakes() -> Index:
    rows = [
        Row(UUID(int=9 - n), None if up is None else UUID(int=9 - up), *said, "", district)
        for n, (district, *said, up) in enumerate(ROWS)
    ]
    names = [NameRow(row.id, row.key) for row in rows]
    districts = (DistrictName("140105", "小店区"), DistrictName("140106", "迎泽区"))
    return make(Source(CityName("太原市", "山西省"), districts, rows, names))


@pytest.mark.parametrize("front", ["", "太原市", "小店区", "山西省太原市小店区，"])
@pytest.mark.parametrize(
    "behind", ["", "小区", "5号楼", "小区5栋2单元301室", " ５号楼 。", "9-1-301"]
)
def test_where_several_bear_a_name_all_are_candidates_without_the_grammar(
    namesakes: Index, front: str, behind: str
) -> None:
    source, text = snapshot(namesakes, 1), f"{front}水木云天{behind}"
    told = addresses(source).ordinarily(text)
    assert told is not None
    assert told.outcome is Outcome.AMBIGUOUS
    assert told.body == fully(source, text)
    candidates = orjson.loads(told.body)["candidates"]
    assert len(candidates) == (2 if "小店区" in front else 3)


def test_where_a_district_has_one_of_the_name_that_is_meant(namesakes: Index) -> None:
    source, text = snapshot(namesakes, 1), "迎泽区水木云天5号楼"
    told = addresses(source).ordinarily(text)
    assert told is not None
    assert told.outcome is Outcome.FOUND
    assert told.body == fully(source, text)


PIECES = st.sampled_from(
    [
        "太原市",
        "小店区",
        "1号楼",
        "2单元",
        "12-3-101",
        "A座",
        "东单元",
        "301室",
        "号",
        "1",
        "东",
        "，",
        "樓",
        " ",
        "１号楼",
        "对面",
        "、",
        "。",
        "２单元",
        "樓 ",
    ]
)


@settings(max_examples=150)
@given(at=st.integers(0, 999), cut=st.integers(0, 40), piece=PIECES, replaced=st.integers(0, 3))
def test_changed_words_are_answered_alike(
    town: tuple[Index, list[str]], at: int, cut: int, piece: str, replaced: int
) -> None:
    index, texts = town
    source = snapshot(index, at)
    text = texts[at % len(texts)]
    changed = text[:cut] + piece + text[cut + replaced :]
    told = addresses(source).answer(changed)
    assert told.body == fully(source, changed)
    assert told.outcome == orjson.loads(told.body)["outcome"]
