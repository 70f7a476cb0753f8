"""Parts of pages that answer for an address: the list beside the answer is the same for all who
ask, and is made once for each version of the ledger."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MOST = 16


class Parts:
    """What is kept by name, each of one version; the longest unused goes first."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: OrderedDict[tuple[str, ...], tuple[str, object]] = OrderedDict()

    def get(self, key: tuple[str, ...], tag: str, make: Callable[[], T]) -> T:
        """What is kept under a key if it is of this version, else what is made now."""
        with self.lock:
            found = self.kept.get(key)
            if found is not None and found[0] == tag:
                self.kept.move_to_end(key)
                return found[1]  # type: ignore[return-value]
        made = make()
        with self.lock:
            self.kept[key] = (tag, made)
            self.kept.move_to_end(key)
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.kept.clear()


PARTS = Parts()
