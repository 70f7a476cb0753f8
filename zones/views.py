"""The public pages of the ground. They translate, nothing else, and they alone read the clock."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from zones import standings
from zones.answers import Question
from zones.api.values import LONGEST_ADDRESS
from zones.asking import Asked
from zones.comparison import compare
from zones.faces import Face, face_of
from zones.gazetteer.outcome import Outcome
from zones.gazetteer.suggest import suggest
from zones.installation import city
from zones.keeping import keeper
from zones.listing import ListedDistrict, Listing
from zones.map_settings import comparison_settings, focus_of, map_settings
from zones.models import City, Coverage, District, Place
from zones.moments import Moment, Period
from zones.plain import in_plain_words
from zones.risk.assess import Risk
from zones.risk.regimes import SHANGHAI
from zones.serving.database import answer_from_database
from zones.timeline import steps, turns

MOST_CHOICES = 60


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def map_page(request: HttpRequest) -> HttpResponse:
    """The map, the list that says the same, and one box for an address.

    The box posts, so that no address stays in a history, a log or a link by accident; what it
    posts changes nothing, so it needs no token, and the page no cookie. A link that was made to
    be shared has the address in it.
    """
    here, now = city(), timezone.now()
    query = request.POST if request.method == "POST" else request.GET
    within = _district(here, request)
    moment, asked = Moment.read(query, now), Asked.read(query, within)
    face = _face(here, moment, asked) if asked else None
    if request.method == "POST" and query.get("part") == "answer":
        return _answer_alone(request, moment, asked, face)
    keep = keeper(request)
    listing = keep("listing", lambda: Listing.at(here, moment.as_of, moment.known_at))
    context = {
        "listing": listing.only(within),
        "list": keep("list", lambda: _list(request, listing.only(within), moment)),
        "rests": listing.rests,
        "within": within,
        "asked": asked,
        "address": asked.address,
        "longest_address": LONGEST_ADDRESS,
        "face": face,
        "steps": steps(turns(moment.known_at), now, None if moment.is_now else moment.as_of),
        "map_settings": map_settings(listing, moment, face=face, within=within),
        **_frame(moment),
        "list_query": _query(moment, within),
    }
    return _page(
        request,
        "zones/map.html",
        context,
        moment,
        is_private=request.method == "POST" or bool(asked),
    )


def _list(request: HttpRequest, listing: Listing, moment: Moment) -> SafeString:
    """The list of zones, the longest part of a page."""
    context = {"listing": listing, "moment_query": _query(moment)}
    return render_to_string("zones/_districts.html", context, request)


def _answer_alone(
    request: HttpRequest, moment: Moment, asked: Asked, face: Face | None
) -> HttpResponse:
    """The answer without the page around it, for a script that has the page already."""
    context = {
        "asked": asked,
        "address": asked.address,
        "face": face,
        "map_settings": {"focus": focus_of(face)},
        "within": asked.district,
        **_frame(moment),
    }
    return _page(request, "zones/answer.html", context, moment, is_private=True)


@require_safe
def changes_page(request: HttpRequest) -> HttpResponse:
    """What changed between two instants, as a list and on the map."""
    here, now = city(), timezone.now()
    known = turns(now)
    period = Period.read(request.GET, now, [t.at for t in known])
    moment = Moment(period.end, now, refused=period.refused)
    compared = compare(here, period.start, period.end, now)
    context = {
        "period": period,
        "compared": compared,
        "map_settings": comparison_settings(here, period, compared),
        **_frame(moment),
    }
    return _page(request, "zones/changes.html", context, moment)


@require_safe
def plain_list(request: HttpRequest) -> HttpResponse:
    """The list as plain words, to be copied or read where there is nothing else."""
    here, moment = city(), Moment.read(request.GET, timezone.now())
    listing = Listing.at(here, moment.as_of, moment.known_at).only(_district(here, request))
    words = in_plain_words(here, listing, moment, standings.head().sequence)
    told = {"words": words, "moment": moment}
    kind = "text/plain; charset=utf-8"
    response = render(request, "zones/plain.txt", told, content_type=kind)
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def district_page(request: HttpRequest, code: str) -> HttpResponse:
    """One district: its zones, its remainder, and what the ledger vouches for."""
    here = city()
    district = get_object_or_404(here.districts, code=code)
    moment = Moment.read(request.GET, timezone.now())
    listing = Listing.at(here, moment.as_of, moment.known_at)
    listed = next(d for d in listing.districts if d.district == district)
    context = {
        "listed": listed,
        "listing": listing.only(district),
        "rests": listing.rests,
        "coverage": _coverage(listed, moment),
        "map_settings": map_settings(listing, moment, within=district),
        **_frame(moment),
    }
    return _page(request, "zones/district.html", context, moment)


@require_safe
def place_page(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """One known place: its standing, its names, and what lies within."""
    place = get_object_or_404(Place.objects.select_related("district"), id=place_id)
    moment = Moment.read(request.GET, timezone.now())
    above = Place.objects.defer("outline").in_bulk(place.lineage[:-1])
    context = {
        "place": place,
        "face": _ask(city(), moment, place=place.id),
        "above": [above[i] for i in place.lineage[:-1]],
        "notes": _coverage_notes(place.district_id, moment),
        "names": place.names.order_by("kind", "text"),
        "children": place.children.defer("outline").order_by("level", "name"),
        **_frame(moment),
    }
    return _page(request, "zones/place.html", context, moment)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def choose_language(request: HttpRequest, code: str) -> HttpResponseBase:
    """Remember a language for this browser and go back to where the reader was.

    An ordinary link: a form would need a token, and with it a cookie on every page,
    which no cache could then keep. What is posted is what was asked: it is sent on as it
    came, and so appears in no address here either.
    """
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back, preserve_request=request.method == "POST")
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    patch_cache_control(response, private=True, no_store=True)
    return response


def _ask(here: City, moment: Moment, **what: Any) -> Face:
    question = Question(as_of=moment.as_of, known_at=moment.known_at, **what)
    return face_of(answer_from_database(question, here))


def _face(here: City, moment: Moment, asked: Asked) -> Face:
    """The face of the answer, with what a reader may choose to go on."""
    question = Question(as_of=moment.as_of, known_at=moment.known_at, **asked.what)
    told = asked.weighed(answer_from_database(question, here))
    choices: list[Place] = []
    if told.place is not None and told.risk in (Risk.PARTLY_HIGH, Risk.PARTLY_MEDIUM):
        below = told.place.children.defer("outline").filter(retired_on=None)
        choices = list(below.order_by("level", "name")[:MOST_CHOICES])
    suggestions = []
    if told.outcome in (Outcome.NOT_FOUND, Outcome.UNPARSED) and asked.address.isascii():
        today = moment.as_of.astimezone(SHANGHAI).date()
        suggestions = suggest(asked.address, here, today, told.sequence)
    return face_of(
        told, choices=tuple(choices), suggestions=tuple(suggestions), accuracy=asked.accuracy
    )


def _frame(moment: Moment) -> dict[str, Any]:
    """What every page tells of the moment that it shows."""
    return {
        "moment": moment,
        "moment_query": _query(moment),
        "sequence": standings.head().sequence,
    }


def _query(moment: Moment, within: District | None = None) -> str:
    """What must stand in an address to show the same again."""
    told = moment.query | ({"district": within.code} if within else {})
    return "?" + urlencode(told) if told else ""


def _district(here: City, request: HttpRequest) -> District | None:
    """The district to which a page is narrowed; none where no such district is known."""
    query = request.POST if request.method == "POST" else request.GET
    code = query.get("district", request.GET.get("district", ""))
    return here.districts.filter(code=code).first() if code else None


def _coverage_notes(district: str, moment: Moment) -> list[str]:
    """What a low or a routine in this district rests on."""
    rows = standings.coverage_at(moment.as_of, moment.known_at).filter(district=district)
    return [note for note in rows.values_list("note", flat=True) if note]


def _coverage(listed: ListedDistrict, moment: Moment) -> Coverage | None:
    rows = standings.coverage_at(moment.as_of, moment.known_at)
    return rows.filter(district=listed.district).prefetch_related("exceptions__place").first()


def _page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    moment: Moment,
    *,
    is_private: bool = False,
) -> HttpResponse:
    """A page; one that answers for an address is kept by nobody."""
    response = render(request, template, context, status=400 if moment.refused else 200)
    patch_vary_headers(response, ["Cookie"])
    if is_private:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, no_cache=True)
    return response
