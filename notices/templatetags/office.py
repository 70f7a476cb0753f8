"""The way around the desk, for whoever is signed in."""

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from notices.desk.correcting_forms import STATES
from people.duties import Role
from people.selectors import duties_of
from zones.gazetteer.outcome import Outcome

register = template.Library()

LEDGER = frozenset({Role.CLERK, Role.PUBLISHER, Role.AUDITOR})
OFFICE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
EVERYBODY = frozenset(Role)


@register.inclusion_tag("desk/_nav.html", takes_context=True)
def desk_nav(context: dict[str, Any]) -> dict[str, Any]:
    """The pages that somebody's roles may open, and their own account."""
    request = context["request"]
    roles = duties_of(request.user).roles
    pages = (
        ("notices:desk:home", _("工作台"), EVERYBODY),
        ("notices:desk:corrections", _("更正与管控"), LEDGER),
        ("notices:desk:ground", _("地点"), EVERYBODY),
        ("notices:desk:aliases", _("别名"), EVERYBODY),
        ("people:people", _("人员"), OFFICE),
        ("clients:clients", _("接入方"), OFFICE),
        ("people:happenings", _("记录"), OFFICE),
        ("admin:index", _("账册查阅"), OFFICE),
    )
    links = [(reverse(name), title) for name, title, who in pages if roles & who]
    here = max((u for u, _title in links if request.path.startswith(u)), key=len, default="")
    held = request.user.assignments.filter(until=None).select_related("district")
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "links": links,
        "here": here,
        "titles": [one.title for one in held.defer("district__outline")],
    }


@register.filter
def age(since: datetime) -> str:
    """For how long something has waited, in the largest unit."""
    return timesince(since, depth=1)


@register.filter
def lead_words(lead: str) -> str:
    """Where a name leads (``notices.reshaping.Lead``), without the id, in words."""
    nowhere = {
        Outcome.NOT_FOUND: _("查不到"),
        Outcome.AMBIGUOUS: _("有几处，须指明"),
        Outcome.OUT_OF_AREA: _("不在本市"),
        Outcome.UNPARSED: _("读不懂"),
    }
    return nowhere.get(lead) or lead.rsplit(" (", 1)[0]  # type: ignore[call-overload, no-any-return]


@register.filter
def state_words(state: str | None) -> str:
    """What is ordered of a whole district, in words."""
    known = {s.value: str(words) for s, words in STATES.items()}
    return known.get(state or "") or _("未宣布")
