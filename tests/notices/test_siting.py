"""Of what level a new place is and what it lies in: decided by a person, and found by its words."""

from typing import Any
from uuid import uuid4

import pytest

from notices import drafts
from notices.amendments import Malformed, Siting, from_json
from notices.changes import Kind, changes
from notices.models import Draft, Notice
from notices.proposed import Refused
from notices.reading import Reading
from notices.siting import sited, siting_ref
from people.duties import Role
from tests.ground import DAY, T0, people, person, place, small_city
from zones.address import parse, show
from zones.address.values import Level, Segment
from zones.gazetteer.area import Area
from zones.gazetteer.indexing import from_database
from zones.gazetteer.resolve import resolve
from zones.models import City, Place

TEXT = """太原市疫情防控工作领导小组办公室通告
（2022年第{number}号）

  即日起小店区{act}1个。具体如下：

  一、{act}（1个）

  小店区（1个）：{words}。

太原市疫情防控工作领导小组办公室
2022年11月{day}日
"""
HIGH, LOW = "新增高风险区", "调整为低风险区"


def path_of(words: str) -> tuple[Segment, ...]:
    return parse(words).targets[0].path


def decided(words: str, level: Level, within: str = "") -> Siting:
    return Siting(siting_ref("140105", path_of(words)), level, within)


@pytest.mark.parametrize(
    ("words", "level", "within", "expected"),
    [
        ("东岗村3号楼", Level.COMPLEX, "", ["complex", "building"]),
        ("农科院宿舍", Level.COMMUNITY, "", ["community"]),
        ("文兴苑3号楼", Level.COMPLEX, "西贾社区", ["community", "complex", "building"]),
        ("文兴苑", Level.COMPLEX, "坞城街道西贾社区", ["subdistrict", "community", "complex"]),
        ("西贾社区文兴苑", Level.COMPLEX, "坞城街道", ["subdistrict", "community", "complex"]),
        ("平阳路8号院", Level.COMPLEX, "坞城街道", ["subdistrict", "street", "complex"]),
        ("东岗村", Level.COMMUNITY, "小店区坞城街道", ["subdistrict", "community"]),
    ],
)
def test_a_path_is_read_at_the_level_and_in_the_place_decided(
    words: str, level: Level, within: str, expected: list[str]
) -> None:
    path = sited(path_of(words), decided(words, level, within), "小店区")
    assert [s.level.value for s in path] == expected
    assert show(path).endswith(show(path_of(words))[-2:])


@pytest.mark.parametrize(
    ("words", "level", "within", "why"),
    [
        ("文兴苑", Level.COMPLEX, "和平里3号楼2单元", "读作单元，不能作小区、院落的上级"),
        ("文兴苑", Level.COMPLEX, "和平里小区", "读作小区、院落，不能作小区、院落的上级"),
        ("东岗村", Level.SUBDISTRICT, "坞城街道", "不能作街道、乡镇的上级"),
        ("东岗村", Level.COMMUNITY, "西贾社区", "不能作社区、村的上级"),
        ("西贾社区文兴苑", Level.COMPLEX, "东岗村", "原文写明“文兴苑”属于西贾社区"),
        ("西贾社区文兴苑", Level.COMMUNITY, "", "原文已写明社区、村“西贾社区”"),
        ("平阳路8号院", Level.COMMUNITY, "", "只有编号"),
        ("平阳路文兴苑", Level.COMMUNITY, "", "原文另写明了更细的地点"),
        ("文兴苑", Level.COMPLEX, "晋源区西贾社区", "只能属于本区县"),
        ("文兴苑", Level.COMPLEX, "坞城街道、西贾社区", "不是一个街道"),
        ("文兴苑", Level.BUILDING, "", "层级只能是"),
        ("文兴苑", Level.COMPLEX, "坞城街道" * 40, "太长"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    words: str, level: Level, within: str, why: str
) -> None:
    with pytest.raises(Malformed, match=why):
        sited(path_of(words), decided(words, level, within), "小店区")


def test_one_place_is_decided_once() -> None:
    row = {"place": "140105|文兴苑|文兴苑", "level": "complex", "within": ""}
    with pytest.raises(Malformed, match="两种层级"):
        from_json({"sitings": [row, {**row, "level": "area"}]})
    with pytest.raises(Malformed, match="格式"):
        from_json({"sitings": [{**row, "level": "house"}]})


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def laid_down(city: City, number: int, words: str, act: str = HIGH) -> Draft:
    day = T0 + (number - 194) * DAY
    text = TEXT.format(number=number, act=act, words=words, day=day.day)
    return drafts.start_draft(author=people()[0], text=text)


def decide(city: City, draft: Draft, *sitings: Siting, **more: Any) -> Reading:
    draft.refresh_from_db()
    work = drafts.Work(
        amendments=from_json({"sitings": [_row(s) for s in sitings]} | more),
        chosen={},
        accepted=(),
        effective_from=None,
        effective_decision="",
    )
    clerk = people()[0]
    return drafts.save_work(
        draft_id=draft.id, by=clerk, city=city, version=draft.version, work=work
    )


def _row(siting: Siting) -> dict[str, str]:
    return {"place": siting.place, "level": siting.level.value, "within": siting.within}


def published(city: City, draft: Draft, number: int) -> Notice:
    clerk, publisher = people()
    draft.refresh_from_db()
    at = T0 + (number - 194) * DAY
    reading = drafts.read_draft(draft, city, at=at)
    drafts.submit_draft(
        draft_id=draft.id,
        by=clerk,
        city=city,
        effective_from=at,
        effective_decision="当日零时",
        accepted=[drafts.finding_key(d) for d in reading.doubts],
    )
    return drafts.publish_draft(draft_id=draft.id, by=publisher, city=city)


def test_a_village_that_is_a_complex_is_made_as_one_and_found_by_the_words_of_notices(
    city: City,
) -> None:
    draft = laid_down(city, 194, "东岗村3号楼，东岗村5号楼".replace("，", "、"))
    siting = decided("东岗村", Level.COMPLEX, "坞城街道")
    decide(city, draft, siting)
    notice = published(city, draft, 194)
    made = Place.objects.get(name="东岗村")
    assert (made.level, made.parent and made.parent.name) == ("complex", "坞城街道")
    assert {p.name for p in made.children.all()} == {"东岗村3号楼", "东岗村5号楼"}
    (told_of,) = [a for a in notice.accepted if a["finding"].startswith(Kind.SITED)]
    assert "“东岗村”：小区、院落，属于坞城街道（原读作：社区、村）" in told_of["message"]
    assert notice.entries.get().text == "东岗村3号楼、东岗村5号楼"
    for area in (Area.of(city), from_database(city).area()):
        for words in ("小店区东岗村3号楼", "东岗村3号楼", "东岗村小区3号楼"):
            found = resolve(words, area)
            assert found.place
            assert found.place.name == "东岗村3号楼", words
        assert resolve("小店区坞城街道东岗村", area).place
        assert not resolve("晋源区东岗村3号楼", area).place
    release = laid_down(city, 195, "东岗村3号楼、东岗村5号楼", LOW)
    reading = drafts.read_draft(release, city, at=T0 + DAY)
    assert reading.entries[0].binds == (notice.entries.get().id,)
    assert not [t for e in reading.entries for t in e.targets if t.is_new]


def test_what_a_new_place_lies_in_is_told_to_who_approves_and_shown_before(city: City) -> None:
    place(city.districts.get(name="小店区"), "西贾社区")
    draft = laid_down(city, 194, "文兴苑3号楼")
    reading = decide(city, draft, decided("文兴苑", Level.COMPLEX, "西贾社区"))
    draft.refresh_from_db()
    (change,) = changes(reading, draft.amended)
    assert (change.kind, change.words, change.now) == (
        Kind.SITED,
        "文兴苑",
        "小区、院落，属于西贾社区",
    )
    published(city, draft, 194)
    made = Place.objects.get(name="文兴苑3号楼")
    assert made.parent
    assert made.parent.parent == Place.objects.get(name="西贾社区")


def test_an_outline_that_was_drawn_stays_when_the_level_is_decided_after(city: City) -> None:
    draft = laid_down(city, 194, "东岗村")
    box = [[112.51, 37.71], [112.52, 37.71], [112.52, 37.72], [112.51, 37.71]]
    drawn = {"place": "140105|community:东岗村|东岗村", "geometry": _polygon(box)}
    decide(city, draft, decided("东岗村", Level.COMPLEX), outlines=[drawn])
    published(city, draft, 194)
    assert Place.objects.get(name="东岗村").outline


def _polygon(ring: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def test_what_is_known_meanwhile_is_not_decided_again_and_somebody_is_told(city: City) -> None:
    draft = laid_down(city, 194, "文兴苑3号楼")
    decide(city, draft, decided("文兴苑", Level.AREA, "西贾社区"))
    place(city.districts.get(name="小店区"), "文兴苑")
    draft.refresh_from_db()
    reading = drafts.read_draft(draft, city, at=T0)
    assert [f.code for f in reading.doubts] == ["siting-moot"]
    published(city, draft, 194)
    assert Place.objects.get(name="文兴苑3号楼").parent == Place.objects.get(name="文兴苑")


def test_a_community_known_to_lie_elsewhere_keeps_the_notice_back(city: City) -> None:
    place(city.districts.get(name="小店区"), "坞城街道西贾社区水木云天")
    draft = laid_down(city, 194, "文兴苑3号楼")
    reading = decide(city, draft, decided("文兴苑", Level.COMPLEX, "营盘街道西贾社区"))
    assert [f.code for f in reading.blocking] == ["siting-contradicted"]


def test_a_decision_about_no_place_of_the_notice_is_no_obstacle(city: City) -> None:
    draft = laid_down(city, 194, "文兴苑3号楼")
    reading = decide(city, draft, Siting(f"140105|{uuid4()}|x", Level.AREA))
    assert not reading.findings


def test_the_clerk_of_another_district_decides_no_place_here(city: City) -> None:
    jinyuan = city.districts.get(name="晋源区")
    draft = laid_down(city, 194, "文兴苑3号楼")
    draft.parts.create(district=jinyuan)
    neighbour = person("neighbour", Role.CLERK, districts=(jinyuan,))
    row = _row(decided("文兴苑", Level.COMPLEX, "西贾社区"))
    work = drafts.Work(from_json({"sitings": [row]}), {}, (), None, "")
    with pytest.raises(Refused, match="您只负责晋源区"):
        drafts.save_work(
            draft_id=draft.id, by=neighbour, city=city, version=draft.version, work=work
        )
