"""The grammar as a page: ``docs/notice-language.md`` is written from the docstrings.

Run ``python -m notices.language.grammar`` to print it; a test holds the page in step.
"""

import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from notices.language.findings import CATALOGUE

MODULES = (
    "reader",
    "segments",
    "page",
    "script",
    "numerals",
    "header",
    "effective",
    "acts",
    "clauses",
    "opening",
    "closing",
    "rescoping",
    "context",
    "blocks",
    "lists",
    "headings",
    "tables",
    "items",
    "readings",
    "places",
    "entries",
    "counts",
    "expected",
    "checks",
    "leftovers",
    "render",
)

CONVENTIONS = """\
## Conventions of an entry

- `text` is verbatim, less separators, numbers and bullets around it, and less line breaks and
  marks of bold type inside it. Inner blanks stay.
- Under a heading (`小店区(7个):`, `跃进村街道：`, a cell of a table) `district` is the heading,
  less its city, be it a district or a street office; `text` keeps all its words.
- In running text (`将花溪区A，以及南明区B，C划定为…`) a district is written once and carried to
  the places after it; it is `district`, and no part of `text`.
- Where each place stands alone, on its own line, behind its number or in quotation marks, and names
  its own district, `text` keeps the name. `district` is then the notice's own when it is that
  one, else `null`.
- Without any of these `district` is the one district of the issuer or of the title, else `null`.
- A fragment without a head (`9号楼`, `2栋`) belongs to the item before it, unless a count says
  otherwise; sides of an area (`东至…，南至…`, `甲路以东、乙路以南`) are one item.
- 升级 from medium to high is a designation as high. 调整为低风险区 and 解除 are releases; where
  they leave from is said by the words, by the heading, or by the regime (two levels since
  2022-11-11). 封控区, 管控区 and 防范区 are taken as high, medium and low, with a warning.
- The rest (`其他区域为低风险区`) is a residual, never an entry. History told before the act,
  lists of what is in force, leads that repeat the list, rules about levels, examples in questions
  and case bulletins are no entries.
- A page with two notices is read as two, each with its own issuer and district, and says so.

## What flags a notice

A reading is either exactly right or flagged. A finding of severity `warning` or `error` flags;
`info` tells something that casts no doubt on the entries and does not flag. Where separators
can be read in two ways, the declared counts decide: of a group, of an act, of a lead, in this
order. Without a count the usual reading is taken, and a warning says which others there are,
unless the page itself parts the places elsewhere.
"""


def document() -> str:
    """The whole page."""
    parts = ["# The notice language\n", _purpose(), CONVENTIONS, "## Productions\n"]
    for name in MODULES:
        module = import_module(f"notices.language.{name}")
        parts.append(f"### {name}.py\n\n{_rst(inspect.getdoc(module) or '')}\n")
        parts += [f"#### `{title}`\n\n{_rst(text)}\n" for title, text in _productions(module)]
    return "\n".join([*parts, _catalogue()])


def _purpose() -> str:
    return _rst(inspect.getdoc(import_module("notices.language")) or "") + "\n"


def _productions(module: ModuleType) -> Iterator[tuple[str, str]]:
    """The functions of a module whose docstring holds a production."""
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            text = inspect.getdoc(value) or ""
            if "\n::\n" in text:
                yield name, text


def _rst(text: str) -> str:
    """A docstring as Markdown: ``code`` and the block after ``::``."""
    out: list[str] = []
    inside = False
    for line in text.replace("``", "`").split("\n"):
        if line == "::":
            out.append("```ebnf")
            inside = True
        elif inside and line and not line.startswith(" "):
            out += ["```", "", line]
            inside = False
        else:
            out.append(line.removeprefix("    ") if inside else line)
    while out and not out[-1]:
        out.pop()
    if inside:
        out.append("```")
    return "\n".join(out).replace("```ebnf\n\n", "```ebnf\n").replace("\n\n```\n", "\n```\n")


def _catalogue() -> str:
    rows = [
        f"| `{code}` | {kind.severity} | {kind.zh} | {kind.en} |"
        for code, kind in CATALOGUE.items()
    ]
    head = "## Findings\n\n| code | severity | message | in English |\n|---|---|---|---|"
    return "\n".join([head, *rows]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
