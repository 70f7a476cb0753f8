"""The administrator's pages: accounts, roles, locks; and the record for the auditor."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people import accounts, services
from people.duties import Role
from people.forms import PersonForm, RoleForm
from people.models import Assignment, Happening, Phone
from people.second_step import remove_second_step
from people.selectors import duties_of, in_force
from people.services import Refused

A_PAGE = 100
View = Callable[..., HttpResponse]


def only(*roles: Role) -> Callable[[View], View]:
    """Lets the holders of these roles in and nobody else."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not duties_of(request.user).roles & set(roles):
                raise PermissionDenied("not for this role")
            return view(request, *args, **kwargs)

        return guarded

    return guard


@require_GET
@only(Role.ADMINISTRATOR, Role.AUDITOR)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, what they hold, and whether they are locked out."""
    return _people(request, PersonForm())


@require_POST
@only(Role.ADMINISTRATOR)
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Open an account; its first password is shown this once."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    password = accounts.initial_password()
    user = services.add_person(by=request.user, password=password, **form.cleaned_data)
    return render(request, "people/handed.html", {"person": user, "password": password})


@require_GET
@only(Role.ADMINISTRATOR, Role.AUDITOR)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account: its roles past and present, and what happened to it."""
    return _person(request, get_object_or_404(User, pk=person_id), RoleForm())


@require_POST
@only(Role.ADMINISTRATOR)
def grant(request: HttpRequest, person_id: int) -> HttpResponse:
    """Grant a role from now on."""
    user = get_object_or_404(User, pk=person_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _person(request, user, form, status=422)
    try:
        services.grant_role(
            by=request.user,
            user=user,
            role=Role(form.cleaned_data["role"]),
            districts=form.cleaned_data["districts"],
            at=timezone.now(),
            until=_end_of(form.cleaned_data["until"]),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _person(request, user, form, status=422)
    messages.success(request, _("已授予。"))
    return redirect("people:person", person_id=user.pk)


@require_POST
@only(Role.ADMINISTRATOR)
def end(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """End an assignment now."""
    held = get_object_or_404(Assignment, pk=assignment_id)
    return _do(
        request,
        held.user_id,
        lambda: services.end_role(by=request.user, assignment_id=held.pk, at=timezone.now()),
        _("任职已终止。"),
    )


@require_POST
@only(Role.ADMINISTRATOR)
@never_cache
def reset(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a new password, shown this once."""
    user = get_object_or_404(User, pk=person_id)
    password = accounts.reset_password(by=request.user, user=user)
    return render(request, "people/handed.html", {"person": user, "password": password})


@require_POST
@only(Role.ADMINISTRATOR)
def unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let somebody try again who was locked out."""
    user = get_object_or_404(User, pk=person_id)
    return _do(
        request, person_id, lambda: accounts.unlock(by=request.user, user=user), _("已解除锁定。")
    )


@require_POST
@only(Role.ADMINISTRATOR)
def forget(request: HttpRequest, person_id: int) -> HttpResponse:
    """Forget a phone that was lost."""
    user = get_object_or_404(User, pk=person_id)
    return _do(
        request,
        person_id,
        lambda: remove_second_step(by=request.user, user=user),
        _("已停用该账号的两步验证。"),
    )


@require_POST
@only(Role.ADMINISTRATOR)
def close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close an account, or open a closed one again."""
    user = get_object_or_404(User, pk=person_id)
    if user.is_active:
        return _do(
            request,
            person_id,
            lambda: services.close_person(by=request.user, user=user, at=timezone.now()),
            _("账号已停用。"),
        )
    return _do(
        request,
        person_id,
        lambda: services.reopen_person(by=request.user, user=user),
        _("账号已启用。"),
    )


@require_GET
@only(Role.ADMINISTRATOR, Role.AUDITOR)
def happenings(request: HttpRequest) -> HttpResponse:
    """The record of sign-ins, refusals and changes of rights, newest first."""
    rows = Happening.objects.all()
    if who := request.GET.get("username", "").strip():
        rows = rows.filter(username=who)
    if (kind := request.GET.get("kind", "")) in Happening.Kind.values:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kinds": Happening.Kind.choices, "who": who, "kind": kind}
    return render(request, "people/happenings.html", context)


def _do(
    request: HttpRequest, person_id: int, deed: Callable[[], object], done: str
) -> HttpResponse:
    try:
        deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("people:person", person_id=person_id)


def _people(request: HttpRequest, form: PersonForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    held = in_force(now).select_related("district").defer("district__outline")
    everybody = (
        User.objects.annotate(
            has_second_step=Exists(Phone.objects.filter(user=OuterRef("pk"), confirmed=True)),
            is_locked=Exists(_locks(now).filter(username=OuterRef("username"))),
        )
        .prefetch_related(Prefetch("assignments", queryset=held, to_attr="held"))
        .order_by("-is_active", "username")
    )
    context = {"page": Paginator(everybody, A_PAGE).get_page(request.GET.get("page"))}
    context |= {"form": form, "may_write": Role.ADMINISTRATOR in duties_of(request.user)}
    return render(request, "people/people.html", context, status=status)


def _person(request: HttpRequest, user: User, form: RoleForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {
        "person": user,
        "form": form,
        "assignments": user.assignments.select_related("district").defer("district__outline"),
        "now": now,
        "happenings": Happening.objects.filter(username=user.get_username())[:20],
        "has_second_step": Phone.objects.filter(user=user, confirmed=True).exists(),
        "is_locked": _locks(now).filter(username=user.get_username()).exists(),
        "may_write": Role.ADMINISTRATOR in duties_of(request.user),
        "is_self": user.pk == request.user.pk,
    }
    return render(request, "people/person.html", context, status=status)


def _locks(now: datetime) -> Any:
    return AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=now - settings.AXES_COOLOFF_TIME,
    )


def _end_of(day: Any) -> datetime | None:
    """The instant after a day, by the clock of the city."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
