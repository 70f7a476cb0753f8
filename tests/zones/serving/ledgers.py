"""Random ledgers over a small city, and random questions about it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from notices.ledger.orders import DistrictState
from notices.ledger.values import OPENS, Action
from notices.models import Entry
from notices.projection import is_standing
from notices.services import (
    Mark,
    NewCoverage,
    NewEntry,
    NewOrder,
    NewVoid,
    correct,
    declare_coverage,
    order_districts,
)
from tests.ground import DAY, HOUR, T0, people, place, publish, small_city, square
from zones.answers import Question
from zones.crs import Crs
from zones.gazetteer.points import Point
from zones.models import City, District, OutlineQuality, Place

NAMES = (
    "小店区水木云天小区",
    "小店区水木云天小区1号楼",
    "小店区水木云天小区1号楼2单元",
    "小店区水木云天小区2号楼",
    "小店区书林苑小区3号楼1单元",
    "小店区北格镇北格村",
    "小店区解放路7号楼",
    "晋源区水木云天小区",
    "晋源区晋祠镇悦园小区二期5号楼",
)
WORDS = (
    *NAMES,
    "水木云天1号楼",
    "小店区水木云天1号楼3单元502室",
    "水木云夭小区",
    "小店区",
    "晋源区悦园5号楼",
    "北格村",
    "小店区龙城花园",
    "北京市海淀区",
    "解放路7号楼",
    "，，，",
)
hours = st.integers(0, 8).map(lambda h: T0 + h * HOUR)
acts = st.lists(
    st.tuples(
        st.sampled_from([*Action, "coverage", "order"]),
        st.dictionaries(st.integers(0, 8), st.booleans(), min_size=1, max_size=3),
        hours,
        st.sampled_from(["", "", "半边户"]),
        st.lists(st.integers(0, 9), max_size=3),
        st.sampled_from(["high", "high", "medium"]),
    ),
    min_size=1,
    max_size=8,
)
asked = st.tuples(
    st.one_of(
        st.sampled_from(WORDS),
        st.integers(0, 8),
        st.tuples(st.floats(112.39, 112.61), st.floats(37.69, 37.81)),
    ),
    st.one_of(hours, st.integers(-2, 20).map(lambda n: T0 + n * HOUR / 2)),
    st.integers(0, 9),
    st.sampled_from([None, None, "140105", "140110"]),
    st.sampled_from([None, HOUR, timedelta(hours=5), DAY, 7 * DAY]),
)


def grounds() -> tuple[City, list[Place]]:
    """A city of two districts with places, one of which has a surveyed outline."""
    city = small_city()
    districts = {d.name: d for d in city.districts.all()}
    places = [place(districts[name[:3]], name) for name in NAMES]
    Place.objects.filter(id=places[0].id).update(
        outline=square(112.55, 37.75, 0.02), outline_quality=OutlineQuality.SURVEYED
    )
    return city, places


def record(city: City, places: list[Place], drawn: list[tuple[Any, ...]]) -> Iterator[datetime]:
    """Record random acts; yields when each was recorded."""
    written: list[Entry] = []
    if len(drawn) % 4:
        yield _cover(city, places, T0 - HOUR, [])
    for number, (what, marked, at, part, picks, level) in enumerate(drawn, start=1):
        if what == "coverage":
            yield _cover(city, places, at, picks)
        elif what == "order":
            yield _order(city, at, picks)
        elif what is Action.VOID:
            yield from _void(written, picks)
        elif entry := _entry(places, written, (what, marked, at, part, picks, level), number):
            notice = publish(number, entry)
            written.append(notice.entries.get())
            yield notice.recorded_at


def _entry(
    places: list[Place], written: list[Entry], drawn: tuple[Any, ...], number: int
) -> NewEntry | None:
    what, marked, at, part, picks, level = drawn
    district = places[min(marked)].district
    marks = [Mark(places[n], covered, part) for n, covered in marked.items()]
    opened = [e for e in written if e.action in OPENS and e.district_id == district.code]
    ends = {opened[n % len(opened)].id for n in picks} if opened else set()
    if what is Action.RESCOPE and not ends:
        what = Action.RELEASE
    if what is Action.OPENING:
        what = Action.DESIGNATE
    return NewEntry(
        action=what,
        level=level,
        to_level="low" if what is Action.RELEASE else None,
        district=district,
        text=f"第{number}条",
        effective_from=at,
        marks=tuple(m for m in marks if m.place.district_id == district.code),
        binds=tuple(ends) if what is not Action.DESIGNATE else (),
    )


def _cover(city: City, places: list[Place], at: datetime, picks: list[int]) -> datetime:
    clerk, publisher = people()
    unvouched = {places[n % len(places)] for n in picks}
    return declare_coverage(
        title="覆盖声明",
        coverages=[
            NewCoverage(d, at, "", tuple((p, "未收录") for p in unvouched if p.district == d))
            for d in city.districts.all()
        ],
        entered_by=clerk,
        published_by=publisher,
    ).recorded_at


def _order(city: City, at: datetime, picks: list[int]) -> datetime:
    clerk, publisher = people()
    states = list(DistrictState)
    district = District.objects.order_by("code")[sum(picks) % 2]
    state = states[len(picks) % len(states)]
    return order_districts(
        title="全域管控",
        orders=[NewOrder(district, state, at, "全域静默")],
        entered_by=clerk,
        published_by=publisher,
    ).recorded_at


def _void(written: list[Entry], picks: list[int]) -> Iterator[datetime]:
    standing = [e for e in written if is_standing(e)]
    if not standing or not picks:
        return
    clerk, publisher = people()
    act = correct(
        title="更正",
        voids=[NewVoid(standing[picks[0] % len(standing)].id, "不应列入")],
        entered_by=clerk,
        published_by=publisher,
    )
    written += [act.entries.get()]
    yield act.recorded_at


def question(
    drawn: tuple[Any, ...], places: list[Place], clock: list[datetime], now: datetime
) -> Question:
    """A question as drawn; known at, or just before, some act was recorded, or now."""
    what, as_of, known, district, window = drawn
    known_at = now
    if known < len(clock):
        known_at = clock[known] - timedelta(microseconds=known % 2)
    subject: dict[str, Any] = {"address": what, "district": district}
    if isinstance(what, int):
        subject = {"place": places[what].id}
    elif isinstance(what, tuple):
        subject = {"point": Point(*what, Crs.WGS84)}
    return Question(as_of=as_of, known_at=known_at, window=window, **subject)


def plain(value: Any) -> Any:
    """A value with places and districts, whichever source they are of, as plain tuples."""
    if hasattr(value, "street"):
        return ("place", value.id, str(value.level), value.key, value.name, plain(value.district))
    if hasattr(value, "code") and hasattr(value, "name"):
        return ("district", value.code, value.name)
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    return str(value) if isinstance(value, UUID) else value
