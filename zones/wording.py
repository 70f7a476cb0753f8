"""How instants, districts and acts are named on pages, in the reader's language."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zones.models import District
from zones.risk.regimes import SHANGHAI
from zones.timeline import Turn

UNNUMBERED: dict[str, Promise] = {
    "opening": gettext_lazy("期初登记（账册第%(sequence)s号）"),
    "coverage": gettext_lazy("覆盖声明（账册第%(sequence)s号）"),
    "correction": gettext_lazy("更正（账册第%(sequence)s号）"),
    "order": gettext_lazy("全域管控（账册第%(sequence)s号）"),
}


def moment(instant: datetime) -> str:
    """An instant in the city's time, to the minute."""
    return date_format(timezone.localtime(instant, SHANGHAI), _("Y年n月j日 H:i"))


def district_name(district: District) -> str:
    """The official name; for readers of other languages the transcription before it."""
    if (get_language() or "").startswith("zh"):
        return district.name
    return f"{district.name_en} {district.name}"


def district_label(district: District) -> str:
    """The shortest name that tells districts apart on a map."""
    is_chinese = (get_language() or "").startswith("zh")
    return district.name if is_chinese else district.name_en


def act_name(kind: str, year: int | None, number: int | None, sequence: int) -> str:
    """How an act of the ledger is called."""
    if kind == "notice":
        return _("%(year)s年第%(number)s号通告") % {"year": year, "number": number}
    return UNNUMBERED[kind] % {"sequence": sequence}


def reference_name(reference: dict[str, Any]) -> str:
    """The act to which a standing refers."""
    return act_name(
        reference["kind"], reference["year"], reference["number"], reference["sequence"]
    )


def turn_counts(turn: Turn) -> str:
    """How much changed at one instant."""
    told = (
        (_("新增 %(n)s"), turn.added),
        (_("解除 %(n)s"), turn.released),
        (_("变更 %(n)s"), turn.changed),
    )
    return _("，").join(words % {"n": n} for words, n in told if n)
