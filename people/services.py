"""The only writer of who may do what. Each service is one transaction and is recorded."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from people import refusals
from people.duties import ALONE, Role
from people.models import ROLE_NAMES, Assignment, Happening
from people.selectors import duties_of, holders, in_force
from zones.models import District

CONSOLE = "console"
"""How the operator of the machine is named, who appoints the first administrator."""

Kind = Happening.Kind


class Refused(ValueError):
    """What may not be done to people; ``str()`` is one sentence for the person."""


def record(
    kind: Happening.Kind,
    *,
    username: str,
    by_name: str = "",
    address: str | None = None,
    detail: str = "",
) -> Happening:
    """Note what happened. Rows are never changed or removed."""
    return Happening.objects.create(
        kind=kind, username=username[:150], by_name=by_name, address=address, detail=detail[:300]
    )


@transaction.atomic
def grant_role(
    *,
    by: User,
    user: User,
    role: Role,
    districts: Iterable[District] = (),
    at: datetime,
    until: datetime | None = None,
) -> list[Assignment]:
    """Give somebody a role from a moment on. Raises ``Refused``.

    A clerk's is for the districts given, or for the whole city where none is.
    """
    require_administrator(by)
    if by.pk == user.pk:
        raise Refused("不能给自己授予角色，请由另一位管理员办理。")
    return _grant(by.get_username(), user, role, districts, at, until)


@transaction.atomic
def appoint(
    *, user: User, role: Role, districts: Iterable[District] = (), at: datetime
) -> list[Assignment]:
    """Give somebody a role at the console, where no administrator is needed yet."""
    return _grant(CONSOLE, user, role, districts, at, None)


@transaction.atomic
def end_role(*, by: User, assignment_id: int, at: datetime) -> Assignment:
    """End an assignment at a moment. The last administrator's cannot be. Raises ``Refused``."""
    require_administrator(by)
    held = Assignment.objects.select_for_update().filter(pk=assignment_id).first()
    if held is None or (held.until is not None and held.until <= at):
        raise Refused("这项任职已经终止。")
    if held.role == Role.ADMINISTRATOR:
        _keep_an_administrator(held.user_id, at)
    held.until, held.ended_by_name = max(at, held.since), by.get_username()
    held.save(update_fields=["until", "ended_by_name"])
    record(
        Kind.ROLE_ENDED,
        username=held.username,
        by_name=by.get_username(),
        detail=_described(Role(held.role), held.district),
    )
    return held


@transaction.atomic
def add_person(*, by: User, username: str, full_name: str, password: str) -> User:
    """Open an account without any role. Raises ``Refused``."""
    require_administrator(by)
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, password=password, first_name=full_name)
    except IntegrityError as error:
        raise Refused(f"用户名“{username}”已被使用。") from error
    record(Kind.PERSON_ADDED, username=username, by_name=by.get_username())
    return user


@transaction.atomic
def close_person(*, by: User, user: User, at: datetime) -> None:
    """Close an account: nobody signs in with it, whatever it holds. Raises ``Refused``."""
    require_administrator(by)
    if by.pk == user.pk:
        raise Refused("不能停用自己的账号。")
    if Role.ADMINISTRATOR in duties_of(user, at):
        _keep_an_administrator(user.pk, at)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(Kind.PERSON_CLOSED, username=user.get_username(), by_name=by.get_username())


@transaction.atomic
def reopen_person(*, by: User, user: User) -> None:
    """Open a closed account again. Raises ``Refused``."""
    require_administrator(by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(Kind.PERSON_REOPENED, username=user.get_username(), by_name=by.get_username())


def require_administrator(user: User) -> None:
    """Raises ``Refused`` for anybody else."""
    if Role.ADMINISTRATOR not in duties_of(user):
        refusals.note("只有管理员可以管理人员。")
        raise Refused("只有管理员可以管理人员。")


def _grant(
    by_name: str,
    user: User,
    role: Role,
    districts: Iterable[District],
    at: datetime,
    until: datetime | None,
) -> list[Assignment]:
    User.objects.select_for_update().get(pk=user.pk)
    districts = list(districts)
    if districts and role is not Role.CLERK:
        raise Refused(f"{ROLE_NAMES[role]}不分区县。")
    if until is not None and until <= at:
        raise Refused("任职的终止须在开始之后。")
    held = {Role(r) for r in in_force(at).filter(user=user.pk).values_list("role", flat=True)}
    others = held - {role}
    if others and (role in ALONE or others & ALONE):
        names = "、".join(str(ROLE_NAMES[r]) for r in sorted(others))
        raise Refused(f"{user.get_username()}现任{names}，不能兼任{ROLE_NAMES[role]}。")
    made = []
    for district in districts or [None]:
        made.append(_one(by_name, user, role, district, at, until))
        record(
            Kind.ROLE_GRANTED,
            username=user.get_username(),
            by_name=by_name,
            detail=_described(role, district),
        )
    return made


def _one(
    by_name: str,
    user: User,
    role: Role,
    district: District | None,
    at: datetime,
    until: datetime | None,
) -> Assignment:
    if in_force(at).filter(user=user.pk, role=role, district=district).exists():
        raise Refused(f"{user.get_username()}已任{_described(role, district)}。")
    return Assignment.objects.create(
        user=user,
        username=user.get_username(),
        role=role,
        district=district,
        since=at,
        until=until,
        granted_by_name=by_name,
    )


def _keep_an_administrator(leaving: int, at: datetime) -> None:
    others = holders(Role.ADMINISTRATOR, at).exclude(user=leaving)
    if not others.exists():
        raise Refused("这是最后一位管理员，须先另授一位。")


def _described(role: Role, district: District | None) -> str:
    name = str(ROLE_NAMES[role])
    if role is not Role.CLERK:
        return name
    return f"{name}（{district.name if district else '全市'}）"
