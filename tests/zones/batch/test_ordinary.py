"""The short way answers as the long one, to the last byte, or not at all."""

from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zones.answers import Question, answer
from zones.api.rendering import render_answer
from zones.batch.ordinary import Ordinary
from zones.gazetteer.indexing import make
from zones.risk.regimes import SHANGHAI
from zones.serving.heads import Heads
from zones.serving.history import Declared, Held, Rows
from zones.serving.records import BEGINNING, END, Pool, table
from zones.serving.snapshot import Ground, Snapshot
from zones.synthetic.citizens import Citizens
from zones.synthetic.files import read_counties
from zones.synthetic.rows import source
from zones.synthetic.town import build

ROOT = Path(__file__).resolve().parents[3]
NOON = datetime(2022, 11, 30, 12, tzinfo=SHANGHAI)
COMMON = Question(NOON, NOON, window=timedelta(days=7))


@pytest.fixture(scope="module")
def town() -> tuple[Snapshot, list[str]]:
    """A small synthetic city without a zone, and what its people write."""
    counties = read_counties(ROOT / "seed" / "taiyuan" / "districts.geojson")
    counted = list(build(counties, seed=7, scale=0.004))
    index = make(source(counted))
    vouched = Held(BEGINNING, END, BEGINNING, END, Declared(()))
    rows = Rows(table([], Pool()), Pool(), coverages=(vouched,))
    ground = Ground(index, outlines=None)  # type: ignore[arg-type]
    texts = [question.text for question in Citizens(counted, 8).questions(1_000)]
    return Snapshot.of(Heads(7, None, 0, 0), ground, {d.code: rows for d in index.districts}), texts


def fully(snapshot: Snapshot, text: str) -> bytes:
    found = answer(Question(NOON, NOON, address=text, window=COMMON.window), snapshot)
    return orjson.dumps(render_answer(found))


def test_what_people_write_is_answered_alike_and_mostly_the_short_way(
    town: tuple[Snapshot, list[str]],
) -> None:
    snapshot, texts = town
    ordinary = Ordinary(snapshot, COMMON)
    short = 0
    for text in texts:
        quickly = ordinary.answer(text)
        if quickly is not None:
            short += 1
            assert quickly == fully(snapshot, text), text
    assert short > len(texts) * 0.6


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
    ]
)


@settings(max_examples=150)
@given(at=st.integers(0, 999), cut=st.integers(0, 40), piece=PIECES, replaced=st.integers(0, 3))
def test_changed_words_are_answered_alike_or_left_to_the_long_way(
    town: tuple[Snapshot, list[str]], at: int, cut: int, piece: str, replaced: int
) -> None:
    snapshot, texts = town
    text = texts[at % len(texts)]
    changed = text[:cut] + piece + text[cut + replaced :]
    quickly = Ordinary(snapshot, COMMON).answer(changed)
    if quickly is not None:
        assert quickly == fully(snapshot, changed)
