"""Words of the ground for templates: levels, instants, districts, acts."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from zones import wording
from zones.base_map import base_map
from zones.comparison import Change
from zones.gazetteer.outcome import Candidate
from zones.models import City, District, PlaceLevel, RiskLevel, Standing
from zones.risk.assess import Risk
from zones.risk.regimes import SHANGHAI
from zones.texts import CHANGE, RISK, why
from zones.timeline import Step
from zones.withholding import standing_words

register = template.Library()

FROM_THE_RULES = (
    gettext_noop("第九版"),
    gettext_noop("二十条"),
    gettext_noop("新十条"),
    gettext_noop("足不出户、上门服务"),
    gettext_noop("足不出区、错峰取物"),
    gettext_noop("个人防护、避免聚集"),
)
"""Words of ``zones.risk.regimes``, which is plain Python and cannot mark them itself."""


@register.simple_tag
def the_city() -> City | None:
    """The city answered for; nothing where none is loaded yet, so that errors have a page."""
    return City.objects.filter(slug=settings.CITY).first()


@register.simple_tag
def is_demonstration() -> bool:
    """Whether the site was set up to show demonstration data."""
    return bool(settings.DEMO)


@register.simple_tag
def asks_others() -> bool:
    """Whether a visitor's browser is sent to another host, for the base map."""
    return base_map() is not None


@register.simple_tag
def is_training() -> bool:
    """Whether this is the desk for practice."""
    return bool(settings.TRAINING)


@register.filter
def risk_name(risk: str) -> str:
    """The words of a risk or of a level."""
    return str(RISK[Risk(risk)])


@register.filter
def level_mark(level: str) -> str:
    """One character for a level, so that it is never told by colour alone."""
    return _("高") if level == RiskLevel.HIGH else _("中")


@register.filter
def public_words(standing: Standing) -> str:
    """The words of a zone as the public is shown them."""
    return standing_words(standing)


@register.filter
def why_meant(candidate: Candidate) -> str:
    """Why a place may be the one that was written, and was not simply taken."""
    return why(candidate)


@register.filter
def place_level(level: str) -> str:
    """What kind of place it is."""
    return str(PlaceLevel(level).label)


@register.filter
def district_name(district: District) -> str:
    """The district in the reader's language."""
    return wording.district_name(district)


@register.filter
def district_label(district: District) -> str:
    """The shortest name that tells districts apart, where there is little room."""
    return wording.district_label(district)


@register.filter
def district_of(code: str, districts: dict[str, District]) -> str:
    """The shortest name of a district, by its code."""
    return wording.district_label(districts[code])


@register.filter
def moment(instant: datetime) -> SafeString:
    """An instant in the city's time, marked up for machines."""
    return _moment(instant, get_language())


@register.filter
def since(instant: datetime | None) -> SafeString:
    """From when something holds; a page of many zones says few instants many times."""
    return _since(instant, get_language())


@lru_cache(maxsize=2048)
def _since(instant: datetime | None, language: str) -> SafeString:
    if instant is None:
        return conditional_escape(_("起始时间不详"))
    words = conditional_escape(_("自 %(since)s 起"))
    return mark_safe(words % {"since": _moment(instant, language)})  # both are escaped


@lru_cache(maxsize=2048)
def _moment(instant: datetime, language: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>',
        instant.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        wording.moment(instant),
    )


@register.simple_tag
def is_past(instant: datetime | None, at: datetime | None = None) -> bool:
    """Whether an instant lies behind the reader, or at another moment did; what has no instant
    always does."""
    return instant is None or instant <= (at or timezone.now())


@register.simple_tag
def hotline() -> str:
    """The telephone number for those whom the ledger has no answer for."""
    return str(settings.HOTLINE)


@register.simple_tag
def turn_label(step: Step) -> str:
    """A position of the slider in one line: when, by which acts, and how much changed."""
    if step.turn is None:
        return _("现在")
    acts = [wording.reference_name(act) for act in step.turn.acts]
    named = _("、").join(acts[:2]) + (_("等") if len(acts) > 2 else "")
    ahead = _("（将生效）") if step.is_ahead else ""
    return f"{wording.moment(step.turn.at)}{ahead} · {named} · {wording.turn_counts(step.turn)}"


@register.filter
def change_name(change: Change) -> str:
    """What became of a zone between two instants."""
    return str(CHANGE[change])


@register.filter
def reference_name(reference: dict[str, Any]) -> str:
    """The act to which a standing refers."""
    return wording.reference_name(reference)


@register.filter
def in_own_words(text: str) -> str:
    """Words of the rules in the reader's language."""
    return _(text) if text else ""
