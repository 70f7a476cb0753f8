"""What is typed to change a place: one small form for each deed."""

import re
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices import ground
from notices.proposed import Refused
from zones.gazetteer.succession import Part
from zones.models import OutlineQuality, Place


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


class PlaceForm(forms.Form):
    """A deed to one place."""

    title: Any = ""

    def carry_out(self, *, by: User, place: Place) -> None:
        """Do it: each form has its own way. Raises ``Refused``."""
        raise NotImplementedError


class DrawForm(PlaceForm):
    """An outline, pasted as GeoJSON in WGS-84."""

    title = _("绘制轮廓")
    geometry = forms.JSONField(
        label=_("轮廓（GeoJSON，WGS-84 经纬度）"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    quality = forms.ChoiceField(
        label=_("可信程度"),
        choices=[c for c in OutlineQuality.choices if c[0] not in ("illustrative", "generalised")],
        initial=OutlineQuality.APPROXIMATE,
    )
    source = forms.CharField(label=_("来源"), max_length=200)

    def carry_out(self, *, by: User, place: Place) -> None:
        given = self.cleaned_data
        geometry = given["geometry"]
        if isinstance(geometry, dict) and geometry.get("type") == "Feature":
            geometry = geometry.get("geometry")
        ground.draw_place(
            by=by,
            place_id=place.id,
            geometry=geometry,
            quality=OutlineQuality(given["quality"]),
            source=given["source"],
        )


class NameForm(PlaceForm):
    """Another name by which the place is found."""

    title = _("增加别名")
    alias = forms.CharField(label=_("别名"), max_length=600)

    def carry_out(self, *, by: User, place: Place) -> None:
        alias = self.cleaned_data["alias"]
        ground.name_place(by=by, place=place, alias=alias, at=timezone.now())


class DatedForm(PlaceForm):
    """A change from a day on."""

    on = forms.DateField(label=_("自"), widget=forms.DateInput(attrs={"type": "date"}))


class RenameForm(DatedForm):
    """Another official name."""

    title = _("改名")
    to = forms.CharField(label=_("新的规范名"), max_length=300)

    def carry_out(self, *, by: User, place: Place) -> None:
        given = self.cleaned_data
        ground.rename(by=by, place=place, to=given["to"], on=given["on"])


class SplitForm(DatedForm):
    """The parts into which the place is split."""

    title = _("拆分")
    into = forms.CharField(
        label=_("拆成（每行一个）"), widget=forms.Textarea(attrs={"rows": 3}), max_length=3000
    )
    note = forms.CharField(label=_("说明"), max_length=500, required=False)

    def carry_out(self, *, by: User, place: Place) -> None:
        given = self.cleaned_data
        into = [Part(line.strip()) for line in given["into"].splitlines() if line.strip()]
        ground.split(by=by, place=place, into=into, on=given["on"], note=given["note"])


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

    def carry_out(self, *, by: User, place: Place) -> None:
        given = self.cleaned_data
        names = {n.strip() for n in re.split(r"[\n、]", given["others"]) if n.strip()}
        beside = Place.objects.filter(
            district=place.district_id,
            level=place.level,
            parent=place.parent_id,
            retired_on__isnull=True,
            name__in=names,
        ).exclude(id=place.id)
        found = list(beside)
        if unknown := names - {p.name for p in found}:
            raise Refused(f"同一上级之下没有：{'、'.join(sorted(unknown))}。")
        ground.merge(
            by=by, places=[place, *found], into=given["into"], on=given["on"], note=given["note"]
        )


class RetireForm(DatedForm):
    """It was torn down."""

    title = _("注销（已拆除）")

    def carry_out(self, *, by: User, place: Place) -> None:
        ground.retire(by=by, place=place, on=self.cleaned_data["on"])


DEEDS: dict[PlaceDeed, type[PlaceForm]] = {
    PlaceDeed.DRAW: DrawForm,
    PlaceDeed.NAME: NameForm,
    PlaceDeed.RENAME: RenameForm,
    PlaceDeed.SPLIT: SplitForm,
    PlaceDeed.MERGE: MergeForm,
    PlaceDeed.RETIRE: RetireForm,
}
