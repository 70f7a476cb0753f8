"""The second step of signing in (两步验证): a phone, and codes for when it is lost."""

import logging
import secrets
import time
from base64 import b32encode
from urllib.parse import quote, urlencode

from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from people.sealing import Unreadable, seal, unseal

KEY_BYTES = 20
DIGITS = 6
STEP = 30
TOLERANCE = 1
CODE_BYTES = 5

log = logging.getLogger(__name__)


def new_key() -> str:
    """A random key, sealed."""
    return seal(secrets.token_bytes(KEY_BYTES))


class Phone(ThrottlingMixin, Device):
    """A phone that shows a code every half minute (RFC 6238), the same that we work out.

    The key that both share is kept sealed (``people.sealing``). A code is good once: none of a
    moment before the last one used is taken. Each wrong one doubles the wait for the next.
    """

    sealed_key = models.TextField(default=new_key)
    drift = models.SmallIntegerField(default=0, help_text="steps by which its clock is off")
    last_step = models.BigIntegerField(default=-1, help_text="the step of the last code taken")

    class Meta(Device.Meta):
        constraints = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="phone_one_in_use")
        ]

    @property
    def key(self) -> bytes:
        """The key that the phone has too. Raises ``Unreadable``."""
        return unseal(self.sealed_key)

    @property
    def is_readable(self) -> bool:
        """Whether there is a key that opens what is sealed."""
        try:
            return bool(self.key)
        except Unreadable:
            return False

    @property
    def key_in_letters(self) -> str:
        """The key as a person types it."""
        return b32encode(self.key).decode()

    @property
    def address(self) -> str:
        """The key as a phone reads it from a picture (otpauth://)."""
        told = {"secret": self.key_in_letters, "digits": DIGITS, "period": STEP}
        return f"otpauth://totp/{quote(self.user.get_username())}?{urlencode(told)}"

    def verify_token(self, token: str) -> bool:
        """Whether a code is the phone's, now and for the first time."""
        if not self.verify_is_allowed()[0]:
            return False
        is_right = token.isascii() and token.isdigit() and self._takes(int(token))
        if is_right:
            self.throttle_reset(commit=False)
            self.save()
        else:
            self.throttle_increment(commit=True)
        return is_right

    def get_throttle_factor(self) -> int:
        """Seconds to wait after the first wrong code."""
        return 1

    def _takes(self, token: int) -> bool:
        if not self.is_readable:
            log.error("The key of a phone was sealed with one that SECOND_STEP_KEYS lacks")
            return False
        code = TOTP(self.key, STEP, 0, DIGITS, self.drift)
        code.time = time.time()
        if not code.verify(token, TOLERANCE, self.last_step + 1):
            return False
        self.last_step, self.drift = code.t(), code.drift
        return True


class RecoveryCodes(ThrottlingMixin, Device):
    """The codes of one person for when the phone is lost (恢复码): each is good once."""

    class Meta(Device.Meta):
        constraints = [models.UniqueConstraint(fields=["user"], name="recovery_codes_once")]

    def verify_token(self, token: str) -> bool:
        """Whether a code is one of those left, which it is then no more."""
        if not self.verify_is_allowed()[0]:
            return False
        found = next((c for c in self.codes.all() if check_password(token, c.digest)), None)
        if found is None:
            self.throttle_increment(commit=True)
            return False
        found.delete()
        self.throttle_reset(commit=True)
        return True

    def get_throttle_factor(self) -> int:
        """Seconds to wait after the first wrong code."""
        return 1

    def add(self, many: int) -> list[str]:
        """New codes, which nobody can tell later: only their digests are kept."""
        made = [b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower() for _ in range(many)]
        self.codes.bulk_create(RecoveryCode(of=self, digest=make_password(c)) for c in made)
        return made


class RecoveryCode(models.Model):
    """One recovery code, as a digest of the kind that passwords have."""

    of = models.ForeignKey(RecoveryCodes, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"one of {self.of}"
