"""Who holds which role, since when, and that nobody rewrites it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from people.duties import ALONE, Duties, Role
from people.models import Assignment, Happening
from people.selectors import duties_of
from people.services import (
    Refused,
    add_person,
    appoint,
    close_person,
    end_role,
    grant_role,
    reopen_person,
)
from tests.ground import person, small_city
from zones.models import District


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


@pytest.fixture
def chief(db: None) -> User:
    return person("chief", Role.ADMINISTRATOR)


@pytest.fixture
def somebody(db: None) -> User:
    return User.objects.create_user("somebody")


@given(st.sets(st.sampled_from(Role)), st.sets(st.text(max_size=3)), st.booleans())
def test_a_clerk_is_one_for_some_district_and_nobody_else_is(
    roles: set[Role],
    districts: set[str],
    whole_city: bool,  # noqa: FBT001
) -> None:
    sound = (Role.CLERK in roles) == (whole_city or bool(districts))
    try:
        duties = Duties(frozenset(roles), frozenset(districts), whole_city)
    except ValueError:
        assert not sound
    else:
        assert sound
        assert all(duties.enters(d) for d in districts)
        assert duties.enters("elsewhere") == whole_city


def test_a_role_holds_from_its_start_until_its_end(
    chief: User, somebody: User, district: District
) -> None:
    now = timezone.now()
    day = timedelta(days=1)
    grant_role(
        by=chief, user=somebody, role=Role.CLERK, districts=[district], at=now, until=now + day
    )
    assert duties_of(somebody, now - day).roles == frozenset()
    assert duties_of(somebody, now).enters(district.code)
    assert not duties_of(somebody, now).enters("140110")
    assert duties_of(somebody, now + day).roles == frozenset()
    held = Assignment.objects.get(user=somebody)
    end_role(by=chief, assignment_id=held.pk, at=now + day / 2)
    assert duties_of(somebody, now + day / 2).roles == frozenset()
    assert Assignment.objects.get(user=somebody).ended_by_name == "chief"
    kinds = Happening.objects.filter(username="somebody").values_list("kind", flat=True)
    assert list(kinds) == ["role_ended", "role_granted"]


def test_only_an_administrator_grants_and_not_to_themselves(
    chief: User, somebody: User, district: District
) -> None:
    now = timezone.now()
    for by in (somebody, person("clerk", Role.CLERK), person("auditor", Role.AUDITOR)):
        with pytest.raises(Refused, match="只有管理员"):
            grant_role(by=by, user=somebody, role=Role.CLERK, at=now)
    with pytest.raises(Refused, match="不能给自己"):
        grant_role(by=chief, user=chief, role=Role.AUDITOR, at=now)


@pytest.mark.parametrize("alone", sorted(ALONE))
@pytest.mark.parametrize("other", sorted(set(Role)))
def test_who_checks_or_grants_holds_nothing_else(
    chief: User, somebody: User, alone: Role, other: Role
) -> None:
    now = timezone.now()
    grant_role(by=chief, user=somebody, role=alone, at=now)
    with pytest.raises(Refused, match="已任" if other is alone else "不能兼任"):
        grant_role(by=chief, user=somebody, role=other, at=now)
    reverse = User.objects.create_user("reverse")
    grant_role(by=chief, user=reverse, role=other, at=now)
    with pytest.raises(Refused):
        grant_role(by=chief, user=reverse, role=alone, at=now)


def test_the_last_administrator_stays(chief: User) -> None:
    now = timezone.now()
    held = Assignment.objects.get(user=chief)
    with pytest.raises(Refused, match="最后一位管理员"):
        end_role(by=chief, assignment_id=held.pk, at=now)
    second = person("second", Role.ADMINISTRATOR)
    close_person(by=second, user=chief, at=now)
    chief.refresh_from_db()
    assert duties_of(chief).roles == frozenset()
    with pytest.raises(Refused, match="不能停用自己"):
        close_person(by=second, user=second, at=now)
    reopen_person(by=second, user=chief)
    chief.refresh_from_db()
    assert Role.ADMINISTRATOR in duties_of(chief)


def test_a_username_is_taken_once(chief: User) -> None:
    add_person(by=chief, username="new", full_name="新人", password="x")
    with pytest.raises(Refused, match="已被使用"):
        add_person(by=chief, username="new", full_name="新人", password="x")


def test_the_database_lets_assignments_be_ended_and_nothing_else(somebody: User) -> None:
    (held,) = appoint(user=somebody, role=Role.PUBLISHER, at=timezone.now())
    rows = Assignment.objects.filter(pk=held.pk)
    for change in ({"role": "clerk"}, {"since": timezone.now()}, {"username": "else"}):
        with pytest.raises(DatabaseError, match="but to end it"), transaction.atomic():
            rows.update(**change)
    rows.update(until=held.since + timedelta(days=1))
    with pytest.raises(DatabaseError, match="but to end it"), transaction.atomic():
        rows.update(until=None)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        rows.delete()


def test_nobody_rewrites_what_happened(
    somebody: User, as_application_role: Callable[[], AbstractContextManager[None]]
) -> None:
    appoint(user=somebody, role=Role.PUBLISHER, at=timezone.now())
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Happening.objects.update(username="else")
    with pytest.raises(DatabaseError, match="permission denied"), as_application_role():
        Happening.objects.all().delete()
