"""The end of an item: fine tokens, brackets, exceptions and scopes up to the next separator."""

from dataclasses import replace

from zones.address import areas, asides, hindsight, marks, parts, ranges, tails, tokens
from zones.address.findings import Code
from zones.address.productions import DIGITS, Productions
from zones.address.reader import Draft
from zones.address.tokens import Rank, Token

DEEPEST_PATH = 16
"""More rungs than any place has."""


class Endings(Productions):
    """The productions behind a head."""

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
        if (text[pos] in DIGITS or text[pos] not in marks.MAY_BEGIN) and (
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
