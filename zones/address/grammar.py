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

from zones.address import asides, hindsight, marks, ranges, tails
from zones.address.findings import Code
from zones.address.items import Items
from zones.address.reader import Draft, Path
from zones.address.tokens import Rank
from zones.address.values import Level, Span

MOST_TARGETS = 2_000


class Parser(Items):
    """The whole grammar: clauses, each of items."""

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
            if (
                found
                and self.text[stop : stop + 1] in marks.OUTSIDE_BEGINS
                and self.outside(stop, end, found[-1].path)
            ):
                found = asides.turned(found)
                stop, found = self.included(self.past_outside(stop, end), end, found)
            context = found[-1].path if found else context
            pos = stop
        if pos < end:
            self.reader.skip(pos, end, Code.TOO_MANY_TARGETS)
        self.reader.aside = outside
        return found

    def past_outside(self, pos: int, end: int) -> int:
        match = marks.OUTSIDE.match(self.text, pos, end)
        return match.end() if match else pos

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
        self.reader.unused += draft.inclusions
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
