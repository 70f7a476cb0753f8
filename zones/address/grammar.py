"""The grammar from the top: a text is clauses, a clause is items, an item is one place.

EBNF::

    address   = clause { (";" | "。") clause } ;
    clause    = [ scope ":" ] item { separator item } ;
    separator = "、" | "," | "/" | "和" | "与" | "及" | blank ;
    item      = [ head ] tail { bracket | exception | inclusion | scope } [ area ] ;
    bracket   = "(" ( exception | inclusion | parity | clause | remark ) ")" ;
    exception = "除" list [ "外" ] | "不含" list | list "除外" ;

An item that begins with a fine token goes on from the item before it (1号楼、2号楼). One
that begins with a name takes over no more than the community. What no production takes is
kept in ``unused`` with a finding; nothing is dropped.
"""

from dataclasses import replace

from zones.address import (
    areas,
    asides,
    brackets,
    heads,
    hindsight,
    marks,
    parts,
    ranges,
    tails,
    tokens,
)
from zones.address.findings import Code
from zones.address.reader import Draft, Path, Piece, Reader
from zones.address.tokens import Rank, Token
from zones.address.values import Level, Segment, Span

MOST_TARGETS = 2_000
DEEPEST_PATH = 16
"""More rungs than any place has."""
_DIGITS = frozenset("0123456789")
_DOORS = ("door", "doored")


class Parser:
    """One pass over the folded text; every production returns where it stopped."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.text = reader.text
        self.scopes: list[Segment] = []
        self.bounded = areas.BOUNDS.search(reader.text) is not None
        self.partner, lonely = brackets.pairs(reader.text)
        for at in lonely[:10]:
            reader.note(Code.UNBALANCED_BRACKET, at, at + 1)

    def read(self) -> list[Draft]:
        """Every place of the text."""
        drafts = ranges.relabelled(self.reader, self.clauses(0, len(self.text), (), 0))
        used = {piece.segment.start for draft in drafts for piece in draft.path}
        for segment in self.scopes:
            if segment.start not in used:
                self.reader.unused.append(Span(segment.text, segment.start, segment.end))
        return drafts

    # Clauses --------------------------------------------------------------------------

    def clauses(self, pos: int, end: int, context: Path, depth: int) -> list[Draft]:
        """Every place between ``pos`` and ``end``, each going on from the one before."""
        found: list[Draft] = []
        begun = pos
        outside, self.reader.aside = self.reader.aside, depth > 0 and bool(context)
        while pos < end and len(found) < MOST_TARGETS:
            stop = self.between(pos, begun, end)
            if stop > pos:
                if self.text[pos] == ":" and found and stop < end:
                    context = self.scope(found.pop())
                pos = stop
                continue
            if self.text[pos] == "(" and not found:
                pos, context = asides.scope(self, pos, context, depth)
                continue
            stop, drafts, replaces = self.item(pos, end, context, found, depth)
            if stop <= pos:
                stop = self.unread(pos, end)
            found = drafts if replaces else found + drafts
            context = found[-1].path if found else context
            pos = stop
        if pos < end:
            self.reader.skip(pos, end, Code.TOO_MANY_TARGETS)
        self.reader.aside = outside
        return found

    def between(self, pos: int, begun: int, end: int) -> int:
        """Past what separates two items at ``pos``, if anything does."""
        text = self.text
        if text[pos] in ";。:)":
            return pos + 1
        if separator := marks.SEPARATOR.match(text, pos, end):
            return separator.end()
        if pos == begun or text[pos - 1] in "、,;。:/| ":
            return pos
        joint = marks.CONJUNCTION.match(text, pos, end)
        if joint is None:
            return pos
        if joint.group() in marks.SPAN_OF_PLACES:
            self.reader.note(Code.SPAN_OF_PLACES, pos, joint.end())
        return joint.end()

    def unread(self, pos: int, end: int) -> int:
        """Past words that no production took; the reading never stands still."""
        stop = marks.HARD_STOP.search(self.text, pos + 1, end)
        limit = stop.start() if stop else end
        self.reader.skip(pos, limit, Code.UNKNOWN_TAIL)
        return limit

    def scope(self, draft: Draft) -> Path:
        """What stands before a colon only says where the rest is: 人民街：濠畔街76号.

        Below the town it is one community, however it is made up (港门村社区第四网格).
        """
        coarse = tails.truncated(draft.path, Rank.COMMUNITY)
        fine = [piece for piece in draft.path[len(coarse) :] if piece.rank < Rank.AREA]
        self.scopes += [piece.segment for piece in draft.path if piece not in fine]
        if not fine:
            return coarse
        if len(fine) == 1 and fine[0].segment.value.endswith("街") and not coarse:
            whole = hindsight.as_one(
                self.reader, fine, Rank.SUBDISTRICT, Level.SUBDISTRICT, "scope"
            )
        else:
            whole = hindsight.as_one(self.reader, fine, Rank.COMMUNITY, Level.COMMUNITY, "scope")
        self.scopes.append(whole.segment)
        return (*coarse, whole)

    # Items ----------------------------------------------------------------------------

    def item(
        self, pos: int, end: int, context: Path, before: list[Draft], depth: int
    ) -> tuple[int, list[Draft], bool]:
        """One place; the flag says that it changes the places before it (除…外)."""
        text = self.text
        if text[pos] == "(":
            return *asides.bracket(self, pos, before, depth), True
        if before and (inclusion := marks.INCLUSION.match(text, pos, end)):
            span = self.reader.span(pos, inclusion.end())
            last = replace(before[-1], inclusions=(*before[-1].inclusions, span))
            return inclusion.end(), [*before[:-1], last], True
        if text[pos] in marks.MAY_BEGIN and (
            marks.EXCEPTION.match(text, pos, end) or areas.RESIDUAL.match(text, pos, end)
        ):
            return *asides.exception(self, pos, end, before, depth), True
        bounds = self.bounds(pos, end)
        if bounds is not None:
            return bounds, [self.area(pos, bounds, context)], False
        street = next((piece for piece in context if piece.rank == Rank.STREET), None)
        branch = heads.sibling(self.reader, pos, end, street) if street else None
        token = tokens.at(text, pos, end)
        if branch is not None:
            drafts = [Draft((*tails.truncated(context, Rank.STREET), branch[0]))]
            pos = branch[1]
        elif marks.PARITY_AHEAD.match(text, pos, end):
            drafts = [Draft(context)]
        elif token is not None and self.may_begin(token, context):
            drafts = [Draft(tails.base_for(token, context, juxtaposed=False))]
        else:
            pos, drafts = self.head(pos, end, context)
        return *self.tail(pos, end, drafts, depth), False

    def may_begin(self, token: Token, context: Path) -> bool:
        """Whether an item may begin with ``token``, or it is the beginning of a name."""
        if not context and token.kind == "row" and self.text[token.list_end] == "巷":
            return False  # 五一八巷5号院 is on a street; 三巷5号 behind a village in its third row.
        after = self.name_stop(token.end, len(self.text))
        if after == token.end:
            return True
        if token.kind in ("number", "yard") and any(p.kind in _DOORS for p in context):
            return True
        if token.kind in ("building", "floor", "named", "unitside"):
            return True
        if token.kind == "unit" and self.text[token.start] in _DIGITS:
            return True
        return tokens.at(self.text, token.end, after) is not None

    def bounds(self, pos: int, end: int) -> int | None:
        """Where the area described by bounds that begins in this item ends, if one does."""
        if not self.bounded:
            return None
        limit = self.hard_stop(pos, end)
        if not areas.BOUNDS.search(self.text, pos, limit):
            at = self.clause_end(pos, end)
            return at if areas.ENCLOSED.search(self.text, limit, at) else None
        if areas.ALL_AROUND.search(self.text, pos, limit):
            return end
        return self.clause_end(pos, end)

    def clause_end(self, pos: int, end: int) -> int:
        """The end of the clause around ``pos``; brackets are taken whole."""
        while pos < end and self.text[pos] not in ";。)":
            pos = self.partner[pos] + 1 if self.text[pos] == "(" else pos + 1
        return min(pos, end)

    def area(self, pos: int, stop: int, context: Path) -> Draft:
        """A bounded area, behind the named rungs that it lies in."""
        limit = self.hard_stop(pos, stop)
        meets = areas.MEETS.search(self.text, pos, limit)
        if meets and not areas.ALONG.search(self.text, pos, meets.start()):
            pieces, at = heads.read(self.reader, pos, meets.start())
        else:
            pieces, at = heads.administrative(self.reader, pos, limit)
        path = self.inherited(context, pieces)
        if at == stop:
            return Draft(path)
        value = self.text[at:stop].strip(" ,、")
        piece = self.reader.piece(Rank.AREA, "bounds", value or self.text[at:stop], at, stop)
        return Draft((*path, piece))

    def head(self, pos: int, end: int, context: Path) -> tuple[int, list[Draft]]:
        """The named rungs of an item, and what it takes over from ``context``."""
        hard = self.name_stop(pos, end)
        pieces, at = heads.administrative(self.reader, pos, hard)
        token = tokens.at(self.text, at, end)
        if not (pieces and token and token.kind in ("group", "row", "number", "yard")):
            named, at = heads.place(self.reader, at, self.name_end(at, end) if at < hard else hard)
            pieces += named
        return at, [Draft(self.inherited(context, pieces))]

    def inherited(self, context: Path, pieces: list[Piece]) -> Path:
        """A named item lies in the same community, unless it names its own."""
        if not pieces:
            return context
        first = min(pieces[0].rank, Rank.STREET)
        return (*tails.truncated(context, first), *pieces)

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

    # Tails ----------------------------------------------------------------------------

    def tail(self, pos: int, end: int, drafts: list[Draft], depth: int) -> tuple[int, list[Draft]]:
        """Fine tokens, brackets, exceptions and scopes up to the next separator."""
        done: list[Draft] = []
        while pos < end:
            stop, drafts, closed = self.step(pos, end, drafts, depth)
            done += closed
            if stop == pos:
                break
            pos = stop
        return pos, done + [draft for draft in drafts if draft.path or draft.part]

    def step(
        self, pos: int, end: int, drafts: list[Draft], depth: int
    ) -> tuple[int, list[Draft], list[Draft]]:
        """One thing more of an item; the last list holds drafts that are complete."""
        text = self.text
        if (text[pos] in _DIGITS or text[pos] not in marks.MAY_BEGIN) and (
            token := tokens.at(text, pos, end)
        ):
            return self.token(token, end, drafts)
        if text[pos] not in marks.MAY_BEGIN:
            return *self.leftover(pos, end, drafts), []
        if text[pos] == "(":
            return *asides.bracket(self, pos, drafts, depth), []
        if inclusion := marks.INCLUSION.match(text, pos, end):
            span = self.reader.span(pos, inclusion.end())
            drafts = [replace(d, inclusions=(*d.inclusions, span)) for d in drafts]
            return inclusion.end(), drafts, []
        if near := areas.NEAR.match(text, pos, end):
            return near.end(), asides.with_area(self, drafts, "near", pos, near.end()), []
        link = marks.LINK.match(text, pos, end)
        if link is not None and tokens.at(text, link.end(), end):
            return link.end(), drafts, []
        if text[pos] in "、,;。:/| \n)" or self.joins(pos, end, drafts):
            return pos, drafts, []
        if scope := marks.SCOPE.match(text, pos, end):
            return scope.end(), hindsight.widened(self.reader, drafts, pos, scope.end()), []
        if marks.PARITY.match(text, pos, end):
            return self.odd_or_even(pos, end, drafts)
        if marks.EXCEPTION.match(text, pos, end) or areas.RESIDUAL.match(text, pos, end):
            return *asides.exception(self, pos, end, drafts, depth), []
        token = tokens.at(text, pos, end)
        if token is not None:
            return self.token(token, end, drafts)
        return *self.leftover(pos, end, drafts), []

    def leftover(self, pos: int, end: int, drafts: list[Draft]) -> tuple[int, list[Draft]]:
        """Words that are no fine token, up to where a name would end."""
        stop = self.name_end(pos, end)
        if stop <= pos:
            return pos, drafts
        return hindsight.leftover(self.reader, pos, stop, drafts)

    def joins(self, pos: int, end: int, drafts: list[Draft]) -> bool:
        """Whether a conjunction at ``pos`` parts two places, and does not begin a name."""
        joint = marks.CONJUNCTION.match(self.text, pos, end)
        if joint is None:
            return False
        path = drafts[0].path
        complete = bool(path) and (path[-1].rank >= Rank.PHASE or drafts[0].part is not None)
        if complete or self.text[pos - 1] == ")" or len(joint.group()) > 1:
            return True
        if marks.NAMES_PARTED.match(self.text, pos, end):
            return True
        return tokens.at(self.text, joint.end(), end) is not None

    def odd_or_even(
        self, pos: int, end: int, drafts: list[Draft]
    ) -> tuple[int, list[Draft], list[Draft]]:
        """双号22-30门, or 22-30号双号."""
        word = self.text[pos : pos + 2]
        token = tokens.at(self.text, pos + 2, end)
        if token is not None and marks.PARITY_AHEAD.match(self.text, pos, end):
            base = tails.base_for(token, drafts[0].path, juxtaposed=False)
            stop, drafts, _ = self.token(token, end, [replace(drafts[0], path=base)])
            drafts = [ranges.with_parity(self.reader, draft, word) for draft in drafts]
            return stop, drafts, []
        match = marks.PARITY.match(self.text, pos, end)
        stop = match.end() if match else pos
        drafts = [ranges.with_parity(self.reader, draft, word) for draft in drafts]
        return stop, hindsight.widened(self.reader, drafts, pos, stop), []

    def token(
        self, token: Token, end: int, drafts: list[Draft]
    ) -> tuple[int, list[Draft], list[Draft]]:
        """One fine token: finer than the draft, or the beginning of another place."""
        done: list[Draft] = []
        path = drafts[0].path
        if len(path) >= DEEPEST_PATH:
            self.reader.skip(token.start, token.end, Code.UNKNOWN_TAIL)
            return token.end, drafts, []
        if not tails.goes_on(token, path):
            done, drafts = drafts, [Draft(tails.base_for(token, path, juxtaposed=True))]
        drafts = [hindsight.settled(self.reader, draft, token) for draft in drafts]
        rank = tails.rank_in(token, drafts[0].path)
        if token.kind == "dashed" and rank == Rank.BUILDING:
            return token.end, tails.split_dashed(self.reader, drafts, token), done
        after = tokens.at(self.text, token.end, end)
        more = after is not None and rank < after.rank < Rank.PART
        drafts = tails.extend(self.reader, drafts, token, more=more)
        pos = token.end
        part = drafts[0].part
        if part is not None and (match := parts.FLOOR_TAIL.match(self.text, pos, end)):
            part = parts.grown(self.reader, part, match)
            drafts = [replace(draft, part=part) for draft in drafts]
            pos = match.end()
        return pos, drafts, done
