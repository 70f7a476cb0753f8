"""What a clerk changes in a reading: the words stay, counts are compared again, nothing is lost."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices import language
from notices.amended import Origin, amend
from notices.amendments import (
    NONE,
    Amendments,
    Exclusion,
    Head,
    Malformed,
    Outline,
    Strike,
    Tie,
    Wording,
    from_json,
)
from notices.language.values import Action, RiskLevel

TEXT = """太原市疫情防控工作领导小组办公室通告
（2022年第194号）

  即日起小店区新增高风险区2个，调整为低风险区1个。具体如下：

  一、新增高风险区（2个）

  小店区（2个）：西贾社区水木云天小区，西贾社区书林苑小区。

  二、调整为低风险区（1个）

  小店区（1个）：晋阳紫城小区。

太原市疫情防控工作领导小组办公室
2022年11月28日
"""
NOTICE = language.parse(TEXT)
FIRST, SECOND, RELEASED = NOTICE.entries

spans = st.tuples(st.integers(0, 500), st.integers(1, 40)).map(lambda p: (p[0], p[0] + p[1]))
wordings = st.builds(
    lambda span, place: Wording(
        *span, Action.DESIGNATE, RiskLevel.HIGH, None, "小店区", place.strip()
    ),
    spans,
    st.text(max_size=12),
)
releases = st.builds(
    lambda span: Wording(*span, Action.RELEASE, RiskLevel.HIGH, RiskLevel.LOW, "晋源区"), spans
)
by_start = {"unique_by": lambda one: one.start, "max_size": 4}
amendments = st.builds(
    Amendments,
    head=st.builds(Head, number=st.none() | st.integers(1, 9999)),
    edits=st.lists(wordings | releases, **by_start).map(tuple),
    added=st.lists(wordings, **by_start).map(tuple),
    struck=st.lists(st.builds(lambda span: Strike(*span, "误读"), spans), **by_start).map(tuple),
    ties=st.lists(
        st.builds(
            Tie,
            st.integers(0, 500),
            st.none() | st.lists(st.uuids(), max_size=2).map(tuple),
            st.sampled_from(Exclusion),
        ),
        **by_start,
    ).map(tuple),
    outlines=st.lists(st.builds(Outline, st.text(min_size=1, max_size=8)), max_size=2).map(tuple),
)


def edit(entry: language.Entry, **changes: object) -> Wording:
    known = {
        "start": entry.start,
        "end": entry.end,
        "action": entry.action,
        "level": entry.level,
        "to_level": entry.to_level,
        "district": entry.district or "",
    }
    return Wording(**(known | changes))  # type: ignore[arg-type]


def added(words: str) -> Wording:
    start = TEXT.index(words)
    return Wording(start, start + len(words), Action.DESIGNATE, RiskLevel.HIGH, None, "小店区")


@given(amendments)
def test_amendments_are_kept_as_they_are(these: Amendments) -> None:
    assert from_json(these.as_json()) == these


nonsense = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["edits", "struck", "head", "ties", "start"]), inner)
    ),
    max_leaves=8,
)


@given(nonsense)
def test_nonsense_is_refused_and_nothing_else_ever_raised(data: object) -> None:
    with suppress(Malformed):
        from_json(data)


def test_without_amendments_the_reading_is_the_languages() -> None:
    amended = amend(NOTICE, TEXT, NONE)
    assert amended.notice == NOTICE
    assert [w.entry for w in amended.worded] == list(NOTICE.entries)


@given(st.sampled_from(NOTICE.entries), st.sampled_from(["", "水木云天小区5号楼"]))
def test_an_edit_never_touches_the_official_words(entry: language.Entry, place: str) -> None:
    change = edit(entry, district="晋源区", place=place)
    amended = amend(NOTICE, TEXT, Amendments(edits=(change,)))
    (worded,) = (w for w in amended.worded if w.origin is Origin.EDITED)
    assert worded.before == entry
    after = worded.entry
    assert (after.text, after.start, after.end) == (entry.text, entry.start, entry.end)
    assert after.district == "晋源区"
    assert [w.entry for w in amended.worded if w is not worded] == [
        e for e in NOTICE.entries if e != entry
    ]


def test_a_strike_is_told_of_where_it_breaks_a_count_and_keeps_its_reason() -> None:
    strike = Strike(SECOND.start, SECOND.end, "报纸排印重复")
    amended = amend(NOTICE, TEXT, Amendments(struck=(strike,)))
    assert [w.entry for w in amended.worded] == [FIRST, RELEASED]
    assert [(s.entry, s.reason) for s in amended.struck] == [(SECOND, "报纸排印重复")]
    assert {f.code for f in amended.notice.findings} == {"count-amended"}


def test_an_added_entry_mends_the_count_that_was_short() -> None:
    short = replace(NOTICE, entries=(FIRST, RELEASED))
    wording = added("西贾社区书林苑小区")
    amended = amend(short, TEXT, Amendments(added=(wording,)))
    assert [w.entry for w in amended.worded] == list(NOTICE.entries)
    assert amended.notice.findings == ()


def test_struck_words_can_be_added_again_as_another_entry() -> None:
    strike = Strike(SECOND.start, SECOND.end, "另读")
    again = added("书林苑小区")
    amended = amend(NOTICE, TEXT, Amendments(struck=(strike,), added=(again,)))
    assert [w.entry.text for w in amended.worded][1] == "书林苑小区"
    assert amended.notice.findings == ()


@pytest.mark.parametrize(
    ("these", "why"),
    [
        (Amendments(added=(added("水木云天小区"),)), "重叠"),
        (Amendments(struck=(Strike(3, 9, "不是条目"),)), "没有条目可改"),
        (Amendments(edits=(added("具体如下"),)), "没有条目可改"),
        (
            Amendments(
                added=(Wording(5000, 5002, Action.DESIGNATE, RiskLevel.HIGH, None, "小店区"),)
            ),
            "对应原文",
        ),
    ],
)
def test_what_fits_the_text_no_more_is_refused_and_never_dropped(
    these: Amendments, why: str
) -> None:
    with pytest.raises(Malformed, match=why):
        amend(NOTICE, TEXT, these)


def test_the_head_is_filled_in_where_the_text_is_silent() -> None:
    silent = replace(NOTICE, number=None)
    assert amend(silent, TEXT, Amendments(head=Head(number=194))).notice == NOTICE


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": Action.RELEASE},
        {"to_level": RiskLevel.LOW},
        {"level": RiskLevel.LOW},
        {"start": 9, "end": 9},
        {"place": "楼" * 2001},
    ],
)
def test_a_wording_refuses_nonsense(wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        edit(FIRST, **wrong)
