"""The home of the desk (工作台): what waits, and the box into which a notice is pasted."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from notices import worklist
from notices.desk.forms import PasteForm
from notices.models import Draft
from notices.permissions import Deed, may
from people.duties import Role
from people.selectors import duties_of

MOST = 500
RECENT = 10


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The work-list of whoever is signed in, by their roles."""
    duties = duties_of(request.user)
    if not duties.roles:
        raise PermissionDenied("no business at the desk")
    mine = Draft.objects.filter(author=request.user.pk, status=Draft.Status.PUBLISHED)
    context = {
        "form": PasteForm() if may(request.user, Deed.START) else None,
        "tasks": worklist.tasks(request.user, duties, timezone.now()),
        "published": mine.select_related("notice", "author")[:RECENT],
        "is_administrator": Role.ADMINISTRATOR in duties,
    }
    return render(request, "desk/home.html", context)


@login_required
@require_GET
def todo(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything of one kind that waits."""
    duties = duties_of(request.user)
    wanted = next((k for k in worklist.Kind if k == kind), None)
    if wanted is None:
        raise Http404("nothing of that kind ever waits")
    if wanted not in worklist.kinds_for(duties):
        raise PermissionDenied("not for this role")
    task = worklist.task(wanted, request.user, duties, timezone.now(), MOST)
    return render(request, "desk/todo.html", {"task": task})
