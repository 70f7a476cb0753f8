"""What is typed to put something right, or to record an order about districts."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.corrections import Correction, Fault
from notices.desk.forms import describe
from notices.ledger.orders import DistrictState
from notices.ledger.values import Action
from notices.models import Entry, Notice
from notices.proposals import Order
from zones.installation import city
from zones.models import Place

FAULTS = {
    Fault.NAME: _("名称有误：改成正确的文字"),
    Fault.PLACE: _("地点认错：文字没错，对应的地点错了"),
    Fault.TIME: _("时点有误：改生效时点"),
    Fault.LISTED: _("不应列入：整条撤销"),
}
STATES = {
    DistrictState.STATIC: _("全域静态管理"),
    DistrictState.LIFTED: _("解除全域静态管理"),
    DistrictState.ROUTINE_RESTORED: _("恢复常态化管理"),
}
ACTIONS = {Action.DESIGNATE: _("新增"), Action.RELEASE: _("解除（调整为低风险区）")}
LEVELS = {"high": _("高风险区"), "medium": _("中风险区")}
INSTANT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
TYPED = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class CorrectionForm(forms.Form):
    """What was wrong with one entry, and how it is right."""

    fault = forms.ChoiceField(
        label=_("错在哪里"),
        choices=[(f.value, name) for f, name in FAULTS.items()],
        widget=forms.RadioSelect,
        initial=Fault.NAME.value,
    )
    text = forms.CharField(label=_("正确的文字"), max_length=2000, required=False)
    place = forms.CharField(
        label=_("正确的地点"),
        max_length=600,
        required=False,
        help_text=_("写到楼栋、单元，例如：文兴苑3号楼2单元"),
    )
    effective_from = forms.DateTimeField(
        label=_("正确的生效时点（北京时间）"), required=False, widget=INSTANT, input_formats=TYPED
    )
    chosen = forms.ChoiceField(
        label=_("指哪一处"), required=False, widget=forms.RadioSelect, choices=[]
    )
    reason = forms.CharField(
        label=_("理由（公开）"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def offer(self, candidates: tuple[Place, ...]) -> None:
        """Let the person say which of several places is meant."""
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(str(p.id), describe(p)) for p in candidates]

    def correction(self, entry: Entry) -> Correction:
        """What was typed, as a value."""
        given = self.cleaned_data
        return Correction(
            fault=Fault(given["fault"]),
            reason=given["reason"],
            entry=entry.id,
            text=given["text"],
            place=given["place"],
            chosen=UUID(given["chosen"]) if given["chosen"] else None,
            effective_from=given["effective_from"] if given["fault"] == Fault.TIME else None,
        )


class ForgottenForm(forms.Form):
    """An entry that a notice has and the ledger has not."""

    text = forms.CharField(label=_("通告原文中的文字"), max_length=2000)
    district = forms.ChoiceField(label=_("区县"), choices=[])
    action = forms.ChoiceField(label=_("动作"), choices=[(a.value, n) for a, n in ACTIONS.items()])
    level = forms.ChoiceField(label=_("原等级"), choices=list(LEVELS.items()))
    effective_from = forms.DateTimeField(
        label=_("生效时点（北京时间）"), widget=INSTANT, input_formats=TYPED
    )
    chosen = forms.ChoiceField(
        label=_("指哪一处"), required=False, widget=forms.RadioSelect, choices=[]
    )
    reason = forms.CharField(
        label=_("理由（公开）"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = self.fields["district"]
        assert isinstance(district, forms.ChoiceField)
        district.choices = [(d.code, d.name) for d in city().districts.defer("outline")]

    offer = CorrectionForm.offer

    def correction(self, notice: Notice) -> Correction:
        """What was typed, as a value."""
        given = self.cleaned_data
        return Correction(
            fault=Fault.FORGOTTEN,
            reason=given["reason"],
            notice=notice.id,
            text=given["text"].strip(),
            district=given["district"],
            action=Action(given["action"]),
            level=given["level"],
            chosen=UUID(given["chosen"]) if given["chosen"] else None,
            effective_from=given["effective_from"],
        )


class OrderForm(forms.Form):
    """An order about whole districts, in the words announced."""

    title = forms.CharField(label=_("标题"), max_length=300)
    state = forms.ChoiceField(label=_("状态"), choices=[(s.value, n) for s, n in STATES.items()])
    districts = forms.MultipleChoiceField(
        label=_("区县"), choices=[], widget=forms.CheckboxSelectMultiple
    )
    effective_from = forms.DateTimeField(
        label=_("生效时点（北京时间）"), widget=INSTANT, input_formats=TYPED
    )
    text = forms.CharField(
        label=_("发布时的原话"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = self.fields["districts"]
        assert isinstance(districts, forms.MultipleChoiceField)
        districts.choices = [(d.code, d.name) for d in city().districts.defer("outline")]

    def order(self) -> Order:
        """What was typed, as a value."""
        given = self.cleaned_data
        return Order(
            title=given["title"],
            state=DistrictState(given["state"]),
            districts=tuple(given["districts"]),
            effective_from=given["effective_from"],
            text=given["text"],
        )
