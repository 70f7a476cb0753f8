"""Laws of the notice language, on every notice that the strategies can make and on noise."""

from collections import Counter

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from notices.language import Action, Notice, parse, render
from notices.language.page import page
from tests.notices.language.strategies import notices

SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)

WORDS = st.sampled_from(
    [
        *(
            "新增",
            "高风险区",
            "中风险区",
            "低风险区",
            "将",
            "划定为",
            "调整为",
            "降为",
            "由",
            "解除",
        ),
        *(
            "等",
            "个",
            "3个",
            "除",
            "外",
            "以下",
            "其他区域",
            "截至",
            "共有",
            "封控区",
            "通告",
            "关于",
        ),
        *(
            "小店区",
            "太原市",
            "5号楼",
            "晋阳紫城",
            "指挥部",
            "自",
            "11月3日",
            "起",
            "2022年第",
            "号",
        ),
        *("(", ")", "（", "、", "，", "；", "。", "：", "“", "”", "1、", "一、", "|", "**", "#"),
        *("\n", "\n\n", "  ", "\t", "\u3000", "\ufeff", "\x00", "\ud800", "😀"),
    ]
)
SOUP = st.lists(WORDS, max_size=60).map("".join)


@SLOW
@given(notices())
def test_reading_gives_back_what_was_written(notice: Notice) -> None:
    assert parse(render(notice)) == notice


@SLOW
@given(notices())
def test_what_was_written_with_counts_and_districts_is_not_flagged(notice: Notice) -> None:
    counted = all(e.declared_group_count is not None and e.district for e in notice.entries)
    if counted:
        assert [f.code for f in parse(render(notice)).findings if f.severity != "info"] == []


@settings(max_examples=300, deadline=None)
@given(st.one_of(SOUP, st.text(max_size=200)))
@example("")
@example("(" * 500)
@example("新增高风险区3个:")
@example("将划定为高风险区")
@example("1、2、3、")
def test_no_text_raises_and_every_span_lies_in_the_source(text: str) -> None:
    notice = parse(text)
    spans = [(x.start, x.end) for x in (*notice.entries, *notice.residuals, *notice.findings)]
    assert all(0 <= start <= end <= len(text) for start, end in spans)


@settings(max_examples=200, deadline=None)
@given(SOUP)
def test_the_text_of_an_entry_is_its_span_less_breaks_and_marks(text: str) -> None:
    for entry in parse(text).entries:
        raw = page(text[entry.start : entry.end]).text
        assert page(entry.text).text == raw


@SLOW
@given(notices())
def test_every_word_of_a_list_belongs_to_an_entry(notice: Notice) -> None:
    text = render(notice)
    spans = {(e.start, e.end) for e in parse(text).entries}
    for entry in notice.entries:
        assert any(text[start:end] == entry.text for start, end in spans)


@SLOW
@given(notices(), st.data())
def test_losing_an_item_of_a_counted_list_is_flagged(notice: Notice, data: st.DataObject) -> None:
    """A count cannot see a loss that an enumeration in the same list makes up for."""
    counted = [e for e in notice.entries if e.district and e.declared_group_count]
    counted = [e for e in counted if e.action is not Action.RESCOPE and e.declared_group_count != 1]
    times = Counter(e.text for e in notice.entries)
    counted = [e for e in counted if times[e.text] == 1]
    enumerating = {e.district for e in notice.entries if "号楼、" in e.text}
    counted = [e for e in counted if e.district not in enumerating]
    text = render(notice)
    if counted:
        lost = data.draw(st.sampled_from(counted))
        for mark in ("，", "。"):
            if text.count(f"，{lost.text}{mark}") == 1:
                assert parse(text.replace(f"，{lost.text}{mark}", mark)).flagged


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_the_page_keeps_every_visible_character_in_its_place(text: str) -> None:
    seen = page(text)
    assert len(seen.text) == len(seen.at)
    assert list(seen.at) == sorted(set(seen.at))
    assert all(not c.isspace() for c in seen.text)
