"""`export_ledger FILE`: every act as one JSON line, for a verifier outside."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from notices.export import links, public_line, whole_line


class Command(BaseCommand):
    """Writes the ledger as JSON lines; `python3 verify_export.py FILE` checks it."""

    help = (
        "Export the ledger, one act a line; docs/verify_export.py checks it anywhere. "
        "Example: manage.py export_ledger ledger.jsonl"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--public",
            action="store_true",
            help="leave out the households that the public is no longer shown",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        part = path.with_name(path.name + ".part")
        count, now = 0, timezone.now()
        try:
            with part.open("w", encoding="utf-8") as out:
                for link in links():
                    line = public_line(link, now) if options["public"] else whole_line(link)
                    out.write(json.dumps(line, ensure_ascii=False) + "\n")
                    count += 1
            part.replace(path)
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {count} acts")
