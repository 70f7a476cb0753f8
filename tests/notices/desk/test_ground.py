"""Places at the desk: drawn, named, renamed, split, merged and torn down by the administrator."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices.verification import differences
from people.duties import Role
from tests.ground import entry, people, person, place, publish, small_city, square
from zones.models import District, OutlineQuality, Place
from zones.standings import in_force

INSIDE = json.loads(square(112.55, 37.75, 0.01).json)
ELSEWHERE = json.loads(square(100.0, 30.0, 0.01).json)


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


@pytest.fixture
def chief(district: District) -> User:
    return person("chief", Role.ADMINISTRATOR)


@pytest.fixture
def desk(client: Client, chief: User) -> Client:
    client.force_login(chief)
    return client


def do(desk: Client, where: Place, deed: str, **form: object) -> str:
    url = reverse("notices:desk:change-place", args=[where.id, deed])
    reply = desk.post(url, form, follow=True)
    return reply.content.decode()


def test_a_place_is_drawn_and_drawn_anew(desk: Client, district: District) -> None:
    where = place(district, "水木云天小区")
    form = {"quality": "digitised", "source": "航拍", "geometry": json.dumps(INSIDE)}
    assert "已记下" in do(desk, where, "draw", **form)
    where.refresh_from_db()
    assert (where.outline_quality, where.outline_source) == (OutlineQuality.DIGITISED, "航拍")
    smaller = json.loads(square(112.55, 37.75, 0.005).json)
    do(desk, where, "draw", **form | {"geometry": json.dumps(smaller)})
    assert where.former_outlines.count() == 1
    assert "以前的轮廓" in desk.get(reverse("notices:desk:place", args=[where.id])).content.decode()


@pytest.mark.parametrize(
    "geometry",
    [ELSEWHERE, {"type": "Point", "coordinates": [112.55, 37.75]}, {"type": "x"}, [], "x", None],
)
def test_what_is_no_outline_there_is_refused(
    desk: Client, district: District, geometry: object
) -> None:
    where = place(district, "水木云天小区")
    form = {"quality": "digitised", "source": "x", "geometry": json.dumps(geometry)}
    assert "已记下" not in do(desk, where, "draw", **form)
    where.refresh_from_db()
    assert where.outline is None


def test_a_renamed_place_keeps_its_zone(desk: Client, district: District) -> None:
    publish(188, entry(district, "水木云天小区"))
    where = place(district, "水木云天小区")
    assert "已记下" in do(desk, where, "rename", to="水木嘉园小区", on="2022-12-01")
    where.refresh_from_db()
    assert where.name == "水木嘉园小区"
    assert len(in_force(timezone.now(), timezone.now())) == 1
    assert list(differences()) == []


def test_a_place_is_split_and_others_merged(desk: Client, district: District) -> None:
    where = place(district, "水木云天小区")
    assert "至少两个" in do(desk, where, "split", into="水木东园小区", on="2022-12-01")
    do(desk, where, "split", into="水木东园小区\n水木西园小区", on="2022-12-01")
    where.refresh_from_db()
    assert where.retired_on is not None
    one, other = place(district, "甲庄小区"), place(district, "乙庄小区")
    assert "没有：丙庄小区" in do(
        desk, one, "merge", others="丙庄小区", into="新庄小区", on="2022-12-01"
    )
    do(desk, one, "merge", others="乙庄小区", into="新庄小区", on="2022-12-01")
    other.refresh_from_db()
    assert other.parent is not None
    assert other.parent.name == "新庄小区"


def test_a_place_that_was_torn_down_is_changed_no_more(desk: Client, district: District) -> None:
    where = place(district, "水木云天小区")
    do(desk, where, "retire", on="2022-12-01")
    shown = do(desk, where, "rename", to="别的小区", on="2022-12-02")
    where.refresh_from_db()
    assert (where.name, str(where.retired_on)) == ("水木云天小区", "2022-12-01")
    assert "已于2022-12-01注销" in shown


def test_another_name_leads_to_a_place_at_once(desk: Client, district: District) -> None:
    where = place(district, "早西门小区")
    do(desk, where, "name", alias="旱西门小区")
    found = Client().get("/api/v1/lookup", {"address": "小店区旱西门小区"}).json()
    assert found["place"]["id"] == str(where.id)


def test_nobody_else_changes_places(client: Client, district: District) -> None:
    where = place(district, "水木云天小区")
    for user in (*people(), person("auditor", Role.AUDITOR)):
        client.force_login(user)
        url = reverse("notices:desk:change-place", args=[where.id, "retire"])
        assert client.post(url, {"on": "2022-12-01"}).status_code == 403
        assert client.get(reverse("notices:desk:place", args=[where.id])).status_code == 200
    where.refresh_from_db()
    assert where.retired_on is None
