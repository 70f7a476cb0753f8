"""Serving look-ups: against a bare callable, as the ledger grows, after a notice, in memory."""

import json
import os
import random
import statistics
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import shapely
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.ledger import _publish
from bench.ledger_site import Course, databases, enter, grow
from bench.load import WORKERS, Load, NoWrk, Server, serving, written, wrk
from clients.keys import KeyKind, Scope
from clients.services import issue_key, make_client
from notices.projection import rebuild
from zones.crs import Crs
from zones.gazetteer.dates import LATEST
from zones.gazetteer.points import Point
from zones.installation import city
from zones.models import City, District
from zones.serving.loading import load
from zones.standings import head
from zones.synthetic.citizens import Citizens
from zones.synthetic.files import read_counties
from zones.synthetic.town import build

ROOT = Path(__file__).resolve().parent.parent
TEN_YEARS = int(os.environ.get("SERVING_ENTRIES") or 100_000)
SECONDS = float(os.environ.get("SERVING_SECONDS") or 5)
PORT = 8190
PEPPER = "bench" * 12
LOOKUP = "/api/v1/lookup?address="
COLUMNS = tuple(f"{n}={n}" for n in ["id", "parent", "level", "name", "street", "district"])
BARE = "bare callable, the same bytes"
SOON = 2.0
"""Seconds in which a server still meets most addresses for the first time."""
FEW = 3
"""Turns of what takes a start of a server, or more where there is no hurry."""
WATCHERS = 16
POINTS = 5_000


def run(options: Namespace) -> None:
    """Measure, and print. A few minutes; Ctrl-C removes what was made."""
    with databases("one", "ten") as _, tempfile.TemporaryDirectory() as folder:
        questions = _cities(options, Path(folder))
        courses = {"one": _grown("one", TEN_YEARS // 10), "ten": _grown("ten", TEN_YEARS)}
        queries = written(Path(folder, "queries"), [LOOKUP + quote(text) for text in questions])
        few = written(Path(folder, "few"), [LOOKUP + quote(text) for text in questions[:200]])
        try:
            _http(Path(folder), queries, few, options.rounds)
            _years(queries, options.rounds)
        except NoWrk as reason:
            _line("HTTP", f"not measured: {reason}")
        _publishing(courses["ten"], options.rounds)
        _points(options.seed)


def _cities(options: Namespace, folder: Path) -> list[str]:
    """The synthetic city in both databases; returns citizens' questions about it."""
    counties = read_counties(ROOT / "seed" / "taiyuan" / "districts.geojson")
    counted = list(build(counties, seed=options.seed, scale=options.scale))
    questions = Citizens(counted, options.seed + 1).questions(options.questions)
    texts = list(dict.fromkeys(question.text for question in questions))
    silent = StringIO()
    call_command("make_city", seed=options.seed, out=folder, scale=options.scale, stdout=silent)
    for name in ("one", "ten"):
        enter(name)
        for file in ("places.parquet", "units.csv"):
            words = ["--source", "city", "--crs", "wgs84", "--commit", "--map", *COLUMNS]
            call_command("load_places", str(folder / file), *words, stdout=silent)
    return texts


def _grown(name: str, entries: int) -> Course:
    """A ledger of its size with some 400 zones in force, and its projection."""
    enter(name)
    course = Course()
    grow(course, entries)
    rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return course


@contextmanager
def _ours(name: str, port: int = PORT) -> Iterator[tuple[Server, str]]:
    """The site over one of the databases, just started, and a key for it."""
    enter(name)
    settings.CLIENT_KEY_PEPPER = PEPPER
    client = make_client(name=f"bench-{time.time_ns()}", quotas={}, by=None)
    issued = issue_key(client_id=client.id, kind=KeyKind.LIVE, scopes=(Scope.LOOKUP,), by=None)
    parameters = connection.get_connection_params()
    with serving(
        port,
        DATABASE_URL=f"postgresql://{parameters['user']}@/{parameters['dbname']}"
        f"?host={quote(parameters['host'], safe='')}",
        SECRET_KEY=PEPPER,
        CLIENT_KEY_PEPPER=PEPPER,
        SECURE_HTTPS="0",
        DATABASE_POOL_SIZE="8",
        QUERY_LOG="0",
    ) as server:
        yield server, f"Bearer {issued.text}"


@contextmanager
def _bare(folder: Path, headers: list[tuple[str, str]], body: bytes) -> Iterator[Server]:
    sent = [h for h in headers if h[0].lower() not in ("server", "date")]
    answer = folder / "answer"
    answer.write_bytes(json.dumps(sent).encode() + b"\n" + body)
    with serving(PORT + 1, "bench.bare:application", BARE_ANSWER=str(answer)) as server:
        yield server


def _http(folder: Path, queries: Path, few: Path, rounds: int) -> None:
    """Both servers are up; they are driven by turns, and the ratio is that of the medians."""
    _heading("HTTP", f"wrk, {WORKERS} workers each, key checked, {SECONDS:.0f} s a turn, medians")
    with _answered(queries) as (ours, key, headers, body), _bare(folder, headers, body) as bare:
        kinds: dict[str, Callable[[float], Load]] = {
            BARE: lambda rate: wrk(bare, queries, seconds=SECONDS, rate=rate),
            "distinct, places met before": lambda rate: wrk(
                ours, queries, seconds=SECONDS, key=key, rate=rate
            ),
            "repeated, the same 200": lambda rate: wrk(
                ours, few, seconds=SECONDS, key=key, rate=rate
            ),
        }
        wrk(ours, queries, seconds=SECONDS, key=key)  # So that the places are met.
        full = {name: [run(0.0) for _ in range(rounds)] for name, run in kinds.items()}
        rates = {name: statistics.median(f.rate for f in found) for name, found in full.items()}
        half = {name: [kinds[name](rates[name] / 2) for _ in range(rounds)] for name in full}
        _told(full, half)
        for number, (rss, pss) in enumerate(ours.memory(), 1):
            _line(
                f"memory of worker {number}", f"{rss:,.0f} MiB resident, {pss:,.0f} MiB its share"
            )
    _first_met(folder, queries, rounds)


@contextmanager
def _answered(queries: Path) -> Iterator[tuple[Server, str, list[tuple[str, str]], bytes]]:
    """The site with ten years of notices, and one of its answers."""
    path = queries.read_text(encoding="utf-8").split("\n", 1)[0]
    with _ours("ten") as (ours, key):
        for _ in range(2 * WORKERS):  # Django answers the first one of each worker.
            status, headers, body = ours.get(path, key)
        if status != 200:
            raise SystemExit(f"the site answers {status}: {body[:300]!r}")
        yield ours, key, headers, body


def _first_met(folder: Path, queries: Path, rounds: int) -> None:
    """Servers that have just started: each place is judged, and each name read, a first time."""
    rates, ratios = [], []
    for _ in range(min(rounds, FEW)):
        with _answered(queries) as (ours, key, headers, body), _bare(folder, headers, body) as bare:
            rates.append(wrk(ours, queries, seconds=SOON, key=key).rate)
            ratios.append(rates[-1] / wrk(bare, queries, seconds=SOON).rate)
    rate, ratio = statistics.median(rates), statistics.median(ratios)
    what = f"distinct, first met (first {SOON:.0f} s of a server)"
    _line(what, f"{rate:,.0f}/s (ratio {ratio:.2f})")


def _told(full: dict[str, list[Load]], half: dict[str, list[Load]]) -> None:
    bare_rate = statistics.median(f.rate for f in full[BARE])
    bare_p99 = statistics.median(f.p99 for f in half[BARE])
    for name, found in full.items():
        rate = statistics.median(f.rate for f in found)
        p99 = statistics.median(f.p99 for f in half[name])
        failed = sum(f.failed for f in (*found, *half[name]))
        _line(
            name,
            f"{rate:,.0f}/s (ratio {rate / bare_rate:.2f}), p99 at half load {p99:.2f} ms "
            f"(ratio {p99 / bare_p99:.2f})" + (f", {failed} failed" if failed else ""),
        )


def _years(queries: Path, rounds: int) -> None:
    """Both are up at once and driven by turns, so that what else goes on falls on both."""
    _heading("Ten years of notices against one", f"{TEN_YEARS:,} and {TEN_YEARS // 10:,} entries")
    found: dict[str, list[float]] = {"one": [], "ten": []}
    with _ours("one", PORT + 2) as one, _ours("ten") as ten:
        both = {"one": one, "ten": ten}
        for server, key in both.values():
            wrk(server, queries, seconds=SECONDS, key=key)
        for _ in range(max(rounds, FEW)):
            for name, (server, key) in both.items():
                found[name].append(wrk(server, queries, seconds=SECONDS, key=key).rate)
    ratios = [ten / one for one, ten in zip(found["one"], found["ten"], strict=True)]
    rates = ", ".join(f"{name} {statistics.median(each):,.0f}" for name, each in found.items())
    ratio = f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
    _line("distinct look-ups a second, places met", f"{rates}, {ratio}")


def _publishing(course: Course, rounds: int) -> None:
    """From the commit until every one of many kept connections answers from the new act."""
    _heading("Publish 50 entries → visible in every worker", f"{WATCHERS} connections, medians")
    with _ours("ten") as (server, key):
        watching = [HTTPConnection("127.0.0.1", server.port, timeout=30) for _ in range(WATCHERS)]
        enter("ten")
        for what, planting in (("visible after", 0), ("visible after, 20 places planted", 20)):
            took = [_visible(course, watching, key, planting) for _ in range(rounds)]
            _line(
                what,
                f"{1000 * statistics.median(took):,.0f} ms, at most {1000 * max(took):,.0f} ms",
            )


def _visible(course: Course, watching: Sequence[HTTPConnection], key: str, planting: int) -> float:
    _publish(course, planting=planting)
    began, wanted = time.perf_counter(), head().sequence
    for one in watching:
        while _seen(one, key) < wanted:
            time.sleep(0.001)
    return time.perf_counter() - began


def _seen(one: HTTPConnection, key: str) -> int:
    path = LOOKUP + quote("小店区")
    one.request("GET", path, headers={"Authorization": key})
    return int(json.loads(one.getresponse().read())["ledger"]["sequence"])


def _points(seed: int) -> None:
    """A point to the place or district around it, against STRtree over the same outlines."""
    _heading("Point → place or district, in process", f"{POINTS:,} random points, one thread")
    enter("ten")
    snapshot = load(city())
    outlines = list(District.objects.filter(city=City.objects.get()).values_list("outline"))
    polygons = shapely.from_wkb([bytes(outline.wkb) for (outline,) in outlines])
    tree = shapely.STRtree(polygons)
    west, south, east, north = shapely.total_bounds(polygons)
    chance = random.Random(seed)
    spots = [(chance.uniform(west, east), chance.uniform(south, north)) for _ in range(POINTS)]
    points = [Point(lon, lat, Crs.WGS84) for lon, lat in spots]
    first = _rate(lambda: [snapshot.at_point(point, LATEST) for point in points])
    ours = _rate(lambda: [snapshot.at_point(point, LATEST) for point in points])
    theirs = _rate(
        lambda: [tree.query(shapely.Point(lon, lat), predicate="covered_by") for lon, lat in spots]
    )
    _line("snapshot, cells never seen", f"{first:,.0f}/s")
    _line("snapshot, cells known", f"{ours:,.0f}/s")
    _line("STRtree, districts alone", f"{theirs:,.0f}/s, ratio {ours / theirs:.2f}")


def _rate(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return POINTS / (time.perf_counter() - began)


def _heading(title: str, note: str) -> None:
    print(f"\n{title}: {note}", flush=True)


def _line(what: str, figure: str) -> None:
    print(f"  {what:<44} {figure}", flush=True)
