"""The end of an item: fine tokens, brackets, exceptions and scopes up to the next separator."""

from dataclasses import replace

from zones.address import areas, asides, dashes, hindsight, marks, parts, ranges, tails, tokens
from zones.address.findings import Code
from zones.address.productions import DIGITS, Productions
from zones.address.reader import Draft, Path
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
        if text[pos] == "+" and tokens.at(text, pos + 1, end):
            return pos, drafts, []
        stop, drafts = self.included(pos, end, drafts)
        if stop > pos:
            return stop, drafts, []
        if near := areas.NEAR.match(text, pos, end):
            return near.end(), asides.with_area(self, drafts, "near", pos, near.end()), []
        if far := areas.DISTANCE.match(text, pos, end):
            return far.end(), asides.with_area(self, drafts, "distance", pos, far.end()), []
        if self.outside(pos, end, drafts[0].path):
            return pos, drafts, []
        link = marks.LINK.match(text, pos, end)
        if link is not None and tokens.at(text, link.end(), end):
            return link.end(), drafts, []
        if text[pos] in "、,;。:/| \n)":
            return self.person(pos, end, drafts), drafts, []
        if self.joins(pos, end, drafts):
            return pos, drafts, []
        if count := marks.COUNT.match(text, pos, end):
            self.reader.skip(pos, count.end(), Code.REMARK)
            return count.end(), drafts, []
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

    def person(self, pos: int, end: int, drafts: list[Draft]) -> int:
        """Past the name of who lives in the household before it: 1203室,张三."""
        part = drafts[0].part
        match = marks.PERSON.match(self.text, pos, end)
        if match is None or part is None or part.kind not in ("room", "household"):
            return pos
        self.reader.skip(match.start("name"), match.end("name"), Code.PERSON)
        return match.end()

    def leftover(self, pos: int, end: int, drafts: list[Draft]) -> tuple[int, list[Draft]]:
        """Words that are no fine token, up to where a name would end."""
        stop = self.name_end(pos, end)
        if stop <= pos:
            return pos, drafts
        if self.begins_anew(pos, stop, end, drafts[0]):
            self.reader.note(Code.RUN_TOGETHER, pos, stop)
            return pos, drafts
        return hindsight.leftover(self.reader, pos, stop, drafts)

    def included(self, pos: int, end: int, drafts: list[Draft]) -> tuple[int, list[Draft]]:
        """Past the words at ``pos`` that name something meant as well, if there are some."""
        inclusion = marks.INCLUSION.match(self.text, pos, end)
        if inclusion is None:
            return pos, drafts
        span = self.reader.span(pos, inclusion.end())
        return inclusion.end(), [replace(d, inclusions=(*d.inclusions, span)) for d in drafts]

    def begins_anew(self, pos: int, stop: int, end: int, draft: Draft) -> bool:
        """Whether a name behind a building begins another place: 26号楼东海社区石牌西路35号."""
        path = draft.path
        if not path or path[-1].rank < Rank.BUILDING or path[-1].kind == "number":
            return False
        token = tokens.at(self.text, stop, end)
        whole = token is not None and token.kind in ("building", "number", "yard")
        return whole and marks.COMPLETE_NAME.fullmatch(self.text, pos, stop) is not None

    def outside(self, pos: int, end: int, path: Path) -> bool:
        """Whether all but the buildings read is meant: 7号楼、8号楼之外其他楼宇."""
        finer = bool(path) and path[-1].rank >= Rank.BUILDING and path[0].rank < Rank.BUILDING
        return finer and marks.OUTSIDE.match(self.text, pos, end) is not None

    def joins(self, pos: int, end: int, drafts: list[Draft]) -> bool:
        """Whether a conjunction at ``pos`` parts two places, and does not begin a name."""
        joint = marks.CONJUNCTION.match(self.text, pos, end)
        if joint is None:
            return False
        path = drafts[0].path
        if joint.group() == "及" and path and self.text[pos : pos + 2] != "及第":
            return True  # No name begins with it: 白新街及牟家农贸市场.
        if joint.group() in marks.BESIDE_NUMBERS and path and path[-1].kind == "door":
            return True
        complete = bool(path) and (path[-1].rank >= Rank.PHASE or drafts[0].part is not None)
        if complete or self.text[pos - 1] == ")" or len(joint.group()) > 1:
            return True
        ended = self.text[pos] in "和与" and marks.NAME_STOP.match(self.text, pos, end)
        if ended or marks.NAMES_PARTED.match(self.text, pos, end):
            return True
        if tails.ANNEX.match(self.text, joint.end(), end):
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

    def counted(self, token: Token, end: int, draft: Draft) -> Token:
        """3排30至40、4排31至40: behind a row, the numbers up to the comma are not rows too."""
        if not draft.path or token.kind not in ("group", "row"):
            return token
        stop = self.hard_stop(token.start, token.list_end)
        if draft.path[-1].kind != token.kind or stop == token.list_end:
            return token
        number = tokens.at(self.text, token.start, stop)
        return number if number is not None and number.bare else token

    def token(
        self, token: Token, end: int, drafts: list[Draft]
    ) -> tuple[int, list[Draft], list[Draft]]:
        """One fine token: finer than the draft, or the beginning of another place."""
        done: list[Draft] = []
        path = drafts[0].path
        token = self.counted(token, end, drafts[0])
        if len(path) >= DEEPEST_PATH:
            self.reader.skip(token.start, token.end, Code.UNKNOWN_TAIL)
            return token.end, drafts, []
        if token.bare and path and path[-1].kind == "door":  # 352号0: right behind a door number.
            number = parts.read(self.reader, token, drafts[0].part)
            return token.end, [replace(draft, part=number) for draft in drafts], []
        if not tails.goes_on(token, path):
            done, drafts = drafts, [Draft(tails.base_for(token, path, juxtaposed=True))]
        drafts = [hindsight.settled(self.reader, draft, token) for draft in drafts]
        rank = tails.rank_in(token, drafts[0].path)
        if joined := self.joined_numbers(token, rank, end, drafts):
            return *joined, done
        after = tokens.at(self.text, token.end, end)
        more = after is not None and rank < after.rank < Rank.PART
        drafts = tails.extend(self.reader, drafts, token, more=more)
        pos = token.end
        if rank in (Rank.COMPLEX, Rank.BUILDING):
            pos, drafts = tails.spanned(self.reader, drafts, pos, end)
        part = drafts[0].part
        if part is not None and (match := parts.FLOOR_TAIL.match(self.text, pos, end)):
            part = parts.grown(self.reader, part, match)
            drafts = [replace(draft, part=part) for draft in drafts]
            pos = match.end()
        return pos, drafts, done

    def joined_numbers(
        self, token: Token, rank: Rank, end: int, drafts: list[Draft]
    ) -> tuple[int, list[Draft]] | None:
        """Numbers that a dash or a slash joins, if ``token`` is such."""
        if token.kind == "slashed":
            return token.end, dashes.split(self.reader, drafts, token)
        if token.kind != "dashed":
            return None
        if rank == Rank.BUILDING:
            runs = dashes.runs(self.reader, drafts, token, end)
            return runs or (token.end, dashes.split(self.reader, drafts, token))
        if rank == Rank.PART and drafts[0].path[-1].rank == Rank.BUILDING:
            behind = dashes.behind(self.reader, drafts, token)
            return None if behind is None else (token.end, behind)
        return None
