"""Places changed from the shell: rehearsed as it is done, and projected at once."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from notices.ledger.values import Action
from notices.verification import differences
from people.duties import Role
from tests.ground import DAY, HOUR, T0, entry, person, place, publish, small_city, square, vouch
from zones.models import District, Place, PlaceName
from zones.standings import in_force

ON = "2022-12-01"
Output = pytest.CaptureFixture[str]


@pytest.fixture
def district(db: None) -> District:
    person("guanli", Role.ADMINISTRATOR)
    return small_city().districts.get(name="小店区")


def held() -> set[Any]:
    places = Place.objects.values_list("id", "name", "parent", "retired_on", "drawn_at")
    return {*places, *PlaceName.objects.values_list("place", "text", "since", "until")}


def zones() -> set[str]:
    return {row.standing.text for row in in_force(T0 + DAY, timezone.now())}


def change(capsys: Output, *words: object) -> str:
    """Rehearse, and see that nothing is written; then do it, and see that it is what was told."""
    arguments = ["change_place", *map(str, words), "--user", "guanli", "--on", ON]
    before = held()
    call_command(*arguments)
    rehearsed = capsys.readouterr().out.splitlines()
    assert held() == before
    assert rehearsed.pop() == "rehearsed; --commit writes it"
    call_command(*arguments, "--commit")
    done = capsys.readouterr().out.splitlines()
    assert held() != before
    assert done.pop() == "written"
    assert [line.split(" (")[0] for line in done] == [line.split(" (")[0] for line in rehearsed]
    assert list(differences()) == []
    return "\n".join(done)


def test_uniting_a_misprint_ends_what_was_released_by_the_right_name(
    district: District, capsys: Output
) -> None:
    vouch(district)
    zone = publish(188, entry(district, "旱西门小区")).entries.get()
    release = entry(district, "早西门小区", action=Action.RELEASE, at=T0 + HOUR, binds=(zone,))
    publish(189, release)
    assert zones() == {"旱西门小区"}
    told = change(capsys, "unite", "旱西门小区", "--into", "早西门小区", "--note", "误写")
    assert zones() == set()
    assert "小店区旱西门小区: high from 2022-11-28 00:00 → " in told
    assert "2022年第188号 designate 旱西门小区" in told
    assert "2022年第189号 release 早西门小区" in told


def test_an_id_that_was_united_before_comes_along(district: District, capsys: Output) -> None:
    first = publish(188, entry(district, "旱西门小区")).entries.get()
    second = publish(189, entry(district, "晋阳紫城1号楼")).entries.get()
    release = entry(
        district, "早西门小区", action=Action.RELEASE, at=T0 + HOUR, binds=(first, second)
    )
    publish(190, release)
    place(district, "翰西门小区")
    change(capsys, "unite", "旱西门小区", "--into", "翰西门小区", "--note", "误写")
    assert zones() == {"旱西门小区", "晋阳紫城1号楼"}
    change(capsys, "unite", "翰西门小区", "--into", "早西门小区", "--note", "误写")
    assert zones() == {"晋阳紫城1号楼"}


def test_a_building_replanted_is_no_part_of_a_zone_on_its_wrong_parent(
    district: District, capsys: Output
) -> None:
    vouch(district)
    publish(188, entry(district, "晋阳紫城小区"))
    place(district, "水木云天小区")
    wrong = place(district, "晋阳紫城小区7号楼")
    told = change(capsys, "replant", wrong.id, "--under", "小店区水木云天", "--note", "普查误录")
    assert f"晋阳紫城小区7号楼 ({wrong.id}): retired on {ON}" in told
    assert "小店区晋阳紫城小区7号楼: high from 2022-11-28 00:00 → low from 2022-11-28 00:00" in told
    assert "2022年第188号 designate 晋阳紫城小区" in told


def test_names_and_parts_and_ends_are_told(district: District, capsys: Output) -> None:
    for text in ("云水苑小区1号楼", "云水苑小区2号楼", "和平里小区", "双塔小区"):
        place(district, text)
    told = change(capsys, "rename", "云水苑", "--to", "云水花园小区")
    assert "renamed to 云水花园小区2号楼" in told
    assert "云水花园小区: not_found → 云水花园小区" in told
    told = change(capsys, "split", "云水花园", "--into", "紫云小区", "1号楼", "--into", "青云小区")
    assert "紫云小区" in told
    assert Place.objects.get(name__contains="1号楼").parent.name.startswith("紫云")
    change(capsys, "merge", "和平里小区", "双塔小区", "--into", "双塔和平里小区")
    told = change(capsys, "retire", "双塔和平里小区")
    assert f"retired on {ON}" in told


def test_another_outline_is_drawn_from_a_file(
    district: District, capsys: Output, tmp_path: Path
) -> None:
    place(district, "云水苑小区")
    file = tmp_path / "outline.geojson"
    feature = {"type": "Feature", "properties": {}, "geometry": None}
    file.write_text(json.dumps(feature | {"geometry": json.loads(square(112.55, 37.75).json)}))
    redraw = ("redraw", "云水苑", "--outline", file, "--quality", "surveyed", "--crs")
    assert "an outline" in change(capsys, *redraw, "wgs84")
    assert "another outline" in change(capsys, *redraw, "gcj02")
    file.write_text(json.dumps(feature))
    for crs, status in (("wgs84", 1), ("mars", 2)):
        with pytest.raises(CommandError) as refused:
            call_command("change_place", *map(str, redraw), crs, "--user", "guanli")
        assert refused.value.returncode == status


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("retire", "水木云天小区", "--user", "guanli"), "not_in_gazetteer"),
        (("retire", "云水苑9号楼", "--user", "guanli"), "known as far as 云水苑"),
        (("retire", "云水苑", "--user", "nobody"), "no user 'nobody'"),
        (("retire", "云水苑", "--user", "clerk"), "地点由管理员管理"),
        (("rename", "云水苑", "--to", "4号楼", "--user", "guanli"), "读作building"),
        (("split", "云水苑", "--into", "甲小区", "9号楼", "--user", "guanli"), "9号楼: 0 places"),
        (("retire", "00000000-0000-0000-0000-000000000000", "--user", "guanli"), "no place has"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    district: District, words: tuple[str, ...], reason: str
) -> None:
    place(district, "云水苑小区")
    person("clerk", Role.CLERK)
    with pytest.raises(CommandError, match=reason) as refused:
        call_command("change_place", *words)
    assert refused.value.returncode == 1
