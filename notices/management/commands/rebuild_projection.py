"""`rebuild_projection`: what all reading uses, computed again from the ledger alone."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from notices.projection import rebuild
from zones.models import Standing


class Command(BaseCommand):
    """Rebuilds the projection in one transaction, while the site stays up."""

    help = "Compute the projection again from the ledger. Example: manage.py rebuild_projection"

    def handle(self, *args: Any, **options: Any) -> None:
        def show(done: int) -> None:
            if sys.stderr.isatty():
                self.stderr.write(f"\r{done} designations", ending="")

        rebuild(show)
        self.stdout.write(f"{Standing.objects.count()} standings")
