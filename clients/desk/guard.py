"""Who may see, who may change, and how a refusal is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from clients.services import MANAGE, Refused

READ = "people.view_happening"
"""Administrators and auditors have it: who may see what was done may see this."""

View = Callable[..., HttpResponse]
Made = TypeVar("Made")


def _only(permission: str, view: View) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(permission):
            raise PermissionDenied("not for this role")
        return view(request, *args, **kwargs)

    return guarded


def reads(view: View) -> View:
    """A page that only shows something."""
    return require_GET(_only(READ, view))


def acts(view: View) -> View:
    """A form that does something; its answer may hold a secret, and is kept nowhere."""
    return require_POST(never_cache(_only(MANAGE, view)))


def attempt(
    request: HttpRequest, client_id: UUID, act: Callable[[], object], done: str
) -> HttpResponse:
    """Do it, tell what became of it, and go back to the client."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("clients:client", client_id=client_id)


def show_once(
    request: HttpRequest,
    client_id: UUID,
    make: Callable[[], Made],
    told: Callable[[Made], dict[str, object]],
) -> HttpResponse:
    """A page with a secret that was just made: it is shown this once."""
    try:
        made = make()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("clients:client", client_id=client_id)
    return render(request, "clients/shown.html", told(made))
