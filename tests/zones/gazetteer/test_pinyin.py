"""Letters that spell names: what they see through, and what they leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.gazetteer.pinyin import initials, readings, rest_after

NAMES = st.text("晋阳紫城水木云天富士苑长重和平", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("name", "typed", "rest"),
    [
        ("晋阳紫城", "jyzc", ""),
        ("晋阳紫城", "jinyangzicheng", ""),
        ("晋阳紫城", "jinyzc", ""),
        ("晋阳紫城", "jy", ""),
        ("晋阳紫城", "jyzc4", "4"),
        ("晋阳紫城", "jinyangzicheng4-10", "4-10"),
        ("长治路", "changzhilu", ""),
        ("长治路", "zhangzhilu", ""),
        ("A区花园", "aqhy", ""),
        ("和平（北）小区", "hpbxq", ""),
    ],
)
def test_letters_spell_a_name_or_its_beginning(name: str, typed: str, rest: str) -> None:
    assert rest_after(name, typed) == rest


@pytest.mark.parametrize(
    ("name", "typed"), [("晋阳紫城", "jyx"), ("水木云天", "jyzc"), ("城", "zz")]
)
def test_other_letters_spell_nothing(name: str, typed: str) -> None:
    assert rest_after(name, typed) is None


@given(NAMES, st.data())
def test_a_name_is_spelt_by_any_mixture_of_syllables_and_initials(
    name: str, data: st.DataObject
) -> None:
    said = [data.draw(st.sampled_from(readings(c))) for c in name]
    typed = "".join(s if data.draw(st.booleans()) else s[0] for s in said)
    assert rest_after(name, typed) == ""
    assert typed[0] in initials(name)


@given(NAMES, st.text("abcxyz", max_size=8))
def test_more_letters_never_fit_more_names(name: str, typed: str) -> None:
    if rest_after(name, typed) is None:
        assert rest_after(name, typed + "a") is None
