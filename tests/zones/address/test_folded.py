"""Folding without the way back is folding."""

from hypothesis import given
from hypothesis import strategies as st

from zones.address.fold import fold, folded


@given(st.one_of(st.text(), st.text("１２3 楼樓 Ａa\n　，-", max_size=20)))
def test_the_text_alone_is_the_same(text: str) -> None:
    assert folded(text) == fold(text).text
