"""Households are found and left out; nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.address import parse
from zones.address.households import coarsened, household_spans, loose_spans, moved, without

COARSENED = {
    "晋阳紫城4号楼10单元1203室": "晋阳紫城4号楼10单元某户",
    "晋阳紫城4-10-1203": "晋阳紫城4-10-某户",
    "富士苑小区3号楼2单元东户": "富士苑小区3号楼2单元某户",
    "晋阳紫城4号楼10单元1203、1204室": "晋阳紫城4号楼10单元某户",
    "晋阳紫城4号楼10单元(1203室除外)": "晋阳紫城4号楼10单元(某户除外)",
    "晋阳紫城4号楼1单元1101户、2单元202户": "晋阳紫城4号楼1单元某户、2单元某户",
    "晋阳紫城4号楼10单元一二〇三室": "晋阳紫城4号楼10单元某户",
    "晋阳紫城4号楼10单元１２０３室": "晋阳紫城4号楼10单元某户",
    "双塔东街208号大院5号楼3单元501": "双塔东街208号大院5号楼3单元某户",
}
LEFT_ALONE = [
    "晋阳紫城4号楼10单元",
    "晋阳紫城4号楼7层",
    "A小区商铺101号",
    "富士苑小区3号楼至4号楼",
    "双塔西街124号",
    "涉及320户居民，电话0351-1234567，教室、办公室",
    "晋阳紫城4号楼10单元某户",
]


@pytest.mark.parametrize(("text", "shown"), COARSENED.items())
def test_a_household_is_shown_as_any(text: str, shown: str) -> None:
    assert coarsened(text) == shown


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_names_no_household_is_left_alone(text: str) -> None:
    assert coarsened(text) == text
    assert loose_spans(text) == []


@given(
    building=st.integers(1, 99),
    unit=st.integers(1, 12),
    room=st.integers(101, 3299),
    form=st.sampled_from(
        ["{b}号楼{u}单元{r}室", "{b}-{u}-{r}", "{b}栋{u}单元{r}", "{b}幢{u}门{r}户"]
    ),
)
def test_no_coarse_text_names_a_household_and_it_still_names_the_unit(
    building: int, unit: int, room: int, form: str
) -> None:
    text = "晋阳紫城" + form.format(b=building, u=unit, r=room)
    coarse = coarsened(text)
    part = parse(text).targets[0].part
    assert part is not None
    assert coarse == text[: part.start] + "某户"
    assert coarsened(coarse) == coarse


@given(st.lists(st.sampled_from(list(COARSENED) + LEFT_ALONE), min_size=1, max_size=6))
def test_positions_follow_the_words_around_what_is_left_out(texts: list[str]) -> None:
    text = "；".join(texts)
    spans = [(text.index(t) + a, text.index(t) + b) for t in texts for a, b in household_spans(t)]
    spans = sorted(set(spans))
    shown = without(text, spans)
    begin = 0
    for each in texts:
        end = begin + len(each)
        here = shown[moved(begin, spans) : moved(end, spans)]
        if text.index(each) == begin:
            assert here == coarsened(each)
        begin = end + 1
