"""The map for other sites' pages, and the words by which they take it in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt, xframe_options_sameorigin
from django.views.decorators.http import require_safe

from zones import standings
from zones.installation import city
from zones.listing import Listing
from zones.map_settings import map_settings
from zones.models import City, District
from zones.moments import Moment


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest) -> HttpResponse:
    """The map alone, with the instant that it shows and a link back. It sets no cookie."""
    here, moment = city(), Moment.read(request.GET, timezone.now())
    within = _district(request, here)
    listing = Listing.at(here, moment.as_of, moment.known_at)
    chosen = listing.only(within)
    told = map_settings(listing, moment, within=within)
    told["texts"]["notice"] = _("通告")
    context = {
        "moment": moment,
        "within": within,
        "total": chosen.total,
        "is_blank": chosen.is_blank,
        "undrawn": chosen.undrawn,
        "sequence": standings.head().sequence,
        "home": _home(within, moment),
        "map_settings": told,
    }
    response = render(request, "outlets/embed.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
@xframe_options_sameorigin
def embedding(request: HttpRequest) -> HttpResponse:
    """The page with the words to copy, and what they make."""
    here = city()
    within = _district(request, here)
    query = "?" + urlencode({"district": within.code}) if within else ""
    source = reverse("outlets:embed") + query
    title = f"{within.name if within else here.name}{_('疫情风险区')}"
    snippet = format_html(
        '<iframe src="{}" title="{}" width="100%" height="450" loading="lazy"></iframe>',
        request.build_absolute_uri(source),
        title,
    )
    context = {
        "districts": here.districts.defer("outline"),
        "within": within,
        "source": source,
        "title": title,
        "snippet": str(snippet),
    }
    return render(request, "outlets/embedding.html", context)


def _district(request: HttpRequest, here: City) -> District | None:
    """The district asked for; the whole city where none of that code is known."""
    return here.districts.filter(code=request.GET.get("district", "")).first()


def _home(within: District | None, moment: Moment) -> str:
    path = reverse("zones:district", args=[within.code]) if within else reverse("zones:map")
    return path + ("?" + urlencode(moment.query) if moment.query else "")
