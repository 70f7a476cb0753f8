"""A seat is given back once, however the answer that held it ends."""

from collections.abc import Callable, Iterator

import pytest

from zones.api.seats import Seated, Seats


def parts() -> Iterator[int]:
    yield 1
    raise EOFError


def read_all(answer: Seated[int]) -> None:
    with pytest.raises(EOFError):
        list(answer)


def read_one_and_close(answer: Seated[int]) -> None:
    assert next(answer) == 1
    answer.close()


def read_all_and_close(answer: Seated[int]) -> None:
    read_all(answer)
    answer.close()


@pytest.mark.parametrize(
    "end", [read_all, read_one_and_close, read_all_and_close, Seated.close, lambda answer: None]
)
def test_a_seat_is_free_again_and_no_seat_twice(end: Callable[[Seated[int]], None]) -> None:
    seats = Seats()
    assert seats.take(2)
    assert seats.take(2)
    assert not seats.take(2)
    end(Seated(parts(), seats.leave))
    assert seats.take(2)
    assert not seats.take(2)


def test_no_seats_are_none() -> None:
    assert not Seats().take(0)
