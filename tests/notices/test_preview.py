"""What a draft would do, told before: it is what publishing then does."""

from datetime import datetime

import pytest
from django.utils import timezone

from notices.drafts import finding_key, publish_draft, start_draft, submit_draft
from notices.ledger.values import Action
from notices.preview import Preview, preview, sentence
from notices.reading import read
from tests.ground import T0, entry, people, publish, small_city, vouch
from zones.models import City
from zones.standings import in_force

HEAD = "太原市疫情防控工作领导小组办公室通告\n（2022年第199号）\n\n  即日起：\n\n"
TAIL = "\n太原市疫情防控工作领导小组办公室\n2022年11月28日\n"
AT = T0.replace(hour=12)


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def notice(*parts: str) -> str:
    return HEAD + "".join(f"  {part}\n" for part in parts) + TAIL


def previewed(text: str, city: City, at: datetime = AT) -> Preview:
    return preview(read(text, city, effective_from=at), at)


def published(text: str, city: City) -> None:
    clerk, publisher = people()
    draft = start_draft(author=clerk, text=text)
    reading = read(text, city, effective_from=AT)
    submit_draft(
        draft_id=draft.id,
        by=clerk,
        city=city,
        effective_from=AT,
        effective_decision="测试",
        accepted=[finding_key(f) for f in reading.doubts],
    )
    publish_draft(draft_id=draft.id, by=publisher, city=city)


def standing(city: City) -> list[tuple[str, str, str]]:
    rows = in_force(AT, timezone.now())
    return sorted((r.standing.district_id, r.standing.level, r.standing.text) for r in rows)


CASES = [
    ("一、新增高风险区（2个）\n\n  小店区（2个）：水木云天小区，新建小区9号楼。",),
    ("一、调整为低风险区（1个）\n\n  小店区（1个）：晋阳紫城小区。",),
    ("一、调整为低风险区（1个）\n\n  小店区（1个）：白云小区。",),
    ("一、调整为低风险区（1个）\n\n  小店区（1个）：白云小区（3号楼除外）。",),
    ("一、调整为低风险区（1个）\n\n  小店区（1个）：从未划定小区。",),
    (
        "一、新增高风险区（1个）\n\n  小店区（1个）：晋阳紫城小区。\n",
        "二、调整为低风险区（1个）\n\n  小店区（1个）：晋阳紫城小区。",
    ),
]


@pytest.mark.parametrize("parts", CASES)
def test_the_preview_is_what_publishing_does(city: City, parts: tuple[str, ...]) -> None:
    xiaodian = city.districts.get(name="小店区")
    publish(188, *(entry(xiaodian, t) for t in ("晋阳紫城小区", "白云小区", "白云小区7号楼")))
    text = notice(*parts)
    told = previewed(text, city)
    before = standing(city)
    assert sorted((z.district, z.level, z.text) for z in told.before) == before
    published(text, city)
    assert sorted((z.district, z.level, z.text) for z in told.after) == standing(city)


def test_what_stays_high_is_told_with_the_reason(city: City) -> None:
    xiaodian = city.districts.get(name="小店区")
    publish(188, entry(xiaodian, "白云小区"), entry(xiaodian, "白云小区7号楼"))
    told = previewed(notice(*CASES[2]), city)
    (still,) = told.still
    assert [z.text for z in still.because] == ["白云小区7号楼"]
    assert sentence(told) == "解除 1；其中 1 处仍为高风险"


def test_the_last_release_of_a_district_makes_it_routine_only_where_the_ledger_vouches(
    city: City,
) -> None:
    xiaodian = city.districts.get(name="小店区")
    publish(188, entry(xiaodian, "晋阳紫城小区"))
    text = notice(*CASES[1])
    assert sentence(previewed(text, city)) == "解除 1；小店区 → 已无在册风险区（未声明覆盖）"
    vouch(xiaodian)
    assert sentence(previewed(text, city)) == "解除 1；小店区 → 常态化"
    assert previewed(text, city).districts[0].after == 0


def test_an_exclusion_leaves_its_part_and_says_so(city: City) -> None:
    xiaodian = city.districts.get(name="小店区")
    publish(188, entry(xiaodian, "白云小区"))
    told = previewed(notice(*CASES[3]), city)
    (left,) = told.after
    assert left.extent != told.before[0].extent
    assert left.extent
    assert told.still == ()


def test_a_late_designation_is_ended_in_the_preview_as_in_the_ledger(city: City) -> None:
    xiaodian = city.districts.get(name="小店区")
    publish(200, entry(xiaodian, "水木云天小区", action=Action.RELEASE, at=T0.replace(hour=13)))
    text = notice("一、新增高风险区（1个）\n\n  小店区（1个）：水木云天小区。")
    told = previewed(text, city)
    assert [z.text for z in told.after] == ["水木云天小区"]
    published(text, city)
    assert [t for _, _, t in standing(city)] == ["水木云天小区"]
