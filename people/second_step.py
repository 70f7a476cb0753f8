"""Signing in with a code from a phone as well as a password (两步验证)."""

from io import BytesIO

import segno
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_otp import devices_for_user
from django_otp.models import Device

from people.duties import Role
from people.models import Happening, Phone, RecoveryCodes
from people.models.second_step import DIGITS, new_key
from people.selectors import duties_of
from people.services import Refused, record, require_administrator

DEVICE = "phone"
RECOVERY = "recovery"
CODES = 8


def has_second_step(user: User) -> bool:
    """Whether somebody signs in with a code."""
    return Phone.objects.filter(user=user, confirmed=True).exists()


def must_have_second_step(user: User) -> bool:
    """Whether one of somebody's roles requires it here (``REQUIRE_SECOND_STEP``)."""
    if not settings.REQUIRE_SECOND_STEP:
        return False
    return bool(duties_of(user).roles & {Role(r) for r in settings.REQUIRE_SECOND_STEP})


def new_device(user: User) -> Phone:
    """The device about to be set up: the same one until it is confirmed."""
    device, _ = Phone.objects.get_or_create(user=user, confirmed=False, name=DEVICE)
    if not device.is_readable:
        device.sealed_key = new_key()
        device.save(update_fields=["sealed_key"])
    return device


def picture(device: Phone) -> bytes:
    """The device's key as a QR code, for a phone to scan (SVG)."""
    out = BytesIO()
    segno.make(device.address, error="m").save(out, kind="svg", scale=5, border=2, light="#fff")
    return out.getvalue()


@transaction.atomic
def confirm_device(*, user: User, code: str, address: str | None = None) -> list[str]:
    """Begin to use a device that gave a right code; the recovery codes. Raises ``Refused``."""
    device = Phone.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None:
        raise Refused("没有正在启用的验证器，请重新开始。")
    if not device.verify_token(code):
        raise Refused("验证码不对，请核对手机时间后再试。")
    Phone.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    record(
        Happening.Kind.CODE_SET_UP,
        username=user.get_username(),
        by_name=user.get_username(),
        address=address,
    )
    return new_recovery_codes(user)


@transaction.atomic
def verify(user: User, code: str) -> Device | None:
    """The device that gave a code: six digits are the phone's, anything else a recovery code.

    Each device slows down guessing by itself, so that a mistyped one does not hold up the other.
    """
    kind = Phone if len(code) == DIGITS and code.isdigit() else RecoveryCodes
    device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
    return device if device is not None and device.verify_token(code) else None


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Eight codes that each work once; the former ones work no more."""
    RecoveryCodes.objects.filter(user=user).delete()
    return RecoveryCodes.objects.create(user=user, name=RECOVERY).add(CODES)


@transaction.atomic
def remove_second_step(*, by: User, user: User) -> None:
    """Forget somebody's device, which they have lost. Raises ``Refused``."""
    require_administrator(by)
    if not has_second_step(user):
        raise Refused("该账号没有启用两步验证。")
    for device in list(devices_for_user(user, confirmed=None)):
        device.delete()
    record(Happening.Kind.CODE_REMOVED, username=user.get_username(), by_name=by.get_username())
