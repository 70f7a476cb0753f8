"""Who may do what, at a moment."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from people.duties import NONE, Duties, Role
from people.models import Assignment

Somebody = AbstractBaseUser | AnonymousUser


def in_force(at: datetime) -> QuerySet[Assignment]:
    """The assignments that hold at a moment."""
    return Assignment.objects.filter(since__lte=at).filter(Q(until__isnull=True) | Q(until__gt=at))


def duties_of(user: Somebody, at: datetime | None = None) -> Duties:
    """What a person may do, now if no moment is given. A closed account may do nothing."""
    if not user.is_authenticated or not user.is_active:
        return NONE
    rows = list(
        in_force(at or timezone.now()).filter(user=user.pk).values_list("role", "district_id")
    )
    clerk_of = [district for role, district in rows if role == Role.CLERK]
    return Duties(
        roles=frozenset(Role(role) for role, _ in rows),
        districts=frozenset(d for d in clerk_of if d is not None),
        whole_city=None in clerk_of,
    )


def holders(role: Role, at: datetime) -> QuerySet[Assignment]:
    """Who holds a role at a moment, closed accounts excluded."""
    return in_force(at).filter(role=role, user__is_active=True)
