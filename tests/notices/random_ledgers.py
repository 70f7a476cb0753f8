"""Random ledgers: designations, releases, rescopings and voids over a few places."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from hypothesis import strategies as st

from notices.ledger.values import OPENS, Action
from notices.models import Entry, Notice
from notices.projection import is_standing
from notices.services import Mark, NewEntry, NewVoid, correct
from tests.ground import HOUR, T0, people, publish
from zones.models import District, Place

NAMES = (
    "水木云天小区",
    "水木云天小区1号楼",
    "水木云天小区1号楼2单元",
    "水木云天小区2号楼",
    "书林苑小区3号楼1单元",
)
hours = st.integers(0, 8).map(lambda h: T0 + h * HOUR)
marks = st.dictionaries(st.integers(0, len(NAMES) - 1), st.booleans(), min_size=1, max_size=3)
acts = st.lists(
    st.tuples(
        st.sampled_from([Action.DESIGNATE, Action.RELEASE, Action.RESCOPE, Action.VOID]),
        marks,
        hours,
        st.sampled_from(["", "", "半边户"]),
        st.lists(st.integers(0, 9), max_size=3),
    ),
    min_size=1,
    max_size=7,
)


def record(
    district: District,
    places: list[Place],
    drawn: list[tuple[Any, ...]],
    *,
    earlier: Sequence[Entry] = (),
) -> list[Entry]:
    """Publish what was drawn, act after act; it may end or void what was written earlier."""
    written = list(earlier)
    first = (Notice.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    for number, (action, marked, at, part, picks) in enumerate(drawn, start=first):
        opened = [e for e in written if e.action in OPENS]
        if action is Action.VOID:
            written += void(written, picks)
            continue
        if action is Action.RESCOPE and not opened:
            action = Action.RELEASE
        ends = {opened[i % len(opened)].id for i in picks} if opened else set()
        new = NewEntry(
            action=action,
            level="high",
            to_level="low" if action is Action.RELEASE else None,
            district=district,
            text=f"第{number}条",
            effective_from=at,
            marks=tuple(Mark(places[i], c, part) for i, c in marked.items()),
            binds=tuple(ends) if action is not Action.DESIGNATE else (),
        )
        written.append(publish(number, new).entries.get())
    return written


def void(written: list[Entry], picks: list[int]) -> list[Entry]:
    """Void one of the entries that stand, if any was picked."""
    standing = [e for e in written if is_standing(e)]
    if not standing or not picks:
        return []
    clerk, publisher = people()
    target = standing[picks[0] % len(standing)]
    act = correct(
        title="更正",
        voids=[NewVoid(target.id, "不应列入")],
        entered_by=clerk,
        published_by=publisher,
    )
    return [act.entries.get()]
