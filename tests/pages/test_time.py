"""Time on the page: the turns, what changed between two instants, the plain list, freshness."""

from collections import Counter
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from tests.pages.conftest import Reader, read
from zones.models import City
from zones.risk.regimes import SHANGHAI

pytestmark = pytest.mark.usefixtures("city")
BEFORE, AFTER = "2022-11-27", "2022-12-01"
FAR = datetime(2022, 12, 1, tzinfo=SHANGHAI)


def zones(client: Client, as_of: str) -> dict[str, str]:
    features = client.get("/api/v1/zones", {"as_of": as_of}).json()["features"]
    return {f["id"]: f["properties"]["text"] for f in features}


def fates(page: Reader) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for _, attributes in page.elements:
        if "data-change" in attributes:
            zone = attributes["id"].removeprefix("zone-")
            found.setdefault(attributes["data-change"], set()).add(zone)
    return found


def told_counts(page: Reader) -> dict[str, int]:
    changes = page.with_attribute("data-change-count")
    words = page.text
    return {c: int(n) for c, n in zip(changes, _numbers(words), strict=False)}


def _numbers(words: str) -> list[str]:
    names = ("新增", "已解除", "范围有变", "仍在册")
    parts = words.split()
    return [parts[parts.index(name) - 1] for name in names]


@pytest.mark.parametrize("written", ["20221127", "2022/11/27", "2022年11月27日", "2022.11.27"])
def test_a_date_is_read_as_people_write_it(client: Client, written: str) -> None:
    page = read(client, "/?" + urlencode({"as_of": written}))
    assert "您看的是 2022年11月27日 00:00 的情况" in page.text
    [field] = [a for _, a in page.elements if a.get("id") == "as-of"]
    assert field["value"] == BEFORE
    period = read(client, "/changes/?" + urlencode({"from": written, "to": AFTER}))
    assert "2022年11月27日 00:00 至 2022年12月1日 00:00" in period.text


def test_a_date_that_no_calendar_has_is_refused_in_words(client: Client) -> None:
    page = read(client, "/?as_of=2022%2F13%2F40", status=400)
    assert "“2022-13-40”不是日期或带时区的时刻" in page.text


@pytest.mark.parametrize(("start", "end"), [(BEFORE, AFTER), (AFTER, AFTER), (AFTER, BEFORE)])
def test_what_changed_is_the_difference_of_both_lists(client: Client, start: str, end: str) -> None:
    page = read(client, "/changes/?" + urlencode({"from": start, "to": end}))
    earlier, later = sorted((start, end))
    before, after = zones(client, earlier), zones(client, later)
    found = fates(page)
    assert found.get("added", set()) == after.keys() - before.keys()
    assert found.get("released", set()) == before.keys() - after.keys()
    assert found.get("still", set()) == before.keys() & after.keys()
    assert told_counts(page) == {
        "added": len(after.keys() - before.keys()),
        "released": len(before.keys() - after.keys()),
        "changed": 0,
        "still": len(before.keys() & after.keys()),
    }


def test_a_released_zone_says_so_and_by_which_notice(client: Client, city: City) -> None:
    page = read(client, "/changes/?from=2022-11-28T00:00:00%2B08:00&to=2022-12-01")
    assert "另有" not in page.text
    page = read(client, f"/changes/?from={BEFORE}&to={AFTER}")
    assert "另有 1 处在其间划定又解除" in page.text or "已解除" in page.text


def test_an_instant_that_is_none_is_refused_in_words(client: Client) -> None:
    page = read(client, "/changes/?from=someday", status=400)
    assert "“someday”不是日期或带时区的时刻" in page.text


def test_the_turns_lead_to_the_zones_of_their_instant(client: Client) -> None:
    page = read(client, "/")
    values = [a["value"] for tag, a in page.elements if tag == "option"]
    assert values[-1] == ""
    for value in values[:-1]:
        shown = read(client, "/?" + urlencode({"as_of": value}))
        assert shown.with_attribute("data-total") == [str(len(zones(client, value)))]
        chosen = [a for tag, a in shown.elements if tag == "option" and "selected" in a]
        assert [a["value"] for a in chosen] == [value]


def test_the_plain_list_has_the_same_zones_in_the_same_order(client: Client) -> None:
    words = client.get("/zones.txt").content.decode()
    lines = [line for line in words.splitlines() if line[:1].isdigit()]
    page = read(client, "/")
    listed = zones(client, AFTER)
    in_order = [listed[i] for i in page.with_attribute("data-zone")]
    assert [line.split(". ", 1)[1].split("（")[0] for line in lines] == in_order
    assert Counter(in_order) == Counter(listed.values())
    assert words.startswith("过期 通告只收录到 ")
    assert "过期" not in client.get("/zones.txt", {"as_of": BEFORE}).content.decode()
    assert "收录不完整，无法判断" in words
    assert "高风险区 5 处" in words


def test_the_state_of_freshness_is_told_to_open_pages(client: Client) -> None:
    told = client.get("/fresh.json").json()
    assert abs(datetime.fromisoformat(told.pop("now")) - timezone.now()) < timedelta(minutes=1)
    assert told == {"sequence": 5, "stale_at": "2022-11-30T12:00:00+08:00", "stale": True}
    page = read(client, "/")
    assert page.with_attribute("data-stale-at") == ["2022-11-30T12:00:00+08:00"]
    assert page.with_attribute("data-sequence") == ["5"]


def test_the_embedded_map_says_when_the_ledger_was_out_of_date(client: Client) -> None:
    assert "过期 通告只收录到" in read(client, "/embed/").text
    assert "过期" not in read(client, "/embed/?as_of=2022-11-29").text
    assert "没有收录到风险区，不等于没有" in read(client, "/embed/?as_of=2022-11-27").text
