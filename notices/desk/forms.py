"""What staff type at the desk."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from notices.desk.files import Unreadable, text_of
from notices.desk.sheet import describe
from notices.drafts import finding_key
from notices.reading import ReadEntry, Reading
from zones.models import Place
from zones.risk.regimes import SHANGHAI

LONGEST_TEXT = 200_000
CHOICE = re.compile(r"choose-(\d+)-\d+")
TYPED = "%Y-%m-%dT%H:%M"


class PasteForm(forms.Form):
    """A notice as published: pasted whole, or in a file."""

    text = forms.CharField(
        label=_("通告全文"),
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "autofocus": True, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("或选择文件（.txt、.docx、文字版 .pdf）"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.docx,.pdf"}),
    )
    origin = forms.CharField(label=_("文本来源（网址、报纸）"), max_length=300, required=False)

    def clean(self) -> dict[str, object]:
        """The text, from the file where there is one."""
        given = super().clean() or {}
        if file := given.pop("file", None):
            try:
                given["text"] = text_of(file.name, file.size, file)
            except Unreadable as error:
                self.add_error("file", str(error))
            given["origin"] = given.get("origin") or file.name[:300]
        return given


class SubmitForm(forms.Form):
    """The decisions that the text leaves to a person: from when, and every doubt."""

    effective_from = forms.DateTimeField(
        label=_("生效时点（北京时间）"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED),
        input_formats=[TYPED, "%Y-%m-%d %H:%M"],
    )
    effective_decision = forms.CharField(
        label=_("生效时点的依据"),
        max_length=300,
        help_text=_("例如：“即日起”按发布当日零时计"),
    )
    accepted = forms.MultipleChoiceField(
        label=_("逐条确认的提示"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, reading: Reading, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        accepted = self.fields["accepted"]
        assert isinstance(accepted, forms.MultipleChoiceField)
        accepted.choices = [(finding_key(f), f.message) for f in reading.doubts]
        for name, entry, candidates in several(reading):
            label = _("“%(text)s”指哪一处？") % {"text": entry.entry.text}
            choices = [("", "—"), *((str(p.id), describe(p)) for p in candidates)]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        effective = reading.notice.effective
        if effective and effective.at:
            self.fields["effective_from"].initial = effective.at.astimezone(SHANGHAI)
            self.fields["effective_decision"].initial = f"通告写明“{effective.phrase}”"


class ReturnForm(forms.Form):
    """Why a draft goes back to its author."""

    remarks = forms.CharField(
        label=_("退回意见"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


def instants(reading: Reading, now: datetime) -> list[tuple[str, str, str]]:
    """What a phrase may be decided to mean: (instant as typed, the decision, its short name).

    即日起 names no instant; which one it is, a person decides, and the decision is kept.
    """
    notice = reading.notice
    phrase = notice.effective.phrase if notice.effective else ""
    if notice.effective and notice.effective.at:
        at = notice.effective.at.astimezone(SHANGHAI)
        return [(at.strftime(TYPED), f"通告写明“{phrase}”", "通告写明")]
    said = f"“{phrase}”" if phrase else "未写明生效时间，"
    found = []
    if notice.issued_on:
        midnight = datetime.combine(notice.issued_on, datetime.min.time(), SHANGHAI)
        found += [
            (midnight.strftime(TYPED), f"{said}按发布当日零时计", "当日零时"),
            (
                (midnight + timedelta(days=1)).strftime(TYPED),
                f"{said}按发布次日零时计",
                "次日零时",
            ),
        ]
    local = now.astimezone(SHANGHAI)
    return [*found, (local.strftime(TYPED), f"{said}按录入时刻计", "录入时刻")]


def several(reading: Reading) -> Iterator[tuple[str, ReadEntry, tuple[Place, ...]]]:
    """Each choice to be made among places of one name, with the name of its field."""
    for entry in reading.entries:
        for ordinal, target in enumerate(entry.targets):
            if target.candidates:
                yield f"choose-{entry.entry.start}-{ordinal}", entry, target.candidates


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
