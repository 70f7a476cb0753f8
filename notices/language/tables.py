"""Tables: a list pasted from a web page, one row a zone, columns parted by tabs."""

import re
from dataclasses import dataclass, replace

from notices.language import lexis
from notices.language.items import Piece, Sep
from notices.language.page import Gap, Page
from notices.language.places import is_division
from notices.language.values import RiskLevel

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its district or town, its place, and whether the columns leave a doubt."""

    district: Cell | None
    place: Cell
    doubt: bool
    level: RiskLevel | None = None


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
        row   = line-break [number] cell { column-mark [cell] } ;
        column-mark = tab | "|" | blank ;

    A single blank parts columns only under a head that it parts too, each of whose cells
    names a column. A district that is left blank is the one above (merged cells); a row
    may end before its last columns (a blank remark).
    """
    near = page.text[start : min(end, start + 300)]
    gaps = page.gaps_within(start, min(end, start + 300))
    wide = near.count("|") >= 4 or any(page.gaps[i] is Gap.WIDE for i in gaps)
    loose = not wide and _blank_head(page, start, end)
    if not wide and not loose:
        return [], start
    lines = _lines(page, start, end, 0 if loose else None)
    if loose:
        lines = [_lines(page, start, end, 0)[0], *_lines(page, start, end, len(lines[0]))[1:]]
    head = next((k for k, c in enumerate(lines) if len(c) > 2 and _is_head(page, c)), -1)
    roles = _roles(page, lines[head]) if head >= 0 else {}
    out: list[Row] = []
    stop, above = start, None
    for cells in lines[head + 1 :]:
        row = _row(page, cells, roles, above) if len(cells) > 1 else None
        if row is None:
            if out and len(cells) > 2:
                out[-1] = replace(out[-1], doubt=True)
            break
        out.append(row)
        stop, above = max(c[1] for c in cells if c), row.district
    if out and "|" in page.text[stop + 2 : page.next_break(page.next_break(stop))]:
        out[-1] = replace(out[-1], doubt=True)
    return (out, stop) if len(out) > 1 or (out and head >= 0) else ([], start)


def _blank_head(page: Page, start: int, end: int) -> bool:
    """Whether a head of columns stands at ``start``, parted by single blanks: 序号 县区 名称."""
    cells = _parted(page, start, min(end, page.next_break(start)), 0)
    words = [page.text[slice(*c)] for c in cells]
    roles = [_role(w) for w in words]
    return len(words) > 1 and None not in roles and roles[-1] == "place"


def _lines(page: Page, start: int, end: int, columns: int | None) -> list[list[Cell | None]]:
    """The lines of a stretch as cells; a blank cell is ``None``.

    With ``columns`` single blanks part cells, at most so many (0 for any number).
    """
    lines: list[list[Cell | None]] = []
    at = start
    while at < end:
        stop = min(end, page.next_break(at))
        cells: list[Cell | None] = [None] * _leading_tabs(page, at)
        own = _cells(page, at, stop) if columns is None else _parted(page, at, stop, columns)
        lines.append([*cells, *own])
        at = stop
    return lines


def _parted(page: Page, i: int, j: int, columns: int) -> list[Cell]:
    """The cells of a line at its blanks; the last column keeps the blanks of its words."""
    edges = page.gaps_within(i + 1, j)
    edges = edges[: columns - 1] if columns else edges
    return list(zip([i, *edges], [*edges, j], strict=True))


def _leading_tabs(page: Page, i: int) -> int:
    """How many blank cells stand before the first of a line."""
    before = page.source[page.at[i - 1] + 1 : page.at[i]] if i else ""
    return before.rpartition("\n")[2].count("\t")


def _cells(page: Page, i: int, j: int) -> list[Cell | None]:
    if page.text.count("|", i, j) > 1:
        marks = [m.start() for m in re.finditer(r"\|", page.text[i:j])]
        inner = zip([0, *(k + 1 for k in marks)], [*marks, j - i], strict=True)
        return [(i + a, i + b) if a < b else None for a, b in inner]
    edges = [k for k in page.gaps_within(i + 1, j) if page.gaps[k] is not Gap.BLANK]
    cells: list[Cell | None] = []
    for a, b in zip([i, *edges], [*edges, j], strict=True):
        blank = page.source[page.at[a - 1] + 1 : page.at[a]].count("\t") - 1 if a > i else 0
        cells += [*([None] * blank), (a, b)]
    return cells


def _is_head(page: Page, cells: list[Cell | None]) -> bool:
    words = [page.text[c[0] : c[1]] for c in cells if c]
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


def _roles(page: Page, cells: list[Cell | None]) -> dict[int, str]:
    words = [page.text[c[0] : c[1]] if c else "" for c in cells]
    roles = {k: _role(w) or "other" for k, w in enumerate(words)}
    named = [k for k, role in roles.items() if role == "district"]
    if named and "place" not in roles.values():
        roles[named[-1]] = "place"
    return roles


def _row(
    page: Page, cells: list[Cell | None], roles: dict[int, str], above: Cell | None
) -> Row | None:
    if roles and len(cells) > len(roles):
        cells = [c for c in cells if c]
    if not roles:
        roles = {k: _guess(page.text[c[0] : c[1]]) for k, c in enumerate(cells) if c}
    elif len(cells) > len(roles):
        return None
    short = len(cells) < len(roles)
    by_role: dict[str, list[Cell]] = {}
    for k, cell in enumerate(cells):
        if cell is not None:
            by_role.setdefault(roles.get(k, "other"), []).append(cell)
    places = by_role.get("place", [])
    if not places:
        return None
    districts = by_role.get("district", [])
    level = by_role.get("level", [None])[0]
    doubt = len(places) > 1 or len(districts) > 1
    if short:
        number = next((c for k, c in enumerate(cells) if c and roles.get(k) == "number"), None)
        numbered = number is None or page.text[slice(*number)].isdigit()
        doubt = doubt or not numbered or not lexis.PLACE_WORD.search(page.text[slice(*places[-1])])
    return Row(districts[0] if districts else above, places[-1], doubt, _level(page, level))


def _level(page: Page, cell: Cell | None) -> RiskLevel | None:
    words = page.text[cell[0] : cell[1]] if cell else ""
    found = lexis.levels(words) if "风险" in words or "区" in words else ()
    return found[0] if len(found) == 1 else None


def _guess(words: str) -> str:
    if words.isdigit():
        return "number"
    if lexis.ZONE_RE.fullmatch(words):
        return "level"
    if lexis.ONLY_DATE.match(words):
        return "other"
    return "district" if is_division(words) or _TOWN.fullmatch(words) else "place"


def piece(row: Row) -> Piece:
    """The one piece of a row."""
    return Piece(*row.place, Sep.MARK)
