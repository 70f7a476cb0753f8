"""One answer of each outcome, as the documentation shows it."""

from drf_spectacular.utils import OpenApiExample

_UNKNOWN: dict[str, object] = {
    "outcome": "not_found",
    "risk": "unknown",
    "since": None,
    "valid_until": None,
    "place": None,
    "match": None,
    "because": [],
    "parts": [],
    "candidates": [],
    "reason": None,
    "window": None,
    "district_order": None,
    "regime": "二十条",
    "measures": None,
    "ledger": {
        "sequence": 5,
        "as_of": "2022-11-30T12:00:00+08:00",
        "known_at": "2022-12-01T09:00:00+08:00",
    },
}
_UNIT = {
    "id": "e2e121f2-87d0-4d49-81bf-684678837c87",
    "name": "晋阳紫城4号楼10单元",
    "level": "unit",
    "district": {"code": "140105", "name": "小店区"},
}
_SEVERAL = "有几处地点都叫这个名称，请补充区县、社区或街路。"
_GROUND = {
    "entry": "369ff55a-9151-4f50-ab75-877f2b1b5a9c",
    "text": "晋阳紫城4号楼10单元",
    "level": "high",
    "notice": {
        "url": "/notices/2022/188/",
        "kind": "notice",
        "year": 2022,
        "number": 188,
        "sequence": 3,
    },
    "since": "2022-11-26T00:00:00+08:00",
}


def _example(name: str, **told: object) -> OpenApiExample:
    """An answer that says nothing but this."""
    return OpenApiExample(name, value=_UNKNOWN | told, response_only=True, status_codes=["200"])


def _reason(code: str, text: str) -> dict[str, object]:
    return {"code": code, "text": text, "places": [], "explanations": []}


LOOKUP = [
    _example(
        "found: high, by the words of a notice",
        outcome="found",
        risk="high",
        since="2022-11-26T00:00:00+08:00",
        place=_UNIT,
        match={
            "level": "unit",
            "used": [["complex", "晋阳紫城"], ["building", "4"], ["unit", "10"]],
            "ignored": ["1203室"],
            "by": "name",
        },
        because=[_GROUND],
        measures="足不出户、上门服务",
    ),
    _example(
        "found: a complex of which one stairwell is high",
        outcome="found",
        risk="partly_high",
        place=_UNIT | {"name": "晋阳紫城", "level": "complex"},
        match={
            "level": "complex",
            "used": [["complex", "晋阳紫城"]],
            "ignored": [],
            "by": "name",
        },
        parts=[_GROUND],
        measures="足不出户、上门服务",
    ),
    _example(
        "ambiguous: nothing is picked",
        outcome="ambiguous",
        candidates=[_UNIT | {"reason": "several_places_match", "text": _SEVERAL}],
        reason=_reason("several_places_match", _SEVERAL),
    ),
    _example(
        "not found is unknown, never low",
        reason=_reason("not_in_gazetteer", "地名库中没有这处地点，无法判断其风险。"),
    ),
    _example(
        "out of area",
        outcome="out_of_area",
        reason=_reason("other_city", "该地址不在本市，本系统不作回答。"),
    ),
    _example(
        "unparsed",
        outcome="unparsed",
        reason=_reason("no_place_named", "没有读到小区、街路或社区的名称，请写明地点。"),
    ),
]
