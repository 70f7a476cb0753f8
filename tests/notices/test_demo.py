"""The demonstration is what the newspaper printed, and comes out as the notices say."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from notices import language
from notices.demo import ACCOUNTS, OPENED_AT
from notices.models import Entry
from notices.selectors import unmatched_releases
from notices.verification import differences
from zones.models import OutlineQuality, Place
from zones.standings import in_force

SEEDS = Path(settings.BASE_DIR) / "seed" / "taiyuan" / "notices"


@pytest.fixture
def demo(db: None, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    call_command("load_demo")


def test_it_comes_out_as_the_notices_say(demo: None) -> None:
    now = timezone.now()
    held = Counter(r.standing.district.name for r in in_force(now, now))
    assert held == {"小店区": 3, "杏花岭区": 7, "万柏林区": 8, "晋源区": 4}
    before = in_force(OPENED_AT + timedelta(hours=12), now)
    assert len(before) == 78
    assert all(r.standing.since is None for r in before)
    assert not unmatched_releases().exists()
    assert Entry.objects.filter(notice__number=72).count() == 0
    assert not Place.objects.exclude(outline_quality=OutlineQuality.ILLUSTRATIVE).exists()
    assert list(differences()) == []


ANSWERS = [
    ("小店区西贾社区水木云天小区", "2022-11-30T12:00:00+08:00", "found", "high"),
    ("浦东雅典小区北区16号楼2单元", "2022-11-29T12:00:00+08:00", "found", "high"),
    ("浦东雅典小区北区16号楼2单元", "2022-11-30T12:00:00+08:00", "found", "low"),
    ("浦东雅典小区北区16号楼2单元", "2022-11-28T12:00:00+08:00", "found", "unknown"),
    ("翠竹小院C座1单元", "2022-11-30T12:00:00+08:00", "found", "unknown"),
    ("翠竹小院C座3单元", "2022-11-30T12:00:00+08:00", "found", "low"),
    ("晋阳紫城4号楼10单元1203室", "2022-11-29T12:00:00+08:00", "found", "high"),
    ("古交市", "2022-11-30T12:00:00+08:00", "found", "routine"),
    ("小店区某某花园3号楼", "2022-11-30T12:00:00+08:00", "not_found", "unknown"),
    ("北京市朝阳区望京花园", "2022-11-30T12:00:00+08:00", "out_of_area", "unknown"),
]


def test_it_answers_what_can_be_answered(demo: None) -> None:
    for address, as_of, outcome, risk in ANSWERS:
        found = Client().get("/api/v1/lookup", {"address": address, "as_of": as_of}).json()
        assert (found["outcome"], found["risk"]) == (outcome, risk), address
    (opened,) = (
        Client()
        .get("/api/v1/lookup", {"address": "文兴苑", "as_of": ANSWERS[1][1]})
        .json()["because"]
    )
    assert opened["notice"]["kind"] == "opening"


def test_loading_twice_changes_nothing_and_prints_the_accounts(
    demo: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_demo", "--if-empty")
    printed = capsys.readouterr().out
    assert all(a.username in printed and a.password in printed for a in ACCOUNTS)
    with pytest.raises(CommandError, match="not empty"):
        call_command("load_demo")


def test_it_is_refused_outside_the_demonstration(db: None) -> None:
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


@pytest.mark.shared_data
@pytest.mark.parametrize("number", ["072", "194", "195"])
def test_the_newspapers_copy_gives_the_same_entries(shared_data: Path, number: str) -> None:
    ours = language.parse((SEEDS / f"2022-{number}.txt").read_text("utf-8"))
    theirs = language.parse(
        (shared_data / "notices" / f"taiyuan-2022-{number}.txt").read_text("utf-8")
    )
    assert acts(ours) == acts(theirs)
    assert not ours.flagged


def acts(notice: language.Notice) -> list[tuple[object, ...]]:
    return [
        (e.action, e.level, e.to_level, e.district, e.text.translate(str.maketrans("（）", "()")))
        for e in notice.entries
    ]
