"""A notice of two districts: a clerk of one cannot enter it alone, two can together."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from notices.desk.page import work_of
from notices.drafts import (
    choose_places,
    finding_key,
    publish_draft,
    read_draft,
    start_draft,
    submit_draft,
)
from notices.models import Draft, DraftPart
from notices.permissions import Deed, may
from notices.reading import read
from notices.services import Refused
from notices.together import parts_of
from notices.verification import differences
from people.duties import Role
from tests.ground import T0, entry, people, person, place, publish, small_city
from zones.models import City

TEXT = """太原市疫情防控工作领导小组办公室通告
（2022年第195号）

关于小店区、晋源区调整高风险区的通告

  即日起小店区、晋源区新增高风险区3个。具体如下：

  新增高风险区（3个）

  小店区（2个）：西贾社区水木云天小区，西贾社区书林苑小区。

  晋源区（1个）：德恒世府苑2号楼。

太原市疫情防控工作领导小组办公室
2022年11月28日
"""


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def xiaodian(city: City) -> User:
    return person("xiaodian", Role.CLERK, districts=(city.districts.get(name="小店区"),))


@pytest.fixture
def jinyuan(city: City) -> User:
    return person("jinyuan", Role.CLERK, districts=(city.districts.get(name="晋源区"),))


def submit(draft: Draft, clerk: User, city: City) -> Draft:
    doubts = read(draft.text, city, effective_from=T0, chosen=draft.choices).doubts
    return submit_draft(
        draft_id=draft.id,
        by=clerk,
        city=city,
        effective_from=T0,
        effective_decision="按发布当日零时计",
        accepted=[finding_key(f) for f in doubts],
    )


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, draft: Draft) -> str:
    reply = browser(user).get(reverse("notices:desk:draft", args=[draft.id]))
    assert reply.status_code == 200
    return reply.content.decode()


def ask(user: User, draft: Draft) -> None:
    browser(user).post(reverse("notices:desk:ask", args=[draft.id]))


def answer(user: User, draft: Draft, **form: str) -> None:
    browser(user).post(reverse("notices:desk:answer", args=[draft.id, "140110"]), form)


def digest_shown(user: User, draft: Draft) -> str:
    return page(user, draft).split('name="digest" value="')[1].split('"')[0]


def test_a_clerk_of_one_district_cannot_enter_another_alone(city: City, xiaodian: User) -> None:
    draft = start_draft(author=xiaodian, text=TEXT)
    with pytest.raises(Refused, match=r"您只负责小店区；晋源区1条须由该区录入员确认"):
        submit(draft, xiaodian, city)
    draft.refresh_from_db()
    assert draft.status == Draft.Status.OPEN
    refused = may(xiaodian, Deed.EDIT, draft=draft, district="140110")
    assert refused.why_not == "您只负责小店区，晋源区的条目须由该区录入员处理。"
    assert may(xiaodian, Deed.EDIT, draft=draft, district="140105")


def test_two_districts_enter_a_notice_together(city: City, xiaodian: User, jinyuan: User) -> None:
    draft = start_draft(author=xiaodian, text=TEXT)
    hidden = browser(jinyuan).get(reverse("notices:desk:draft", args=[draft.id]))
    assert hidden.status_code == 404
    ask(xiaodian, draft)
    assert "等待 jinyuan" in page(xiaodian, draft)
    answer(xiaodian, draft, digest=digest_shown(jinyuan, draft))
    with pytest.raises(Refused, match="晋源区1条"):
        submit(draft, xiaodian, city)
    answer(jinyuan, draft, digest=digest_shown(jinyuan, draft))
    assert "jinyuan" in page(xiaodian, draft)
    submit(draft, xiaodian, city)
    notice = publish_draft(draft_id=draft.id, by=people()[1], city=city)
    reviewers = notice.entries.order_by("ordinal").values_list("district__name", "reviewed_by")
    assert list(reviewers) == [("小店区", "xiaodian")] * 2 + [("晋源区", "jinyuan")]
    assert list(differences()) == []


# --- Each changes what is theirs -----------------------------------------------------------------


def save(user: User, draft: Draft, change: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """Keep the work of a draft with one change made to it, as the page would."""
    draft.refresh_from_db()
    work = work_of(draft)
    change(work)
    address = reverse("notices:desk:save", args=[draft.id])
    return browser(user).post(address, json.dumps(work), content_type="application/json")


def struck(words: str) -> Callable[[dict[str, Any]], object]:
    start = TEXT.index(words)
    row = {"start": start, "end": start + len(words), "reason": "排印重复"}
    return lambda work: work["amendments"]["struck"].append(row)


def read_as(words: str, district: str) -> Callable[[dict[str, Any]], object]:
    start = TEXT.index(words)
    wording = {"action": "designate", "level": "high", "to_level": None, "place": ""}
    row = {"start": start, "end": start + len(words), "district": district, **wording}
    return lambda work: work["amendments"]["edits"].append(row)


def drawn(code: str) -> Callable[[dict[str, Any]], object]:
    row = {"place": f"{code}|building:2|某处", "geometry": None}
    return lambda work: work["amendments"]["outlines"].append(row)


def doubt_about(words: str, draft: Draft, city: City) -> str:
    start = draft.text.index(words)
    doubts = read_draft(draft, city, at=T0).doubts
    return next(finding_key(d) for d in doubts if d.start == start)


def accepting(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda work: work["accepted"].append(key)


def from_noon(work: dict[str, Any]) -> None:
    work["effective_from"] = "2022-11-28T12:00"


XIAODIAN, JINYUAN = "西贾社区书林苑小区", "德恒世府苑2号楼"
OTHERS = "条目须由该区录入员处理"


def test_each_clerk_changes_the_entries_of_their_own_district_and_no_others(
    city: City, xiaodian: User, jinyuan: User
) -> None:
    draft = start_draft(author=xiaodian, text=TEXT)
    ask(xiaodian, draft)
    refused = (
        (xiaodian, struck(JINYUAN), OTHERS),
        (xiaodian, read_as(XIAODIAN, "晋源区"), OTHERS),
        (xiaodian, drawn("140110"), OTHERS),
        (jinyuan, struck(XIAODIAN), OTHERS),
        (jinyuan, read_as(XIAODIAN, "晋源区"), OTHERS),
        (jinyuan, drawn("140105"), OTHERS),
        (jinyuan, from_noon, "由这份草稿的录入人决定"),
    )
    for user, change, why in refused:
        reply = save(user, draft, change)
        assert reply.status_code == 422
        assert why in reply.json()["message"]
    for user, change in ((xiaodian, struck(XIAODIAN)), (jinyuan, struck(JINYUAN))):
        assert save(user, draft, change).status_code == 200
    assert save(xiaodian, draft, from_noon).status_code == 200
    draft.refresh_from_db()
    assert [one.reason for one in draft.amended.struck] == ["排印重复"] * 2


def test_a_doubt_is_accepted_by_the_clerk_of_its_district_before_the_part_is_confirmed(
    city: City, xiaodian: User, jinyuan: User
) -> None:
    place(city.districts.get(name="晋源区"), "德恒市府苑")
    draft = start_draft(author=xiaodian, text=TEXT)
    ask(xiaodian, draft)
    accepting_it = accepting(doubt_about(JINYUAN, draft, city))
    answer(jinyuan, draft, digest=digest_shown(jinyuan, draft))
    assert not DraftPart.objects.get().digest
    assert OTHERS in save(xiaodian, draft, accepting_it).json()["message"]
    assert save(jinyuan, draft, accepting_it).status_code == 200
    answer(jinyuan, draft, digest=digest_shown(jinyuan, draft))
    submit(draft, xiaodian, city)
    draft.refresh_from_db()
    assert "jinyuan" in [a["by"] for a in draft.accepted]


def test_a_clerk_of_the_whole_city_takes_a_draft_over_and_its_first_author_does_not_publish(
    city: City, xiaodian: User, jinyuan: User
) -> None:
    draft = start_draft(author=xiaodian, text=TEXT)
    clerk, publisher = people()
    take = reverse("notices:desk:take", args=[draft.id])
    assert browser(clerk).post(take).status_code == 404
    ask(xiaodian, draft)
    browser(jinyuan).post(take)
    draft.refresh_from_db()
    assert draft.author == xiaodian
    browser(clerk).post(take)
    draft.refresh_from_db()
    assert draft.author == clerk
    assert "小店区" in page(xiaodian, draft)
    with pytest.raises(Refused, match="由这份草稿的录入人决定"):
        submit(draft, xiaodian, city)
    submit(draft, clerk, city)
    person("xiaodian", Role.PUBLISHER)
    with pytest.raises(Refused, match="您参与录入过这份通告"):
        publish_draft(draft_id=draft.id, by=xiaodian, city=city)
    notice = publish_draft(draft_id=draft.id, by=publisher, city=city)
    assert set(notice.entries.values_list("reviewed_by", flat=True)) == {"clerk"}


# --- What a confirmation is worth -----------------------------------------------------------------


def test_an_objection_keeps_the_draft_on_the_desk(
    city: City, xiaodian: User, jinyuan: User
) -> None:
    draft = start_draft(author=xiaodian, text=TEXT)
    ask(xiaodian, draft)
    answer(jinyuan, draft, objection="应为3号楼")
    assert "应为3号楼" in page(xiaodian, draft)
    with pytest.raises(Refused, match="晋源区1条"):
        submit(draft, xiaodian, city)


def test_a_part_that_was_changed_is_confirmed_anew(
    city: City, xiaodian: User, jinyuan: User
) -> None:
    draft = start_draft(author=xiaodian, text=TEXT)
    ask(xiaodian, draft)
    stale = digest_shown(jinyuan, draft)
    Draft.objects.filter(id=draft.id).update(text=TEXT.replace("世府苑2号楼", "世府苑3号楼"))
    answer(jinyuan, draft, digest=stale)
    assert not DraftPart.objects.get().digest
    answer(jinyuan, draft, digest=digest_shown(jinyuan, draft))
    Draft.objects.filter(id=draft.id).update(text=TEXT)
    draft.refresh_from_db()
    assert "确认后有改动" in page(xiaodian, draft)
    with pytest.raises(Refused, match="晋源区1条"):
        submit(draft, xiaodian, city)


def test_who_confirmed_a_part_does_not_publish_the_notice(
    city: City, xiaodian: User, jinyuan: User
) -> None:
    person("jinyuan", Role.PUBLISHER)
    draft = start_draft(author=xiaodian, text=TEXT)
    ask(xiaodian, draft)
    answer(jinyuan, draft, digest=digest_shown(jinyuan, draft))
    submit(draft, xiaodian, city)
    with pytest.raises(Refused, match="您确认过其中一区的内容"):
        publish_draft(draft_id=draft.id, by=jinyuan, city=city)


def test_a_clerk_of_the_whole_city_enters_it_alone(city: City) -> None:
    clerk, _ = people()
    draft = start_draft(author=clerk, text=TEXT)
    assert 'class="together"' not in page(clerk, draft)
    submit(draft, clerk, city)
    notice = publish_draft(draft_id=draft.id, by=people()[1], city=city)
    assert set(notice.entries.values_list("reviewed_by", flat=True)) == {""}


def test_auditors_and_administrators_write_nothing(city: City, xiaodian: User) -> None:
    draft = start_draft(author=xiaodian, text=TEXT)
    auditor, administrator = person("a", Role.AUDITOR), person("b", Role.ADMINISTRATOR)
    assert may(auditor, Deed.READ, draft=draft)
    assert not may(administrator, Deed.READ, draft=draft)
    assert [bool(may(auditor, d)) for d in (Deed.NAME, Deed.GROUND)] == [False, False]
    for user in (auditor, administrator):
        for deed in Deed:
            if deed not in (Deed.READ, Deed.OVERSEE, Deed.NAME, Deed.GROUND):
                assert not may(user, deed, draft=draft, district="140105"), (user, deed)
        with pytest.raises(Refused):
            start_draft(author=user, text=TEXT)
        with pytest.raises(Refused):
            choose_places(draft_id=draft.id, by=user, city=city, chosen={})


def test_a_superuser_of_django_has_no_business_with_the_ledger(city: City, xiaodian: User) -> None:
    root = User.objects.create_superuser("root")
    draft = start_draft(author=xiaodian, text=TEXT)
    assert not any(may(root, deed, draft=draft, district="140105") for deed in Deed)


def test_choosing_the_instant_leaves_a_confirmed_release_confirmed(
    city: City, xiaodian: User, jinyuan: User
) -> None:
    publish(188, entry(city.districts.get(name="晋源区"), "德恒世府苑2号楼"))
    text = TEXT.replace("新增高风险区", "调整为低风险区")
    draft = start_draft(author=xiaodian, text=text)
    ask(xiaodian, draft)
    save(jinyuan, draft, accepting(doubt_about(JINYUAN, draft, city)))
    answer(jinyuan, draft, digest=digest_shown(jinyuan, draft))
    noon = T0.replace(hour=12)
    reading = read_draft(draft, city, at=noon)
    (part,) = (p for p in parts_of(draft, reading) if p.asked)
    assert part.entries[0].binds
    assert part.is_settled
