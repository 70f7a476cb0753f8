"""Lines come out alike however the stream was cut, and none is kept beyond the bound."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zones.batch.lines import LONGEST_LINE, Lines

CONTENT = st.lists(
    st.one_of(
        st.binary(max_size=20).map(lambda b: b.replace(b"\n", b"")),
        st.sampled_from([b"x" * LONGEST_LINE, b"x" * (LONGEST_LINE + 1), b"\r"]),
    ),
    max_size=6,
)


def through(data: bytes, cuts: list[int]) -> list[bytes | None]:
    lines, found = Lines(), []
    edges = sorted({0, len(data), *(c % (len(data) + 1) for c in cuts)})
    for begin, end in pairwise(edges):
        found += lines.feed(data[begin:end])
        assert len(lines._rest) <= LONGEST_LINE
    found += lines.finish()
    assert lines.number == len(found)
    return found


@given(CONTENT, st.lists(st.integers(0, 100_000), max_size=8), st.sampled_from([b"", b"\n"]))
def test_every_cut_gives_the_same_lines(content: list[bytes], cuts: list[int], end: bytes) -> None:
    data = b"\n".join(content) + end
    expected = data.split(b"\n")
    if expected[-1] == b"":
        expected.pop()
    bounded = [line if len(line) <= LONGEST_LINE else None for line in expected]
    if not data.startswith(b"\xef\xbb\xbf"):
        assert through(data, cuts) == bounded


def test_a_line_of_many_megabytes_is_one_refusal_and_the_next_line_is_read() -> None:
    lines = Lines()
    found = [line for _ in range(500) for line in lines.feed(b"y" * 65_536)]
    assert found == []
    assert lines.feed(b"end\nnext\n") == [None, b"next"]


def test_the_mark_at_the_beginning_of_a_file_belongs_to_no_line() -> None:
    lines = Lines()
    assert lines.feed(b"\xef\xbb\xbf{}\n\xef\xbb\xbf{}\n") == [b"{}", b"\xef\xbb\xbf{}"]


def test_a_mark_that_comes_in_pieces_is_still_one() -> None:
    lines = Lines()
    found = [line for byte in b"\xef\xbb\xbf{}\n" for line in lines.feed(bytes([byte]))]
    assert found == [b"{}"]
