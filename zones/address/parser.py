"""The entrance of the address language: a text in, an ``Address`` out, whatever the text.

The common shape is read by its template (``common``), everything else by the grammar.
"""

from zones.address import accounts, common, marks
from zones.address.findings import Code, make
from zones.address.fold import Normal, fold, unwrap
from zones.address.grammar import Parser
from zones.address.reader import Draft, Reader
from zones.address.tokens import Rank
from zones.address.values import Address, Target

LONGEST = 4_000
"""Real places of a notice reach some 350 characters; what is longer is not one."""


def parse(text: str, *, offset: int = 0) -> Address:
    """The places that ``text`` names; ``offset`` is where it begins in a larger text."""
    if len(text) > LONGEST:
        reader = Reader(Normal(text, text), offset)
        reader.skip(0, len(text), Code.TOO_LONG)
        return Address(text, (), tuple(reader.unused), tuple(reader.findings))
    shape = common.match(text)
    if shape is not None and (known := common.recall(text, shape, offset)):
        return known
    normal = unwrap(fold(text)).without(marks.TELEPHONE).without(marks.LEAD)
    if "月" in normal.text:
        normal = normal.without(marks.MOMENT)
    address = read_folded(normal, offset)
    if shape is not None and normal.text == text:
        common.learn(shape, address, offset)
    return address


def read_folded(normal: Normal, offset: int) -> Address:
    """The general reading of a folded text."""
    text = normal.source
    reader = Reader(normal, offset)
    drafts = Parser(reader).read()
    if not drafts and text.strip():
        reader.note(Code.NOTHING_READ, 0, len(reader.text))
    for draft in drafts:
        if not any(piece.rank <= Rank.COMPLEX or piece.rank == Rank.AREA for piece in draft.path):
            reader.note(Code.NO_COMPLEX, 0, len(reader.text))
            break
    for match in marks.OPEN_RANGE.finditer(reader.text):
        reader.note(Code.OPEN_RANGE, match.start(), match.end())
    targets = tuple(map(_target, drafts))
    for span in list(accounts.unclaimed(text, offset, targets, reader.unused)):
        reader.unused.append(span)
        reader.findings.append(make(Code.UNKNOWN_TAIL, span))
    unused = tuple(sorted(reader.unused, key=lambda span: span.start))
    return Address(text, targets, unused, tuple(reader.findings))


def _target(draft: Draft) -> Target:
    return Target(
        tuple(piece.segment for piece in draft.path),
        tuple(tuple(piece.segment for piece in path) for path in draft.exceptions),
        draft.part,
        draft.inclusions,
    )
