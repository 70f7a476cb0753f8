"""What is typed to change a place: one small form for each deed.

Each carries itself out (``carry_out``); those that change how places are found say as well which
places and names they are about, so that what they touch can be shown before.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices import ground
from notices.amendments import Malformed
from notices.desk.division import DivisionFields
from notices.outline_text import read_outline_text
from notices.proposed import Refused
from zones.models import OutlineQuality, Place

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
"""As browsers want it, whatever the language: in another form the field shows nothing."""


class PlaceDeed(StrEnum):
    """What may be done to a place."""

    DRAW = "draw"
    NAME = "name"
    RENAME = "rename"
    SPLIT = "split"
    MERGE = "merge"
    RETIRE = "retire"


class PlaceDeedConverter:
    """A deed in an address."""

    regex = "|".join(PlaceDeed)

    def to_python(self, value: str) -> PlaceDeed:
        return PlaceDeed(value)

    def to_url(self, value: PlaceDeed | str) -> str:
        return str(PlaceDeed(value))


class DecideForm(forms.Form):
    """Over which days a proposed alias leads to its place."""

    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def clean(self) -> dict[str, Any]:
        """The days, in order."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until <= since:
            raise forms.ValidationError(_("“止”须在“自”之后。"))
        return given


class PlaceForm(forms.Form):
    """A deed to one place."""

    title: Any = ""

    def __init__(self, data: Mapping[str, Any] | None = None, *, place: Place, **kw: Any) -> None:
        super().__init__(data, **kw)
        self.place = place


class DrawForm(PlaceForm):
    """An outline, drawn on the map or typed."""

    title = _("绘制轮廓")
    geometry = forms.CharField(
        label=_("轮廓（WGS-84）"),
        help_text=_("GeoJSON，或每行一个角点“经度,纬度”，空行另起一个多边形。"),
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    quality = forms.ChoiceField(
        label=_("可信程度"),
        choices=[c for c in OutlineQuality.choices if c[0] not in ("illustrative", "generalised")],
        initial=OutlineQuality.APPROXIMATE,
    )
    source = forms.CharField(label=_("来源"), max_length=200)

    def clean_geometry(self) -> dict[str, Any]:
        """The text as a geometry; what is wrong with it is said at the field."""
        try:
            geometry = read_outline_text(self.cleaned_data["geometry"])
            ground.check_outline(geometry, self.place)
        except Malformed as error:
            raise forms.ValidationError(str(error)) from error
        return geometry

    def carry_out(self, by: User) -> None:
        """Give the place the outline. Raises ``Refused``."""
        given = self.cleaned_data
        ground.draw_place(
            by=by,
            place_id=self.place.id,
            geometry=given["geometry"],
            quality=OutlineQuality(given["quality"]),
            source=given["source"],
        )


class NameForm(PlaceForm):
    """Another name by which the place is found."""

    title = _("增加别名")
    alias = forms.CharField(label=_("别名"), max_length=600)
    since = forms.DateField(
        label=_("自（不填为一直）"),
        required=False,
        widget=DAY,
    )

    def carry_out(self, by: User) -> None:
        """Have the name lead to the place. Raises ``Refused``."""
        given = self.cleaned_data
        ground.name_place(
            by=by, place=self.place, alias=given["alias"], at=timezone.now(), since=given["since"]
        )


class DatedForm(PlaceForm):
    """A change from a day on, of which one sees what it touches before it is made."""

    on = forms.DateField(label=_("自"), widget=DAY)

    @property
    def day(self) -> date:
        """From when."""
        found = self.cleaned_data["on"]
        assert isinstance(found, date)
        return found

    def subjects(self) -> list[Place]:
        """The places that are changed. Raises ``Refused``."""
        return [self.place]

    def names(self) -> Iterable[str]:
        """The names that come of it."""
        return ()


class RenameForm(DatedForm):
    """Another official name."""

    title = _("改名")
    to = forms.CharField(label=_("新的规范名"), max_length=300)

    def names(self) -> Iterable[str]:
        return (self.cleaned_data["to"],)

    def carry_out(self, by: User) -> None:
        """Rename the place. Raises ``Refused``."""
        ground.rename(by=by, place=self.place, to=self.cleaned_data["to"], on=self.day)


class SplitForm(DivisionFields, DatedForm):
    """The parts into which the place is split, and what goes into which."""

    title = _("拆分")
    into = forms.CharField(
        label=_("拆成（每行一个，冒号后可写楼号）"),
        help_text=_("如：水木东园小区：1—6、9"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )
    note = forms.CharField(label=_("说明"), max_length=500, required=False)

    def names(self) -> Iterable[str]:
        return [part.name for part in self.parts]

    def carry_out(self, by: User) -> None:
        """Split the place. Raises ``Refused``."""
        ground.split(
            by=by,
            place=self.place,
            into=self.division(),
            on=self.day,
            note=self.cleaned_data["note"],
        )


class MergeForm(DatedForm):
    """The places with which it becomes a new one."""

    title = _("与其他地点合并")
    others = forms.CharField(
        label=_("同级地点的全名（每行一个）"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )
    into = forms.CharField(label=_("合并后的名称"), max_length=300)
    note = forms.CharField(label=_("说明"), max_length=500, required=False)

    def names(self) -> Iterable[str]:
        return (self.cleaned_data["into"],)

    def subjects(self) -> list[Place]:
        names = {n.strip() for n in re.split(r"[\n、]", self.cleaned_data["others"]) if n.strip()}
        beside = Place.objects.filter(
            district=self.place.district_id,
            level=self.place.level,
            parent=self.place.parent_id,
            retired_on__isnull=True,
            name__in=names,
        ).exclude(id=self.place.id)
        found = list(beside.select_related("district").defer("outline", "district__outline"))
        if unknown := names - {p.name for p in found}:
            raise Refused(f"同一上级之下没有：{'、'.join(sorted(unknown))}。")
        return [self.place, *found]

    def carry_out(self, by: User) -> None:
        """Merge the places. Raises ``Refused``."""
        given = self.cleaned_data
        ground.merge(
            by=by, places=self.subjects(), into=given["into"], on=self.day, note=given["note"]
        )


class RetireForm(DatedForm):
    """It was torn down."""

    title = _("注销（已拆除）")

    def carry_out(self, by: User) -> None:
        """Retire the place. Raises ``Refused``."""
        ground.retire(by=by, place=self.place, on=self.day)


AnyForm = DrawForm | NameForm | RenameForm | SplitForm | MergeForm | RetireForm

DEEDS: dict[PlaceDeed, type[AnyForm]] = {
    PlaceDeed.DRAW: DrawForm,
    PlaceDeed.NAME: NameForm,
    PlaceDeed.RENAME: RenameForm,
    PlaceDeed.SPLIT: SplitForm,
    PlaceDeed.MERGE: MergeForm,
    PlaceDeed.RETIRE: RetireForm,
}
