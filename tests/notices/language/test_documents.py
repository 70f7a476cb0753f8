"""The page about the language is what its docstrings say, and every finding is in use."""

import re
from pathlib import Path

import pytest

from notices.language.findings import CATALOGUE, caret, finding
from notices.language.grammar import document

ROOT = Path(__file__).resolve().parents[3]
LANGUAGE = ROOT / "notices" / "language"


def test_the_page_about_the_language_is_in_step_with_its_docstrings() -> None:
    page = (ROOT / "docs" / "notice-language.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m notices.language.grammar > docs/notice-language.md"


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_finding_of_the_catalogue_is_raised_somewhere(code: str) -> None:
    sources = (p.read_text(encoding="utf-8") for p in LANGUAGE.glob("*.py") if p.stem != "findings")
    assert any(f'"{code}"' in source for source in sources)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_is_a_stable_kebab_case_name_with_two_sentences(code: str) -> None:
    words = dict.fromkeys(re.findall(r"{(\w+)}", CATALOGUE[code].zh), "x")
    found = finding(code, 0, 1, **words)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert found.message
    assert found.message_en.isascii() or "区" in found.message_en or "等" in found.message_en


def test_no_file_of_the_language_is_too_long_to_read() -> None:
    assert all(len(p.read_text("utf-8").splitlines()) <= 310 for p in LANGUAGE.glob("*.py"))


def test_a_caret_stands_under_full_width_words() -> None:
    assert caret("晋源区(1个牛家口村", 0, 3) == "    晋源区(1个牛家口村\n    ^^^^^^"
    assert caret("a晋b", 1, 2) == "    a晋b\n     ^^"
