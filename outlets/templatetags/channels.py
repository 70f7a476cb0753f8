"""What pages of the ground and of the ledger show of the public channels."""

from typing import Any

from django import template
from django.conf import settings

from outlets.history import revisions, spells
from zones.models import Place
from zones.moments import Moment

register = template.Library()


@register.simple_tag
def certificates_are_given() -> bool:
    """Whether the site has a key to sign certificates with."""
    return bool(settings.LEDGER_SIGNING_KEY)


@register.inclusion_tag("outlets/_history.html")
def history_of(place: Place, at: Moment) -> dict[str, Any]:
    """What held for a place when, the newest first, and what corrections changed of it."""
    told = {
        "spells": spells(place, at.known_at)[::-1],
        "revisions": revisions(place, at.known_at),
    }
    return {"told": told}
