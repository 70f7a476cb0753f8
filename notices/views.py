"""The public pages of the ledger: every recorded act has one, and no draft does."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from notices.models import Notice
from notices.notice_map import notice_map
from notices.reports import neighbours, report, with_outcomes
from notices.selectors import ledger_freshness, public_notices
from zones.installation import city
from zones.standings import head

A_PAGE = 50


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """All numbered notices, and the acts by which the ledger begins."""
    page = Paginator(public_notices(), A_PAGE).get_page(request.GET.get("page"))
    others = Notice.objects.exclude(kind=Notice.Kind.NOTICE).order_by("-sequence")
    return _page(request, "notices/list.html", {"page": page, "others": others})


@require_safe
def notice_page(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One numbered notice. Where several issuers used the number, the reader chooses."""
    found = public_notices().filter(year=year, number=number)
    issuer = request.GET.get("issuer")
    found_here = found.filter(issuer__name=issuer) if issuer else found
    chosen = list(with_outcomes(found_here))
    if not chosen:
        raise Http404(_("账册中没有这份通告。"))
    if len(chosen) > 1:
        context = {"notices": chosen, "year": year, "number": number}
        return _page(request, "notices/several.html", context, status=300)
    notice = chosen[0]
    previous, following = neighbours(notice)
    context = {
        "notice": notice,
        "groups": report(notice, timezone.now()),
        **_map(notice),
        "previous": previous,
        "following": following,
        "is_one_of_several": found.count() > 1,
    }
    return _page(request, "notices/notice.html", context)


@require_safe
def act_page(request: HttpRequest, sequence: int) -> HttpResponseBase:
    """An act without a number: an opening, a declaration of coverage, a correction."""
    notice = get_object_or_404(with_outcomes(Notice.objects.all()), sequence=sequence)
    if notice.kind == Notice.Kind.NOTICE:
        return redirect(notice)
    context = {"notice": notice, "groups": report(notice, timezone.now()), **_map(notice)}
    return _page(request, "notices/act.html", context)


@require_safe
def fresh(request: HttpRequest) -> JsonResponse:
    """Where the ledger stands and from when its pages are stale: open pages ask every so often."""
    now, found = timezone.now(), ledger_freshness()
    response = JsonResponse(
        {
            "sequence": head().sequence,
            "now": now.isoformat(),
            "stale_at": found.stale_at.isoformat() if found.stale_at else None,
            "stale": found.is_stale(now),
        }
    )
    patch_cache_control(response, public=True, max_age=15)
    return response


def _map(notice: Notice) -> dict[str, object]:
    """The map of an act, with the districts that are on it by their codes."""
    districts = {d.code: d for d in city().districts.all()}
    return {"chart": notice_map(notice, list(districts.values())), "districts": districts}


def _page(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, no_cache=True)
    return response
