"""Signing in and out (登录): a password, and a code where somebody has set one up."""

from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as otp_login

from people.accounts import must_change_password
from people.addresses import client_address
from people.doors import MUST_CHANGE, SIGNED_IN, times_of, touch
from people.forms import CodeForm
from people.models import Happening
from people.second_step import has_second_step, verify
from people.services import record

PENDING = "pending_sign_in"
PATIENCE = 300
"""Seconds between the password and the code."""


class SignIn(auth_views.LoginView):
    """The first step. Who has a second one set up is not signed in yet."""

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if has_second_step(user):
            self.request.session[PENDING] = {
                "user": user.pk,
                "backend": user.backend,
                "at": timezone.now().timestamp(),
                "next": self.get_success_url(),
            }
            return redirect("people:code")
        begin(self.request, user)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        _note(self.request, Happening.Kind.SIGN_IN_REFUSED, form.data.get("username", ""))
        return super().form_invalid(form)


class SignOut(auth_views.LogoutView):
    """By POST alone, as a link on another site must not."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            _note(request, Happening.Kind.SIGNED_OUT, request.user.get_username())
        return super().post(request, *args, **kwargs)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: the code of the phone, or one of the recovery codes."""
    pending = request.session.get(PENDING)
    if not pending or timezone.now().timestamp() - pending["at"] > PATIENCE:
        request.session.pop(PENDING, None)
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = User.objects.filter(pk=pending["user"], is_active=True).first()
        device = verify(user, form.cleaned_data["code"]) if user else None
        if user and device:
            begin(request, user, backend=pending["backend"])
            otp_login(request, device)
            return HttpResponseRedirect(pending["next"])
        _note(request, Happening.Kind.CODE_REFUSED, user.get_username() if user else "")
        form.add_error("code", _("验证码不对，或试得太快。请等新的验证码再试。"))
    return render(
        request, "people/code.html", {"form": form}, status=200 if not form.errors else 422
    )


@require_POST
@login_required
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is still there: the login goes on, though not beyond its latest end."""
    now = timezone.now()
    touch(request.session, now)
    times = times_of(request.session, now)
    return JsonResponse({"idle": times.idle.isoformat(), "latest": times.latest.isoformat()})


def begin(request: HttpRequest, user: User, *, backend: str | None = None) -> None:
    """Sign somebody in, and remember since when."""
    auth.login(request, user, backend=backend)
    request.session.pop(PENDING, None)
    now = timezone.now()
    request.session[SIGNED_IN] = now.timestamp()
    touch(request.session, now)
    if must_change_password(user):
        request.session[MUST_CHANGE] = True
    _note(request, Happening.Kind.SIGNED_IN, user.get_username())


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """What is answered after too many wrong passwords, whether the account exists or not."""
    _note(request, Happening.Kind.LOCKED_OUT, (credentials or {}).get("username", ""))
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    messages.error(
        request,
        _("密码连续输错，此账号在这台设备上暂停登录%(minutes)s分钟。急用请联系管理员解除。")
        % {"minutes": minutes},
    )
    return render(request, "people/locked.html", {"again": reverse("login")}, status=429)


def _note(request: HttpRequest, kind: Happening.Kind, username: str) -> None:
    record(kind, username=username, address=client_address(request))
