"""The quick path says what the general path says, to the last segment, or nothing."""

import json
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zones.gazetteer.towns import districts, index, questions
from zones.address import complex_key, parse, segment_key, show
from zones.address.values import Level, Segment
from zones.gazetteer.fronts import read_ahead
from zones.gazetteer.index import CityName, DistrictName, Index
from zones.gazetteer.indexing import NameRow, Row, Source, make
from zones.gazetteer.plant import shown
from zones.gazetteer.resolve import resolve, resolve_fully
from zones.synthetic.rows import source

TEXTS = [question.text for question in questions(1_500, seed=8)]
MORE = [
    "",
    "和",
    "三",
    "3",
    "A",
    "东",
    "社区",
    "路",
    "小区",
    "号",
    "，",
    " ",
    "-",
    "座",
    "樓",
    "３",
]
PLACES = UUID(int=0)


def differing(known: Index, text: str, hint: DistrictName | None = None) -> tuple[object, ...]:
    """What the two paths say where they differ."""
    area = known.area(hint)
    quickly = known.quick.resolve(text, hint)
    if quickly is None:
        return ()
    fully = resolve_fully(text, area)
    assert resolve(text, area) == quickly
    return () if quickly == fully else (text, quickly, fully)


def test_what_citizens_ask_is_answered_alike() -> None:
    assert [d for d in (differing(index(), text) for text in TEXTS) if d] == []


def test_most_of_what_there_is_is_read_quickly() -> None:
    asked = [question for question in questions(1_500, seed=8) if question.truth.value == "found"]
    slow = [q.text for q in asked if index().quick.resolve(q.text, None) is None]
    assert len(slow) < len(asked) / 20


@given(
    st.sampled_from(TEXTS),
    st.integers(0, 30),
    st.sampled_from(MORE),
    st.integers(0, 2),
    st.sampled_from([None, *index().districts]),
)
def test_what_is_changed_a_little_is_answered_alike(
    text: str, at: int, more: str, less: int, hint: DistrictName | None
) -> None:
    assert not differing(index(), text[:at] + more + text[at + less :], hint)


@given(st.text(max_size=12))
def test_any_text_is_answered_alike(text: str) -> None:
    assert not differing(index(), text)


@pytest.mark.parametrize("behind", ["东门", "西门302", "东单元", "2门", "2单元302"])
def test_a_gate_is_no_unit(behind: str) -> None:
    buildings = [n for n in range(len(index())) if index().columns.rank[n] == 6][:40]
    texts = [f"{index().name_of(number)}{behind}" for number in buildings]
    assert not [text for text in texts if differing(index(), text)]


def test_names_that_are_read_ahead_lead_where_they_would_have_led() -> None:
    before, ahead = (make(source(districts(0.01))) for _ in range(2))
    read_ahead(ahead)
    assert {name: before.quick.heads.get(name) for name in ahead.quick.heads.names} == {
        name: ahead.quick.heads.get(name) for name in ahead.quick.heads.names
    }


# --- Names as they really are ---------------------------------------------------------------------


@cache
def real_strings(folder: Path) -> tuple[str, ...]:
    lines = (folder / "risk-list-addresses.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line)["text"] for line in lines)


@cache
def real_places(folder: Path) -> Index:
    """An index of one district that has every place which the real strings name."""
    rows: dict[UUID, Row] = {}
    names: dict[UUID, NameRow] = {}
    for text in real_strings(folder):
        for target in parse(text).targets:
            parent = None
            for segment in target.path:
                if segment.range or segment.level not in LEVELS:
                    continue
                parent = _grown(rows, names, target.path, segment, parent)
    home = DistrictName("140105", "小店区")
    return make(
        Source(CityName("太原市", "山西省"), (home,), list(rows.values()), list(names.values()))
    )


LEVELS = (Level.COMMUNITY, Level.COMPLEX, Level.SECTION, Level.BUILDING, Level.UNIT)


def _grown(
    rows: dict[UUID, Row],
    names: dict[UUID, NameRow],
    path: tuple[Segment, ...],
    own: Segment,
    parent: Row | None,
) -> Row | None:
    named = own.level in (Level.COMMUNITY, Level.COMPLEX)
    if not named and (parent is None or parent.level == "community"):
        return parent
    if parent and own.level is not Level.SECTION and parent.level == own.level:
        return parent
    key = complex_key(path) if own.level is Level.COMPLEX else segment_key(own)
    id = uuid5(parent.id if parent else PLACES, f"{own.level}:{key}")
    name = show(shown(path, own)) if named else (parent.name if parent else "") + own.text
    street = next((s for s in path if s.level is Level.STREET), None)
    at = segment_key(street) if street and own.level is Level.COMPLEX else ""
    held = parent.id if parent else None
    row = rows.setdefault(id, Row(id, held, own.level, key, name, at, "140105"))
    if named:
        names[id] = NameRow(id, key)
    return row


def test_real_names_are_answered_alike(shared_data: Path) -> None:
    known = real_places(shared_data)
    found = []
    for at, text in enumerate(real_strings(shared_data)):
        head = text.rstrip("0123456789号楼单元室栋座幢-、至一二三四五六七八九十()（）")
        tail = ("", "3号楼", "小区2栋1单元", "1-2-301", "东区5号楼2单元1203室")[at % 5]
        found += [differing(known, each) for each in (text, head + tail) if len(each) < 40]
    assert [each for each in found if each] == []


@given(st.data())
def test_real_names_behind_one_another_are_answered_alike(
    shared_data: Path, data: st.DataObject
) -> None:
    known, texts = real_places(shared_data), real_strings(shared_data)
    names = st.sampled_from([known.name_of(n) for n in range(min(len(known), 3_000))])
    text = (
        data.draw(names)
        + data.draw(names | st.sampled_from(texts))
        + data.draw(
            st.sampled_from(["", "3号楼", "十二栋2单元", "A座", "4#", "小区", "2期", "302"])
        )
    )
    assert not differing(known, text)


@pytest.mark.parametrize(
    "front", ["平阳路65号", "平阳路65号院", "学府社区", "北营街道学府社区平阳路65号"]
)
@pytest.mark.parametrize("name", ["东院", "东院华庭", "南苑", "南苑华庭", "二期", "三号院", "甲院"])
def test_what_is_read_otherwise_behind_a_street_is_answered_alike(front: str, name: str) -> None:
    id = uuid5(PLACES, name)
    row = Row(id, None, "complex", name, name, "平阳路65号", "140105")
    building = Row(uuid5(id, "10"), id, "building", "10", f"{name}10栋", "", "140105")
    home = DistrictName("140105", "小店区")
    known = make(
        Source(CityName("太原市", "山西省"), (home,), [row, building], [NameRow(id, name)])
    )
    assert not differing(known, f"{front}{name}10栋")


@pytest.mark.parametrize(
    ("front", "behind"),
    [("", ""), ("山西省太原市，", "。"), (" 太原市小店区", " "), ("小店区，", "，")],
)
def test_edges_are_seen_through(front: str, behind: str) -> None:
    home = [i for i in range(len(index())) if index().district_of(i).name == "小店区"]
    units = [i for i in home if index().columns.rank[i] == 7][:40]
    texts = [f"{front}{index().name_of(number)}1203室{behind}" for number in units]
    assert not [text for text in texts if differing(index(), text)]
    assert any(index().quick.resolve(text, None) for text in texts)
