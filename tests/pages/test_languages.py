"""Chinese first, English second, and nothing half translated."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import ROOT
from tests.pages.conftest import Reader, read

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


def test_every_entry_of_the_catalogue_is_translated() -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    assert [e.msgid for e in catalogue.untranslated_entries() + catalogue.fuzzy_entries()] == []


def test_every_string_of_the_public_pages_is_in_the_catalogue() -> None:
    known = {e.msgid for e in polib.pofile(str(CATALOGUE))}
    for template in (ROOT / "templates").rglob("*.html"):
        source = template.read_text("utf-8")
        for words in re.findall(r'{% translate "([^"]+)" %}', source):
            assert words in known, f"{template}: {words}"


def test_no_public_template_has_chinese_outside_a_translation() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        if "desk" in template.parts:
            continue
        source = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", template.read_text())
        source = re.sub(r"{%.*?%}", "", source)
        assert not re.findall(r"[\u4e00-\u9fff]", source), template


@pytest.mark.usefixtures("city")
def test_a_reader_chooses_english_and_stays_where_they_were(client: Client) -> None:
    chosen = client.get("/language/en/", {"next": "/notices/2022/194/"})
    assert (chosen.status_code, chosen["Location"]) == (302, "/notices/2022/194/")
    page = read(client, "/notices/2022/194/")
    assert "Notice 194 of 2022" in page.text
    assert "Official text" in page.text
    assert "西贾社区水木云天小区" in page.text
    client.get("/language/zh-hans/")
    assert "通告原文" in read(client, "/notices/2022/194/").text


@pytest.mark.usefixtures("city")
def test_a_browser_that_prefers_english_is_answered_in_english() -> None:
    response = Client(headers={"accept-language": "en-GB"}).get("/?address=晋阳紫城")
    page = Reader(response.content.decode())
    assert "High risk in part" in page.text
    assert "Xiaodian 小店区" in page.text
    assert "en" in page.with_attribute("lang")
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(client: Client, away: str) -> None:
    assert client.get("/language/en/", {"next": away})["Location"] == "/"


def test_a_language_that_is_not_spoken_changes_nothing(client: Client) -> None:
    response = client.get("/language/xx/")
    assert response.status_code == 302
    assert not response.cookies
