"""The hash chain: what is hashed, and how a broken chain shows.

The digest of an act is SHA-256 over the canonical JSON (RFC 8785) of its content and
the digest of the act before it. Contents hold strings, integers, booleans, nulls, lists
and objects with ASCII keys only, so that a verifier needs nothing but a JSON library.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

GENESIS = "0" * 64
"""The digest before the first act."""
TRAINING_GENESIS = hashlib.sha256("演练，不是账册".encode()).hexdigest()
"""The same for a ledger that people practise on: no act of it ever follows a real one."""


def digest(content: Mapping[str, Any], previous: str) -> str:
    """The digest of an act, as 64 hexadecimal digits."""
    sealed: Any = {"content": dict(content), "previous": previous}
    return hashlib.sha256(rfc8785.dumps(sealed)).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """An act as exported: its content, the digest before it, and its own."""

    content: Mapping[str, Any]
    previous: str
    digest: str


def faults(links: Iterable[Link], genesis: str = GENESIS) -> list[str]:
    """What is wrong with a chain, in words; nothing when it holds.

    A chain cut off at its end cannot show that by itself: compare its last digest with
    one kept elsewhere.
    """
    found: list[str] = []
    before = genesis
    for expected, link in enumerate(links, start=1):
        sequence = link.content.get("sequence")
        if sequence != expected:
            found.append(f"act {sequence} stands where act {expected} should")
        if link.previous != before:
            found.append(f"act {sequence} does not follow the act before it")
        if digest(link.content, link.previous) != link.digest:
            found.append(f"act {sequence} is not what was sealed")
        before = link.digest
    return found
