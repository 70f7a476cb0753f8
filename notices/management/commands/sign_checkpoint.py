"""`sign_checkpoint`: where the ledger stands, signed; `--verify` checks one against it."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notices.checkpoints import KeyRefused, NotOurs, sign, statement, verify
from notices.models import Notice


class Command(BaseCommand):
    """Signs where the ledger stands, or checks a signed checkpoint against the ledger."""

    help = (
        "Print where the ledger stands, signed with LEDGER_SIGNING_KEY; with --verify check a "
        "checkpoint against the ledger. Example: manage.py sign_checkpoint > checkpoint.json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--verify", type=Path, metavar="FILE")
        parser.add_argument("--public-key", type=Path, metavar="PEM", help="goes with --verify")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verify"]:
                self._verify(options["verify"], options["public_key"])
            else:
                self._sign()
        except (KeyRefused, NotOurs, OSError, ValueError) as error:
            raise CommandError(str(error)) from error

    def _sign(self) -> None:
        if not settings.LEDGER_SIGNING_KEY:
            raise CommandError("LEDGER_SIGNING_KEY names no key; see docs/settings.md")
        last = Notice.objects.select_related("seal").order_by("-sequence").first()
        if last is None:
            raise CommandError("the ledger is empty")
        checkpoint = sign(statement(last), Path(settings.LEDGER_SIGNING_KEY))
        self.stdout.write(json.dumps(checkpoint, indent=1))

    def _verify(self, file: Path, public_key: Path | None) -> None:
        if public_key is None:
            raise CommandError("--verify needs --public-key", returncode=2)
        said = verify(json.loads(file.read_text("utf-8")), public_key.read_bytes())
        act = Notice.objects.select_related("seal").filter(sequence=said["sequence"]).first()
        if act is None or statement(act) != said:
            raise CommandError(f"the ledger does not stand as signed at {said['sequence']}")
        self.stdout.write(f"act {said['sequence']} stands as signed")
