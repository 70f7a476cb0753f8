"""`load_places FILE`: places from anything that geopandas reads."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zones.gazetteer.load import Order, load_places
from zones.gazetteer.loading.columns import ColumnMap, Field
from zones.gazetteer.loading.declared import Declared
from zones.gazetteer.loading.findings import FileRefused, WrongUsage
from zones.gazetteer.loading.report import Report
from zones.installation import city
from zones.models import OutlineQuality

QUALITIES = (OutlineQuality.SURVEYED, OutlineQuality.DIGITISED, OutlineQuality.APPROXIMATE)
WIDTH = 30


class Command(BaseCommand):
    """Loads a gazetteer file, or shows what loading it would change."""

    help = (
        "Load places from GeoPackage, GeoJSON, Shapefile, GeoParquet, CSV or XLSX. Without "
        "--commit nothing is written. Example: manage.py load_places buildings.gpkg "
        "--map 编号=id 区=district 小区=complex 楼号=building --crs gcj02 --commit"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--map",
            nargs="+",
            required=True,
            action="extend",
            metavar="COLUMN=FIELD",
            help=f"which column says what; the fields are {', '.join(Field)}",
        )
        parser.add_argument(
            "--crs",
            required=True,
            help="wgs84, cgcs2000, gcj02, bd09 or EPSG:n: a coordinate does not say it itself",
        )
        parser.add_argument("--layer", help="the layer or sheet, where there are several")
        parser.add_argument("--encoding", help="of CSV and Shapefile texts, such as gb18030")
        parser.add_argument(
            "--header",
            type=int,
            default=1,
            metavar="N",
            help="the row of a CSV or XLSX that names its columns; above it are titles",
        )
        parser.add_argument("--source", help="what the ids are those of; else the file's name")
        parser.add_argument(
            "--quality",
            choices=[q.value for q in QUALITIES],
            default=OutlineQuality.APPROXIMATE.value,
            help="how far the outlines may be trusted; only surveyed and digitised ones decide",
        )
        parser.add_argument(
            "--renamed-on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="known ids under new names are renamings of that date",
        )
        parser.add_argument(
            "--skip-refused", action="store_true", help="leave refused rows out, load the others"
        )
        parser.add_argument("--show", type=int, default=20, help="rows listed of each kind")
        parser.add_argument("--commit", action="store_true", help="write; otherwise rehearse")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_places(_order(options), city(), self._progress)
        except WrongUsage as error:
            raise CommandError(str(error), returncode=2) from error
        except FileRefused as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            raise CommandError("broken off: nothing was written, start it again") from error
        finally:
            self._end_progress()
        self._report(report, options)

    def _report(self, report: Report, options: dict[str, Any]) -> None:
        for line in report.lines(options["show"]):
            self.stdout.write(line)
        for line in report.messages(options["show"]):
            self.stderr.write(line)
        if report.refused and not options["skip_refused"]:
            raise CommandError(
                f"{len(report.refused)} rows refused, nothing written:"
                " mend them, or leave them out with --skip-refused"
            )
        self.stdout.write("written" if report.is_written else "rehearsed; --commit writes it")

    def _progress(self, step: str, done: int, of: int | None) -> None:
        if not sys.stderr.isatty():
            return
        full = WIDTH * done // of if of else 0
        bar = "█" * full + "·" * (WIDTH - full)
        self.stderr.write(f"\r\x1b[K{step:9}{bar} {done}{f'/{of}' if of else ''}", ending="")
        self.stderr.flush()

    def _end_progress(self) -> None:
        if sys.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")


def _order(options: dict[str, Any]) -> Order:
    return Order(
        path=options["file"],
        columns=ColumnMap.read(options["map"]),
        declared=Declared.read(options["crs"]),
        source=options["source"] or options["file"].stem,
        quality=OutlineQuality(options["quality"]),
        layer=options["layer"],
        encoding=options["encoding"],
        header=options["header"],
        renamed_on=options["renamed_on"],
        skip_refused=options["skip_refused"],
        commit=options["commit"],
    )
