"""The feeds are Atom as RFC 4287 has it, stay the same under any host, and tell of corrections."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.test import Client

from notices.models import Entry, Notice
from notices.services import NewVoid, correct
from tests.ground import people
from tests.pages.conftest import read
from zones.models import City, Place

pytestmark = pytest.mark.usefixtures("city")
ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def feed(client: Client, path: str, **extra: Any) -> ElementTree.Element:
    response = client.get(path, **extra)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(response.content)
    must_be_atom(root)
    return root


def must_be_atom(root: ElementTree.Element) -> None:
    """What RFC 4287 asks of a feed and of its entries."""
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for node in (root, *entries):
        for name in ("id", "title", "updated"):
            (one,) = node.findall(f"{ATOM}{name}")
            assert one.text
            assert one.text.strip()
        assert RFC3339.fullmatch(said(node, "updated"))
        assert urlsplit(said(node, "id")).scheme == "urn"
        UUID(said(node, "id").removeprefix("urn:uuid:"))
        links = node.findall(f"{ATOM}link")
        alternate = [x for x in links if x.get("rel", "alternate") == "alternate"]
        assert len(alternate) == 1
        assert urlsplit(alternate[0].get("href")).netloc
    assert [x.get("rel") for x in root.findall(f"{ATOM}link")].count("self") == 1
    assert all(e.find(f"{ATOM}author/{ATOM}name") is not None for e in entries)
    ids = [said(e, "id") for e in entries]
    assert len(ids) == len(set(ids))
    times = [datetime.fromisoformat(said(e, "updated")) for e in entries]
    assert times == sorted(times, reverse=True)


def said(node: ElementTree.Element, name: str) -> str:
    return node.findtext(f"{ATOM}{name}", "")


def test_the_city_is_told_of_every_notice_and_entries_lead_to_it(client: Client) -> None:
    entries = feed(client, "/feeds/city.atom").findall(f"{ATOM}entry")
    notices = Notice.objects.filter(kind="notice").order_by("-sequence")
    assert [said(e, "id") for e in entries] == [f"urn:uuid:{n.id}" for n in notices]
    for entry, notice in zip(entries, notices, strict=True):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert client.get(urlsplit(link.get("href")).path).status_code == 200
        assert link.get("href", "").endswith(notice.get_absolute_url())
    assert "西贾社区水木云天小区" in said(entries[1], "summary")


def test_a_district_is_told_of_its_own_entries_only(client: Client) -> None:
    root = feed(client, "/feeds/districts/140121.atom")
    assert not root.findall(f"{ATOM}entry")
    summaries = [
        said(e, "summary")
        for e in feed(client, "/feeds/districts/140105.atom").findall(f"{ATOM}entry")
    ]
    assert any("晋阳紫城4号楼10单元" in s for s in summaries)
    assert not any("矿机宿舍" in s for s in summaries)
    assert client.get("/feeds/districts/110101.atom").status_code == 404


def test_a_place_is_told_of_what_holds_it_and_of_what_lies_in_it(client: Client) -> None:
    unit = Place.objects.get(name="晋阳紫城4号楼10单元")
    for place in (unit, unit.parent, Place.objects.get(id=unit.lineage[0])):
        entries = feed(client, f"/feeds/places/{place.id}.atom").findall(f"{ATOM}entry")
        assert len(entries) == 1, place.name
        assert "晋阳紫城4号楼10单元" in said(entries[0], "summary")
    other = Place.objects.get(name="碧桂园玖玺台")
    assert not feed(client, f"/feeds/places/{other.id}.atom").findall(f"{ATOM}entry")


def test_a_corrected_notice_comes_up_again_as_updated(client: Client) -> None:
    before = feed(client, "/feeds/city.atom").findall(f"{ATOM}entry")
    wrong = Entry.objects.get(text="德恒世府苑2号楼", action="designate")
    clerk, publisher = people()
    act = correct(
        title="更正",
        voids=[NewVoid(wrong.id, "录入有误")],
        entered_by=clerk,
        published_by=publisher,
    )
    after = feed(client, "/feeds/city.atom").findall(f"{ATOM}entry")
    assert len(after) == len(before) + 1
    first, second = after[:2]
    assert {said(first, "id"), said(second, "id")} == {
        f"urn:uuid:{act.id}",
        f"urn:uuid:{wrong.notice_id}",
    }
    mended = next(e for e in after if said(e, "id") == f"urn:uuid:{wrong.notice_id}")
    assert "（有更正）" in said(mended, "title")
    assert "已更正" in said(mended, "summary")
    assert said(mended, "updated") > said(mended, "published")


def test_ids_stay_the_same_wherever_the_site_is_served(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    here = feed(client, "/feeds/city.atom")
    there = feed(client, "/feeds/city.atom", headers={"host": "elsewhere.example"})
    for name in ("id",):
        assert said(here, name) == said(there, name)
    assert [said(e, "id") for e in here] == [said(e, "id") for e in there]


def test_pages_lead_to_their_feeds_and_a_reader_asks_conditionally(
    client: Client, city: City
) -> None:
    place = Place.objects.get(name="碧桂园玖玺台")
    for path, wanted in {
        "/": "/feeds/city.atom",
        "/districts/140105/": "/feeds/districts/140105.atom",
        f"/places/{place.id}/": f"/feeds/places/{place.id}.atom",
    }.items():
        found = [a["href"] for t, a in read(client, path).elements if a.get("rel") == "alternate"]
        assert wanted in found
        first = client.get(wanted)
        again = client.get(wanted, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
