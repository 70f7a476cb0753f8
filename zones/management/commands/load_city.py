"""`load_city SLUG`: a city and its districts from seed/."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from zones.gazetteer.cities import NoSuchCity, load_city


class Command(BaseCommand):
    """Loads, or brings up to date, a city and its districts."""

    help = "Load a city and its districts from seed/. Example: manage.py load_city taiyuan"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the folder under seed/, such as taiyuan")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            city = load_city(Path(settings.BASE_DIR) / "seed", options["slug"])
        except NoSuchCity as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{city.name}: {city.districts.count()} districts")
