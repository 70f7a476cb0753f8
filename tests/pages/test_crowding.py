"""The pure part of the map, run where it runs: in the browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]
Open = Callable[..., Page]


@pytest.fixture
def run(open_page: Open) -> Callable[[str, Any], Any]:
    """`run("gather(given, 40)", points)` — an expression over the module's functions."""
    page = open_page("/notices/")

    def evaluate(expression: str, given: Any) -> Any:
        return page.evaluate(
            "async (given) => { const { gather, spread, settle } ="
            f" await import('/static/js/crowding.js'); return {expression}; }}",
            given,
        )

    return evaluate


def points(count: int) -> list[dict[str, Any]]:
    """Points in a heap, of two districts in turn."""
    return [
        {"id": i, "x": (i * 37) % 120, "y": (i * 53) % 90, "district": str(i % 2)}
        for i in range(count)
    ]


def test_gathering_loses_no_zone_and_mixes_no_districts(run: Callable[..., Any]) -> None:
    groups = run("gather(given, 40)", points(60))
    ids = [m["id"] for g in groups for m in g["members"]]
    assert sorted(ids) == list(range(60))
    assert all(len({m["district"] for m in g["members"]}) == 1 for g in groups)


def test_pins_that_would_cover_one_another_are_moved_apart(run: Callable[..., Any]) -> None:
    pair = [{"x": 10, "y": 10, "members": []}, {"x": 10, "y": 10, "members": []}]
    one, other = run("spread(given, 32)", pair)
    assert abs(one["x"] - other["x"]) + abs(one["y"] - other["y"]) >= 32
    far = [{"x": 0, "y": 0, "members": []}, {"x": 500, "y": 0, "members": []}]
    assert run("spread(given, 32)", far) == far


def test_no_label_covers_another_and_the_heavier_one_stays(run: Callable[..., Any]) -> None:
    labels = [
        {"x": 100, "y": 100, "width": 60, "height": 20, "weight": 0},
        {"x": 100, "y": 100, "width": 60, "height": 20, "weight": 5},
    ]
    lighter, heavier = run("settle(given, [])", labels)
    assert heavier == [0, 0]
    assert lighter != [0, 0]
    wall = [{"x": 100, "y": 100, "width": 400, "height": 400}]
    assert run("settle(given.labels, given.wall)", {"labels": labels, "wall": wall}) == [None, None]
