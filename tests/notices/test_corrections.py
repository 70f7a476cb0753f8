"""Corrections are new entries: nothing is edited, and what was believed before is still told."""

from dataclasses import replace

import pytest
from django.utils import timezone

from notices.ledger.values import Action
from notices.models import Entry, Notice
from notices.services import NewVoid, Refused, correct
from notices.verification import differences
from tests.ground import DAY, HOUR, T0, entry, people, publish, small_city
from zones.models import District
from zones.standings import in_force


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


def held(at: object = T0 + HOUR, known_at: object = None) -> set[str]:
    rows = in_force(at, known_at or timezone.now())  # type: ignore[arg-type]
    return {r.standing.text for r in rows}


def amend(*voids: NewVoid, replacements: tuple[object, ...] = ()) -> Notice:
    clerk, publisher = people()
    return correct(
        title="更正",
        voids=voids,
        replacements=replacements,  # type: ignore[arg-type]
        entered_by=clerk,
        published_by=publisher,
    )


def test_voiding_a_designation_is_as_if_it_had_never_been(district: District) -> None:
    notice = publish(188, entry(district, "晋阳紫城小区"), entry(district, "水木云天小区"))
    before = timezone.now()
    amend(NewVoid(notice.entries.get(ordinal=1).id, "不应列入"))
    assert held() == {"水木云天小区"}
    assert held(known_at=before) == {"晋阳紫城小区", "水木云天小区"}
    assert list(differences()) == []


def test_voiding_a_release_reopens_the_zone_from_its_original_time(district: District) -> None:
    first = publish(188, entry(district, "晋阳紫城小区")).entries.get()
    release = entry(district, "晋阳紫城小区", action=Action.RELEASE, at=T0 + HOUR, binds=(first,))
    released = publish(189, release).entries.get()
    assert held(T0 + DAY) == set()
    amend(NewVoid(released.id, "误列"))
    (row,) = in_force(T0 + DAY, timezone.now())
    assert row.standing.effective.lower == T0
    assert row.standing.effective.upper is None


def test_a_void_can_be_voided(district: District) -> None:
    first = publish(188, entry(district, "晋阳紫城小区")).entries.get()
    voided = amend(NewVoid(first.id, "不应列入")).entries.get()
    assert held() == set()
    amend(NewVoid(voided.id, "更正有误"))
    assert held() == {"晋阳紫城小区"}
    assert list(differences()) == []


def test_an_amended_name_keeps_its_time_and_is_ended_by_the_same_release(
    district: District,
) -> None:
    wrong = publish(188, entry(district, "晋阳紫城小区")).entries.get()
    right = replace(entry(district, "水木云天小区"), replaces=wrong.id)
    act = amend(NewVoid(wrong.id, "名称有误"), replacements=(right,))
    assert held() == {"水木云天小区"}
    assert act.entries.get(action=Action.DESIGNATE).replaces == wrong
    release = entry(
        district, "水木云天小区", action=Action.RELEASE, at=T0 + DAY,
        binds=(act.entries.get(action=Action.DESIGNATE),),
    )  # fmt: skip
    publish(189, release)
    assert held(T0 + DAY) == set()


def test_a_release_of_what_was_amended_ends_the_replacement_too(district: District) -> None:
    wrong = publish(188, entry(district, "晋阳紫城小区", at=T0 + HOUR)).entries.get()
    release = entry(district, "晋阳紫城小区", action=Action.RELEASE, at=T0 + DAY, binds=(wrong,))
    publish(189, release)
    right = replace(entry(district, "晋阳紫城小区", at=T0), replaces=wrong.id)
    amend(NewVoid(wrong.id, "生效时点有误"), replacements=(right,))
    assert held(T0) == {"晋阳紫城小区"}
    assert held(T0 + DAY) == set()


def test_an_amended_release_ends_what_it_ended_before(district: District) -> None:
    first = publish(188, entry(district, "晋阳紫城小区")).entries.get()
    release = entry(district, "晋阳紫城小区", action=Action.RELEASE, at=T0 + DAY, binds=(first,))
    early = publish(189, release).entries.get()
    later = replace(release, effective_from=T0 + 2 * DAY, binds=(), replaces=early.id)
    amend(NewVoid(early.id, "生效时点有误"), replacements=(later,))
    assert held(T0 + DAY) == {"晋阳紫城小区"}
    assert held(T0 + 2 * DAY) == set()


def test_a_rescoping_changes_the_zone_and_its_words_in_one_step(district: District) -> None:
    first = publish(188, entry(district, "晋阳紫城1号楼、2号楼")).entries.get()
    narrowed = entry(district, "晋阳紫城2号楼", action=Action.RESCOPE, at=T0 + DAY, binds=(first,))
    publish(189, narrowed)
    assert held(T0) == {"晋阳紫城1号楼、2号楼"}
    (row,) = in_force(T0 + DAY, timezone.now())
    assert row.standing.text == "晋阳紫城2号楼"
    assert row.standing.since == T0
    assert {m.place.name for m in row.standing.marks.all()} == {"晋阳紫城2号楼"}


def test_what_cannot_be_corrected_is_refused_and_nothing_is_written(district: District) -> None:
    notice = publish(188, entry(district, "晋阳紫城小区"), entry(district, "水木云天小区"))
    one, other = notice.entries.order_by("ordinal")
    with pytest.raises(Refused, match="写明理由"):
        amend(NewVoid(one.id, " "))
    amend(NewVoid(one.id, "误列"))
    with pytest.raises(Refused, match="已经撤销"):
        amend(NewVoid(one.id, "误列"))
    stray = replace(entry(district, "书林苑小区"), replaces=other.id)
    with pytest.raises(Refused, match="必须替换本次撤销"):
        amend(NewVoid(Entry.objects.get(action=Action.VOID).id, "重录"), replacements=(stray,))
    clerk, _ = people()
    with pytest.raises(Refused, match="另一人"):
        correct(title="x", voids=[], entered_by=clerk, published_by=clerk)
    assert Notice.objects.count() == 2
