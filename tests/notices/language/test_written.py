"""Notices in the styles of many offices, each read as its key says, or flagged where it may be."""

import pytest

from notices.language import parse
from tests.notices.language.written import NAMES, listed, load, rests, said


@pytest.mark.parametrize("name", NAMES)
def test_a_notice_is_read_as_its_key_says_or_is_flagged(name: str) -> None:
    text, key = load(name)
    notice = parse(text)
    exact = listed(notice) == key.lines and rests(notice) == key.rests
    assert exact or (key.may_flag and notice.flagged)


@pytest.mark.parametrize("name", NAMES)
def test_a_clear_notice_is_not_flagged_and_a_ruined_one_is(name: str) -> None:
    text, key = load(name)
    codes = [f.code for f in parse(text).findings if f.severity != "info"]
    assert key.may_flag or codes == []
    assert codes or not key.ruined


@pytest.mark.parametrize("name", NAMES)
def test_the_head_of_a_notice_says_what_its_key_says(name: str) -> None:
    text, key = load(name)
    assert {word: said(parse(text))[word] for word in key.said} == key.said


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_stands_where_it_says(name: str) -> None:
    text, _ = load(name)
    for entry in parse(text).entries:
        written = text[entry.start : entry.end]
        assert "".join(written.replace("**", "").split("\n")) == entry.text
