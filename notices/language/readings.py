"""Readings: the ways to join pieces into items, from the most usual to the least."""

from dataclasses import dataclass, replace

from notices.language.items import Item, Piece, Reading, Sep


@dataclass(frozen=True, slots=True)
class Policy:
    """Which separators part, in one reading of a list."""

    weakest: Sep
    """、 ， or ；: this mark and every stronger one part."""
    wrap: bool
    """Whether a bare line break parts."""
    headless: bool
    """Whether a fragment without a head stands alone."""
    blank: bool = False
    """Whether a single blank parts."""


def _joins(piece: Piece, before: Piece, policy: Policy) -> bool:
    """Whether ``piece`` belongs to the item before it."""
    if piece.sep is Sep.MARK:
        return False
    if piece.torn or piece.remark or (piece.bound and before.bound):
        return True
    if piece.headless and not policy.headless and not (piece.sep is Sep.WRAP and policy.wrap):
        return True
    if piece.sep is Sep.WRAP:
        return not policy.wrap
    if piece.sep is Sep.BLANK:
        return not policy.blank
    return piece.sep < policy.weakest


def read(found: list[Piece], policy: Policy) -> Reading:
    """Join the pieces as ``policy`` says."""
    items: list[Item] = []
    before: Piece | None = None
    for piece in found:
        if before is not None and _joins(piece, before, policy):
            items[-1] = (items[-1][0], piece.end)
            if piece.sep is Sep.WRAP and before.bound:
                piece = replace(piece, bound=True)
        else:
            items.append((piece.start, piece.end))
        before = piece
    return tuple(items)


def policies(found: list[Piece]) -> list[Policy]:
    """The policies that could differ on these pieces, the most usual first.

    ::

        item = piece { joining-separator piece } ;

    In a numbered list the numbers part, and marks join. A bare line break parts unless
    marks outnumber lines by far, as in the column of a newspaper, or a line ends as no
    place ends.
    """
    seps = {p.sep for p in found[1:]}
    marks: list[Sep] = sorted(seps & {Sep.DUN, Sep.COMMA, Sep.SEMICOLON})
    weakest = [*(marks or [Sep.DUN]), *([Sep.MARK] if marks else [])]
    numbered = sum(p.number is not None for p in found) > 1
    if numbered:
        weakest.insert(0, weakest.pop())
    wraps = [True, False] if Sep.WRAP in seps else [False]
    cut = marks and (_wrapped(found) or any(p.ragged or p.torn for p in found))
    if Sep.WRAP in seps and (numbered or cut):
        wraps.reverse()
    return [
        Policy(weak, wrap, headless, blank)
        for blank in ([False, True] if Sep.BLANK in seps else [False])
        for headless in ([False, True] if any(p.headless for p in found[1:]) else [False])
        for wrap in wraps
        for weak in weakest
    ]


def _wrapped(found: list[Piece]) -> bool:
    """Whether lines break in the middle of a list that marks part, as in a newspaper."""
    marked = sum(p.sep in (Sep.DUN, Sep.COMMA, Sep.SEMICOLON) for p in found[1:])
    wraps = sum(p.sep is Sep.WRAP for p in found[1:])
    return marked > 2 * wraps


def readings(found: list[Piece]) -> list[tuple[Policy, Reading]]:
    """Each distinct reading with the first policy that gives it."""
    seen: dict[Reading, Policy] = {}
    for policy in policies(found):
        seen.setdefault(read(found, policy), policy)
    return [(policy, reading) for reading, policy in seen.items()]
