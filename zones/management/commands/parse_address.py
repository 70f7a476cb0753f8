"""``manage.py parse_address``: read place strings, without a database."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zones.address import Address, as_json, expand, parse, show


class Command(BaseCommand):
    """Read each text as a place and say what it means."""

    help = (
        "Read place strings and print the places they mean. "
        "Example: manage.py parse_address 小店区晋阳紫城4号楼10单元 --json"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("texts", nargs="*", metavar="TEXT", help="a place string")
        parser.add_argument("--file", type=Path, help="UTF-8 text, one place string a line")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["texts"] and options["file"] is None:
            raise CommandError("give a TEXT or a --file", returncode=2)
        write = line if options["json"] else summary
        for text in _texts(options["texts"], options["file"]):
            self.stdout.write(write(parse(text)))


def _texts(texts: list[str], file: Path | None) -> Iterator[str]:
    yield from texts
    if file is None:
        return
    try:
        with file.open(encoding="utf-8-sig", newline=None) as lines:
            for number, text in enumerate(lines, 1):
                _report(number)
                if text.strip():
                    yield text.rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {error}", returncode=1) from error


def _report(number: int) -> None:
    """A word of progress every thousand lines, for a person only."""
    if number % 1000 == 0 and sys.stderr.isatty():
        print(f"\r{number} lines", end="", file=sys.stderr, flush=True)


def line(address: Address) -> str:
    """The address as one line of JSON; what UTF-8 cannot hold is escaped."""
    found = json.dumps(as_json(address), ensure_ascii=False)
    try:
        found.encode()
    except UnicodeEncodeError:
        return json.dumps(as_json(address))
    return found


def summary(address: Address) -> str:
    """The address for a person: its places, what is unused, and the doubts."""
    text = address.text.encode("utf-8", "backslashreplace").decode()
    lines = [text]
    for target in expand(address):
        words = "  ".join(f"{s.level.value}={s.value}" for s in target.path)
        part = f"  ({target.part.text})" if target.part else ""
        lines.append(f"  {words}{part}")
        lines += [f"    除 {show(path)}" for path in target.exceptions]
    lines += [f"  ? {span.text}" for span in address.unused]
    lines += [f"  ! {finding.message}" for finding in address.findings]
    return "\n".join(lines).encode("utf-8", "backslashreplace").decode()
