"""The zones in force as plain words, in the manner of a notice: for copying and sending on."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zones.address.numerals import to_chinese
from zones.listing import ListedDistrict, Listing
from zones.models import City, Standing
from zones.moments import Moment
from zones.risk.assess import Risk
from zones.texts import RISK
from zones.withholding import standing_words
from zones.wording import district_name, moment, reference_name


def in_plain_words(city: City, listing: Listing, at: Moment, sequence: int) -> str:
    """The list of the page, with the same zones, numbers and order, one district a paragraph."""
    head = _("%(city)s在册风险区（截至%(at)s，账册第%(sequence)s号）") % {
        "city": city.name,
        "at": moment(at.as_of),
        "sequence": sequence,
    }
    lines = [head, _("高风险区 %(n)s 处") % {"n": listing.high}]
    if listing.medium:
        lines.append(_("中风险区 %(n)s 处") % {"n": listing.medium})
    for order, listed in enumerate(listing.districts, start=1):
        lines += ["", _heading(order, listed)]
        lines += [f"{i}. {_line(z.standing)}" for i, z in enumerate(listed.zones, start=1)]
    lines += ["", *listing.notes, _("以通告原文为准。")]
    return "\n".join(lines) + "\n"


def _heading(order: int, listed: ListedDistrict) -> str:
    is_chinese = (get_language() or "").startswith("zh")
    number = f"{to_chinese(order)}、" if is_chinese else f"{order}. "
    state = {
        "low": _("其余为低风险"),
        "routine": _("无风险区，常态化防控"),
    }.get(listed.rest, _("其余无法判断") if listed.zones else _("收录不完整，无法判断"))
    count = _("%(n)s 处") % {"n": len(listed.zones)}
    return f"{number}{district_name(listed.district)}（{count}；{state}）"


def _line(standing: Standing) -> str:
    since = _("自%(since)s起") % {"since": moment(standing.since)} if standing.since else ""
    told = (
        str(RISK[Risk(standing.level)]),
        since or _("起始时间不详"),
        reference_name(standing.opened_by),
    )
    return f"{standing_words(standing)}（{_('，').join(told)}）"
