"""The districts of a draft and who answers for each, for the draft's page."""

from typing import Any

from django import template

from notices.models import Draft
from notices.permissions import Deed, may
from notices.reading import Reading
from notices.together import parts_of

register = template.Library()


@register.inclusion_tag("desk/_together.html", takes_context=True)
def together(context: dict[str, Any], draft: Draft, reading: Reading) -> dict[str, Any]:
    """Shown where the notice goes beyond its author's districts; else nothing."""
    request = context["request"]
    parts = parts_of(draft, reading)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "draft": draft,
        "parts": parts if any(not p.is_own or p.asked for p in parts) else (),
        "unasked": any(not p.is_own and p.asked is None for p in parts),
        "may_ask": bool(may(request.user, Deed.SUBMIT, draft=draft)),
        "mine": {
            p.district.code
            for p in parts
            if may(request.user, Deed.CONFIRM, draft=draft, district=p.district.code)
        },
    }
