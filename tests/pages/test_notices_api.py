"""The ledger's part of the API."""

import pytest
from django.test import Client

from tests.ground import ISSUER

pytestmark = pytest.mark.usefixtures("city")


def test_the_list_counts_and_links(client: Client) -> None:
    notices = client.get("/api/v1/notices").json()["notices"]
    assert [n["number"] for n in notices] == [195, 194, 193]
    assert notices[0]["issuer"] == ISSUER
    assert notices[0]["listed"] == {"designate": 1, "release": 2}
    assert notices[0]["url"] == "/notices/2022/195/"
    assert client.get(notices[0]["api_url"]).json()["sequence"] == notices[0]["sequence"]
    assert client.get("/api/v1/notices", {"year": "2021"}).json() == {"notices": []}


def test_a_notice_has_its_entries_with_places_and_what_they_end(client: Client) -> None:
    notice = client.get("/api/v1/notices/2022/195").json()
    designated, released, unmatched = notice["entries"]
    assert designated["action"] == "designate"
    assert designated["district"] == {"code": "140105", "name": "小店区"}
    assert designated["effective_from"] == "2022-11-28T00:00:00+08:00"
    assert designated["places"][0]["place"]["name"] == "新城市花园"
    assert released["to_level"] == "low"
    [bound] = released["binds"]
    assert (bound["text"], bound["notice"]["number"]) == ("德恒世府苑2号楼", 193)
    assert unmatched["binds"] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/notices?page=2", 400),
        ("/api/v1/notices?year=now", 400),
        ("/api/v1/notices/2022/195?colour=red", 400),
        ("/api/v1/notices/2022/1", 404),
        ("/api/v1/notices/2022/195?issuer=nobody", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client: Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status


def test_an_unchanged_notice_is_not_sent_again(client: Client) -> None:
    tag = client.get("/api/v1/notices/2022/195")["ETag"]
    again = client.get("/api/v1/notices/2022/195", headers={"if-none-match": tag})
    assert again.status_code == 304


def test_the_notices_are_in_the_schema(client: Client) -> None:
    schema = client.get("/api/v1/schema", headers={"accept": "application/json"})
    assert b"/api/v1/notices/{year}/{number}" in schema.content
