"""A notice on paper (打印件): the official words, what is recorded of them, and a map.

A draft is printed in the same way with 草稿 DRAFT across every page, so that no copy of it can
pass for the notice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from notices.drafts import matching_instant, read_draft
from notices.language.values import Action as ReadAction
from notices.ledger.values import Action
from notices.models import Draft, Notice
from notices.printed_map import draw
from notices.proposed import Refused
from zones.models import City, Place, RiskLevel

STYLES = "css/printed.css"
ACTS = {
    Action.DESIGNATE: "新增",
    Action.OPENING: "期初",
    Action.RELEASE: "解除",
    Action.RESCOPE: "调整范围",
    Action.VOID: "撤销",
}
LEVELS = {RiskLevel.HIGH: "高风险区", RiskLevel.MEDIUM: "中风险区"}
Listed = tuple[str, str, str]
"""What is done, where (the district), and the words."""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one act in one district."""

    title: str
    district: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the paper."""

    title: str
    text: str
    groups: tuple[Group, ...]
    map: str
    is_draft: bool
    notice: Notice | None = None
    draft: Draft | None = None


def of_notice(notice: Notice, city: City) -> Sheet:
    """The sheet of a recorded act."""
    entries = notice.entries.select_related("district").prefetch_related("marks__place")
    listed = [
        (f"{ACTS[Action(e.action)]}{LEVELS[RiskLevel(e.level)]}", e.district.name, e.text)
        for e in entries
    ]
    named = [
        (m.place, _kind(e.action, e.level)) for e in entries for m in e.marks.all() if m.covered
    ]
    drawn = draw(list(city.districts.all()), named)
    return Sheet(notice.title, notice.text, _grouped(listed), drawn, False, notice=notice)


def of_draft(draft: Draft, city: City) -> Sheet:
    """The sheet of a draft, as it would be recorded."""
    reading = read_draft(draft, city, at=matching_instant(draft))
    listed: list[Listed] = []
    named: list[tuple[Place, str]] = []
    for one in reading.entries:
        entry = one.entry
        level = entry.level.value if entry.level else ""
        act = ACTS[Action(ReadAction(entry.action).value)] + LEVELS.get(level, "等级不明")
        district = one.district.name if one.district else entry.district or "区县不明"
        listed.append((act, district, entry.text))
        known = [t.known.place for t in one.targets if t.known and t.known.is_complete]
        named += [(p, _kind(entry.action.value, level)) for p in known if p]
    title = reading.notice.title or "（未读到标题）"
    whole = {p.id: p for p in Place.objects.filter(id__in={p.id for p, _ in named})}
    drawn = draw(list(city.districts.all()), [(whole[p.id], kind) for p, kind in named])
    return Sheet(title, draft.text, _grouped(listed), drawn, True, draft=draft)


def page(sheet: Sheet, **context: Any) -> str:
    """The sheet as a page that prints well."""
    given: dict[str, Any] = {"training": settings.TRAINING}
    given |= {"sheet": sheet, "map": mark_safe(sheet.map)}
    return render_to_string("desk/printed.html", given | context)


def pdf(sheet: Sheet) -> bytes:
    """The sheet as a PDF. Raises ``Refused`` where the system lacks what makes one."""
    try:
        from weasyprint import CSS, HTML
    except OSError as error:
        raise Refused("服务器缺少生成PDF的组件（pango），请用网页打印。") from error
    styles = finders.find(STYLES)
    assert isinstance(styles, str)
    document = HTML(string=page(sheet, is_pdf=True), url_fetcher=_refuse)
    return bytes(document.write_pdf(stylesheets=[CSS(filename=styles, url_fetcher=_refuse)]))


def _refuse(url: str, *args: Any, **kwargs: Any) -> NoReturn:
    """A sheet brings all that it shows: what a notice says never makes the server ask around."""
    raise ValueError(f"a printed notice loads nothing: {url}")


def _kind(action: str, level: str) -> str:
    return "release" if action == Action.RELEASE else level


def _grouped(listed: Iterable[Listed]) -> tuple[Group, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for act, district, words in listed:
        found.setdefault((act, district), []).append(words)
    return tuple(Group(act, district, tuple(w)) for (act, district), w in found.items())
