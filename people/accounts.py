"""Accounts and their passwords: setting, resetting, unlocking."""

import secrets
import string

from axes.utils import reset as forget_failures
from django.contrib.auth.models import User
from django.db import transaction

from people.models import Happening
from people.services import Kind, record, require_administrator

SET = (Kind.PERSON_ADDED, Kind.PASSWORD_RESET, Kind.PASSWORD_CHANGED)


def must_change_password(user: User) -> bool:
    """Whether the password was last set by somebody else, who therefore knows it."""
    last = Happening.objects.filter(username=user.get_username(), kind__in=SET).first()
    return last is not None and last.kind != Kind.PASSWORD_CHANGED


def password_changed(user: User, *, address: str | None) -> None:
    """Note that somebody has set a password of their own."""
    name = user.get_username()
    record(Kind.PASSWORD_CHANGED, username=name, by_name=name, address=address)


def initial_password() -> str:
    """A password to hand over once: it has to be changed at the first sign-in."""
    letters = string.ascii_lowercase.replace("l", "").replace("o", "")
    parts = ["".join(secrets.choice(letters) for _ in range(4)) for _ in range(3)]
    return "-".join(parts) + str(secrets.randbelow(90) + 10)


@transaction.atomic
def reset_password(*, by: User, user: User) -> str:
    """Give somebody a new password to be changed at once; it ends their logins."""
    require_administrator(by)
    password = initial_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    record(Kind.PASSWORD_RESET, username=user.get_username(), by_name=by.get_username())
    return password


@transaction.atomic
def unlock(*, by: User, user: User) -> int:
    """Let somebody try again who was locked out; how many records were dropped."""
    require_administrator(by)
    dropped = int(forget_failures(username=user.get_username()))
    record(Kind.UNLOCKED, username=user.get_username(), by_name=by.get_username())
    return dropped
