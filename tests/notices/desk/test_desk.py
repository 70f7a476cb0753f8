"""The desk: who may do what, what is kept on an error, and two people for every notice."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices.drafts import finding_key, publish_draft, start_draft, submit_draft
from notices.models import Draft, Notice
from notices.reading import read
from notices.services import Refused
from notices.verification import differences
from people.duties import Role
from tests.ground import T0, entry, people, person, place, publish, small_city
from zones.gazetteer.aliases import approve_alias
from zones.models import City
from zones.models.ground import AliasProposal
from zones.standings import in_force

TEXT = """太原市疫情防控工作领导小组办公室通告
（2022年第194号）

关于小店区调整高风险区的通告

  即日起小店区新增高风险区2个，调整为低风险区1个。具体如下：

  一、新增高风险区（2个）

  小店区（2个）：西贾社区水木云天小区，西贾社区书林苑小区。

  二、调整为低风险区（1个）

  小店区（1个）：晋阳紫城小区。

太原市疫情防控工作领导小组办公室
2022年11月28日
"""


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def clerk(city: City) -> User:
    return people()[0]


@pytest.fixture
def publisher(city: City) -> User:
    return people()[1]


@pytest.fixture
def draft(clerk: User) -> Draft:
    return start_draft(author=clerk, text=TEXT)


def browser(user: User | AnonymousUser | None) -> Client:
    client = Client()
    if isinstance(user, User):
        client.force_login(user)
    return client


def urls(draft: Draft) -> dict[str, tuple[str, str]]:
    found = {"home": ("get", reverse("notices:desk:home"))}
    found["paste"] = ("post", reverse("notices:desk:paste"))
    found["draft"] = ("get", reverse("notices:desk:draft", args=[draft.id]))
    for name in ("submit", "publish", "return"):
        found[name] = ("post", reverse(f"notices:desk:{name}", args=[draft.id]))
    return found


def test_nobody_enters_without_signing_in(draft: Draft) -> None:
    for method, url in urls(draft).values():
        response = getattr(Client(), method)(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/staff/login/")


def test_who_has_no_business_at_the_desk_is_refused(draft: Draft) -> None:
    stranger = User.objects.create_user("stranger")
    for method, url in urls(draft).values():
        assert getattr(browser(stranger), method)(url).status_code == 403


@pytest.mark.parametrize("name", ["home", "paste", "draft", "submit", "publish", "return"])
def test_each_page_takes_its_own_method_only(draft: Draft, clerk: User, name: str) -> None:
    method, url = urls(draft)[name]
    other = "post" if method == "get" else "get"
    assert getattr(browser(clerk), other)(url).status_code == 405


def test_another_clerks_draft_is_not_shown(draft: Draft, city: City) -> None:
    other = person("other", Role.CLERK)
    assert browser(other).get(urls(draft)["draft"][1]).status_code == 404


def test_a_draft_is_on_no_public_page(draft: Draft) -> None:
    for url in ("/", "/notices/", "/districts/140105/", "/api/v1/zones", "/api/v1/notices"):
        assert "水木云天" not in Client().get(url).content.decode()


def test_what_was_pasted_is_kept_when_it_is_refused(clerk: User) -> None:
    page = browser(clerk).post(
        reverse("notices:desk:paste"), {"text": "", "origin": "http://example.invalid/194"}
    )
    assert page.status_code == 422
    assert "http://example.invalid/194" in page.content.decode()


def test_the_reading_stands_beside_the_words(draft: Draft, clerk: User) -> None:
    page = browser(clerk).get(urls(draft)["draft"][1]).content.decode()
    assert "新增高 2，解除 1" in page
    assert "2/2" in page.replace("\n", "").replace(" ", "")
    assert "没有对应的在册风险区" in page


def test_a_notice_goes_through_two_people(city: City, clerk: User, publisher: User) -> None:
    publish(188, entry(city.districts.get(name="小店区"), "晋阳紫城小区"))
    mine = browser(clerk)
    shown = mine.post(reverse("notices:desk:paste"), {"text": TEXT, "origin": ""})
    draft = Draft.objects.get()
    assert shown["Location"] == reverse("notices:desk:draft", args=[draft.id])
    form = {"effective_from": "2022-11-28T12:00", "effective_decision": "按发布当日十二时计"}
    mine.post(urls(draft)["submit"][1], form)
    draft.refresh_from_db()
    assert draft.status == Draft.Status.SUBMITTED
    mine.post(urls(draft)["publish"][1])
    assert Notice.objects.filter(number=194).count() == 0
    browser(publisher).post(urls(draft)["publish"][1])
    notice = Notice.objects.get(number=194)
    assert (notice.entered_by_name, notice.published_by_name) == ("clerk", "publisher")
    assert notice.effective_phrase == "即日起"
    assert notice.effective_decision == "按发布当日十二时计"
    noon = T0.replace(hour=12)
    assert {r.standing.text for r in in_force(noon, notice.recorded_at)} == {
        "西贾社区水木云天小区",
        "西贾社区书林苑小区",
    }


def test_a_person_says_which_of_several_places_is_meant(city: City, clerk: User) -> None:
    district = city.districts.get(name="小店区")
    first = place(district, "平阳路1号水木云天小区")
    second = place(district, "并州路2号水木云天小区")
    assert first != second
    draft = start_draft(author=clerk, text=TEXT)
    desk = browser(clerk)
    page = desk.get(urls(draft)["draft"][1]).content.decode()
    assert "指哪一处" in page
    assert "并州路2号" in page
    start = draft.text.index("西贾社区水木云天小区")
    reading = read(TEXT, city, effective_from=T0)
    form = {
        "effective_from": "2022-11-28T00:00",
        "effective_decision": "按发布当日零时计",
        "accepted": [finding_key(f) for f in reading.doubts],
    }
    refused = desk.post(urls(draft)["submit"][1], form)
    assert refused.status_code == 422
    assert "可能是几处地点" in refused.content.decode()
    form[f"choose-{start}-0"] = str(second.id)
    assert desk.post(urls(draft)["submit"][1], form).status_code == 302
    draft.refresh_from_db()
    notice = publish_draft(draft_id=draft.id, by=people()[1], city=city)
    assert notice.entries.get(text="西贾社区水木云天小区").marks.get().place == second


def test_a_name_that_may_be_a_misprint_is_shown_and_proposed_as_an_alias(
    city: City, clerk: User, publisher: User
) -> None:
    district = city.districts.get(name="小店区")
    known = place(district, "书林院小区")
    draft = start_draft(author=clerk, text=TEXT)
    reading = read(TEXT, city, effective_from=T0)
    (near,) = (f for f in reading.doubts if f.code == "near-name")
    assert "书林院" in near.message
    submit(draft, clerk, city, accepted=[finding_key(f) for f in reading.doubts])
    proposal = AliasProposal.objects.get()
    assert (proposal.place, proposal.text, proposal.decision) == (known, "书林苑小区", None)
    approve_alias(proposal_id=proposal.pk, by=publisher, at=timezone.now())
    again = read(TEXT, city, effective_from=T0)
    assert "near-name" not in {f.code for f in again.findings}
    publish_draft(draft_id=draft.id, by=publisher, city=city)
    entry_of = Notice.objects.get(number=194).entries.get(text="西贾社区书林苑小区")
    assert entry_of.marks.get().place == known


def test_missing_numbers_are_on_the_work_list(city: City, clerk: User) -> None:
    district = city.districts.get(name="小店区")
    publish(188, entry(district, "晋阳紫城小区"))
    publish(191, entry(district, "水木云天小区"))
    page = browser(clerk).get(reverse("notices:desk:home")).content.decode()
    assert "缺 189—190" in " ".join(page.split())


def test_deleting_a_user_never_touches_the_ledger(city: City, clerk: User) -> None:
    notice = publish(188, entry(city.districts.get(name="小店区"), "晋阳紫城小区"))
    clerk.delete()
    notice.refresh_from_db()
    assert notice.entered_by_name == "clerk"
    assert list(differences()) == []
    assert Client().get(notice.get_absolute_url()).status_code == 200


def test_every_doubt_is_accepted_by_name(draft: Draft, city: City, clerk: User) -> None:
    with pytest.raises(Refused, match="还有1条提示没有确认"):
        submit(draft, clerk, city, accepted=[])
    (doubt,) = read(TEXT, city, effective_from=T0).doubts
    assert doubt.code == "unmatched-release"
    submitted = submit(draft, clerk, city, accepted=[finding_key(doubt)])
    assert submitted.accepted[0]["by"] == "clerk"


def test_a_draft_is_published_once(draft: Draft, city: City, clerk: User, publisher: User) -> None:
    doubts = [finding_key(f) for f in read(TEXT, city, effective_from=T0).doubts]
    submit(draft, clerk, city, accepted=doubts)
    publish_draft(draft_id=draft.id, by=publisher, city=city)
    with pytest.raises(Refused, match="不能发布"):
        publish_draft(draft_id=draft.id, by=publisher, city=city)
    assert Notice.objects.filter(number=194).count() == 1


def test_a_returned_draft_goes_back_with_remarks(
    draft: Draft, city: City, clerk: User, publisher: User
) -> None:
    doubts = [finding_key(f) for f in read(TEXT, city, effective_from=T0).doubts]
    submit(draft, clerk, city, accepted=doubts)
    browser(publisher).post(urls(draft)["return"][1], {"remarks": "请核对第二条"})
    draft.refresh_from_db()
    assert draft.status == Draft.Status.RETURNED
    assert "请核对第二条" in browser(clerk).get(urls(draft)["draft"][1]).content.decode()
    submit(draft, clerk, city, accepted=doubts)


def test_a_district_of_another_city_cannot_be_recorded(city: City, clerk: User) -> None:
    draft = start_draft(author=clerk, text=TEXT.replace("小店区", "平城区"))
    with pytest.raises(Refused, match="不是本市区县"):
        submit(draft, clerk, city, accepted=[])


def test_a_notice_without_entries_is_a_notice(city: City, clerk: User, publisher: User) -> None:
    text = (Path(settings.BASE_DIR) / "seed/taiyuan/notices/2022-072.txt").read_text("utf-8")
    draft = start_draft(author=clerk, text=text)
    submit(draft, clerk, city, accepted=[])
    notice = publish_draft(draft_id=draft.id, by=publisher, city=city)
    assert notice.entries.count() == 0


def submit(draft: Draft, clerk: User, city: City, *, accepted: list[str]) -> Draft:
    return submit_draft(
        draft_id=draft.id,
        by=clerk,
        city=city,
        effective_from=T0,
        effective_decision="按发布当日零时计",
        accepted=accepted,
    )
