"""The home of the desk (工作台): what waits for me, what I have written, what nobody matched."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from notices.desk.access import staff
from notices.desk.forms import PasteForm
from notices.models import Draft
from notices.selectors import number_series, unmatched_releases
from people.duties import Role
from people.selectors import duties_of


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The work-list: what waits for me, what I have written, what nobody matched."""
    user = staff(request)
    duties = duties_of(user)
    everything = Draft.objects.select_related("author", "notice")
    return render(
        request,
        "desk/home.html",
        {
            "form": PasteForm() if Role.CLERK in duties else None,
            "waiting": everything.filter(status=Draft.Status.SUBMITTED).exclude(author=user)
            if Role.PUBLISHER in duties
            else everything.none(),
            "mine": everything.filter(author=user)[:50],
            "series": number_series(),
            "unmatched": unmatched_releases().select_related("notice", "district")[:50],
        },
    )
