"""What is typed at the door and by the administrator."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from people.duties import Role
from people.models import ROLE_NAMES
from zones.installation import city
from zones.models import District


class CodeForm(forms.Form):
    """A code of the phone, or a recovery code."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=16,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """As typed, without the blanks that phones show in it."""
        return "".join(str(self.cleaned_data["code"]).split()).lower()


class PersonForm(forms.Form):
    """A new account; the password is made up and shown once."""

    username = forms.CharField(
        label=_("用户名"), max_length=150, validators=[UnicodeUsernameValidator()]
    )
    full_name = forms.CharField(label=_("姓名"), max_length=150)

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("此用户名已被使用。"))
        return username


class RoleForm(forms.Form):
    """A role to be granted; a clerk's without a district is for the whole city."""

    role = forms.ChoiceField(label=_("角色"), choices=[(r.value, ROLE_NAMES[r]) for r in Role])
    districts = forms.ModelMultipleChoiceField(
        label=_("区县（录入员；不选即全市）"),
        queryset=District.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=_("至（含当日；不填即长期）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"].queryset = city().districts.defer("outline")  # type: ignore[attr-defined]
