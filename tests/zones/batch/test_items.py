"""An item is a question or a refusal that names its member; nothing else, whatever comes."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.api.values import LONGEST_ADDRESS
from zones.batch.items import Asked, Members, Refused, read_item, read_line
from zones.gazetteer.index import DistrictName

XIAODIAN = DistrictName("140105", "小店区")
DISTRICTS = {"140105": XIAODIAN, "小店区": XIAODIAN}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["id", "address", "place", "lon", "lat", "crs", "district", "adress"])


def read(line: str | bytes | None) -> Asked | Refused:
    return read_line(line.encode() if isinstance(line, str) else line, DISTRICTS)


@given(st.binary(max_size=60))
def test_any_bytes_are_answered(line: bytes) -> None:
    assert isinstance(read(line), Asked | Refused)


@given(st.dictionaries(NAMES, JSON, max_size=5))
def test_any_object_is_answered_alike_on_a_line_and_in_a_document(item: dict[str, object]) -> None:
    line = json.dumps(item)
    alone = read(line)
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        assert isinstance(alone, Refused)
        return
    assert alone == read_item(json.loads(line, object_pairs_hook=Members), DISTRICTS)


@given(st.text(max_size=10) | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.none())
def test_any_scalar_id_is_echoed(id: object) -> None:
    found = read(orjson.dumps({"id": id, "address": "水木云天"}, option=orjson.OPT_NON_STR_KEYS))
    if isinstance(id, str) and set(id) & {"\0", "\ufffd"}:
        assert isinstance(found, Refused)
    else:
        assert isinstance(found, Asked)
        assert json.loads(found.tag) == id


def test_the_three_ways_to_ask() -> None:
    assert read('{"id":1,"address":"水木云天"}') == Asked(b"1", "水木云天")
    place = "e2e121f2-87d0-4d49-81bf-684678837c87"
    assert str(read(f'{{"id":"a","place":"{place}"}}').place) == place  # type: ignore[union-attr]
    at = read('{"lon":112.5,"lat":38,"crs":"gcj02","district":"小店区"}')
    assert isinstance(at, Asked)
    assert (at.tag, at.point.lon, at.district) == (b"null", 112.5, XIAODIAN)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "parameter"),
    [
        ("", None),
        ("not json", None),
        ("[1]", None),
        ('"水木云天"', None),
        (b'{"address":"\xff"}', None),
        (r'{"address":"\ud800"}', None),
        ('{"lon":NaN,"lat":38,"crs":"wgs84"}', None),
        ("[" * 3000, None),
        ('{"id":' + "[" * 500 + "]" * 500 + "}", "id"),
        (None, None),
        ('{"id":1}', "address"),
        ('{"id":[1],"address":"a"}', "id"),
        ('{"id":1e300,"address":"a"}', "id"),
        ('{"id":123456789012345678901234567890,"address":"a"}', "id"),
        ('{"address":""}', "address"),
        ('{"address":7}', "address"),
        ('{"address":null}', "address"),
        (r'{"address":"a\u0000"}', "address"),
        ('{"address":"a\ufffd"}', "address"),
        (f'{{"address":"{"甲" * (LONGEST_ADDRESS + 1)}"}}', "address"),
        ('{"address":"a","adress":"b"}', "adress"),
        ('{"address":"a","address":"b"}', "address"),
        (r'{"address":"a","\u0061ddress":"b"}', "address"),
        ('{"address":"a","id":1,"id":2}', "id"),
        ('{"address":"a","place":"b"}', "address"),
        ('{"place":"17"}', "place"),
        ('{"lon":112.5,"lat":37.8}', "crs"),
        ('{"lon":37.8,"lat":112.5,"crs":"wgs84"}', "lat"),
        ('{"lon":"112.5","lat":37.8,"crs":"wgs84"}', "lon"),
        ('{"lon":true,"lat":37.8,"crs":"wgs84"}', "lon"),
        ('{"lon":112.5,"lat":37.8,"crs":"mars"}', "crs"),
        ('{"lon":112.5,"lat":37.8,"crs":7}', "crs"),
        ('{"address":"a","crs":"wgs84"}', "crs"),
        ('{"address":"a","district":"140106"}', "district"),
        ('{"address":"a","district":140105}', "district"),
    ],
)
def test_what_is_no_question_is_refused_and_names_its_member(
    line: str | bytes | None, parameter: str | None
) -> None:
    found = read(line)
    assert isinstance(found, Refused)
    assert found.parameter == parameter
    assert found.detail
