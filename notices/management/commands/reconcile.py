"""`reconcile LIST --at INSTANT`: the zones in force against an outside list."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from notices.ledger.values import OPENS, Action
from notices.models import Entry
from notices.reconciliation import LAG, Account, Item, reconcile
from notices.selectors import unmatched_releases
from zones.standings import in_force, known_standings


class Command(BaseCommand):
    """Compares with a list (district, text, level), or with published totals."""

    help = (
        "Compare the zones in force with a CSV of district,text[,level], and each difference is "
        "explained; with --designated and --released compare totals up to the instant. "
        "Example: manage.py reconcile list.csv --at 2022-11-29T21:00:00+08:00"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", nargs="?", type=Path, help="CSV: district,text[,level]")
        parser.add_argument("--at", required=True, help="an instant with offset")
        parser.add_argument("--designated", type=int, help="published total of designations")
        parser.add_argument("--released", type=int, help="published total of releases")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            at = parse_datetime(options["at"])
        except ValueError:
            at = None
        if at is None or at.tzinfo is None:
            raise CommandError("--at is an instant with offset", returncode=2)
        differing = 0
        if options["list"]:
            differing += self._compare_list(options["list"], at)
        differing += self._compare_totals(at, options["designated"], options["released"])
        if differing:
            raise CommandError(f"{differing} differences")

    def _compare_list(self, path: Path, at: datetime) -> int:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                theirs = [
                    Item(row["district"], row.get("level") or "high", row["text"])
                    for row in csv.DictReader(file)
                ]
        except (OSError, KeyError, UnicodeDecodeError) as error:
            raise CommandError(f"{path}: {error!r}; it needs columns district,text") from error
        account = account_at(theirs, at)
        self.stdout.write(f"{account.agreeing} agree word for word")
        for d in account.differences:
            side = "账册" if d.ours else "名单"
            other = f" ~ {d.other}" if d.other else ""
            self.stdout.write(f"{d.explanation}\t{side}\t{d.item.district}\t{d.item.text}{other}")
        return len(account.differences)

    def _compare_totals(self, at: datetime, designated: int | None, released: int | None) -> int:
        entries = Entry.objects.filter(effective_from__lte=at, voided_by__isnull=True)
        held = {
            "designated": (entries.filter(action__in=OPENS).count(), designated),
            "released": (entries.filter(action=Action.RELEASE).count(), released),
        }
        differing = 0
        for name, (ours, theirs) in held.items():
            if theirs is None:
                continue
            self.stdout.write(f"{name}: ledger {ours}, published {theirs}")
            differing += ours != theirs
        if differing:
            openings = entries.filter(action=Action.OPENING).count()
            self.stdout.write(f"of these, openings of notices not held: {openings}")
            self.stdout.write(f"releases that match nothing held: {unmatched_releases().count()}")
        return differing


def account_at(theirs: list[Item], at: datetime) -> Account:
    """The zones in force at an instant, and those released lately, against a list."""
    now = timezone.now()
    ours = [
        _item(r.standing.district.name, r.standing, r.standing.effective.lower)
        for r in in_force(at, now)
    ]
    ended = known_standings(now).filter(
        implied=False, effective__endswith__gt=at - LAG, effective__endswith__lte=at
    )
    lately = [
        _item(s.district.name, s, s.effective.upper) for s in ended.select_related("district")
    ]
    return reconcile(ours, theirs, at, released=lately)


def _item(district: str, standing: Any, changed: datetime | None) -> Item:
    return Item(district, standing.level, standing.text, changed)
