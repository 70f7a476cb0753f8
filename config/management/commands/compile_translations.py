"""Compiles the translations without gettext, which a bare machine does not have."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Writes django.mo beside each django.po under locale/ that is newer. "
        "Example: manage.py compile_translations"
    )
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                if compile_one(source):
                    self.stderr.write(f"Compiled {source}")


def compile_one(source: Path) -> bool:
    """Compiles one catalogue if its source is newer; says whether it did."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    polib.pofile(str(source)).save_as_mofile(str(target))
    return True
