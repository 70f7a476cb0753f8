"""All 4,127 place strings of the national list, and the places of the notices."""

import json
from pathlib import Path

import pytest

from tests.zones.address.accounting import unaccounted
from zones.address import Address, expand, parse, path_key

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def readings(shared_data: Path) -> list[Address]:
    lines = (shared_data / "risk-list-addresses.jsonl").read_text(encoding="utf-8").splitlines()
    return [parse(json.loads(line)["text"]) for line in lines]


def test_every_string_of_the_list_is_read(readings: list[Address]) -> None:
    assert len(readings) == 4127
    assert all(address.targets for address in readings)


def test_every_character_is_accounted_for(readings: list[Address]) -> None:
    left = {a.text: words for a in readings if (words := unaccounted(a))}
    assert left == {}


def test_every_span_is_a_slice_of_its_text(readings: list[Address]) -> None:
    for address in readings:
        for each in (*address.segments(), *address.unused):
            assert each.text == address.text[each.start : each.end]


def test_every_reading_can_be_spelled_out_and_keyed(readings: list[Address]) -> None:
    for address in readings:
        for target in expand(address):
            assert path_key(target.path) or not target.path


def test_the_places_of_one_city_are_read_with_hardly_a_word_left(shared_data: Path) -> None:
    days = json.loads((shared_data / "taiyuan-daily-2022.json").read_text(encoding="utf-8"))["days"]
    texts = {
        text
        for day in days.values()
        for level in ("high", "middle", "low")
        for _, text in day.get(level) or []
    }
    doubtful = [
        text for text in texts if any(f.severity.value != "info" for f in parse(text).findings)
    ]
    assert len(doubtful) * 100 <= len(texts), doubtful
