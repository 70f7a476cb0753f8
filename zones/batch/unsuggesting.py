"""A snapshot that knows no near names: among millions of answers, nobody reads suggestions.

Looking for them takes a hundred times as long as answering does. Nothing else differs.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from zones.gazetteer.area import Area
from zones.gazetteer.index import Spot
from zones.gazetteer.known import Gazetteer
from zones.serving.snapshot import Snapshot


class Unsuggesting:
    """``Source``: the snapshot behind it, but for ``Gazetteer.near``."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __getattr__(self, name: str) -> Any:
        return getattr(self.snapshot, name)

    def area(self, district: str | None, on: date) -> Area[Spot]:
        """What an address is resolved against."""
        area = self.snapshot.area(district, on)
        return replace(area, gazetteer=_WithoutNear(area.gazetteer))


class _WithoutNear:
    def __init__(self, asked: Gazetteer[Spot]) -> None:
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked, name)

    def near(self, *_: object) -> tuple[()]:
        """Nothing."""
        return ()
