#!/usr/bin/env python3
"""Follow a ledger from outside: nothing is needed but Python.

    python3 follow_ledger.py https://zones.example.org --key rz_live_… state.json

Keeps the state of the ledger in a file: begins with the snapshot, then asks for what was
recorded since and replaces the members of the state that each act replaced. --wait asks
once more and waits up to 30 seconds for something new, --check compares the state with
the snapshot of the same sequence. Exit 0: followed; 1: what came does not fit; 2: wrong usage.
"""

import argparse
import hashlib
import json
import os
import sys
import urllib.error
import urllib.request

MEMBERS = ("standings", "coverages", "orders")


class Unsound(Exception):
    """What came does not follow what we have, or nothing came."""


def fold(state, change):
    """The state after one more change."""
    if change["sequence"] != state["sequence"] + 1:
        raise Unsound(f"{change['sequence']} came after {state['sequence']}")
    after = {"sequence": change["sequence"]}
    for member in MEMBERS:
        held = {**state[member], **change["effects"][member]}
        after[member] = {name: rows for name, rows in held.items() if rows}
    return after


def canonical(state):
    """RFC 8785, for documents whose keys are ASCII and whose numbers are integers."""
    return json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(state):
    """SHA-256 over the canonical text."""
    return hashlib.sha256(canonical(state)).hexdigest()


def open_snapshot(document):
    """The state in a snapshot, if it is what its digest says."""
    if digest(document["state"]) != document["digest"]:
        raise Unsound("the snapshot is not what its digest says")
    return document["state"]


def follow(state, ask, wait=0):
    """The newest state: `ask(path)` gives the answer of the interface to a path."""
    while True:
        page = ask(f"/api/v1/changes?after={state['sequence']}&limit=200&wait={wait}")
        for change in page["changes"]:
            state = fold(state, change)
        if not page["more"]:
            return state
        wait = 0


def asker(site, key):
    """Asks a site by HTTP."""

    def ask(path):
        request = urllib.request.Request(site.rstrip("/") + path)
        if key:
            request.add_header("Authorization", f"Bearer {key}")
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as refusal:
            raise Unsound(f"{refusal.code}: {refusal.read().decode()}") from None
        except OSError as lost:
            raise Unsound(f"{site} cannot be asked: {lost}") from None

    return ask


def main():
    """Follow once, and keep what was learnt."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("site", help="such as https://zones.example.org")
    parser.add_argument("file", help="where the state is kept")
    parser.add_argument("--key", help="an API key that opens `changes`")
    parser.add_argument("--wait", action="store_true", help="wait for something new")
    parser.add_argument("--check", action="store_true", help="compare with the snapshot")
    arguments = parser.parse_args()
    ask = asker(arguments.site, arguments.key)
    try:
        if os.path.exists(arguments.file):
            with open(arguments.file, encoding="utf-8") as kept:
                state = json.load(kept)
        else:
            state = open_snapshot(ask("/api/v1/changes/snapshot"))
        state = follow(state, ask, wait=30 if arguments.wait else 0)
        if arguments.check:
            path = f"/api/v1/changes/snapshot?sequence={state['sequence']}"
            if open_snapshot(ask(path)) != state:
                raise Unsound("the state is not that of the ledger: begin with a snapshot")
    except Unsound as error:
        print(error, file=sys.stderr)
        return 1
    with open(f"{arguments.file}.new", "wb") as fresh:
        fresh.write(canonical(state))
    os.replace(f"{arguments.file}.new", arguments.file)
    print(f"at {state['sequence']}, {digest(state)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
