"""Fifty real days of the national list as daily acts: a real ledger of 932 zones.

What appeared on a day is designated, what vanished is released; as of each day the zones
in force must be that day's list, in whatever order the days are typed.
"""

import json
import os
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.fifty_days import marks_meant
from notices.ledger.matching import propose
from notices.ledger.values import Action
from notices.models import Notice
from notices.reading import read
from notices.selectors import later_releases, open_zones, unmatched_releases
from notices.services import Mark, NewEntry
from notices.verification import differences
from tests.ground import publish, vouch
from zones.features import district_states
from zones.gazetteer.cities import load_city
from zones.models import City, District
from zones.risk.assess import Risk
from zones.risk.regimes import SHANGHAI
from zones.standings import in_force

pytestmark = [pytest.mark.shared_data, pytest.mark.django_db]

Listed = Counter[tuple[str, str, str]]
"""(level, district, text) → how often."""


LOW_ROWS_WRONG_IN_THE_DATA = "12-10"
"""That day lists zones in 晋源区 and no low remainder beside them."""


class Days:
    """The data: for each day its instant and its list."""

    def __init__(self, path: Path) -> None:
        days = json.loads(path.read_text("utf-8"))["days"]
        self.meant: dict[tuple[str, str], tuple[Mark, ...]] = {}
        self.lists: list[Listed] = []
        self.low: list[set[str]] = []
        self.instants: list[datetime] = []
        for day, listed in sorted(days.items()):
            self.instants.append(datetime.fromisoformat(f"{day}T21:00:00").replace(tzinfo=SHANGHAI))
            self.lists.append(
                Counter(
                    (level, district, text)
                    for level, key in (("high", "high"), ("medium", "middle"))
                    for district, text in listed[key]
                )
            )
            self.low.append({district for district, _ in listed["low"]})

    def keep(self, count: int) -> None:
        """Only the first days: the lists grow longest towards the end."""
        self.lists, self.low = self.lists[:count], self.low[:count]
        self.instants = self.instants[:count]

    def typed(
        self, district: District, text: str, action: Action, at: datetime, level: str
    ) -> NewEntry:
        """An entry as a person types it, who knows which of two places of one name is
        meant: the one that the same words meant before, else the first ever named.
        """
        meant = self.meant.get((district.code, text)) or marks_meant(district, text)
        self.meant[(district.code, text)] = meant
        return NewEntry(
            action=action,
            level=level,
            to_level="low" if action is Action.RELEASE else None,
            district=district,
            text=text,
            effective_from=at,
            marks=meant,
        )

    def act(self, day: int) -> tuple[Listed, Listed]:
        """What appeared on a day, and what vanished."""
        before = self.lists[day - 1] if day else Counter()
        return self.lists[day] - before, before - self.lists[day]


@pytest.fixture
def days(shared_data: Path) -> Days:
    return Days(shared_data / "taiyuan-daily-2022.json")


@pytest.fixture
def city(db: None) -> City:
    return load_city(Path(settings.BASE_DIR) / "seed", "taiyuan")


def type_days(days: Days, city: City, order: list[int]) -> None:
    """Declare the ledger complete from the first day, and type the days in an order."""
    districts = {d.name: d for d in city.districts.all()}
    vouch(*districts.values(), at=days.instants[0])
    for typed, day in enumerate(order):
        if typed % 5 == 0:
            # The planner cannot know tables that grow inside one transaction.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        record(days, day, districts)


def record(days: Days, day: int, districts: dict[str, District]) -> Notice:
    """One daily act, typed against whatever is in the ledger already."""
    at = days.instants[day]
    appeared, vanished = days.act(day)
    codes = {d.code for d in districts.values()}
    opened, later = open_zones(at, codes), later_releases(at, codes)
    new: list[NewEntry] = []
    for (level, district, text), count in vanished.items():
        made = days.typed(districts[district], text, Action.RELEASE, at, level)
        ends = propose(marks(made), level, opened.get(made.district.code, [])).ends
        new += [replace(made, binds=_uuids(ends))] * count
    for (level, district, text), count in appeared.items():
        made = days.typed(districts[district], text, Action.DESIGNATE, at, level)
        ends = propose(marks(made), level, later.get(made.district.code, [])).ends[:1]
        new += [replace(made, ended_by=_uuids(ends))] * count
    return publish(day + 1, *new, issuer="国务院客户端每日名单")


def marks(made: NewEntry) -> dict[tuple[str, str], bool]:
    return {(str(m.place.id), m.part): m.covered for m in made.marks}


def _uuids(ids: tuple[str, ...]) -> tuple[UUID, ...]:
    return tuple(UUID(i) for i in ids)


def check_every_day(days: Days, city: City) -> None:
    now = timezone.now()
    wrong_low: list[str] = []
    for instant, listed, low in zip(days.instants, days.lists, days.low, strict=True):
        rows = in_force(instant, now)
        held = Counter((r.standing.level, r.standing.district.name, r.standing.text) for r in rows)
        assert held == listed, instant
        states = district_states(city, instant, now)
        if {s.district.name for s in states if s.remainder is Risk.LOW} != low:
            wrong_low.append(f"{instant:%m-%d}")
    assert set(wrong_low) <= {LOW_ROWS_WRONG_IN_THE_DATA}


def test_as_of_every_day_the_zones_in_force_are_that_days_list(days: Days, city: City) -> None:
    type_days(days, city, list(range(len(days.instants))))
    check_every_day(days, city)
    assert list(differences()) == []
    assert not unmatched_releases().exists()
    check_real_releases(days, city)


def check_real_releases(days: Days, city: City) -> None:
    """Notices 194 and 195 released against the ledger of the list."""
    shared = Path(settings.BASE_DIR).parent / "shared" / "data" / "notices"
    at = datetime(2022, 11, 30, tzinfo=SHANGHAI)
    unbound: dict[str, str] = {}
    for number in (194, 195):
        text = (shared / f"taiyuan-2022-{number}.txt").read_text("utf-8")
        for read_entry in read(text, city, effective_from=at).entries:
            if read_entry.entry.action == "release" and not read_entry.binds:
                (why,) = (f for f in read_entry.findings if f.code == "unmatched-release")
                unbound[read_entry.entry.text] = why.message
    assert set(unbound) == {*MISPRINTED, *PART_OF_A_WIDER_ZONE, *NEVER_ON_THE_LIST}
    for text, meant in (MISPRINTED | PART_OF_A_WIDER_ZONE).items():
        assert meant in unbound[text]


MISPRINTED = {
    "碧桂园玺玺台": "碧桂园玖玺台",
    "中福院宿舍东区2号楼4单元": "中辐院宿舍东区2号楼4单元",
    "新建路151号早西门小区54号楼2单元": "新建路151号旱西门小区54号楼2单元",
    "新建路151号早西门小区(7号楼、8号楼、9号楼、10号楼、11号楼、12号楼、53号楼、54号楼)": "旱西门",
    "天明美城二期28栋4单元": "天朗美域二期28栋4单元",
    "天明美城二期29栋1单元": "天朗美域二期29栋1单元",
}
"""The notice or the list misprints a name: suggested, and left to a person."""
PART_OF_A_WIDER_ZONE = {
    "实地太原紫藤公馆1号楼": "实地太原紫藤公馆",
    "实地太原紫藤公馆5号楼": "实地太原紫藤公馆",
    "玉门花园A区8号楼": "玉门花园A区8号楼、10号楼",
    "玉门花园A区10号楼": "玉门花园A区8号楼、10号楼",
}
"""The list has one zone where the notice releases its parts: both are shown."""
NEVER_ON_THE_LIST = (
    "恒山路城和家园1单元",
    "恒山路城和家园",
    "新城吾悦首府安和苑17号楼",
    "大唐惠泽苑1号楼",
    "赞城小区2期1号楼",
    "上庄北街公路构件厂",
    "袁家庄村委会三层楼",
    "公园美地小区8号楼",
    "西岸小区南区4号楼",
    "蓝月湾3号楼",
)
"""Designated and released between two captures of the list, or under other words."""


def test_the_order_in_which_the_days_are_typed_changes_no_day(days: Days, city: City) -> None:
    if not os.environ.get("SOAK_MINUTES"):
        days.keep(30)
    order = list(range(len(days.instants)))
    Random(7).shuffle(order)
    type_days(days, city, order)
    check_every_day(days, city)
