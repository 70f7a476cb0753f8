"""Atom feeds (RFC 4287): the city, a district and a place can be followed without an account.

An act is one entry with the act's own id for its id, wherever the site moves. A correction is
an entry of its own, and the notice that it corrects comes up again as updated.
"""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from notices.models import Notice
from outlets.followed import acts_of_city, acts_of_district, acts_of_place
from zones.installation import city
from zones.models import City, District, Place
from zones.wording import act_name, district_name


class Acts(Feed):
    """What the three feeds have in common."""

    feed_type = Atom1Feed
    language = "zh-hans"

    def feed_guid(self, of: City | District | Place) -> str:
        return _urn(uuid5(NAMESPACE_URL, f"risk-zones:{type(of).__name__}:{of.pk}"))

    def feed_extra_kwargs(self, of: Any) -> dict[str, Any]:
        return {"generator": "risk-zones"}

    def author_name(self, of: City | District | Place) -> str:
        return f"{city().name}{_('疫情风险区')}"

    def item_title(self, act: Notice) -> str:
        name = act_name(act.kind, act.year, act.number, act.sequence)
        return name + (_("（有更正）") if _is_corrected(act) else "")

    def item_description(self, act: Notice) -> str:
        return render_to_string("outlets/feed_entry.html", {"act": act})

    def item_link(self, act: Notice) -> str:
        return act.get_absolute_url()

    def item_guid(self, act: Notice) -> str:
        return _urn(act.id)

    def item_pubdate(self, act: Notice) -> datetime:
        return act.recorded_at

    def item_updateddate(self, act: Notice) -> datetime:
        found: datetime = act.touched_at  # type: ignore[attr-defined]
        return found

    def item_author_name(self, act: Notice) -> str:
        return act.issuer.name if act.issuer else self.author_name(city())


class CityFeed(Acts):
    """What happens in the city."""

    def get_object(self, request: HttpRequest) -> City:
        return city()

    def title(self, of: City) -> str:
        return f"{of.name}{_('疫情风险区')}"

    def link(self, of: City) -> str:
        return reverse("zones:map")

    def items(self, of: City) -> QuerySet[Notice]:
        return acts_of_city()


class DistrictFeed(Acts):
    """What happens in one district."""

    def get_object(self, request: HttpRequest, code: str) -> District:
        return get_object_or_404(city().districts.defer("outline"), code=code)

    def title(self, of: District) -> str:
        return f"{district_name(of)} · {_('疫情风险区')}"

    def link(self, of: District) -> str:
        return reverse("zones:district", args=[of.code])

    def items(self, of: District) -> QuerySet[Notice]:
        return acts_of_district(of)


class PlaceFeed(Acts):
    """What happens to one place, to what holds it and to what lies in it."""

    def get_object(self, request: HttpRequest, place_id: UUID) -> Place:
        places = Place.objects.defer("outline").select_related("district")
        return get_object_or_404(places, id=place_id)

    def title(self, of: Place) -> str:
        return f"{of.name} · {_('疫情风险区')}"

    def link(self, of: Place) -> str:
        return reverse("zones:place", args=[of.id])

    def items(self, of: Place) -> QuerySet[Notice]:
        return acts_of_place(of)


def _urn(identity: UUID) -> str:
    return f"urn:uuid:{identity}"


def _is_corrected(act: Notice) -> bool:
    return act.corrected_at is not None  # type: ignore[attr-defined]
