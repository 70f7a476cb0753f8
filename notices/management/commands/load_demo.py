"""`load_demo`: the demonstration, into an empty database, in demo mode only."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notices.demo import ACCOUNTS, is_loaded, load_demo
from notices.services import Refused


class Command(BaseCommand):
    """Loads three real notices of 2022 with demonstration accounts."""

    help = (
        "Load the demonstration and print its accounts; refused unless DEMO is set. "
        "Example: DEMO=1 manage.py load_demo --if-empty"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="leave a ledger that holds anything alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demonstration is loaded only where DEMO=1 is set")
        if not is_loaded():
            try:
                load_demo(Path(settings.BASE_DIR) / "seed", settings.CITY)
            except Refused as error:
                raise CommandError(str(error)) from error
        elif not options["if_empty"]:
            raise CommandError("the ledger is not empty; the demonstration is not added to it")
        self.stdout.write("演示账号 Demonstration accounts:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:8} {account.password:16} {account.does}")
