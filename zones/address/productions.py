"""What every production of the grammar shares: the text, its brackets, where a name ends."""

from abc import ABC, abstractmethod

from zones.address import areas, brackets, marks, tokens
from zones.address.findings import Code
from zones.address.reader import Draft, Path, Reader
from zones.address.tokens import Token
from zones.address.values import Segment

DIGITS = frozenset("0123456789")
_DOORS = ("door", "doored")


class Productions(ABC):
    """One pass over the folded text; every production returns where it stopped."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.text = reader.text
        self.scopes: list[Segment] = []
        self.bounded = areas.BOUNDS.search(reader.text) is not None
        self.partner, lonely = brackets.pairs(reader.text)
        for at in lonely[:10]:
            reader.note(Code.UNBALANCED_BRACKET, at, at + 1)

    @abstractmethod
    def clauses(self, pos: int, end: int, context: Path, depth: int) -> list[Draft]:
        """Every place between ``pos`` and ``end``, each going on from the one before."""

    @abstractmethod
    def scope(self, draft: Draft) -> Path:
        """What stands before a colon only says where the rest is."""

    def may_begin(self, token: Token, context: Path) -> bool:
        """Whether an item may begin with ``token``, or it is the beginning of a name."""
        if not context and token.kind == "row" and self.text[token.list_end] == "巷":
            return False  # 五一八巷5号院 is on a street; 三巷5号 behind a village in its third row.
        after = self.name_stop(token.end, len(self.text))
        if after == token.end:
            return True
        joint = marks.CONJUNCTION.match(self.text, token.end, after)
        if joint is not None and tokens.at(self.text, joint.end(), after):
            return True  # 二楼和三楼
        if token.kind in ("number", "yard") and any(p.kind in _DOORS for p in context):
            return True
        if token.kind in ("building", "floor", "named", "unitside"):
            return True
        if token.kind == "unit" and self.text[token.start] in DIGITS:
            return True
        return tokens.at(self.text, token.end, after) is not None

    def name_stop(self, pos: int, end: int) -> int:
        stop = marks.NAME_STOP.search(self.text, pos, end)
        return stop.start() if stop else end

    def hard_stop(self, pos: int, end: int) -> int:
        stop = marks.HARD_STOP.search(self.text, pos, end)
        return stop.start() if stop else end

    def name_end(self, pos: int, end: int) -> int:
        """Where a name that begins at ``pos`` ends at the latest."""
        limit = self.name_stop(pos + 1, end)
        in_list = limit < end and self.text[limit] in "、,./及和与"
        token = tokens.find(self.text, pos, min(end, limit + 80) if in_list else limit)
        return min(limit, token.start) if token else limit
