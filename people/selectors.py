"""Who may do what, at a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from people.duties import NONE, Duties, Role
from people.models import Assignment

Somebody = AbstractBaseUser | AnonymousUser


def in_force(at: datetime) -> QuerySet[Assignment]:
    """The assignments that hold at a moment."""
    return Assignment.objects.filter(since__lte=at).filter(Q(until__isnull=True) | Q(until__gt=at))


_looked_up: ContextVar[dict[Any, Duties] | None] = ContextVar("duties", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Looks up everybody's duties once while a page is shown, which asks for them many times.

    Only for what changes nothing: who acts is judged by what holds at that moment.
    """
    token = _looked_up.set({})
    try:
        yield
    finally:
        _looked_up.reset(token)


def duties_of(user: Somebody, at: datetime | None = None) -> Duties:
    """What a person may do, now if no moment is given. A closed account may do nothing."""
    if not user.is_authenticated or not user.is_active:
        return NONE
    known = _looked_up.get() if at is None else None
    if known is None:
        return _duties(user, at or timezone.now())
    if user.pk not in known:
        known[user.pk] = _duties(user, timezone.now())
    return known[user.pk]


def _duties(user: Somebody, at: datetime) -> Duties:
    rows = list(in_force(at).filter(user=user.pk).values_list("role", "district_id"))
    clerk_of = [district for role, district in rows if role == Role.CLERK]
    return Duties(
        roles=frozenset(Role(role) for role, _ in rows),
        districts=frozenset(d for d in clerk_of if d is not None),
        whole_city=None in clerk_of,
    )


def holders(role: Role, at: datetime) -> QuerySet[Assignment]:
    """Who holds a role at a moment, closed accounts excluded."""
    return in_force(at).filter(role=role, user__is_active=True)
