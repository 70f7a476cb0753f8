"""When the login of this page ends, for its warning."""

from typing import Any

from django import template
from django.utils import timezone

from people.doors import times_of

register = template.Library()


@register.inclusion_tag("people/_session.html", takes_context=True)
def session_warning(context: dict[str, Any]) -> dict[str, Any]:
    """A box that shows itself before the login ends."""
    times = times_of(context["request"].session, timezone.now())
    return {
        "idle": times.idle.isoformat(),
        "latest": times.latest.isoformat(),
        "csrf_token": context.get("csrf_token"),
    }
