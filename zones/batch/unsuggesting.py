"""A source that knows no near names: among millions of answers, nobody reads suggestions.

Looking for them takes a hundred times as long as answering does. Nothing else differs.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from zones.answers import Source
from zones.gazetteer.area import Area
from zones.gazetteer.known import Gazetteer


class Unsuggesting:
    """``Source``: the one behind it, but for ``Gazetteer.near``."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)

    def area(self, district: str | None, on: date) -> Area[Any]:
        """What an address is resolved against."""
        area = self.source.area(district, on)
        return replace(area, gazetteer=_WithoutNear(area.gazetteer))


class _WithoutNear:
    def __init__(self, asked: Gazetteer[Any]) -> None:
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._asked, name)

    def near(self, *_: object) -> tuple[()]:
        """Nothing."""
        return ()
