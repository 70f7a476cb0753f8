"""``manage.py parse_notice``: read notice texts, without a database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from notices.language import Notice, parse
from notices.language.export import as_json
from notices.language.findings import caret


class Command(BaseCommand):
    """Read each file as one notice and say what it does."""

    help = (
        "Read notice texts and print what they designate and release. "
        "Example: manage.py parse_notice 195.txt --json"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a text, UTF-8 or GB 18030")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = False
        for name in options["files"]:
            try:
                text = read(Path(name))
            except (OSError, UnicodeError) as error:
                refused = True
                self.stderr.write(f"{name}: {error}")
                continue
            notice = parse(text)
            if options["json"]:
                self.stdout.write(json.dumps({"path": name, **as_json(notice)}, ensure_ascii=False))
            else:
                self.stdout.write(summary(name, text, notice))
        if refused:
            raise CommandError("not every file could be read", returncode=1)


def read(path: Path) -> str:
    """The text of a file, every character kept: offsets are those of the file."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def summary(name: str, text: str, notice: Notice) -> str:
    """A notice for a person: its number, its entries, and its findings in their line."""
    number = f"{notice.year or '?'}年第{notice.number or '?'}号"
    lines = [f"{name}: {notice.issuer or '?'} {number} {notice.issued_on or '?'}"]
    for entry in notice.entries:
        way = f" → {entry.to_level}" if entry.to_level else ""
        lines.append(f"  {entry.action} {entry.level}{way}\t{entry.district or '-'}\t{entry.text}")
    for found in notice.findings:
        lines.append(f"  {found.severity} {found.code}: {found.message}")
        lines.append(caret(text, found.start, found.end))
    return "\n".join(lines)
