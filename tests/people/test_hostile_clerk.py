"""What a clerk with a text editor and a second role may try: each of it is refused, and kept."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from notices.drafts import finding_key, publish_draft, read_draft, start_draft, submit_draft
from notices.models import Draft, Notice
from people.duties import Role
from people.models import Happening
from people.services import appoint
from tests.ground import APPOINTED, T0, entry, person, publish, small_city
from zones.models import City, District

BACKEND = "django.contrib.auth.backends.ModelBackend"
TEXT = """太原市疫情防控工作领导小组办公室通告
（2022年第294号）

  即日起小店区新增高风险区1个，调整为低风险区1个。具体如下：

  一、新增高风险区（1个）

  小店区（1个）：青禾雅苑专用词小区。

  二、调整为低风险区（1个）

  小店区（1个）：晋阳紫城小区。

太原市疫情防控工作领导小组办公室
2022年11月28日
"""


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def xiaodian(city: City) -> District:
    return city.districts.get(name="小店区")


@pytest.fixture
def jinyuan(city: City) -> District:
    return city.districts.get(name="晋源区")


def at_the_desk(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def to(draft: Draft, name: str, **more: Any) -> str:
    return reverse(f"notices:desk:{name}", args=[draft.id], **more)


def saved(client: Client, draft: Draft, **amendments: Any) -> tuple[int, dict[str, Any]]:
    draft.refresh_from_db()
    work = {"version": draft.version, "amendments": amendments}
    reply = client.post(to(draft, "save"), json.dumps(work), content_type="application/json")
    return reply.status_code, reply.json()


def submitted(city: City, draft: Draft, by: User) -> None:
    reading = read_draft(draft, city, at=T0)
    submit_draft(
        draft_id=draft.id,
        by=by,
        city=city,
        effective_from=T0,
        effective_decision="当日零时",
        accepted=[finding_key(d) for d in reading.doubts],
    )


def test_the_draft_of_another_does_not_exist_for_a_clerk_whatever_is_asked(
    city: City, xiaodian: District
) -> None:
    draft = start_draft(author=person("clerk", Role.CLERK), text=TEXT)
    other = at_the_desk(person("other", Role.CLERK, districts=(xiaodian,)))
    for name in ("draft", "state", "places", "buildings", "comparison", "draft-print", "draft-pdf"):
        assert other.get(to(draft, name)).status_code == 404, name
    for name in ("submit", "publish", "return", "save", "discard", "ask", "take"):
        assert other.post(to(draft, name), {"version": "1"}).status_code == 404, name
    path = reverse("notices:desk:answer", args=[draft.id, "140105"])
    assert other.post(path, {"digest": "x"}).status_code == 404
    assert Draft.objects.get().status == Draft.Status.OPEN


def test_a_second_role_publishes_neither_ones_own_draft_nor_one_that_one_had_a_hand_in(
    city: City, xiaodian: District, jinyuan: District
) -> None:
    author = person("clerk", Role.CLERK, Role.PUBLISHER)
    hand = person("hand", Role.CLERK, districts=(xiaodian,))
    draft = start_draft(author=author, text=TEXT)
    draft.parts.create(district=xiaodian)
    row = {"start": TEXT.index("晋阳紫城"), "end": TEXT.index("晋阳紫城") + 6, "reason": "误"}
    assert saved(at_the_desk(hand), draft, struck=[row])[0] == 200
    assert saved(at_the_desk(hand), draft)[0] == 200
    submitted(city, Draft.objects.get(), author)
    appoint(user=hand, role=Role.PUBLISHER, districts=(), at=APPOINTED)
    for user in (author, hand):
        at_the_desk(user).post(to(draft, "publish"))
        assert not Notice.objects.exists()
    kept = Happening.objects.filter(kind="refused").values_list("username", flat=True)
    assert {"clerk", "hand"} <= set(kept)


def test_a_publication_that_is_sent_again_publishes_nothing_more(
    city: City, xiaodian: District
) -> None:
    clerk = person("clerk", Role.CLERK)
    draft = start_draft(author=clerk, text=TEXT)
    submitted(city, draft, clerk)
    publisher = at_the_desk(person("publisher", Role.PUBLISHER))
    for _ in range(3):
        publisher.post(to(draft, "publish"))
    assert Notice.objects.count() == 1
    publisher.post(to(draft, "return"), {"remarks": "退回"})
    assert Draft.objects.get().status == Draft.Status.PUBLISHED
    author = at_the_desk(clerk)
    for name in ("submit", "discard"):
        author.post(to(draft, name), {"version": Draft.objects.get().version})
    assert saved(author, draft)[0] == 422
    assert Draft.objects.get().status == Draft.Status.PUBLISHED


def test_a_release_ends_no_zone_of_another_district_and_none_that_is_made_up(
    city: City, jinyuan: District
) -> None:
    theirs = publish(188, entry(jinyuan, "和平里小区")).entries.get()
    clerk = person("clerk", Role.CLERK)
    draft = start_draft(author=clerk, text=TEXT)
    at = TEXT.index("晋阳紫城")
    for forged in (theirs.id, uuid4()):
        tie = {"start": at, "ends": [str(forged)], "exclusion": "matched"}
        assert saved(at_the_desk(clerk), draft, ties=[tie])[0] == 200
        reading = read_draft(Draft.objects.get(), city, at=T0)
        assert "amendment-lost" in {f.code for f in reading.blocking}
        at_the_desk(clerk).post(
            to(draft, "submit"),
            {
                "effective_from": "2022-11-28T00:00",
                "effective_decision": "当日零时",
                "accepted": [finding_key(d) for d in (*reading.doubts, *reading.blocking)],
            },
        )
        assert Draft.objects.get().status == Draft.Status.OPEN


def test_an_entry_is_moved_to_no_district_that_is_not_ones_own(
    city: City, xiaodian: District, jinyuan: District
) -> None:
    clerk = person("clerk", Role.CLERK, districts=(xiaodian,))
    draft = start_draft(author=clerk, text=TEXT)
    at = TEXT.index("青禾雅苑")
    row = {"start": at, "end": at + 9, "action": "designate", "level": "high", "district": "晋源区"}
    status, told = saved(at_the_desk(clerk), draft, edits=[row])
    assert (status, told["problem"]) == (422, "refused")
    assert Draft.objects.get().amendments == {}


def test_no_public_answer_notices_a_draft_while_it_is_started_worked_on_and_submitted(
    city: City, xiaodian: District
) -> None:
    publish(188, entry(xiaodian, "晋阳紫城小区"))
    public = (
        "/",
        "/notices/",
        "/changes/",
        "/districts/140105/",
        "/api/v1/zones",
        "/api/v1/notices",
        "/api/v1/changes",
        "/api/v1/lookup?address=小店区青禾雅苑专用词小区&as_of=2022-11-29T00:00:00%2B08:00",
        "/api/v1/zones?as_of=2022-11-29T00:00:00%2B08:00",
    )

    def told() -> list[tuple[int, str, str]]:
        replies = [Client().get(path) for path in public]
        tags = ("ETag", "Last-Modified")
        return [(r.status_code, *(r.headers.get(tag, "") for tag in tags)) for r in replies]

    before = told()
    clerk = person("clerk", Role.CLERK)
    draft = start_draft(author=clerk, text=TEXT)
    place = "140105|青禾雅苑专用词|青禾雅苑专用词小区"
    decided = {"place": place, "level": "area", "within": "坞城街道"}
    assert saved(at_the_desk(clerk), draft, sitings=[decided])[0] == 200
    assert at_the_desk(clerk).get(to(draft, "comparison")).status_code == 200
    submitted(city, Draft.objects.get(), clerk)
    assert told() == before
    for path in public:
        words = Client().get(path).content.decode().replace("小店区青禾雅苑专用词小区", "")
        assert "青禾雅苑" not in words, path
    publish_draft(draft_id=draft.id, by=person("publisher", Role.PUBLISHER), city=city)
    assert told() != before
