"""The same parts on a Dask cluster, of one machine or of many.

The folder of the parts and the input must be where every worker finds them under the same
name. The snapshot goes there too, once, so that all workers answer from the same state and
none needs the database. Nothing of the site is imported here before it is set up: a worker
imports this module to find its work.
"""

import os
import pickle
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from zones.classify.book import Book
    from zones.classify.sources import Part
    from zones.classify.work import Place

_books: dict[str, "Book"] = {}
_loading = threading.Lock()


class Cluster:
    """The workers behind a Dask scheduler, as a crew."""

    def __init__(self, address: str, book: "Book", place: "Place") -> None:
        from distributed import Client

        self._client = Client(address, set_as_default=False)
        self.size = max(1, sum(self._client.ncores().values()))
        self._snapshot = Path(place.folder, f"snapshot-{uuid4().hex}.pickle")
        making = self._snapshot.with_suffix(".making")
        with making.open("wb") as file:
            pickle.dump((book.snapshot, book.asked), file, protocol=pickle.HIGHEST_PROTOCOL)
        making.replace(self._snapshot)

    def submit(self, part: "Part", number: int, place: "Place") -> "Future[int]":
        """Hand it to the scheduler, which tries again where a worker is lost."""
        done: Future[int] = Future()
        task = self._client.submit(
            classify_far, str(self._snapshot), pickle.dumps((part, number, place)), pure=False
        )
        task.add_done_callback(lambda ended: _pass_on(ended, done))
        return done

    def close(self) -> None:
        """Leave the cluster as it was."""
        self._client.close()
        self._snapshot.unlink(missing_ok=True)


def _pass_on(ended: Any, done: "Future[int]") -> None:
    try:
        done.set_result(ended.result())
    except Exception as error:
        done.set_exception(error)


def classify_far(snapshot: str, work: bytes) -> int:
    """One part, on a worker."""
    book = _book(snapshot)
    from zones.classify.work import classify_part

    part, number, place = pickle.loads(work)
    return classify_part(book, part, number, place)


def _book(snapshot: str) -> "Book":
    """The book of a run, made once in each process."""
    with _loading:
        if snapshot not in _books:
            _set_up()
            from zones.classify.book import Book

            with Path(snapshot).open("rb") as file:
                _books.clear()
                _books[snapshot] = Book(*pickle.load(file))
        return _books[snapshot]


def _set_up() -> None:
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
