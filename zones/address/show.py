"""Places in words, as a person would write them (显示名)."""

import re
from collections.abc import Iterable

from zones.address.keys import is_numbered
from zones.address.values import Level, Segment

_ORDER = tuple(Level)
_WHOLE = ("楼", "厂房", "车间", "仓库", "库房")
_BRANCH = re.compile("(?P<main>[^附之]+)(?P<branch>附\\d+|之.+)")


def name(segment: Segment) -> str:
    """The words for one segment: 4号楼 for building "4", A座, 东单元, 晋阳紫城小区."""
    value = segment.value
    if segment.level is Level.BUILDING:
        if value.isascii():
            return f"{value}座" if value.isalpha() else f"{value}号楼"
        if branch := _BRANCH.fullmatch(value):
            suffix = "号" if branch["branch"][0] == "附" else ""
            return f"{branch['main']}号{branch['branch']}{suffix}"
        return value if value.endswith(_WHOLE) else f"{value}号楼"
    if segment.level is Level.UNIT:
        return value if value.endswith("单元") else f"{value}单元"
    return value


def show(path: Iterable[Segment], *, since: Level | None = None) -> str:
    """The display name of ``path`` from ``since`` down.

    By default it begins where a reader needs it to: a named complex with its street, what
    has no named complex with its community or town. Divisions are shown only when there is
    nothing else.
    """
    segments = tuple(path)
    first = since or _first(segments)
    shown = [s for s in segments if _ORDER.index(s.level) >= _ORDER.index(first)]
    return "".join(map(name, shown or segments[-1:]))


def _first(segments: tuple[Segment, ...]) -> Level:
    found = next((s for s in segments if s.level is Level.COMPLEX), None)
    if found is not None and not is_numbered(found.value):
        return Level.STREET
    return Level.SUBDISTRICT
