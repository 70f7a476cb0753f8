"""What holds for the reading of every text, sensible or not."""

import sys
from math import prod
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.zones.address.accounting import unaccounted
from tests.zones.address.strategies import OFFSETS, TEXTS
from zones.address import (
    Address,
    Level,
    Segment,
    Target,
    expand,
    kept,
    parse,
    path_key,
    segment_key,
    value_key,
)
from zones.address.parser import LONGEST


@given(TEXTS)
@example("\x00")
@example("\ud800\udfff")
@example("👨‍👩‍👧‍👦小区3号楼")
@example("(" * 400)
@example("（(" * 200 + "1号楼" + "))" * 200)
def test_no_text_raises(text: str) -> None:
    parse(text)


@given(TEXTS, OFFSETS)
def test_every_span_is_a_slice_of_the_text(text: str, offset: int) -> None:
    address = parse(text, offset=offset)
    spans = [*address.segments(), *address.unused]
    for target in address.targets:
        spans += target.inclusions
        if target.part is not None:
            spans.append(target.part)
    for span in spans:
        assert span.text == text[span.start - offset : span.end - offset]
    for finding in address.findings:
        assert offset <= finding.start <= finding.end <= offset + len(text)


@given(TEXTS)
def test_every_character_is_accounted_for(text: str) -> None:
    assert unaccounted(parse(text)) == []


def _shifted(address: Address, by: int) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = [
        (s.level, s.value, s.text, s.start + by, s.end + by) for s in address.segments()
    ]
    found += [(u.text, u.start + by, u.end + by) for u in address.unused]
    return found + [(f.code, f.start + by, f.end + by) for f in address.findings]


@given(TEXTS, OFFSETS)
def test_an_offset_shifts_every_span_and_nothing_else(text: str, offset: int) -> None:
    assert _shifted(parse(text), offset) == _shifted(parse(text, offset=offset), 0)


@given(TEXTS)
def test_reading_twice_is_reading_once(text: str) -> None:
    assert parse(text) == parse(text)


@given(TEXTS)
def test_paths_run_from_coarse_to_fine(text: str) -> None:
    order = list(Level)
    coarse = {Level.PROVINCE, Level.CITY, Level.DISTRICT}
    for target in parse(text).targets:
        ranks = [order.index(s.level) for s in target.path if s.level in coarse]
        assert ranks == sorted(ranks)


@given(TEXTS)
def test_an_exception_lies_in_a_place_that_is_read(text: str) -> None:
    for target in parse(text).targets:
        assert all(target.exceptions), "an exception has a path"


@given(TEXTS)
@example("晋阳紫城1号楼（501室除外）")
@example("晋阳紫城除晋阳紫城外")
def test_no_exception_takes_out_the_whole_place(text: str) -> None:
    for target in parse(text).targets:
        own = [(segment.level, segment.value) for segment in target.path]
        for path in target.exceptions:
            assert [(segment.level, segment.value) for segment in path] != own


@given(TEXTS)
def test_keys_of_keys_are_the_keys(text: str) -> None:
    for segment in parse(text).segments():
        key = segment_key(segment)
        assert value_key(segment.level, key) == key


@given(st.sampled_from(list(Level)), TEXTS)
def test_a_key_is_its_own_key(level: Level, value: str) -> None:
    key = value_key(level, value)
    assert value_key(level, key) == key


@given(TEXTS, st.integers(1, 60))
def test_expanding_never_passes_its_limit(text: str, limit: int) -> None:
    address = parse(text)
    targets = expand(address, limit=limit)
    assert len(targets) <= max(limit, len(address.targets))


@given(TEXTS)
def test_only_a_range_beyond_the_limit_is_kept(text: str) -> None:
    targets = expand(parse(text), limit=1_000)
    for target in kept(targets):
        sizes = [prod(len(s.range) for s in path if s.range) for path in _paths(target)]
        assert sum(sizes) + len(targets) > 1_000


def _paths(target: Target) -> tuple[tuple[Segment, ...], ...]:
    return (target.path, *target.exceptions)


@given(TEXTS)
def test_every_place_that_is_read_has_a_key(text: str) -> None:
    for target in parse(text).targets:
        assert path_key(target.path) or not target.path or target.part is not None


def test_a_text_too_long_for_an_address_is_kept_whole_and_said_to_be() -> None:
    text = "晋阳紫城4号楼、" * 150_000
    address = parse(text, offset=7)
    assert address.targets == ()
    assert [(u.start, u.end) for u in address.unused] == [(7, 7 + len(text))]
    assert [f.code for f in address.findings] == ["too-long"]


def _calls(text: str) -> int:
    """How many Python functions a reading calls: a measure of work without a clock."""
    count = 0

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        parse(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "(a",
        "1、",
        "1号楼",
        "1号楼、",
        "东至",
        "除1号楼外",
        "路",
        "中",
        "1号",
        "街1号中",
        "和1",
        "中:",
        "中；",
        "一期",
        "东区",
        "附1号",
        "A1-",
        "1至",
        "周边",
        "单号",
        "1层",
        "村",
        "小区",
        "中\u3000",
    ],
)
def test_the_work_grows_with_the_length_and_no_faster(unit: str) -> None:
    parse(unit)
    short, long = unit * (600 // len(unit)), unit * (2400 // len(unit))
    assert len(long) <= LONGEST
    assert _calls(long) <= 6 * _calls(short) + 2_000


@given(st.integers(1, 999), st.integers(1, 99), st.integers(100, 9999))
def test_digits_change_nothing_but_themselves(building: int, unit: int, room: int) -> None:
    target: Target = parse(f"小店区晋阳紫城{building}号楼{unit}单元{room}室").targets[0]
    assert [s.value for s in target.path] == ["小店区", "晋阳紫城", str(building), str(unit)]
    assert target.part is not None
    assert (target.part.text, target.part.low) == (f"{room}室", room)
