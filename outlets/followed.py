"""The acts that concern a city, a district or a place, with when each was last touched."""

from django.db.models import Max, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from notices.models import Entry, Notice
from zones.models import District, Place

TOLD = (Notice.Kind.NOTICE, Notice.Kind.CORRECTION, Notice.Kind.ORDER)
"""What happened. An opening or a declaration of coverage is no news."""
LATEST = 50


def acts_of_city() -> QuerySet[Notice]:
    """The acts touched last: a notice comes up again when a later act corrects it."""
    return _touched(Notice.objects.all(), Entry.objects.all())


def acts_of_district(district: District) -> QuerySet[Notice]:
    """Those with an entry in a district, or an order about it."""
    entries = Entry.objects.filter(district=district)
    concerned = Q(id__in=entries.values("notice")) | Q(orders__district=district)
    return _touched(Notice.objects.filter(concerned).distinct(), entries)


def acts_of_place(place: Place) -> QuerySet[Notice]:
    """Those with an entry about the place, about what holds it or about what lies in it."""
    near = Q(marks__place__in=place.lineage) | Q(marks__place__lineage__contains=[place.id])
    about = Entry.objects.filter(near, district=place.district_id).values("id")
    # The voiding of an entry names no place of its own.
    entries = Entry.objects.filter(Q(id__in=about) | Q(voids__in=about))
    concerned = Q(id__in=entries.values("notice"))
    concerned |= Q(orders__district=place.district_id)
    return _touched(Notice.objects.filter(concerned).distinct(), entries)


def _touched(acts: QuerySet[Notice], entries: QuerySet[Entry]) -> QuerySet[Notice]:
    shown = (
        entries.select_related("district").prefetch_related("voided_by__notice").order_by("ordinal")
    )
    ids = acts.filter(kind__in=TOLD).values("id")
    return (
        Notice.objects.filter(id__in=ids)
        .select_related("issuer")
        .prefetch_related(Prefetch("entries", queryset=shown, to_attr="told"), "orders__district")
        .annotate(corrected_at=Max("entries__voided_by__notice__recorded_at"))
        .annotate(touched_at=Greatest("recorded_at", Coalesce("corrected_at", "recorded_at")))
        .order_by("-touched_at", "-sequence")[:LATEST]
    )
