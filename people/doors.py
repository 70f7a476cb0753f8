"""The door of the desk: how long a login lasts, and what has to be done before anything else."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people import refusals
from people.addresses import client_address
from people.models import Happening
from people.second_step import has_second_step, must_have_second_step
from people.selectors import one_look
from people.services import record

GUARDED = ("/staff/", "/admin/")
SIGNED_IN, SEEN, MUST_CHANGE = "signed_in_at", "seen_at", "must_change_password"
SHOWING = ("GET", "HEAD")
"""What changes nothing."""
A_MINUTE = timedelta(minutes=1)
OPEN_DOORS = frozenset({"login", "logout", "people:code"})
"""Where somebody may go who is still on the way in."""
ANTEROOM = frozenset({"people:password", "people:second-step", "people:picture", "people:stay"})
"""Where somebody may go who still has to set something up."""


@dataclass(frozen=True, slots=True)
class Times:
    """When a login ends: unless something is asked before, and at the latest."""

    idle: datetime
    latest: datetime

    @property
    def end(self) -> datetime:
        """Whichever comes first."""
        return min(self.idle, self.latest)


def times_of(session: Any, now: datetime) -> Times:
    """When the login of a session ends; one without a beginning begins now."""
    began = _instant(session.get(SIGNED_IN), now)
    seen = _instant(session.get(SEEN), now)
    return Times(
        seen + timedelta(minutes=settings.SESSION_IDLE_MINUTES),
        began + timedelta(hours=settings.SESSION_HOURS),
    )


def touch(session: Any, now: datetime) -> None:
    """Note that somebody is there; written at most once a minute."""
    if SIGNED_IN not in session:
        session[SIGNED_IN] = now.timestamp()
    if now - _instant(session.get(SEEN), datetime.min.replace(tzinfo=UTC)) >= A_MINUTE:
        session[SEEN] = now.timestamp()


class DoorMiddleware:
    """Ends logins that are over, leads to what has to be set up, and records refusals.

    What is behind it is kept by no browser and no cache: the next one at the screen sees nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(GUARDED):
            return self.get_response(request)
        with refusals.collected() as refused, self._look(request):
            response = self.get_response(request)
        for why_not in refused:
            _keep_refusal(request, why_not)
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store, private"
        return response

    @staticmethod
    def _look(request: HttpRequest) -> AbstractContextManager[None]:
        return one_look() if request.method in SHOWING else nullcontext()

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Runs where the address is known, so that the doors are told by their names."""
        if not request.path.startswith(GUARDED) or not request.user.is_authenticated:
            return None
        where = request.resolver_match.view_name if request.resolver_match else ""
        now = timezone.now()
        if times_of(request.session, now).end <= now:
            return _over(request)
        touch(request.session, now)
        return None if where in OPEN_DOORS else self._set_up_first(request, where)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A refusal at the desk is kept for the auditor; Django answers it."""
        if isinstance(exception, PermissionDenied) and request.path.startswith(GUARDED):
            _keep_refusal(request, "")

    def _set_up_first(self, request: HttpRequest, where: str) -> HttpResponseBase | None:
        if where in ANTEROOM:
            return None
        if request.session.get(MUST_CHANGE):
            return redirect("people:password")
        if not request.user.is_verified():
            if has_second_step(request.user):
                auth.logout(request)
                return redirect("login")
            if must_have_second_step(request.user):
                messages.warning(request, _("您的角色须启用两步验证后才能工作。"))
                return redirect("people:second-step")
        return None


def _keep_refusal(request: HttpRequest, why_not: str) -> None:
    record(
        Happening.Kind.REFUSED,
        username=request.user.get_username(),
        address=client_address(request),
        detail=f"{request.method} {request.path} {why_not}".strip(),
    )


def _over(request: HttpRequest) -> HttpResponseBase:
    """The login is over: a page leads to the door and back, a script is told."""
    auth.logout(request)
    if request.headers.get("accept", "").startswith("application/json"):
        return JsonResponse({"detail": _("登录已过期，请重新登录。")}, status=401)
    messages.info(request, _("登录已过期，请重新登录。"))
    back = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    return redirect(f"{reverse('login')}?{urlencode({'next': back})}")


def _instant(stamp: float | None, otherwise: datetime) -> datetime:
    return otherwise if stamp is None else datetime.fromtimestamp(stamp, UTC)
