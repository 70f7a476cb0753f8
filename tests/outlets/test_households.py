"""No public channel tells of a household for longer than it may; the ledger keeps it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from notices.models import Entry, Notice
from notices.services import publish_notice
from tests.ground import NewEntry, NoticeHead, entry, people, small_city, vouch
from zones.models import City
from zones.risk.regimes import SHANGHAI
from zones.withholding import is_withheld

ROOM = "4217"
WORDS = f"晋阳紫城4号楼10单元{ROOM}室"
STARTS = [
    "/",
    "/notices/",
    "/api/v1/zones",
    "/api/v1/zones?format=csv",
    "/api/v1/districts",
    "/api/v1/notices",
    "/api/v1/notices/2022/300",
    "/api/v1/changes?after=0",
    "/api/v1/changes/snapshot",
    "/feeds/city.atom",
    "/embed/",
    "/changes/?from=2022-12-01&to=2022-12-20",
    "/zones.txt",
    "/tiles/current.json",
    "/feeds/districts/140105.atom",
    "/api/v1/lookup?address=小店区晋阳紫城4号楼10单元",
    "/?address=小店区晋阳紫城4号楼10单元",
]
PAGES_ENOUGH = 120


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def publish_household(city: City, effective: datetime) -> Notice:
    clerk, publisher = people()
    district = city.districts.get(name="小店区")
    item: NewEntry = entry(district, WORDS, at=effective)
    text = f"通告：自即日起将小店区{WORDS}划定为高风险区，{ROOM}室以外不变。"
    start = text.index(WORDS)
    placed = NewEntry(
        **{f: getattr(item, f) for f in item.__slots__ if f not in {"start", "end"}},
        start=start,
        end=start + len(WORDS),
    )
    head = NoticeHead(
        issuer="发布机关",
        year=2022,
        number=300,
        issued_on=effective.date(),
        title="通告",
        text=text,
    )
    act = publish_notice(head=head, entries=[placed], entered_by=clerk, published_by=publisher)
    vouch(district, at=effective)
    return act


def walk(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    """Every page that a reader can reach by links from where each channel begins."""
    waiting, seen = list(STARTS), set(STARTS)
    while waiting and len(seen) < PAGES_ENOUGH:
        path = waiting.pop(0)
        response = client.get(path)
        yield path, response
        kind = response.get("Content-Type", "")
        if not kind.startswith(("text/html", "application/atom+xml")):
            continue
        for link in re.findall(r'(?:href|src)="([^"#]+)', response.content.decode()):
            target = urljoin(path, unescape(link))
            there = urlsplit(target)
            if there.netloc in ("", "testserver") and not there.path.startswith(
                ("/static/", "/staff/", "/language/", "/api/v1/docs")
            ):
                address = there.path + (f"?{there.query}" if there.query else "")
                if address not in seen:
                    seen.add(address)
                    waiting.append(address)


def body(response: HttpResponse) -> str:
    return b"".join(response).decode("utf-8", "replace")


def test_no_public_channel_tells_of_a_household_after_its_time(city: City, client: Client) -> None:
    publish_household(city, datetime(2022, 12, 8, tzinfo=SHANGHAI))
    told, read = [], set()
    for path, response in walk(client):
        assert response.status_code in (200, 302, 400), path
        text = body(response)
        read.add(path)
        if ROOM in text:
            told.append(path)
    assert told == []
    assert {"/notices/2022/300/", "/districts/140105/"} <= read
    assert "晋阳紫城4号楼10单元某户" in body(client.get("/api/v1/notices/2022/300"))
    assert Entry.objects.get(text=WORDS).marks.get().part == f"{ROOM}室"


def test_a_past_instant_does_not_bring_a_household_back(city: City, client: Client) -> None:
    publish_household(city, datetime(2022, 12, 8, tzinfo=SHANGHAI))
    for path in ("/", "/api/v1/zones"):
        text = body(client.get(path, {"as_of": "2022-12-09"}))
        assert "10单元某户" in text
        assert ROOM not in text


def test_a_household_is_told_while_its_neighbours_need_it(city: City, client: Client) -> None:
    publish_household(city, timezone.now() - timedelta(days=1))
    for path in ("/", "/notices/2022/300/", "/api/v1/zones", "/api/v1/notices/2022/300"):
        assert WORDS in body(client.get(path)), path


def test_the_marked_words_of_the_official_text_are_those_of_the_entries(
    city: City, client: Client
) -> None:
    publish_household(city, datetime(2022, 12, 8, tzinfo=SHANGHAI))
    told = client.get("/api/v1/notices/2022/300").json()
    item = told["entries"][0]
    assert told["text"][item["start"] : item["end"]] == item["text"]
    assert told["withheld"] is True
    assert "某户以外不变" in told["text"]
    assert item["places"][0]["part"] == "某户"


def test_withholding_begins_at_midnight(settings: pytest.FixtureRequest) -> None:
    settings.HOUSEHOLD_PUBLIC_DAYS = 2  # type: ignore[attr-defined]
    effective = datetime(2022, 12, 8, 23, 30, tzinfo=SHANGHAI)
    assert not is_withheld(effective, datetime(2022, 12, 9, 23, 59, tzinfo=SHANGHAI))
    assert is_withheld(effective, datetime(2022, 12, 10, 0, 0, tzinfo=SHANGHAI))
    assert is_withheld(None, effective)
