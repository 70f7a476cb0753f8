#!/usr/bin/env python3
"""Verify an exported ledger. Needs Python's standard library and nothing else.

    python3 verify_export.py ledger.jsonl [--head DIGEST]

Each line is {"content": …, "previous": …, "digest": …}: one act in the order in which
it was recorded. The digest is SHA-256 over the canonical JSON (RFC 8785) of content and
previous. Any change, removal, insertion or reordering breaks the chain and is named. A
ledger cut off at its end is a valid shorter ledger: give --head with the last digest
that you kept to find that, too. A public export leaves out the words that name
households after a time: such a line says "withheld": true, only its place in the chain
is checked, and how many there are is told. Exit 0: it verifies; 1: it does not; 2: wrong usage.
"""

import argparse
import hashlib
import json
import sys

GENESIS = "0" * 64


class Unsound(Exception):
    """A line that cannot be an act."""


def check_plain(value):
    """Refuse what canonical JSON could write in two ways; our content has none of it."""
    if isinstance(value, float):
        raise Unsound("a number that is not whole")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii():
                raise Unsound(f"the key {key!r} is not ASCII")
            check_plain(inner)
    elif isinstance(value, list):
        for inner in value:
            check_plain(inner)


def digest(content, previous):
    """The digest of an act. Without floats, and with ASCII keys, this is RFC 8785."""
    sealed = {"content": content, "previous": previous}
    text = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def refuse_twice(pairs):
    """JSON objects that name a key twice mean two things at once."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unsound("a key stands twice in one object")
    return found


def read(line):
    """One line as (content, previous, digest, whether words are withheld)."""
    try:
        act = json.loads(line, object_pairs_hook=refuse_twice)
        content, previous, sealed = act["content"], act["previous"], act["digest"]
    except (ValueError, KeyError, TypeError) as error:
        raise Unsound(f"not an act: {error}") from error
    withheld = act.pop("withheld", False)
    if set(act) != {"content", "previous", "digest"} or not isinstance(content, dict):
        raise Unsound("not an act: other members than content, previous, digest, withheld")
    if not isinstance(withheld, bool):
        raise Unsound("withheld is neither true nor false")
    check_plain(content)
    return content, previous, sealed, withheld


def faults(lines):
    """Yield what is wrong, and last how many acts there are, unchecked, and the head."""
    before, count, unchecked = GENESIS, 0, 0
    for count, line in enumerate(lines, start=1):
        try:
            content, previous, sealed, withheld = read(line)
        except Unsound as error:
            yield f"line {count}: {error}"
            continue
        if content.get("sequence") != count:
            yield f"line {count}: act {content.get('sequence')} stands where act {count} should"
        if previous != before:
            yield f"line {count}: does not follow the act before it"
        unchecked += withheld
        if not withheld and digest(content, previous) != sealed:
            yield f"line {count}: is not what was sealed"
        before = sealed
    yield (count, unchecked, before)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="an export, one act a line")
    parser.add_argument("--head", help="the last digest that you kept")
    arguments = parser.parse_args()
    try:
        with open(arguments.file, encoding="utf-8") as lines:
            *found, (count, unchecked, head) = faults(lines)
    except (OSError, UnicodeDecodeError) as error:
        parser.error(str(error))
    if arguments.head and arguments.head != head:
        found.append(f"the ledger ends at {head}, not at {arguments.head}")
    for fault in found:
        print(fault)
    if found:
        return 1
    if unchecked:
        print(f"{unchecked} acts withhold words: only their place in the chain is checked")
    print(f"{count - unchecked} acts verify; the ledger ends at {head}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
