"""`verify_ledger`: chain, projection and invariants; non-zero on any difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notices.models import Notice
from notices.verification import differences


class Command(BaseCommand):
    """Checks the ledger against itself."""

    help = (
        "Check the hash chain, the projection and the invariants; exit 1 on any difference. "
        "Example: manage.py verify_ledger"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for difference in differences():
            found += 1
            self.stdout.write(difference)
        if found:
            raise CommandError(f"{found} differences")
        last = Notice.objects.select_related("seal").order_by("-sequence").first()
        where = f"{last.sequence} acts, last seal {last.seal.digest}" if last else "empty"
        self.stdout.write(f"the ledger verifies: {where}")
