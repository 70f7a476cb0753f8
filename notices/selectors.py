"""Reading the ledger for the desk and the public pages of notices."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from notices.ledger.matching import OpenZone
from notices.ledger.values import Action
from notices.models import Entry, EntryPlace, Notice
from notices.projection import standing_among
from notices.series import Numbered, Series, series
from zones.freshness import Freshness, freshness
from zones.models import Place, Standing
from zones.standings import known_standings


def open_zones(before: datetime, districts: Iterable[str]) -> dict[str, list[OpenZone]]:
    """The designations with something still in force just before an instant, by district.

    Of the same place, those whose whole extent was already released do not appear.
    """
    standings = known_standings(timezone.now(), districts).filter(
        Q(effective__contains=before) | Q(effective__endswith=before),
        effective__startswith__lt=before,
        implied=False,
    )
    ids = set(standings.values_list("designation", flat=True))
    found: dict[str, list[OpenZone]] = defaultdict(list)
    lineages = EntryPlace.objects.select_related("place").only(
        "entry", "part", "covered", "place__lineage"
    )
    for entry in Entry.objects.filter(id__in=ids).prefetch_related(Prefetch("marks", lineages)):
        held = entry.marks.all()
        marks = tuple(((str(m.place_id), m.part), m.covered) for m in held)
        around = frozenset(str(i) for m in held if m.covered for i in m.place.lineage[:-1])
        zone = OpenZone(str(entry.id), entry.level, marks, entry.text, around)
        found[entry.district_id].append(zone)
    return found


def later_releases(
    after: datetime, districts: Iterable[str], *, places: Iterable[UUID] | None = None
) -> dict[str, list[OpenZone]]:
    """Releases already recorded that take effect after an instant, soonest first.

    A designation typed late is ended by the first of them that names its place. Given
    ``places``, only releases that name one of them: there may be years of others.
    """
    found: dict[str, list[OpenZone]] = defaultdict(list)
    releases = Entry.objects.filter(
        action=Action.RELEASE, district__in=list(districts), effective_from__gt=after
    )
    if places is not None:
        naming = EntryPlace.objects.filter(place__in=list(places)).values("entry")
        releases = releases.filter(id__in=naming)
    ordered = releases.order_by("effective_from", "notice__sequence", "ordinal")
    standing = standing_among(set(ordered.values_list("id", flat=True)))
    for release in ordered.prefetch_related("marks"):
        if release.id not in standing:
            continue
        marks = tuple(((str(m.place_id), m.part), m.covered) for m in release.marks.all())
        found[release.district_id].append(OpenZone(str(release.id), release.level, marks))
    return found


def public_notices() -> QuerySet[Notice]:
    """Numbered notices, newest first, with the number of their entries by action."""
    return (
        Notice.objects.filter(kind=Notice.Kind.NOTICE)
        .select_related("issuer")
        .annotate(
            designated=Count("entries", filter=Q(entries__action=Action.DESIGNATE)),
            released=Count("entries", filter=Q(entries__action=Action.RELEASE)),
        )
        .order_by("-year", "-number")
    )


def with_entries(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Notices with all that their pages show of the entries."""
    entries = (
        Entry.objects.select_related("district")
        .prefetch_related("marks__place", "bindings__designation__notice")
        .order_by("ordinal")
    )
    return notices.select_related("seal").prefetch_related(
        Prefetch("entries", queryset=entries), "coverages__district"
    )


def unmatched_releases() -> QuerySet[Entry]:
    """Releases that end nothing held in the ledger, and stand."""
    rows = known_standings(timezone.now()).filter(implied=True)
    return Entry.objects.filter(id__in=rows.values("designation"))


def number_series() -> list[Series]:
    """What is missing, late or misdated among the numbers held, per issuer and year."""
    rows = Notice.objects.filter(kind=Notice.Kind.NOTICE).values_list(
        "issuer__name", "year", "number", "issued_on", "sequence"
    )
    return series(Numbered(*row) for row in rows)


def ledger_freshness() -> Freshness:
    """How far the ledger can be believed: by the numbered notice of the latest day."""
    rows = Notice.objects.filter(kind=Notice.Kind.NOTICE, issued_on__isnull=False)
    latest = rows.order_by("-issued_on", "-sequence").values_list("issued_on", "recorded_at")
    issued_on, recorded_at = latest.first() or (None, None)
    return freshness(issued_on, recorded_at, timedelta(hours=settings.STALE_AFTER_HOURS))


def zones_on(place: Place, at: datetime) -> QuerySet[Standing]:
    """Zones in force on the ground of a place: in it, or around it."""
    marked = Q(marks__place__lineage__contains=[place.id]) | Q(marks__place__in=place.lineage)
    held = known_standings(at).filter(effective__contains=at, implied=False)
    found = held.filter(marked).distinct().select_related("district")
    return found.defer("district__outline").order_by("id")
