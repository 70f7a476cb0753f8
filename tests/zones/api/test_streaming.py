"""Lines over a real connection: the first answers come while the last lines are still unsent."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.ground import entry, publish, small_city

LINE = '{"id":%d,"address":"水木云天%d号楼"}\n'
MANY = 2_000


@pytest.mark.django_db(transaction=True)
def test_answers_come_before_the_last_line_is_sent_and_all_are_there_in_order(
    live_server: Any,
) -> None:
    city = small_city()
    publish(194, entry(city.districts.get(name="小店区"), "水木云天小区"))
    body = "".join(LINE % (n, n % 9) for n in range(MANY)).encode()
    server = urlsplit(live_server.url)
    with socket.create_connection((server.hostname, server.port), timeout=60) as link:
        link.sendall(
            b"POST /api/v1/lookup/batch?as_of=2022-11-28T12:00:00Z HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/x-ndjson\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        first = body.index(b"\n") + 1
        link.sendall(body[:first])
        answers = link.makefile("rb")
        while answers.readline().strip():
            pass  # The head of the reply.
        early = json.loads(answers.readline())
        assert (early["id"], early["risk"]) == (0, "high")
        link.sendall(body[first:])
        rest = [json.loads(line) for line in answers]
    assert [answer["id"] for answer in rest] == list(range(1, MANY))
    assert {answer["risk"] for answer in rest} == {"high"}
