"""Number series (文号): gaps, repeats and late numbers, per issuer and year.

Pure. A number that is missing may be a notice that was never published, or one that
this ledger does not hold: either way a person should know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise


@dataclass(frozen=True, slots=True)
class Numbered:
    """A notice as a member of its series."""

    issuer: str
    year: int
    number: int
    issued_on: date
    recorded: int


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers held of one issuer and year, and what is odd about them.

    ``missing`` are inclusive ranges between the first and the last number held;
    ``late`` are numbers typed after a greater one; ``out_of_order`` are pairs whose
    dates of issue run against their numbers.
    """

    issuer: str
    year: int
    first: int
    last: int
    missing: tuple[tuple[int, int], ...]
    late: tuple[int, ...]
    out_of_order: tuple[tuple[int, int], ...]


def series(notices: Iterable[Numbered]) -> list[Series]:
    """The series of each issuer and year, in that order."""

    def which(notice: Numbered) -> tuple[str, int]:
        return notice.issuer, notice.year

    ordered = sorted(notices, key=lambda n: (*which(n), n.number))
    return [_one(issuer, year, list(g)) for (issuer, year), g in groupby(ordered, key=which)]


def _one(issuer: str, year: int, notices: list[Numbered]) -> Series:
    pairs = list(pairwise(notices))
    by_recording = sorted(notices, key=lambda n: n.recorded)
    late: list[int] = []
    greatest = 0
    for notice in by_recording:
        if notice.number < greatest:
            late.append(notice.number)
        greatest = max(greatest, notice.number)
    return Series(
        issuer=issuer,
        year=year,
        first=notices[0].number,
        last=notices[-1].number,
        missing=tuple((a.number + 1, b.number - 1) for a, b in pairs if b.number > a.number + 1),
        late=tuple(sorted(late)),
        out_of_order=tuple((a.number, b.number) for a, b in pairs if a.issued_on > b.issued_on),
    )
