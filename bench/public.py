"""Requests a second for the public page and its data on the longest day of the reference data.

Beside them, in the same run and by the same server, stands a file of the same size handed out by
WhiteNoise: what this machine can do when nothing is computed.
"""

import argparse
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from bench import fifty_days
from zones.gazetteer.cities import load_city

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 5
PATHS = ("/", "/api/v1/zones", "/api/v1/districts?format=geojson", "/notices/")
PORT = 8899


def run(options: argparse.Namespace) -> None:
    """Load the fifty days into a database of its own, serve it, and ask."""
    if not fifty_days.at_hand() or shutil.which("wrk") is None:
        print("public: needs the reference data beside the checkout, and wrk (apt install wrk)")
        return
    former = setup_databases(verbosity=0, interactive=False)
    try:
        fifty_days.load(load_city(ROOT / "seed", "taiyuan"))
        day = fifty_days.longest_day().isoformat()
        with _served() as base:
            _table(base, day)
    finally:
        teardown_databases(former, verbosity=0)


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
    with urllib.request.urlopen(base + "/healthz") as response:
        response.read()
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


@contextmanager
def _served() -> Iterator[str]:
    """The site on this database, as `make run` serves it."""
    told = connection.settings_dict
    host = urlencode({"host": told["HOST"]}) if told["HOST"] else ""
    url = f"postgresql://{told['USER']}@/{told['NAME']}?{host}"
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_hex(32),
        "SECURE_HTTPS": "0",
        "DATABASE_POOL_SIZE": "8",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT)]
    command += ["--workers", "2", "--blocking-threads", "4", "--log-level", "error"]
    server = subprocess.Popen([*command, "config.wsgi:application"], env=env, cwd=ROOT)
    try:
        base = f"http://127.0.0.1:{PORT}"
        for _ in range(300):
            try:
                with urllib.request.urlopen(base + "/readyz", timeout=2) as response:
                    json.load(response)
                    break
            except OSError:
                time.sleep(0.2)
        yield base
    finally:
        server.terminate()
        server.wait()
