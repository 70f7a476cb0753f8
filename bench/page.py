"""What the public page weighs and how soon it is useful: in Chromium, throttled like a phone on 3G.

Fifty real days are loaded into a database of their own (they lie beside the checkout in
development and CI only), with the buildings of a synthetic city; the page measured is that of
the longest day, with its 431 zones.
"""

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.utils import timezone

from bench import fifty_days, ledger_site
from bench.browser import Visit, visiting
from bench.serving import serving
from zones.gazetteer.cities import load_city
from zones.models import City, OutlineQuality, Place
from zones.synthetic.files import read_counties
from zones.synthetic.town import build

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "小店区晋阳紫城4号楼10单元"


def run(options: argparse.Namespace) -> None:
    """Load, serve, visit, and print."""
    if not fifty_days.at_hand():
        print("page: left out, the reference data is not beside this checkout")
        return
    with ledger_site.databases("page", found=lambda: load_city(ledger_site.SEEDS, "taiyuan")):
        ledger_site.enter("page")
        fifty_days.load(City.objects.get())
        buildings = add_buildings(options)
        day = fifty_days.longest_day()
        with serving() as site, visiting() as browser:
            print(f"page: {day:%Y-%m-%d}, {buildings} buildings known")
            for line in report(Visit(browser, site), day):
                print(f"  {line}", flush=True)


def add_buildings(options: argparse.Namespace) -> int:
    """The buildings of a synthetic city, with outlines and without names to be found by."""
    counties = read_counties(ROOT / "seed" / "taiyuan" / "districts.geojson")
    now, made = timezone.now(), 0
    for built in build(counties, seed=options.seed, scale=options.scale):
        levels = built.places.level
        outlines = built.outlines()
        rows = [
            Place(
                district_id=built.county.code,
                level="building",
                key=f"bench{i}",
                value=str(i),
                name=f"{i}号楼",
                outline=_areas(outlines[i].wkb),
                outline_quality=OutlineQuality.ILLUSTRATIVE,
                outline_source="bench",
                drawn_at=now,
                source="bench",
            )
            for i, level in enumerate(levels)
            if level == "building"
        ]
        made += len(Place.objects.bulk_create(rows, batch_size=2000))
    return made


def _areas(wkb: bytes) -> MultiPolygon:
    shape = GEOSGeometry(memoryview(wkb), srid=4326)
    return shape if shape.geom_type == "MultiPolygon" else MultiPolygon(shape, srid=4326)


def report(visit: Visit, day: datetime) -> Iterator[str]:
    """One line a figure."""
    peak = f"/?as_of={day:%Y-%m-%dT%H:%M:%S}%2B08:00"
    first = visit.first_load(peak)
    yield (
        f"first load, 431 zones: {first.requests} requests, {first.kilobytes:.0f} KB"
        f" (before map data {first.page_requests}, {first.page_kilobytes:.0f} KB)"
    )
    linked = f"/?address={quote(ADDRESS)}"
    for name, path in (("now", "/"), ("431 zones", peak), ("an answer by link", linked)):
        load = visit.on_a_phone(path)
        yield (
            f"3G and a processor four times slower, {name}: first paint {load.painted:.1f} s,"
            f" largest {load.largest:.1f} s, map drawn {load.mapped:.1f} s"
        )
    yield f"the same, typed and asked: answer after {visit.asked(ADDRESS):.1f} s more"
    yield f"dragging the map, 431 zones, whole city: {visit.frames(peak)}"
    yield f"dragging the map, 431 zones, buildings: {visit.frames(peak, zooms=4)}"
