"""`snapshot DIR`: the public site as files, for any web server."""

from pathlib import Path
from typing import Any

from django.core.exceptions import DisallowedHost
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outlets.snapshot.folder import LedgerMoves, take
from outlets.snapshot.rendering import NotRendered


class Command(BaseCommand):
    """Writes map, lists, notices, feeds, data and tiles; does nothing where nothing changed."""

    help = (
        "Write the public site as static files; a web server's root is DIR/current. "
        "Example: manage.py snapshot /srv/snapshot --live https://risk.example.org"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)
        parser.add_argument(
            "--live", default="", metavar="URL", help="the site itself, to which pages then lead"
        )
        parser.add_argument("--force", action="store_true", help="write it though nothing changed")

    def handle(self, *args: Any, **options: Any) -> None:
        live: str = options["live"].rstrip("/")
        try:
            taken = take(options["dir"], live=live, force=options["force"])
        except (DisallowedHost, LedgerMoves, NotRendered, OSError) as error:
            raise CommandError(str(error)) from error
        what = f"{taken.files} files" if taken.is_new else "nothing has changed"
        self.stdout.write(f"{taken.folder}: {what}")
