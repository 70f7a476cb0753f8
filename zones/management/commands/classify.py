"""Answers for a whole file of addresses or coordinates."""

import json
import os
import sys
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from zones.api import values
from zones.api.problems import BadParameter
from zones.api.rendering import stamp
from zones.classify import manifest
from zones.classify.book import Asked, Book
from zones.classify.cluster import Cluster
from zones.classify.columns import ID, Verdict
from zones.classify.run import Job, RunRefused, begin, crew_of, do_parts, finish
from zones.classify.sources import (
    CsvSource,
    FileRefused,
    ParquetSource,
    Source,
    files_of,
    fingerprint,
)
from zones.classify.work import Place
from zones.crs import Crs
from zones.serving import current

WIDTH = 30


class Command(BaseCommand):
    """See docs/classify.md."""

    help = (
        "Answer a CSV or Parquet file of addresses (columns id, address) or coordinates "
        "(id, lon, lat, with --crs). A run that was broken off goes on when it is started "
        "again. Example: manage.py classify people.csv answers.parquet "
        "--at 2022-11-30T12:00:00+08:00 --window P7D"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("input", type=Path, metavar="IN", help=".csv, .parquet, or a folder")
        parser.add_argument("output", type=Path, metavar="OUT", help=".csv or .parquet")
        parser.add_argument("--at", required=True, help="the instant asked about, with offset")
        parser.add_argument("--known-at", help="by when it had to be recorded; default now")
        parser.add_argument("--window", help="how far back to look, such as P7D")
        parser.add_argument(
            "--crs", choices=[c.value for c in Crs], help="of lon and lat, which it asks for"
        )
        parser.add_argument(
            "--keep", nargs="+", default=[], metavar="COLUMN", help="columns to pass through"
        )
        parser.add_argument("--encoding", help="of a CSV; else UTF-8 or GB18030 is recognised")
        parser.add_argument("--jobs", type=int, help="processes; default one a core")
        parser.add_argument("--dask", metavar="tcp://…", help="a Dask scheduler; IN is Parquet")
        parser.add_argument("--restart", action="store_true", help="start anew, over what is there")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        asked = _asked(options)
        try:
            source = _source(options, asked)
            job, book = self._job(options, asked, source)
            place = begin(job, anew=options["restart"])
            counted = self._done(job, book, place, options)
        except (FileRefused, RunRefused) as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("Broken off; start again to go on from there.") from None
        finally:
            if sys.stderr.isatty():
                self.stderr.write("\r\x1b[K", ending="")
        seconds = round(time.monotonic() - began, 1)
        told = {**counted, "sequence": job.manifest.sequence, "seconds": seconds}
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _job(self, options: dict[str, Any], asked: Asked, source: Source) -> tuple[Job, Book]:
        """What is to be done, from the state of the ledger of this moment."""
        snapshot = current.snapshot()
        run = manifest.Manifest(
            input=fingerprint(options["input"]),
            sequence=snapshot.sequence,
            gazetteer=manifest.fingerprint(snapshot.ground.index),
            as_of=stamp(asked.as_of) or "",
            known_at=stamp(asked.known_at) or "",
            window=options["window"],
            crs=options["crs"],
            kept=tuple(options["keep"]),
            encoding=getattr(source, "encoding", None),
        )
        if run.encoding not in (None, "utf-8-sig"):
            self.stderr.write(f"read as {run.encoding}")
        return Job(source, run, options["output"]), Book(snapshot, asked)

    def _done(self, job: Job, book: Book, place: Place, options: dict[str, Any]) -> dict[str, Any]:
        bar = Bar(self, job.source.rows)
        if options["dask"]:
            with closing(Cluster(options["dask"], book, place)) as crew:
                parts = do_parts(job, place, crew, bar)
        else:
            jobs = options["jobs"] or os.cpu_count() or 1
            with crew_of(book, jobs) as here:
                parts = do_parts(job, place, here, bar)
        return finish(job, place, parts)


class Bar:
    """How far it is, how fast it goes, when it will be done; on a terminal only."""

    def __init__(self, command: BaseCommand, rows: int | None) -> None:
        self._stderr, self._rows = command.stderr, rows
        self._done, self._began = 0, time.monotonic()

    def __call__(self, rows: int) -> None:
        self._done += rows
        if not sys.stderr.isatty():
            return
        rate = self._done / max(time.monotonic() - self._began, 0.001)
        text = f"{self._done:,} rows  {rate:,.0f} rows/s"
        if self._rows:
            full = WIDTH * self._done // self._rows
            left = int((self._rows - self._done) / rate)
            text = f"{'█' * full}{'·' * (WIDTH - full)} {text}  {left // 60}:{left % 60:02} left"
        self._stderr.write(f"\r\x1b[K{text}", ending="")
        self._stderr.flush()


def _asked(options: dict[str, Any]) -> Asked:
    """What is asked of every row; a wrong word is wrong usage."""
    if options["jobs"] is not None and options["jobs"] < 1:
        raise CommandError("--jobs: at least 1", returncode=2)
    if options["output"].suffix.lower() not in (".csv", ".parquet"):
        raise CommandError("OUT must end in .csv or .parquet", returncode=2)
    taken = sorted({ID, *Verdict._fields}.intersection(options["keep"]))
    if taken or len(set(options["keep"])) < len(options["keep"]):
        what = (
            f"{', '.join(taken)}: the answer has a column of that name" if taken else "name it once"
        )
        raise CommandError(f"--keep: {what}", returncode=2)
    try:
        return Asked(
            as_of=values.read_instant(options["at"], "at"),
            known_at=_known_at(options),
            window=values.read_window(options["window"]) if options["window"] else None,
            crs=Crs(options["crs"]) if options["crs"] else None,
        )
    except BadParameter as wrong:
        name = wrong.parameter.replace("_", "-")
        raise CommandError(f"--{name}: {wrong.detail}", returncode=2) from None


def _known_at(options: dict[str, Any]) -> datetime:
    """As given; else as in the run that is gone on with; else now."""
    if options["known_at"]:
        return values.read_instant(options["known_at"], "known_at")
    out = options["output"]
    held = manifest.Manifest.read(out.with_name(f"{out.name}.parts"))
    if held is not None and not options["restart"]:
        return datetime.fromisoformat(held.known_at)
    return timezone.now()


def _source(options: dict[str, Any], asked: Asked) -> Source:
    """The input, looked at but not read. Raises ``FileRefused``."""
    path, out = options["input"], options["output"]
    if not path.exists():
        raise FileRefused(f"{path}: no such file")
    if out.exists() and (out.samefile(path) or out in files_of(path)):
        raise CommandError("OUT is IN: it would be written over", returncode=2)
    if out.exists() and not options["restart"]:
        raise FileRefused(f"{out} is there already; name another, or replace it with --restart")
    if not out.parent.is_dir():
        raise FileRefused(f"{out.parent}: no such folder")
    if path.is_dir() or path.suffix.lower() == ".parquet":
        return ParquetSource(path, asked.columns, options["keep"])
    if options["dask"]:
        raise CommandError("--dask reads Parquet, which its workers can share", returncode=2)
    if path.suffix.lower() not in (".csv", ".txt"):
        raise CommandError("IN must end in .csv or .parquet, or be a folder", returncode=2)
    return CsvSource(path, asked.columns, options["keep"], options["encoding"])
