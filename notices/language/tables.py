"""Tables: a list pasted from a web page, one row a zone, columns parted by tabs."""

import re
from dataclasses import dataclass

from notices.language import lexis
from notices.language.items import Piece, Sep
from notices.language.page import Gap, Page
from notices.language.places import is_division

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its district or town, its place, and whether the columns leave a doubt."""

    district: Cell | None
    place: Cell
    doubt: bool


_DISTRICT_HEAD = re.compile(
    r"(?:区县|县区|县市区|区市|镇街|街镇|乡镇|街道|镇|区域名称|行政区|所属区?)"
)
_PLACE_HEAD = re.compile(r"(?:范围|地址|地点|点位|名称|风险区|小区|单元|区域|场所|位置)")
_LEVEL_HEAD = re.compile(r"(?:等级|级别|类别|类型)")
_TOWN = re.compile(r"[一-鿿]{2,8}(?:镇|乡|街道|街|区|县|市|旗|办事处)")


def rows(page: Page, start: int, end: int) -> tuple[list[Row], int]:
    """The rows of a table in ``text[start:end]``, and where the table ends.

    ::

        table = [ head-row ] row { row } ;
        row   = line-break [number] tab [district] tab place { tab cell } ;
    """
    if not any(page.gaps[i] is Gap.WIDE for i in page.gaps_within(start, min(end, start + 300))):
        return [], start
    lines = _lines(page, start, end)
    head = next(
        (k for k, cells in enumerate(lines) if len(cells) > 2 and _is_head(page, cells)), -1
    )
    out: list[Row] = []
    stop = start
    roles = _roles(page, lines[head]) if head >= 0 else {}
    for cells in lines[head + 1 :]:
        if len(cells) < 2 or (head >= 0 and len(cells) < 3):
            break
        row = _row(page, cells, roles)
        if row is None:
            break
        out.append(row)
        stop = cells[-1][1]
    return (out, stop) if len(out) > 1 or (out and head >= 0) else ([], start)


def _lines(page: Page, start: int, end: int) -> list[list[Cell]]:
    lines: list[list[Cell]] = [[]]
    begin = start
    for i in [*page.gaps_within(start + 1, end), end]:
        gap = page.gaps.get(i)
        if i < end and gap is Gap.BLANK:
            continue
        if begin < i:
            lines[-1].append((begin, i))
        if gap is Gap.LINE:
            lines.append([])
        begin = i
    return [cells for cells in lines if cells]


def _is_head(page: Page, cells: list[Cell]) -> bool:
    words = [page.text[i:j] for i, j in cells]
    return sum(bool(_role(w)) for w in words) >= len(words) - 1


def _role(words: str) -> str | None:
    if words in ("序号", "编号", "No."):
        return "number"
    if _LEVEL_HEAD.search(words):
        return "level"
    if "时间" in words or "日期" in words or "备注" in words:
        return "other"
    if _DISTRICT_HEAD.match(words):
        return "district"
    return "place" if _PLACE_HEAD.search(words) else None


def _roles(page: Page, cells: list[Cell]) -> dict[int, str]:
    return {k: _role(page.text[i:j]) or "other" for k, (i, j) in enumerate(cells)}


def _row(page: Page, cells: list[Cell], roles: dict[int, str]) -> Row | None:
    if not roles:
        roles = {k: _guess(page.text[i:j]) for k, (i, j) in enumerate(cells)}
    districts = [c for k, c in enumerate(cells) if roles.get(k) == "district"]
    places = [c for k, c in enumerate(cells) if roles.get(k) == "place"]
    if not places:
        return None
    return Row(
        districts[0] if districts else None, places[-1], len(places) > 1 or len(districts) > 1
    )


def _guess(words: str) -> str:
    if words.isdigit():
        return "number"
    if lexis.ONLY_DATE.match(words) or re.fullmatch(r"(?:高|中|低)风险区?", words):
        return "other"
    return "district" if is_division(words) or _TOWN.fullmatch(words) else "place"


def piece(row: Row) -> Piece:
    """The one piece of a row."""
    return Piece(*row.place, Sep.MARK)
