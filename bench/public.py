"""Requests a second for the public page and its data on the longest day of the reference data.

Beside them, in the same run and by the same server, stands an address that computes nothing.
"""

import argparse
import re
import shutil
import subprocess
import time
import urllib.request
from urllib.parse import urlencode

from bench import fifty_days, ledger_site
from bench.serving import serving
from zones.gazetteer.cities import load_city
from zones.models import City

SECONDS = 5
PATHS = ("/", "/api/v1/zones", "/api/v1/districts?format=geojson", "/notices/")


def run(options: argparse.Namespace) -> None:
    """Load the fifty days into a database of their own, serve it, and ask."""
    if not fifty_days.at_hand() or shutil.which("wrk") is None:
        print("public: needs the reference data beside the checkout, and wrk (apt install wrk)")
        return
    with ledger_site.databases("public", found=lambda: load_city(ledger_site.SEEDS, "taiyuan")):
        ledger_site.enter("public")
        fifty_days.load(City.objects.get())
        with serving() as base:
            _table(base.rstrip("/"), fifty_days.longest_day().isoformat())


def _table(base: str, day: str) -> None:
    print("| asked | bytes, compressed | first, ms | a second | a second with If-None-Match |")
    print("|---|---|---|---|---|")
    for path in PATHS:
        joint = "&" if "?" in path else "?"
        asked = path if path.startswith("/notices") else path + joint + urlencode({"as_of": day})
        size, first, tag = _first(base + asked)
        plain = _rate(base + asked)
        fresh = _rate(base + asked, f"If-None-Match: {tag}")
        print(f"| `{path}` | {size:,} | {first:.0f} | {plain:,.0f} | {fresh:,.0f} |", flush=True)
    print(f"| `/healthz`, nothing computed | | | {_rate(base + '/healthz'):,.0f} | |")


def _first(url: str) -> tuple[int, float, str]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    begun = time.perf_counter()
    with urllib.request.urlopen(request) as response:
        body = response.read()
        return len(body), (time.perf_counter() - begun) * 1000, response.headers["ETag"]


def _rate(url: str, *headers: str) -> float:
    command = ["wrk", "-t1", "-c8", f"-d{SECONDS}s", "-H", "Accept-Encoding: br"]
    for header in headers:
        command += ["-H", header]
    said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said and not headers:
        raise SystemExit(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])
