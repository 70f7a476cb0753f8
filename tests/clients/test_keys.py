"""Keys as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients import keys
from clients.keys import KeyKind


@given(st.sampled_from(KeyKind))
def test_every_key_is_recognised_by_its_prefix_and_no_two_are_alike(kind: KeyKind) -> None:
    one, other = keys.make(kind), keys.make(kind)
    assert one.text != other.text
    assert keys.prefix_of(one.text) == one.prefix
    assert one.text.startswith("rz_live_" if kind is KeyKind.LIVE else "rz_test_")


@given(st.text())
def test_no_other_text_is_taken_for_a_key(text: str) -> None:
    assert keys.prefix_of(text) is None


@pytest.mark.parametrize("change", [str.lower, str.upper, lambda t: t[:-1], lambda t: t + "0"])
def test_a_changed_key_has_another_digest(change: object) -> None:
    key = keys.make(KeyKind.LIVE)
    assert keys.digest(change(key.text), b"p") != keys.digest(key.text, b"p")  # type: ignore[operator]


def test_the_digest_depends_on_the_pepper() -> None:
    assert keys.digest("rz", b"one") != keys.digest("rz", b"other")
