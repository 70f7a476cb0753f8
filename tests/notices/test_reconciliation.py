"""Every difference from an outside list is named, and explained where it can be."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from notices.ledger.values import Action
from notices.reconciliation import Explanation, Item, reconcile
from tests.ground import DAY, T0, entry, publish, small_city
from zones.models import District

AT = T0 + 5 * DAY
OLD = T0
D = "小店区"


def item(text: str, changed: object = OLD, district: str = D) -> Item:
    return Item(district, "high", text, changed)  # type: ignore[arg-type]


def explained(
    ours: list[Item], theirs: list[Item], **more: list[Item]
) -> list[tuple[str, str, str | None]]:
    account = reconcile(ours, theirs, AT, **more)
    return [(d.explanation, d.item.text, d.other) for d in account.differences]


def test_what_agrees_word_for_word_is_no_difference() -> None:
    account = reconcile([item("晋阳紫城")], [item("晋阳紫城")], AT)
    assert (account.agreeing, account.differences) == (1, ())


def test_a_harmless_spelling_is_explained() -> None:
    assert explained([item("晋阳紫城小区4号楼")], [item("晋阳紫城４栋")]) == [
        (Explanation.SPELLING, "晋阳紫城小区4号楼", "晋阳紫城４栋")
    ]


def test_what_changed_lately_is_lag() -> None:
    assert explained([item("甲园", AT - timedelta(hours=3))], []) == [
        (Explanation.LAG, "甲园", None)
    ]
    assert explained([], [item("乙园")], released=[item("乙园", AT - DAY)]) == [
        (Explanation.LAG, "乙园", None)
    ]


def test_a_misprint_is_suggested_and_left_to_a_person() -> None:
    assert explained([item("早西门小区8号楼")], [item("旱西门小区8号楼")]) == [
        (Explanation.MISPRINT, "早西门小区8号楼", "旱西门小区8号楼"),
        (Explanation.MISPRINT, "旱西门小区8号楼", "早西门小区8号楼"),
    ]


def test_another_district_explains_nothing() -> None:
    assert explained([item("和平小区")], [item("和平小区", district="晋源区")]) == [
        (Explanation.UNMATCHED, "和平小区", None),
        (Explanation.UNMATCHED, "和平小区", None),
    ]


texts = st.sampled_from(["甲园1号楼", "甲园2号楼", "乙苑", "丙里3单元"])


@given(st.lists(texts, max_size=6), st.lists(texts, max_size=6))
def test_nothing_is_lost_on_either_side(ours: list[str], theirs: list[str]) -> None:
    account = reconcile([item(t) for t in ours], [item(t) for t in theirs], AT)
    agreeing = sum((Counter(ours) & Counter(theirs)).values())
    assert account.agreeing == agreeing
    assert len(account.differences) == len(ours) + len(theirs) - 2 * agreeing


@pytest.mark.django_db
def test_the_command_compares_a_list_and_totals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district: District = small_city().districts.get(name=D)
    first = publish(
        188, entry(district, "晋阳紫城小区"), entry(district, "水木云天小区")
    ).entries.first()
    publish(
        189, entry(district, "晋阳紫城小区", action=Action.RELEASE, at=T0 + DAY, binds=(first,))
    )
    listed = tmp_path / "list.csv"
    listed.write_text("district,text\n小店区,水木云天\n", encoding="utf-8")
    at = (T0 + 9 * DAY).isoformat()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("reconcile", str(listed), "--at", at)
    assert "spelling\t账册\t小店区\t水木云天小区 ~ 水木云天" in capsys.readouterr().out
    listed.write_text("district,text\n小店区,水木云天小区\n", encoding="utf-8")
    call_command("reconcile", str(listed), "--at", at, "--designated", "2", "--released", "1")
    with pytest.raises(CommandError, match="1 differences"):
        call_command("reconcile", "--at", at, "--designated", "692")
    listed.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="needs columns"):
        call_command("reconcile", str(listed), "--at", at)
