"""Fifty real days of the national list as a ledger, where the reference data is at hand.

What appeared on a day is designated, what vanished is released, as of 21:00 of that day. The
outlines are invented (``illustrate``), as in the demonstration. The longest day has 431 zones.
"""

import json
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection

from notices.ledger.values import Action
from notices.services import (
    Mark,
    NewCoverage,
    NewEntry,
    NoticeHead,
    declare_coverage,
    publish_notice,
)
from zones.address import parse
from zones.address.values import Segment
from zones.gazetteer.illustrate import illustrate
from zones.gazetteer.plant import SeveralPlaces, find_or_plant
from zones.models import City, District, Place
from zones.risk.regimes import SHANGHAI

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "taiyuan-daily-2022.json"
CENTRE = (112.55, 37.87)
Zone = tuple[str, str, str]
"""Level, district and words."""


def at_hand() -> bool:
    """Whether the data is beside this checkout."""
    return DATA.is_file()


def lists() -> dict[datetime, Counter[Zone]]:
    """The zones in force by the instant of each list."""
    days = json.loads(DATA.read_text("utf-8"))["days"]
    return {
        datetime.fromisoformat(f"{day}T21:00:00").replace(tzinfo=SHANGHAI): Counter(
            (level, district, text)
            for level, key in (("high", "high"), ("medium", "middle"))
            for district, text in listed[key]
        )
        for day, listed in sorted(days.items())
    }


def longest_day() -> datetime:
    """The instant of the list with most zones."""
    return max(lists().items(), key=lambda day: day[1].total())[0]


def load(city: City) -> None:
    """Types all days into an empty ledger, and draws every place named."""
    clerk, publisher = (User.objects.create(username=n, is_superuser=True) for n in "ab")
    days = lists()
    declare_coverage(
        title="覆盖声明",
        coverages=[NewCoverage(d, min(days), "每日名单") for d in city.districts.all()],
        entered_by=clerk,
        published_by=publisher,
    )
    ledger = _Ledger(city)
    for number, (at, listed) in enumerate(days.items(), start=1):
        new = ledger.act(at, listed)
        head = NoticeHead(
            issuer="每日名单",
            year=2022,
            number=number,
            issued_on=at.date(),
            title="每日名单",
            text="、".join(e.text for e in new),
        )
        made = publish_notice(head=head, entries=new, entered_by=clerk, published_by=publisher)
        ledger.recorded(list(made.entries.values_list("id", flat=True)), new)
        if number % 5 == 1:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
    illustrate(city, toward=CENTRE)


class _Ledger:
    """What is in force so far, by its words."""

    def __init__(self, city: City) -> None:
        self.districts = {d.name: d for d in city.districts.all()}
        self.open: defaultdict[Zone, list[UUID]] = defaultdict(list)
        self.marks: dict[Zone, tuple[Mark, ...]] = {}
        self.before: Counter[Zone] = Counter()

    def act(self, at: datetime, listed: Counter[Zone]) -> list[NewEntry]:
        """The releases and designations that lead from the last list to this one."""
        gone, came = self.before - listed, listed - self.before
        self.before = listed
        ended = [self._new(Action.RELEASE, z, at, self.open[z].pop(0)) for z in gone.elements()]
        return [*ended, *(self._new(Action.DESIGNATE, z, at, None) for z in came.elements())]

    def recorded(self, ids: list[UUID], new: list[NewEntry]) -> None:
        """Remembers which entry opened which zone; ids are in the order of the entries."""
        for made, entry in zip(ids, new, strict=True):
            if entry.action is Action.DESIGNATE:
                self.open[(entry.level, entry.district.name, entry.text)].append(made)

    def _new(self, action: Action, zone: Zone, at: datetime, ends: UUID | None) -> NewEntry:
        level, district, text = zone
        if zone not in self.marks:
            self.marks[zone] = marks_meant(self.districts[district], text)
        return NewEntry(
            action=action,
            level=level,
            to_level="low" if action is Action.RELEASE else None,
            district=self.districts[district],
            text=text,
            effective_from=at,
            marks=self.marks[zone],
            binds=(ends,) if ends else (),
        )


def marks_meant(district: District, text: str) -> tuple[Mark, ...]:
    """The places of an entry as a person means them, who takes the first of one name."""
    found: dict[tuple[UUID, str], Mark] = {}
    for target in parse(text).targets:
        part = target.part.text if target.part else ""
        place = _planted(district, target.path)
        found[(place.id, part)] = Mark(place, True, part)
        for path in target.exceptions:
            excepted = _planted(district, path)
            found[(excepted.id, "")] = Mark(excepted, covered=False)
    return tuple(found.values())


def _planted(district: District, path: tuple[Segment, ...]) -> Place:
    try:
        return find_or_plant(district, path, source="名单")
    except SeveralPlaces as several:
        first = min(several.candidates, key=lambda p: (p.created_at, str(p.id)))
        return find_or_plant(district, path, source="名单", chosen=[first.id])
