"""What staff type at the desk."""

import re
from collections.abc import Iterator
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from notices.drafts import finding_key
from notices.reading import ReadEntry, Reading
from zones.models import Place
from zones.risk.regimes import SHANGHAI

LONGEST_TEXT = 200_000
CHOICE = re.compile(r"choose-(\d+)-\d+")


class PasteForm(forms.Form):
    """A notice as published, pasted whole."""

    text = forms.CharField(
        label=_("通告全文"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "autofocus": True, "spellcheck": "false"}),
    )
    origin = forms.CharField(label=_("文本来源（网址、报纸）"), max_length=300, required=False)


class SubmitForm(forms.Form):
    """The decisions that the text leaves to a person: from when, and every doubt."""

    effective_from = forms.DateTimeField(
        label=_("生效时点（北京时间）"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    effective_decision = forms.CharField(
        label=_("生效时点的依据"),
        max_length=300,
        help_text=_("例如：“即日起”按发布当日零时计"),
    )
    accepted = forms.MultipleChoiceField(
        label=_("逐条确认的提示"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, reading: Reading, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        accepted = self.fields["accepted"]
        assert isinstance(accepted, forms.MultipleChoiceField)
        accepted.choices = [(finding_key(f), f.message) for f in reading.doubts]
        self.fields["effective_decision"].initial = self._decision(reading)
        for name, entry, candidates in several(reading):
            label = _("“%(text)s”指哪一处？") % {"text": entry.entry.text}
            choices = [("", "—"), *((str(p.id), describe(p)) for p in candidates)]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        effective = reading.notice.effective
        if effective and effective.at:
            self.fields["effective_from"].initial = effective.at.astimezone(SHANGHAI)

    @staticmethod
    def _decision(reading: Reading) -> str:
        """A phrase that names its instant needs no decision; 即日起 needs one."""
        effective = reading.notice.effective
        return f"通告写明“{effective.phrase}”" if effective and effective.at else ""


class ReturnForm(forms.Form):
    """Why a draft goes back to its author."""

    remarks = forms.CharField(
        label=_("退回意见"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


def several(reading: Reading) -> Iterator[tuple[str, ReadEntry, tuple[Place, ...]]]:
    """Each choice to be made among places of one name, with the name of its field."""
    for entry in reading.entries:
        for ordinal, target in enumerate(entry.targets):
            if target.candidates:
                yield f"choose-{entry.entry.start}-{ordinal}", entry, target.candidates


def describe(place: Place) -> str:
    """A place with what tells it from others of its name."""
    around = "、".join(filter(None, (place.street, place.parent.name if place.parent else "")))
    return f"{place.name}（{around or '未写明街路、社区'}）"


def chosen_in(posted: QueryDict) -> dict[int, list[UUID]]:
    """The places chosen in a posted form, by where their entry starts."""
    found: dict[int, list[UUID]] = {}
    for name, value in posted.items():
        match = CHOICE.fullmatch(name)
        if match and value:
            try:
                found.setdefault(int(match[1]), []).append(UUID(str(value)))
            except ValueError:
                continue
    return found
