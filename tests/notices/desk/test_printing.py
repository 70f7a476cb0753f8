"""Notices on paper: the official words, their entries, a map; and a draft that says it is one."""

from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from notices.drafts import start_draft
from notices.printing import of_notice, page
from tests.ground import entry, people, place, publish, small_city, square
from tests.notices.desk.test_desk import TEXT
from zones.models import City, OutlineQuality


@pytest.fixture
def city(db: None) -> City:
    found = small_city()
    drawn = place(found.districts.get(name="小店区"), "水木云天小区")
    drawn.outline, drawn.outline_quality = square(112.55, 37.75, 0.01), OutlineQuality.SURVEYED
    drawn.save()
    return found


@pytest.fixture
def clerk(city: City) -> User:
    return people()[0]


def words_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_a_notice_is_printed_with_its_words_entries_map_and_seal(
    city: City, clerk: User, client: Client
) -> None:
    district = city.districts.get(name="小店区")
    notice = publish(194, entry(district, "水木云天小区"), entry(district, "书林苑小区"))
    client.force_login(clerk)
    shown = client.get(reverse("notices:desk:notice-print", args=[notice.id])).content.decode()
    assert "map__high" in shown
    assert "另有 1 处没有轮廓" in shown
    assert "watermark" not in shown
    reply = client.get(reverse("notices:desk:notice-pdf", args=[notice.id]))
    assert reply["Content-Type"] == "application/pdf"
    told = "".join("".join(words_of(reply.content)).split())
    for words in ("水木云天小区", "书林苑小区", "2022年第194号", notice.seal.digest):
        assert words in told
    assert "DRAFT" not in told


def test_every_page_of_a_draft_says_that_it_is_one(city: City, clerk: User, client: Client) -> None:
    long = TEXT.replace("西贾社区书林苑小区。", "西贾社区书林苑小区。\n" + "说明文字。\n" * 120)
    draft = start_draft(author=clerk, text=long)
    client.force_login(clerk)
    shown = client.get(reverse("notices:desk:draft-print", args=[draft.id])).content.decode()
    assert "watermark" in shown
    pages = words_of(client.get(reverse("notices:desk:draft-pdf", args=[draft.id])).content)
    assert len(pages) > 2
    assert all("DRAFT" in one and "草稿" in one for one in pages)


def test_what_a_notice_says_never_becomes_markup(city: City) -> None:
    district = city.districts.get(name="小店区")
    notice = publish(194, entry(district, "水木云天小区"))
    notice.text = '<img src="http://example.invalid/x"><script>alert(1)</script>'
    shown = page(of_notice(notice, city))
    assert "<script" not in shown
    assert "<img" not in shown
