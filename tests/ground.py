"""A small city for tests: districts as squares, places planted from their words."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.contrib.gis.geos import MultiPolygon, Polygon

from notices.ledger.values import Action
from notices.models import Notice
from notices.services import (
    Mark,
    NewCoverage,
    NewEntry,
    NoticeHead,
    declare_coverage,
    publish_notice,
)
from people.duties import Role
from people.selectors import duties_of
from people.services import appoint
from zones.address import parse
from zones.gazetteer.plant import find_or_plant
from zones.models import City, District, OutlineQuality, Place
from zones.risk.regimes import SHANGHAI

T0 = datetime(2022, 11, 28, tzinfo=SHANGHAI)
APPOINTED = datetime(2022, 1, 1, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ISSUER = "太原市疫情防控工作领导小组办公室"


def square(west: float, south: float, size: float = 0.1) -> MultiPolygon:
    """A square in degrees."""
    box = Polygon.from_bbox((west, south, west + size, south + size))
    box.srid = 4326
    return MultiPolygon(box, srid=4326)


def small_city() -> City:
    """太原市 with two districts, side by side."""
    city = City.objects.create(
        code="140100", slug="taiyuan", name="太原市", name_en="Taiyuan", province="山西省"
    )
    for code, name, west in (("140105", "小店区", 112.5), ("140110", "晋源区", 112.4)):
        District.objects.create(
            code=code,
            city=city,
            name=name,
            name_en=name,
            outline=square(west, 37.7),
            outline_quality=OutlineQuality.GENERALISED,
        )
    return city


def place(district: District, text: str) -> Place:
    """The place of the first target of a text, planted."""
    return find_or_plant(district, parse(text).targets[0].path, source="test")


def people() -> tuple[User, User]:
    """A clerk for the whole city, and a publisher."""
    return person("clerk", Role.CLERK), person("publisher", Role.PUBLISHER)


def person(username: str, *roles: Role, districts: tuple[District, ...] = ()) -> User:
    """Somebody who holds these roles since before all tests, a clerk's for these districts."""
    user, _ = User.objects.get_or_create(username=username)
    held = duties_of(user)
    for role in (r for r in roles if r not in held):
        mine = districts if role is Role.CLERK else ()
        appoint(user=user, role=role, districts=mine, at=APPOINTED)
    return user


def entry(
    district: District,
    text: str,
    *,
    action: Action = Action.DESIGNATE,
    at: datetime = T0,
    level: str = "high",
    binds: tuple[object, ...] = (),
) -> NewEntry:
    """An entry over every target of a text, less its exceptions."""
    marks: list[Mark] = []
    for target in parse(text).targets:
        part = target.part.text if target.part else ""
        marks.append(Mark(find_or_plant(district, target.path, source="test"), True, part))
        marks += [
            Mark(find_or_plant(district, path, source="test"), covered=False)
            for path in target.exceptions
        ]
    return NewEntry(
        action=action,
        level=level,
        to_level="low" if action is Action.RELEASE else None,
        district=district,
        text=text,
        effective_from=at,
        marks=tuple(marks),
        binds=tuple(e.id for e in binds),  # type: ignore[attr-defined]
    )


def publish(number: int, *entries: NewEntry, issuer: str = ISSUER) -> Notice:
    """Publish a notice by two people."""
    clerk, publisher = people()
    head = NoticeHead(
        issuer=issuer,
        year=2022,
        number=number,
        issued_on=T0.date(),
        title="通告",
        text="、".join(e.text for e in entries),
    )
    return publish_notice(head=head, entries=entries, entered_by=clerk, published_by=publisher)


def vouch(*districts: District, at: datetime = T0, unvouched: tuple[Place, ...] = ()) -> Notice:
    """Declare coverage of districts."""
    clerk, publisher = people()
    return declare_coverage(
        title="覆盖声明",
        coverages=[
            NewCoverage(
                d, at, "测试", tuple((p, "未收录") for p in unvouched if p.district_id == d.code)
            )
            for d in districts
        ],
        entered_by=clerk,
        published_by=publisher,
    )
