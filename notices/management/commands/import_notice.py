"""`import_notice FILE…`: the desk's own path, from the shell."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.dateparse import parse_datetime

from notices.drafts import finding_key, publish_draft, start_draft, submit_draft
from notices.reading import Reading, read
from notices.services import Refused
from zones.installation import city
from zones.models import City


class Command(BaseCommand):
    """Parses, resolves, checks and records notices as the named users."""

    help = (
        "Read notices, check them against the ledger, and with --commit record them. "
        "Without --commit nothing is written. Example: manage.py import_notice 195.txt "
        "--user luru --publisher shenhe --effective-from 2022-11-30T00:00:00+08:00 --commit"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--user", help="who enters (needed with --commit)")
        parser.add_argument("--publisher", help="who publishes: another person")
        parser.add_argument(
            "--effective-from",
            help="what 即日起 means: an instant with offset; needed where the text names none",
        )
        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            metavar="CODE@START-END",
            help="accept a doubt by the name that the rehearsal prints; may be repeated",
        )
        parser.add_argument("--commit", action="store_true", help="record; otherwise rehearse")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = _instant(options["effective_from"])
        if options["commit"] and not (options["user"] and options["publisher"]):
            raise CommandError("--commit needs --user and --publisher", returncode=2)
        settled = [self._import(path, chosen, options) for path in options["files"]]
        if not all(settled):
            raise CommandError("not everything can be recorded; see above")

    def _import(self, path: Path, chosen: datetime | None, options: dict[str, Any]) -> bool:
        here = city()
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path}: {error}") from error
        effective = read(text, here, effective_from=None).notice.effective
        at = chosen or (effective.at if effective else None)
        reading = read(text, here, effective_from=at)
        self._report(path, reading)
        left = [f for f in reading.doubts if finding_key(f) not in options["accept"]]
        if reading.blocking or left or (at is None and reading.entries):
            if at is None and reading.entries:
                self.stderr.write(f"{path}: the text names no instant; give --effective-from")
            return False
        if options["commit"]:
            self._record(path, text, at, here, options)
        return True

    def _report(self, path: Path, reading: Reading) -> None:
        notice = reading.notice
        entries = reading.entries
        released = [e for e in entries if e.entry.action.value == "release"]
        self.stdout.write(
            f"{path}: {notice.year}年第{notice.number}号 "
            f"新增{len(entries) - len(released)} 解除{len(released)} "
            f"新地点{sum(t.is_new for e in entries for t in e.targets)} "
            f"未对应{sum(not e.binds for e in released)}"
        )
        for finding in reading.findings:
            name = f"{finding.severity.value} {finding_key(finding)}"
            self.stderr.write(f"  {name}: {finding.message}")

    @transaction.atomic
    def _record(
        self, path: Path, text: str, at: datetime | None, here: City, options: dict[str, Any]
    ) -> None:
        clerk, publisher = _user(options["user"]), _user(options["publisher"])
        try:
            draft = start_draft(author=clerk, text=text, origin=path.name)
            reading = read(text, here, effective_from=at)
            issued_on = reading.notice.issued_on
            if at is None:
                if issued_on is None:
                    raise Refused("没有读到发布日期。")
                at = parse_datetime(f"{issued_on}T00:00:00+08:00")
            assert at is not None
            submit_draft(
                draft_id=draft.id,
                by=clerk,
                city=here,
                effective_from=at,
                effective_decision=f"导入时指定：{at.isoformat()}",
                accepted=options["accept"],
            )
            notice = publish_draft(draft_id=draft.id, by=publisher, city=here)
        except Refused as refusal:
            raise CommandError(f"{path}: {refusal}") from refusal
        self.stdout.write(f"{path}: recorded as sequence {notice.sequence}")


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CommandError(
            "--effective-from is an instant with offset, such as 2022-11-30T00:00:00+08:00",
            returncode=2,
        )
    return found


def _user(username: str) -> User:
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist as error:
        raise CommandError(f"there is no user {username!r}") from error
