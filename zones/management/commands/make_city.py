"""`manage.py make_city`: a synthetic city for benchmarks, the demonstration and tests."""

from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from zones.synthetic.blocks import NoRoom
from zones.synthetic.files import NoDistricts, read_counties, write
from zones.synthetic.town import Built, build


def _scale(word: str) -> float:
    scale = float(word)
    if not 0 < scale <= 2:
        raise ArgumentTypeError("a scale lies above 0 and is at most 2")
    return scale


def _seed(word: str) -> int:
    seed = int(word)
    if seed < 0:
        raise ArgumentTypeError("a seed is not negative")
    return seed


class Command(BaseCommand):
    """Write a made-up city; needs no database."""

    help = (
        "Write a synthetic city: places.parquet (GeoParquet, down to buildings) and units.csv.\n"
        "The same seed makes the same city. The columns are described in zones/synthetic.\n\n"
        "example: manage.py make_city --seed 7 --out var/city"
    )
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """As usual, but the lines of the help stay as they are."""
        kwargs.setdefault("formatter_class", RawDescriptionHelpFormatter)
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """The seed, and where to read and write."""
        root = Path(settings.BASE_DIR)
        districts = root / "seed" / settings.CITY / "districts.geojson"
        parser.add_argument("--seed", type=_seed, required=True, help="a whole number")
        parser.add_argument("--out", type=Path, default=root / "var" / "city", help="a directory")
        parser.add_argument("--districts-from", type=Path, default=districts, help="GeoJSON")
        parser.add_argument("--scale", type=_scale, default=1.0, help="1.0 is the full city")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build and write, telling of each district on stderr."""
        total = {"places": 0, "units": 0}

        def told(built: Built) -> None:
            total["places"] += len(built.places)
            total["units"] += len(built.units)
            self.stderr.write(
                f"{built.county.name}: {len(built.places)} places, {len(built.units)} units"
            )

        try:
            counties = read_counties(options["districts_from"])
            made = build(counties, seed=options["seed"], scale=options["scale"])
            files = write(options["out"], made, told=told)
        except (NoDistricts, NoRoom, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for file in files:
            self.stdout.write(str(file))
        self.stdout.write(f"{total['places']} places and {total['units']} units")
