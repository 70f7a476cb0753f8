"""What answers the rows of a file: one snapshot, one instant, every distinct place once.

People share few places and write them in few ways. A text is resolved once, a place is judged
once; what remains for a row is to be joined to its verdict, a column at a time.
"""

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zones.answers import Question, answer
from zones.api import values
from zones.api.problems import BadParameter
from zones.classify.columns import FIELDS, ID, Verdict, refused, verdict_of
from zones.crs import Crs
from zones.gazetteer import verdicts
from zones.gazetteer.bulk import BulkReader
from zones.gazetteer.outcome import Outcome
from zones.risk.regimes import SHANGHAI
from zones.serving.snapshot import Snapshot

ADDRESS, LON, LAT, DISTRICT = "address", "lon", "lat", "district"
MALFORMED_ROW = "\0malformed"
"""Beside the columns of a file: whether a row could not even be cut into its fields."""
MOST_KNOWN = 2_000_000
"""Texts whose verdict is kept for when they come again."""
Numbers = npt.NDArray[np.int64]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every row. With ``crs``, by coordinate, else by address."""

    as_of: datetime
    known_at: datetime
    window: timedelta | None = None
    crs: Crs | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a file must have."""
        return (ID, LON, LAT) if self.crs else (ID, ADDRESS)


class Book:
    """Verdicts by number, and which text, place or point has which."""

    def __init__(self, snapshot: Snapshot, asked: Asked) -> None:
        self.snapshot, self.asked = snapshot, asked
        self._verdicts: list[Verdict] = []
        self._numbers: dict[Hashable, int] = {}
        self._known: dict[Hashable, int] = {}
        self._lock = threading.Lock()  # A Dask worker may have several threads.

    @cached_property
    def reader(self) -> BulkReader:
        """What resolves texts; slow to make, so it is made before work is shared out."""
        day = self.asked.as_of.astimezone(SHANGHAI).date()
        return BulkReader(self.snapshot.ground.index, day)

    def prepared(self) -> "Book":
        """The book with everything made that every process would make again."""
        if self.asked.crs is None:
            _ = self.reader
        return self

    def classify(self, rows: pa.RecordBatch, kept: Sequence[str] = ()) -> pa.RecordBatch:
        """The rows with their verdicts: their ids, the verdict's columns, what is kept."""
        with self._lock:
            numbers = self.numbers(rows)
            columns = self.joined(numbers)
        extra = [rows.column(name) for name in kept]
        names = [ID, *(field.name for field in FIELDS), *kept]
        return pa.RecordBatch.from_arrays([rows.column(ID), *columns, *extra], names=names)

    def joined(self, numbers: Numbers) -> list[pa.Array]:
        """The verdicts of these numbers, column by column; texts stay coded by verdict."""
        is_used = np.zeros(len(self._verdicts) + 1, dtype=np.bool_)
        is_used[numbers] = True
        used = np.flatnonzero(is_used)
        place = np.cumsum(is_used, dtype=np.int32) - 1
        at = pa.array(place[numbers])
        taken = [self._verdicts[number] for number in used]
        found = []
        for n, field in enumerate(FIELDS):
            values_of = pa.array([verdict[n] for verdict in taken], field.type)
            is_text = pa.types.is_string(field.type)
            found.append(
                pa.DictionaryArray.from_arrays(at, values_of) if is_text else values_of.take(at)
            )
        return found

    def numbers(self, rows: pa.RecordBatch) -> Numbers:
        """The number of the verdict of each row."""
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        names = rows.schema.names
        if self.asked.crs is not None:
            pairs = zip(rows.column(LON).to_pylist(), rows.column(LAT).to_pylist(), strict=True)
            found = self._each(list(pairs), self._at)
        elif DISTRICT in names:
            both = (rows.column(name).to_pylist() for name in (ADDRESS, DISTRICT))
            found = self._each(list(zip(*both, strict=True)), self._narrowed)
        else:
            found = self._of_texts(rows.column(ADDRESS))
        if MALFORMED_ROW in names:
            bad = rows.column(MALFORMED_ROW).to_numpy(zero_copy_only=False)
            found = np.where(bad, self._refused("row"), found)
        return found

    def _each(self, keys: list[K], judge: Callable[[K], int]) -> Numbers:
        """The number of each key, judged where it is new."""
        known = self._known
        found = np.empty(len(keys), dtype=np.int64)
        for at, key in enumerate(keys):
            number = known.get(key)
            if number is None:
                number = known[key] = judge(key)
            found[at] = number
        return found

    def _of_texts(self, column: pa.Array) -> Numbers:
        """The numbers of addresses: each distinct text once, those never seen in bulk."""
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        texts: list[str | None] = coded.dictionary.to_pylist()
        known = self._known
        self._resolve([text for text in texts if text not in known])
        of_text = np.array([*(known[text] for text in texts), self._missing()], dtype=np.int64)
        nowhere = len(texts)
        indices = coded.indices.fill_null(nowhere).to_numpy(zero_copy_only=False)
        return of_text[indices]

    def _resolve(self, texts: list[str | None]) -> None:
        """Verdicts for texts that are new."""
        good: list[str] = []
        for text in texts:
            try:
                good.append(values.read_address(text or ""))
            except BadParameter:
                self._known[text] = self._missing()
        if good:
            for text, place in zip(good, self.reader.numbers(good), strict=True):
                number = self._numbers.get(place)
                self._known[text] = self._judged(place) if number is None else number

    def _judged(self, place: int) -> int:
        """The verdict on a place by its number in the index, or on no place at all."""
        if place >= 0 or place <= verdicts.Verdict.WHOLE_DISTRICT:
            return self._number(place, self._on(place))
        outcome = Outcome(verdicts.Verdict(place).name.lower())
        return self._number(place, Verdict(outcome.value, sequence=self.snapshot.sequence))

    def _on(self, place: int) -> Verdict:
        index = self.snapshot.ground.index
        if place >= 0:
            found = answer(replace(self._question, place=index.id_of(place)), self.snapshot)
        else:
            district = index.districts[verdicts.Verdict.WHOLE_DISTRICT - place]
            found = answer(replace(self._question, place=district.code), self.snapshot)
        return verdict_of(found)

    def _at(self, pair: tuple[Any, Any]) -> int:
        """The verdict on a coordinate."""
        assert self.asked.crs is not None
        try:
            lon, lat = (_degrees(v, n) for v, n in zip(pair, (LON, LAT), strict=True))
            point = values.read_point(lon, lat, self.asked.crs)
        except BadParameter as wrong:
            return self._refused(wrong.parameter)
        found = verdict_of(answer(replace(self._question, point=point), self.snapshot))
        return self._number(found, found)

    def _narrowed(self, pair: tuple[Any, Any]) -> int:
        """The verdict on an address with the district that a column of its own names."""
        text, within = pair
        if not within:
            self._resolve([text])
            return self._known[text]
        named = [d for d in self.snapshot.districts if within in (d.code, d.name)]
        if not named:
            return self._refused(DISTRICT)
        try:
            asked = replace(
                self._question, address=values.read_address(text or ""), district=named[0].code
            )
        except BadParameter:
            return self._missing()
        found = verdict_of(answer(asked, self.snapshot))
        return self._number(found, found)

    @cached_property
    def _question(self) -> Question:
        asked = self.asked
        return Question(as_of=asked.as_of, known_at=asked.known_at, window=asked.window)

    def _missing(self) -> int:
        return self._refused(ADDRESS)

    def _refused(self, name: str) -> int:
        found = refused(name, self.snapshot.sequence)
        return self._number(found, found)

    def _number(self, key: Hashable, verdict: Verdict) -> int:
        """The number of a verdict; ``key`` is what it is found by the next time."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._verdicts)
            self._verdicts.append(verdict)
        return found


def _degrees(value: object, name: str) -> float:
    if isinstance(value, str):
        return values.read_degrees(value.strip(), name)
    if not isinstance(value, int | float):
        raise BadParameter(name, "no number")
    return values.finite(float(value), name)
