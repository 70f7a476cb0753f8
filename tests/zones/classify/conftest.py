"""A small city with a ledger, and files of people who live there."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.management import call_command

from tests.ground import entry, place, publish, small_city, vouch
from zones.models import City

NOON = "2022-11-28T12:00:00+08:00"


@pytest.fixture
def city(db: None) -> City:
    """水木云天小区 and one unit are high; 和平小区 stands in two districts."""
    found = small_city()
    xiaodian, jinyuan = found.districts.order_by("code")
    publish(194, entry(xiaodian, "西贾社区水木云天小区"), entry(xiaodian, "晋阳紫城4号楼10单元"))
    vouch(xiaodian, jinyuan)
    for district in (xiaodian, jinyuan):
        place(district, "和平小区")
    return found


PEOPLE: list[tuple[str, str | None]] = [
    ("1", "太原市小店区西贾社区水木云天小区5号楼2单元301室"),
    ("2", "水木云天"),
    ("3", "晋阳紫城"),
    ("4", "小店区晋阳紫城4号楼10单元"),
    ("5", "小店区晋阳紫城4号楼11单元"),
    ("6", "和平小区"),
    ("7", "晋源区和平小区"),
    ("8", "某某花园3号楼"),
    ("9", "北京市朝阳区望京花园"),
    ("10", "1234"),
    ("11", ""),
    ("12", None),
    ("13", "甲" * 501),
    ("14", "小店区"),
    ("15", "水木云天\0"),
]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A Parquet file of them, in two row groups, with a column of its own."""
    path = tmp_path / "people.parquet"
    ids, texts = zip(*PEOPLE, strict=True)
    table = pa.table({"id": pa.array(map(int, ids)), "address": texts, "note": ids})
    pq.write_table(table, path, row_group_size=10)
    return path


@pytest.fixture
def classify() -> Callable[..., dict[str, Any]]:
    """`classify(in, out, "--window", "P7D")` — the command; returns what it counted."""

    def run(source: Path, out: Path, *more: str, at: str = NOON, jobs: str = "1") -> dict[str, Any]:
        told = StringIO()
        given = [str(source), str(out), "--at", at, *more]
        given += [] if "--dask" in more else ["--jobs", jobs]
        call_command("classify", *given, stdout=told)
        counted: dict[str, Any] = json.loads(told.getvalue())
        return counted

    return run
