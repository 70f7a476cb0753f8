"""Pages and data are kept by sequence, and nobody keeps an answer about an address."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import brotli
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outlets.compression import Encoding, preferred
from outlets.kept_parts import PARTS
from outlets.page_cache import SHELF
from outlets.version import Version
from tests.ground import entry, publish
from zones.models import City

PUBLIC = [
    "/",
    "/districts/140105/",
    "/notices/",
    "/notices/2022/194/",
    "/api/v1/zones",
    "/api/v1/districts?format=geojson",
    "/api/v1/notices",
    "/api/v1/notices/2022/194",
]


@pytest.fixture
def kept(settings: Any) -> Iterator[None]:
    settings.PAGE_CACHE_MB = 8
    SHELF.clear()
    PARTS.clear()
    yield
    SHELF.clear()
    PARTS.clear()


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("path", PUBLIC)
def test_what_a_reader_has_already_is_not_made_again(path: str, client: Client) -> None:
    first = client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert len(asked) <= 1, "a 304 costs one query"
    assert "public" in first["Cache-Control"]
    assert "stale-while-revalidate" in first["Cache-Control"]


@pytest.mark.usefixtures("kept")
def test_a_page_is_rendered_once_a_sequence(city: City, client: Client) -> None:
    first = client.get("/")
    with CaptureQueriesContext(connection) as asked:
        again = client.get("/")
    assert again.content == first.content
    assert len(asked) <= 1
    publish(196, entry(city.districts.get(name="尖草坪区"), "摄乐村"))
    after = client.get("/")
    assert after["ETag"] != first["ETag"]
    assert "摄乐村" in after.content.decode()


@pytest.mark.usefixtures("city", "kept")
def test_languages_moments_and_pages_are_kept_apart(client: Client) -> None:
    tags = {client.get("/")["ETag"], client.get("/notices/")["ETag"]}
    tags.add(client.get("/", {"as_of": "2022-11-29"})["ETag"])
    english = client.get("/", headers={"accept-language": "en"})
    tags.add(english["ETag"])
    assert len(tags) == 4
    assert 'lang="en"' in english.content.decode()
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(english["Vary"].split(", "))


@pytest.mark.usefixtures("city", "kept")
def test_a_compressed_page_is_the_same_page_under_the_same_tag(client: Client) -> None:
    plain = client.get("/")
    for coding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        packed = client.get("/", headers={"accept-encoding": coding})
        assert packed["Content-Encoding"] == coding
        assert unpack(packed.content) == plain.content
        assert packed["ETag"] == plain["ETag"]
        assert len(packed.content) < len(plain.content) / 3


@pytest.mark.usefixtures("city", "kept")
@pytest.mark.parametrize("query", [{"address": "小店区晋阳紫城"}, {"lon": "112.5", "lat": "37.8"}])
def test_nobody_keeps_an_answer_about_an_address(query: dict[str, str], client: Client) -> None:
    response = client.get("/", query)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert not SHELF.kept


def test_a_page_changes_when_something_takes_effect_and_is_not_kept_past_it(
    city: City, client: Client
) -> None:
    now = timezone.now()
    soon = now + timedelta(seconds=3)
    publish(196, entry(city.districts.get(name="尖草坪区"), "摄乐村", at=soon))
    version = Version.current()
    assert version.next_change(now) == soon
    before = version.tag(now, "/", follows_now=True)
    assert version.tag(soon, "/", follows_now=True) != before
    then = version.tag(now, "/", follows_now=False)
    assert version.tag(soon, "/", follows_now=False) == then
    kept = client.get("/")["Cache-Control"]
    assert "max-age=5" not in kept
    assert "stale-while-revalidate=0" in kept


def test_a_page_that_says_now_is_made_anew_after_a_while(city: City) -> None:
    version, now = Version.current(), timezone.now()
    later = now + timedelta(minutes=6)
    assert version.tag(now, follows_now=True) != version.tag(later, follows_now=True)


@pytest.mark.parametrize(
    ("accepted", "best"),
    [
        ("gzip, deflate, br, zstd", Encoding.BROTLI),
        ("gzip;q=1.0, br;q=0", Encoding.GZIP),
        ("*", Encoding.BROTLI),
        ("", Encoding.IDENTITY),
        ("identity", Encoding.IDENTITY),
        ("gzip;q=x, br;q=1..2", Encoding.IDENTITY),
    ],
)
def test_a_coding_is_chosen_as_the_reader_accepts_it(accepted: str, best: Encoding) -> None:
    assert preferred(accepted) is best


@pytest.mark.usefixtures("kept")
def test_the_list_beside_an_answer_is_made_once_and_anew_after_a_notice(
    client: Client, city: City
) -> None:
    asked = {"address": "小店区水木云天小区"}
    first = client.get("/", asked)
    assert "no-store" in first["Cache-Control"]
    with CaptureQueriesContext(connection) as made_anew:
        client.get("/", {**asked, "as_of": "2022-12-01"})
    with CaptureQueriesContext(connection) as kept:
        again = client.get("/", {**asked, "as_of": "2022-12-01"})
    assert len(kept) < len(made_anew)
    assert again.content.count(b'data-zone="') == first.content.count(b'data-zone="')
    publish(196, entry(city.districts.get(name="晋源区"), "和平小区3号楼"))
    after = client.get("/", asked).content
    assert after.count(b'data-zone="') == first.content.count(b'data-zone="') + 1
    assert "和平小区3号楼" in after.decode()
    english = Client(headers={"accept-language": "en"}).get("/", asked).content.decode()
    assert "High risk" in english
    assert "高风险" not in english.split('id="list-heading"')[1].split("</section>")[0]
