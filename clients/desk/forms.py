"""What an administrator types about clients."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clients.keys import KeyKind, Scope
from clients.models import Client
from clients.services import LONGEST_OVERLAP, QUOTAS
from zones.risk.regimes import SHANGHAI

KINDS = {KeyKind.LIVE: _("正式"), KeyKind.SANDBOX: _("沙箱（不读真实数据）")}
SCOPES = {
    Scope.LOOKUP: _("查询：一次一处"),
    Scope.BATCH: _("批量查询"),
    Scope.CHANGES: _("变更与更正"),
}


class ChangeForm(forms.ModelForm):
    """Contact and quotas; an empty quota is no limit."""

    class Meta:
        model = Client
        fields = ["contact", *QUOTAS]

    @property
    def quotas(self) -> dict[str, int | None]:
        """The quotas as typed."""
        return {name: self.cleaned_data[name] for name in QUOTAS}


class ClientForm(ChangeForm):
    """A new client."""

    class Meta(ChangeForm.Meta):
        fields = ["name", "contact", *QUOTAS]


class KeyForm(forms.Form):
    """A new key."""

    kind = forms.ChoiceField(label=_("种类"), choices=[(k.value, v) for k, v in KINDS.items()])
    scopes = forms.MultipleChoiceField(
        label=_("权限范围"),
        choices=[(s.value, v) for s, v in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=_("至（含当日；不填即长期）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(label=_("用途"), max_length=200, required=False)

    def clean_until(self) -> datetime | None:
        """The end of the day, which has to lie ahead."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        end = datetime.combine(day, time.min, SHANGHAI) + timedelta(days=1)
        if end <= timezone.now():
            raise forms.ValidationError(_("截止日期已过。"))
        return end


class RotateForm(forms.Form):
    """For how long the old key works beside its successor."""

    days = forms.IntegerField(
        label=_("新旧并行天数"), min_value=0, max_value=LONGEST_OVERLAP.days, initial=7
    )

    @property
    def overlap(self) -> timedelta:
        """As a length of time."""
        return timedelta(days=self.cleaned_data["days"])


class RevokeForm(forms.Form):
    """Why a key stops working."""

    reason = forms.CharField(label=_("吊销理由"), max_length=200)


class WebhookForm(forms.Form):
    """An address that is told of each act."""

    url = forms.CharField(
        label=_("推送地址"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false"}),
    )


def words_of(form: forms.BaseForm) -> str:
    """What is wrong with a form, in one sentence."""
    found: list[Any] = [e for errors in form.errors.values() for e in errors]
    return " ".join(map(str, found))
