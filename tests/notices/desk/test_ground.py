"""Places at the desk: drawn, named, renamed, split, merged and torn down by the administrator."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices.verification import differences
from people.duties import Role
from tests.ground import entry, people, person, place, publish, small_city, square
from zones.gazetteer.aliases import propose_alias
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


def test_an_outline_may_be_typed_a_corner_a_line(desk: Client, district: District) -> None:
    where = place(district, "水木云天小区")
    corners = "112.55, 37.75\n112.56，37.75\n112.56 37.76\n"
    assert "已记下" in do(desk, where, "draw", quality="digitised", source="x", geometry=corners)
    where.refresh_from_db()
    assert (where.outline.geom_type, where.outline.num_points) == ("MultiPolygon", 4)


def test_a_crossing_of_lines_is_told_with_its_place(desk: Client, district: District) -> None:
    where = place(district, "水木云天小区")
    bow = "112.55,37.75\n112.56,37.76\n112.56,37.75\n112.55,37.76"
    shown = do(desk, where, "draw", quality="digitised", source="x", geometry=bow)
    assert "在 112.555000, 37.755000 处" in shown


def look(desk: Client, where: Place, deed: str, **form: object) -> Any:
    url = reverse("notices:desk:change-place", args=[where.id, deed])
    return desk.post(url, form | {"look": ""})


def test_a_split_shows_where_its_buildings_go_and_moves_them_as_confirmed(
    desk: Client, district: District
) -> None:
    one, six, nine, other = (place(district, f"水木云天小区{n}号楼") for n in (1, 6, 9, 20))
    where = one.parent
    assert where is not None
    publish(188, entry(district, "水木云天小区9号楼"))
    typed = {"into": "水木东园小区：1—6\n水木西园小区：9", "on": "2022-12-01"}
    shown = look(desk, where, "split", **typed)
    form = shown.context["forms"][3][1]
    assert {str(f.label)[-4:].strip("区"): f.value() for f in form.divided} == {
        "1号楼": "水木东园小区",
        "6号楼": "水木东园小区",
        "9号楼": "水木西园小区",
        "20号楼": "",
    }
    rehearsal = shown.context["rehearsal"]
    assert (len(rehearsal.entries), len(shown.context["zones"])) == (1, 1)
    assert any(lead.name == "水木西园小区" for lead in rehearsal.leads)
    where.refresh_from_db()
    assert where.retired_on is None
    typed |= {f.html_name: f.value() for f in form.divided}
    typed[f"part_of_{six.id.hex}"] = "水木西园小区"
    assert "已记下" in do(desk, where, "split", **typed)
    parents = []
    for child in (one, six, nine, other):
        child.refresh_from_db()
        assert child.parent is not None
        parents.append(child.parent.name)
    assert parents == ["水木东园小区", "水木西园小区", "水木西园小区", "水木云天小区"]
    assert list(differences()) == []


def test_a_split_that_nobody_looked_at_moves_no_building(desk: Client, district: District) -> None:
    one = place(district, "水木云天小区1号楼")
    where = one.parent
    assert where is not None
    do(desk, where, "split", into="水木东园小区：1\n水木西园小区", on="2022-12-01")
    one.refresh_from_db()
    assert one.parent_id == where.id


def test_what_a_change_touches_is_shown_and_nothing_is_changed(
    desk: Client, district: District
) -> None:
    publish(188, entry(district, "水木云天小区"))
    where = place(district, "水木云天小区")
    renamed = look(desk, where, "rename", to="水木嘉园小区", on="2022-12-01")
    leads = renamed.context["rehearsal"].leads
    assert "水木嘉园小区" in [lead.name for lead in leads]
    assert "查不到" in renamed.content.decode()
    retired = look(desk, where, "retire", on="2022-12-01").context
    assert [zone.text for zone in retired["zones"]] == ["水木云天小区"]
    assert [one.text for one in retired["rehearsal"].entries] == ["水木云天小区"]
    refused = look(desk, where, "merge", others="丙庄小区", into="新庄小区", on="2022-12-01")
    assert refused.status_code == 422
    where.refresh_from_db()
    assert (where.name, where.retired_on) == ("水木云天小区", None)


def test_an_alias_is_approved_for_the_days_given(desk: Client, district: District) -> None:
    where = place(district, "早西门小区")
    proposal = propose_alias(place=where, text="旱西门小区", why="字形相近")
    url = reverse("notices:desk:decide", args=[proposal.pk])
    wrong = {"approve": "", "since": "2022-12-02", "until": "2022-12-01"}
    assert "日期不对" in desk.post(url, wrong, follow=True).content.decode()
    desk.post(url, {"approve": "", "since": "2022-11-01", "until": "2022-12-01"})
    alias = where.names.get(text="旱西门小区")
    assert (str(alias.since), str(alias.until)) == ("2022-11-01", "2022-12-01")


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
