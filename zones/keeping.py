"""What one page makes and the next may use: kept by whoever knows when it changes.

The channels know the version of the ledger (``outlets.page_cache``) and hand a keeper to the pages
that are kept by nobody as a whole, because they answer for an address. Without one all is made
anew.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from django.http import HttpRequest

T = TypeVar("T")


class Keeper(Protocol):
    """Gives what is kept under a name at the moment of a page, made once."""

    def __call__(self, name: str, make: Callable[[], T]) -> T: ...


def keeper(request: HttpRequest) -> Keeper:
    """The keeper that came with a request."""
    found: Keeper = getattr(request, "keeper", _made_anew)
    return found


def _made_anew(name: str, make: Callable[[], T]) -> T:
    return make()
