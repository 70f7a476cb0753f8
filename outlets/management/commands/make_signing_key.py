"""`make_signing_key FILE`: an Ed25519 key for checkpoints and certificates."""

import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notices.checkpoints import public_pem


class Command(BaseCommand):
    """Writes a new private key, readable by its owner alone, and prints the public one."""

    help = (
        "Make the key that LEDGER_SIGNING_KEY names; the public key is printed, to be published. "
        "Example: manage.py make_signing_key /etc/risk-zones.pem"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        key = Ed25519PrivateKey.generate()
        written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            # Never over an existing key: what it signed could no longer be verified.
            handle = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                out.write(written)
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(public_pem(key).decode("ascii").rstrip())
