"""An item: one place, from its head to its end, with what it takes over from its neighbours."""

from dataclasses import replace

from zones.address import areas, asides, heads, hindsight, marks, tails, tokens
from zones.address.endings import Endings
from zones.address.findings import Code
from zones.address.reader import Draft, Path, Piece
from zones.address.tokens import Rank
from zones.address.values import Level


class Items(Endings):
    """The productions of one place."""

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
        if neighbour := marks.NEIGHBOUR.match(text, pos, end):
            self.reader.skip(pos, neighbour.end(), Code.REMARK)
            pos = neighbour.end()
        bounds = self.bounds(pos, end)
        if bounds is not None:
            return bounds, [self.area(pos, bounds, context)], False
        street = next((piece for piece in context if piece.rank == Rank.STREET), None)
        branch = heads.sibling(self.reader, pos, end, street) if street else None
        token = tokens.at(text, pos, end)
        if text[pos] == "附" and (annex := tails.annexed(self.reader, pos, end, context)):
            return *self.tail(annex[1], end, [Draft(annex[0])], depth), False
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

    def bounds(self, pos: int, end: int) -> int | None:
        """Where the area described by bounds that begins in this item ends, if one does."""
        if not self.bounded:
            return None
        limit = self.hard_stop(pos, end)
        if not areas.BOUNDS.search(self.text, pos, limit):
            at = self.clause_end(pos, end)
            return self.area_end(pos, at) if self.enclosed(limit, at) else None
        if areas.ALL_AROUND.search(self.text, pos, limit):
            return end
        return self.area_end(pos, self.clause_end(pos, end))

    def enclosed(self, pos: int, end: int) -> bool:
        """Whether a list makes one area together; what a bracket says is its own matter."""
        while found := areas.ENCLOSED.search(self.text, pos, end):
            outer = self.text.find("(", pos, found.start())
            if outer < 0:
                return True
            pos = self.partner[outer]
        return False

    def area_end(self, pos: int, end: int) -> int:
        """Where an area ends: with its clause, or before a place that no bound is named of."""
        for closed in areas.ENCLOSED_ENDS.finditer(self.text, pos, end):
            if "(" in self.text[pos : closed.end()]:
                return end
            if not areas.BOUNDS.search(self.text, closed.end(), end):
                return closed.end()
        return end

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
        value = self.text[at:stop].strip(" ,、:")
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
        if self.is_village(at, end, pieces, context):
            pieces = [
                hindsight.as_one(self.reader, pieces, Rank.COMMUNITY, Level.COMMUNITY, "name")
            ]
        return at, [Draft(self.inherited(context, pieces))]

    def is_village(self, at: int, end: int, pieces: list[Piece], context: Path) -> bool:
        """金凤村、黄兴新村: alone in a list of villages, an estate's name is a village's."""
        alone = at == end or self.text[at] in "、,;。("
        among = bool(context) and context[-1].rank == Rank.COMMUNITY
        among = among or marks.VILLAGE_NEXT.match(self.text, at, end) is not None
        return alone and among and len(pieces) == 1 and pieces[0].segment.value.endswith("新村")

    def inherited(self, context: Path, pieces: list[Piece]) -> Path:
        """A named item lies in the same community, unless it names its own."""
        if not pieces:
            return context
        first = min(pieces[0].rank, Rank.STREET)
        context = tuple(piece for piece in context if piece.kind != "estate")
        village = context[-1] if context and context[-1].rank == Rank.COMMUNITY else None
        community = next((p for p in context if p.rank == Rank.COMMUNITY), village)
        if community and all(p.segment.value.endswith("村") for p in (community, pieces[0])):
            first = Rank.COMMUNITY  # No village lies in another: 大沙村东街4巷1号；芒滘新村74号.
        return (*tails.truncated(context, first), *pieces)
