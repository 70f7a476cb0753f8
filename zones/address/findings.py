"""Everything the address language has doubts about, with its two messages."""

from enum import StrEnum

from zones.address.values import Finding, Severity, Span


class Code(StrEnum):
    """Stable names of findings."""

    TOO_LONG = "too-long"
    UNBALANCED_BRACKET = "unbalanced-bracket"
    UNKNOWN_TAIL = "unknown-tail"
    REMARK = "remark"
    OPEN_RANGE = "open-range"
    RANGE_OR_LABEL = "range-or-label"
    MIXED_PARITY = "mixed-parity"
    RANGE_TOO_LARGE = "range-too-large"
    TOO_MANY_TARGETS = "too-many-targets"
    SPAN_OF_PLACES = "span-of-places"
    BARE_NUMBER = "bare-number"
    DASHED_NUMBER = "dashed-number"
    STOREY_OR_BUILDING = "storey-or-building"
    NO_COMPLEX = "no-complex"
    UNCLOSED_EXCEPTION = "unclosed-exception"
    PART_EXCEPTED = "part-excepted"
    PERSON = "person"
    SLASHED = "slashed-number"
    RUN_TOGETHER = "run-together"
    REPEATED_DIVISION = "repeated-division"
    NOTHING_READ = "nothing-read"


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_CATALOGUE: dict[Code, tuple[Severity, str, str]] = {
    Code.TOO_LONG: (_E, "文字过长，不是地址", "too long for an address"),
    Code.UNBALANCED_BRACKET: (_W, "括号不成对", "a bracket without its partner"),
    Code.UNKNOWN_TAIL: (_W, "未能识别：“{text}”", 'not understood: "{text}"'),
    Code.REMARK: (_I, "括号内为说明：“{text}”", 'read as a remark: "{text}"'),
    Code.OPEN_RANGE: (_W, "范围没有终点：“{text}”", 'a range without an end: "{text}"'),
    Code.RANGE_OR_LABEL: (
        _W,
        "“{text}”可能是范围，也可能是编号，按编号处理",
        '"{text}" may be a range or one number; read as one number',
    ),
    Code.MIXED_PARITY: (
        _W,
        "“{text}”起止号与单双号不符",
        'the ends of "{text}" do not fit its odd or even numbers',
    ),
    Code.RANGE_TOO_LARGE: (
        _W,
        "范围过大，未逐一展开：“{text}”",
        'too large to spell out, kept as a range: "{text}"',
    ),
    Code.TOO_MANY_TARGETS: (_W, "列举过多，其余未读", "too many places; the rest was not read"),
    Code.SPAN_OF_PLACES: (
        _W,
        "只读出起点和终点，之间的地点未展开",
        "only the two ends were read; what lies between them was not spelled out",
    ),
    Code.BARE_NUMBER: (
        _I,
        "“{text}”没有“楼”字，按楼号处理",
        '"{text}" does not say building; read as one',
    ),
    Code.DASHED_NUMBER: (
        _I,
        "“{text}”按楼-单元-户室处理",
        '"{text}" is read as building-unit-room',
    ),
    Code.STOREY_OR_BUILDING: (
        _W,
        "“{text}”可能是楼层，也可能是楼号",
        '"{text}" may be a storey or a building',
    ),
    Code.NO_COMPLEX: (_W, "没有小区或街道名称", "no complex, street or community is named"),
    Code.UNCLOSED_EXCEPTION: (_W, "“除”之后没有“外”", "an exception that is not closed"),
    Code.PART_EXCEPTED: (
        _W,
        "“{text}”比单元更细，未从范围中扣除",
        '"{text}" is finer than a unit and was not taken out',
    ),
    Code.PERSON: (_W, "“{text}”像人名，不作地点", '"{text}" looks like a person, not a place'),
    Code.SLASHED: (
        _W,
        "“{text}”无法确定各级编号，未读",
        'which number of "{text}" is which cannot be told; it was not read',
    ),
    Code.RUN_TOGETHER: (
        _W,
        "“{text}”与前一地点之间没有分隔",
        'nothing parts "{text}" from the place before it',
    ),
    Code.REPEATED_DIVISION: (_I, "重复写出：“{text}”", 'said twice: "{text}"'),
    Code.NOTHING_READ: (_W, "没有读出地点", "no place was read"),
}


def make(code: Code, span: Span) -> Finding:
    """The finding ``code`` about ``span``."""
    severity, message, message_en = _CATALOGUE[code]
    shown = span.text if len(span.text) <= 40 else span.text[:39] + "…"
    return Finding(
        code.value,
        severity,
        message.replace("{text}", shown),
        message_en.replace("{text}", shown),
        span.start,
        span.end,
    )
