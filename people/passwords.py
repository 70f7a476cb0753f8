"""What a password has to be made of, besides what Django asks."""

import unicodedata

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = 3


class MixedValidator:
    """Three of: small letters, capitals, digits, anything else (a Chinese character too)."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        kinds = {_kind(character) for character in password}
        if len(kinds) < KINDS:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        return _("密码须包含小写字母、大写字母、数字、其他字符中的至少三类。")


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    return category if category in ("Ll", "Lu", "Nd") else "other"
