"""From blocks of bytes to numbered lines, in bounded memory whatever the sender does."""

from dataclasses import dataclass

LONGEST_LINE = 16 * 1024
"""Bytes; five hundred characters of address, all escaped, take six thousand."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Lines:
    """The lines of a stream. A line that is too long comes out as ``None``, once.

    ``number`` counts the lines that came out: the one after that is where a reader is.
    """

    number: int = 0
    _rest: bytes = b""
    _is_skipping: bool = False

    def feed(self, block: bytes) -> list[bytes | None]:
        """The lines that this block completes, without their ends."""
        if not self.number and not self._is_skipping:
            block = self._without_mark(block)
        *whole, rest = (self._rest + block).split(b"\n")
        found = [self._bounded(line) for line in whole]
        if self._is_skipping and whole:
            found[0], self._is_skipping = None, False
        if len(rest) > LONGEST_LINE or self._is_skipping:
            rest, self._is_skipping = b"", True
        self._rest = rest
        self.number += len(found)
        return found

    def finish(self) -> list[bytes | None]:
        """The last line, where no line end came after it."""
        if not self._rest and not self._is_skipping:
            return []
        return self.feed(b"\n")

    def _without_mark(self, block: bytes) -> bytes:
        """The beginning of a stream without the mark that some programs put there."""
        start = self._rest + block
        self._rest = b""
        return start.removeprefix(BYTE_ORDER_MARK)

    @staticmethod
    def _bounded(line: bytes) -> bytes | None:
        return line if len(line) <= LONGEST_LINE else None
