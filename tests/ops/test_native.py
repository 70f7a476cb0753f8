"""GDAL and GEOS come from the wheels, once."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LOADED = """
import django
django.setup()
from django.contrib.gis.geos import Point
# Taiyuan's zone of EPSG:4508, then back: needs PROJ's data, not only its code.
there = Point(112.55, 37.87, srid=4326).transform(4508, clone=True)
back = there.transform(4326, clone=True)
assert abs(back.x - 112.55) < 1e-9 and abs(back.y - 37.87) < 1e-9, back
import geopandas, pyogrio, pyproj, shapely
geopandas.GeoSeries.from_wkt(["POINT (112.55 37.87)"], crs=4326).to_crs(4508)
for line in open("/proc/self/maps"):
    name = line.rstrip().rpartition("/")[2]
    if name.startswith(("libgdal", "libgeos_c")):
        print(name)
"""


def test_one_process_holds_one_gdal_and_one_geos() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    loaded = sorted(name.partition("-")[0] for name in set(run.stdout.split()))
    assert loaded == ["libgdal", "libgeos_c"]
