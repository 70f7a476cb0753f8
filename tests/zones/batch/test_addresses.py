"""An address among many is answered as one alone, to the last byte, whichever way it goes."""

from datetime import timedelta

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zones.batch.ledgers import NOON, snapshot
from zones.answers import Question, answer
from zones.api.rendering import render_answer
from zones.batch.addresses import Addresses
from zones.gazetteer.index import Index
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
