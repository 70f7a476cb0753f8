"""A gazetteer without near names, for where nobody reads suggestions."""

from typing import Generic

from zones.gazetteer.known import Gazetteer, P


class Unsuggesting(Generic[P]):
    """``Gazetteer``: the one that is asked, but for ``near``."""

    def __init__(self, asked: Gazetteer[P]) -> None:
        self.named, self.above, self.child, self.deeper = (
            asked.named,
            asked.above,
            asked.child,
            asked.deeper,
        )

    def near(self, *_: object) -> tuple[()]:
        """Nothing."""
        return ()
