"""Readers of the site, and what they saw: asked when, answered with what, of which sequence."""

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.soak.publishing import HOUSES

LONGEST = 30.0
"""Seconds after which an answer that has not come counts as a fault."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer: when it was asked for, which act it had to know, and which it names.

    ``said`` is the risk by house, of as many houses as were asked about.
    """

    kind: str
    asked_at: float
    wanted: int
    sequence: int
    said: dict[str, str]


@dataclass
class Journal:
    """What the publisher wrote down: when which act was there."""

    path: Path

    def acts(self) -> list[tuple[int, float]]:
        if not self.path.exists():
            return []
        whole = self.path.read_text("ascii").rpartition("\n")[0].splitlines()
        return [(int(s), float(t)) for s, t in (line.split() for line in whole)]

    def last(self) -> int:
        """The newest act that is certainly there."""
        return max((sequence for sequence, _ in self.acts()), default=0)


@dataclass
class Evidence:
    """What all readers saw."""

    seen: list[Seen] = field(default_factory=list)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    unreachable: int = 0
    """Connections that broke: workers are killed with what they were just answering."""

    def answered(self, kind: str) -> int:
        return self.statuses[kind, 200]


class Reader(threading.Thread):
    """Asks one site this and that until it is stopped."""

    def __init__(self, port: int, journal: Journal, evidence: Evidence, seed: int) -> None:
        super().__init__(daemon=True)
        self._port, self._journal, self._evidence = port, journal, evidence
        self._chance = random.Random(seed)
        self._after = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        kinds = (self.lookup, self.lookup, self.at_least, self.zones, self.changes, self.pages)
        while not self.stopped.is_set():
            try:
                self._chance.choice(kinds)()
            except TimeoutError:
                self._evidence.faults.append("an answer did not come")
            except (OSError, http.client.HTTPException):
                self._evidence.unreachable += 1
                self.stopped.wait(0.2)

    # What is asked ------------------------------------------------------------------------

    def lookup(self, wanted: int = 0) -> None:
        house = self._chance.choice(HOUSES)
        asked = {"address": house} | ({"min_sequence": wanted} if wanted else {})
        kind = "at least" if wanted else "lookup"
        self._ask(
            kind,
            f"/api/v1/lookup?{urlencode(asked)}",
            lambda a: (a["ledger"]["sequence"], {house: a["risk"]}),
            wanted,
        )

    def at_least(self) -> None:
        """What was just published is asked for by its sequence, by somebody who knows of it."""
        self.lookup(self._journal.last())

    def zones(self) -> None:
        def read(answer: Any) -> tuple[int, dict[str, str]]:
            high = {f["properties"]["text"] for f in answer["features"]}
            said = {h: "high" if h.removeprefix("小店区") in high else "" for h in HOUSES}
            return answer["ledger"]["sequence"], said

        self._ask("zones", "/api/v1/zones", read)

    def changes(self) -> None:
        def read(answer: Any) -> tuple[int, dict[str, str]]:
            got = [change["sequence"] for change in answer["changes"]]
            if got != list(range(self._after + 1, self._after + 1 + len(got))):
                self._evidence.faults.append(f"after {self._after} came {got}")
            self._after = answer["next"]
            return answer["head"], {}

        self._ask("changes", f"/api/v1/changes?after={self._after}", read, self._after)

    def pages(self) -> None:
        self._ask("page", self._chance.choice(("/", "/notices/", "/districts/140105/")), None)

    def _ask(
        self,
        kind: str,
        url: str,
        read: Callable[[Any], tuple[int, dict[str, str]]] | None,
        wanted: int = 0,
    ) -> None:
        asked_at = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=LONGEST)
        try:
            connection.request("GET", url)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        self._evidence.statuses[kind, response.status] += 1
        if response.status == 200 and read is not None:
            self._evidence.seen.append(Seen(kind, asked_at, wanted, *read(json.loads(body))))
        elif response.status not in (200, 503):
            self._evidence.faults.append(f"{response.status} {url} {body[:300]!r}")
