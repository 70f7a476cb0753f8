"""Segments: a page that carries two notices is read as two, each with its own head."""

import re
from dataclasses import dataclass
from itertools import pairwise

from notices.language.act import Act, Form
from notices.language.header import ISSUER, Header, divisions_in, header
from notices.language.page import Page


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the page with its own issuer, and so its own districts."""

    start: int
    end: int
    head: Header


_TITLE = re.compile(
    rf"\(?(?:{ISSUER})?(?:关于[^。;,]{{2,70}}?)?(?:的)?(?:通告|公告|令)(?=\(|第|,|\d|[一-鿿]|$)"
)


_PREFIX = re.compile(r"(?:(?:相关|延伸)(?:阅读|链接|新闻)|又讯|另讯|另)?[:,]?")
_ISSUER = re.compile(rf"{ISSUER}(?=[^。;]{{0,30}}?(?:决定|通告|公告|发布))")


def _other(page: Page, start: int, i: int, issuer: "re.Match[str]", known: frozenset[str]) -> bool:
    """Whether an issuer at the start of a line is of another district than the notice before."""
    names = set(divisions_in(page, *issuer.span(), known))
    own = header(page, known, start, i).scope
    return bool(names) and own is not None and own not in names


def segments(page: Page, found: list[Act], known: frozenset[str]) -> list[Segment]:
    """Cut the page where, after an act, the head of another notice stands.

    ::

        page = notice { notice } ;
        head = line-break issuer [关于…] ( 通告 | 公告 ) ;
    """
    cuts = [0]
    acted = [a.head[0] for a in found if a.form in (Form.OPEN, Form.CLOSE)]
    for b in page.breaks:
        if any(cuts[-1] < a < b for a in acted) and any(a > b for a in acted):
            at = _PREFIX.match(page.text, b).end()  # type: ignore[union-attr]
            stop = min(len(page.text), b + 160)
            title = _TITLE.match(page.text, at, stop)
            issuer = _ISSUER.match(page.text, at, stop)
            if (title and len(title[0]) > 6) or (
                issuer and _other(page, cuts[-1], b, issuer, known)
            ):
                cuts.append(b)
    edges = [*cuts, len(page.text)]
    return [Segment(i, j, header(page, known, i, j)) for i, j in pairwise(edges)]
