"""The grammar from the top: a text is clauses, a clause is items, an item is one place.

EBNF::

    address   = clause { (";" | "。") clause } ;
    clause    = item { separator item } ;
    separator = "、" | "," | "/" | "和" | "与" | "及" | ":" | blank ;
    item      = [ head ] tail { bracket | exception | inclusion | scope } [ area ] ;
    bracket   = "(" ( exception | inclusion | parity | clause | remark ) ")" ;
    exception = "除" list [ "外" ] | "不含" list | list "除外" ;

An item that begins with a fine token goes on from the item before it (1号楼、2号楼). One
that begins with a name takes over no more than the community. What no production takes is
kept in ``unused`` with a finding; nothing is dropped.
"""

import re
from dataclasses import replace

from zones.address import areas, asides, brackets, heads, parts, tails, tokens
from zones.address.findings import Code
from zones.address.fold import Normal, fold, unwrap
from zones.address.reader import Draft, Path, Piece, Reader, extended
from zones.address.tokens import Rank, Token
from zones.address.values import Address, Span, Target

LONGEST = 8_000
"""Real places of a notice reach some 350 characters; what is longer is not one."""
DEEPEST = 12
MOST_TARGETS = 2_000

_SEPARATOR = re.compile(r"[、,/| \n\-~·.]+(?:以及(?!平))?")
_CONJUNCTION = re.compile("(?:以及|及其|和|与|及|至|到)")
_SCOPE = re.compile(
    "(?:内|所在)?(?:全域|全村|全镇|全部|全区域|全范围|辖区内|辖区|所辖区域|整栋楼?|整幢|整个小区|整体|全楼|本体|片区|区域|范围内?)(?![\\w])"
)
_INCLUSION = re.compile(
    "(?:,)?(?:及其?|和|包括|包含|含)其?(?:底层|一层)?(?:所有)?(?:底商|底层商[铺户]|沿街商铺|临街商铺|周边商[铺服]|商铺|地下室|院内|上下户|车库|左右[两2]?户|左右[^、,;。:()]{0,6}户)"
    "|,?(?:包括|包含|含)[^;。()]{1,200}"
)
_EXCLUDE = re.compile("不(?:包括|包含|含)|除外[:]?(?=.)|除(?=[^;。]{1,200}外)")
_PARITY = re.compile("[单双](?:号|门牌号?|数)?(?:院|门|楼)?")
_PARITY_AHEAD = re.compile(r"[单双]号(?=\d)")
_HARD_STOP = re.compile("[、,;。:/| \n()]")
_NAME_STOP = re.compile(
    "[、,;。:/| \n()]|(?:及其?|和|以及|包括|包含|含)(?=底商|底层|沿街商|商铺|临街|周边|附近|周围|其?周|上下户|左右)|周边|周围|附近|方圆|半径|"
    "全域|全村|全镇|不(?:包括|包含|含)|除(?=[^;。:()]{1,80}?(?:外|风险))|[单双]号(?=\\d)|以及|"
    "(?<=小区|社区|街道|市场|广场|大厦|公寓|花园|宿舍|酒店|超市|公司|医院|学校|号楼|单元)[及和与]"
)


def parse(text: str, *, offset: int = 0) -> Address:
    """The places that ``text`` names; ``offset`` is where it begins in a larger text."""
    if len(text) > LONGEST:
        reader = Reader(Normal(text, text), offset)
        reader.skip(0, len(text), Code.TOO_LONG)
        return Address(text, (), tuple(reader.unused), tuple(reader.findings))
    reader = Reader(unwrap(fold(text)), offset)
    drafts = Parser(reader).read()
    targets = tuple(_target(draft) for draft in drafts)
    if not targets and text.strip():
        reader.note(Code.NOTHING_READ, 0, len(reader.text))
    unused = tuple(sorted(reader.unused, key=lambda span: span.start))
    return Address(text, targets, unused, tuple(reader.findings))


def _target(draft: Draft) -> Target:
    return Target(
        tuple(piece.segment for piece in draft.path),
        tuple(tuple(piece.segment for piece in path) for path in draft.exceptions),
        draft.part,
        draft.inclusions,
    )


class Parser:
    """One pass over the folded text; every method returns where it stopped."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.text = reader.text
        self.partner, lonely = brackets.pairs(reader.text)
        for at in lonely[:10]:
            reader.note(Code.UNBALANCED_BRACKET, at, at + 1)

    def read(self) -> list[Draft]:
        return self.clauses(0, len(self.text), (), 0)

    def clauses(self, pos: int, end: int, context: Path, depth: int) -> list[Draft]:
        """Every place between ``pos`` and ``end``, each going on from the one before."""
        found: list[Draft] = []
        begun = pos
        while pos < end and len(found) < MOST_TARGETS:
            char = self.text[pos]
            if char in ";。:)":
                if char == ":" and found and pos + 1 < end:
                    # What stands before a colon only says where the rest is.
                    context = found.pop().path
                pos += 1
                continue
            if separator := _SEPARATOR.match(self.text, pos, end):
                pos = separator.end()
                continue
            if (
                pos > begun
                and self.text[pos - 1] not in "、,;。:/| "
                and (joint := _CONJUNCTION.match(self.text, pos, end))
            ):
                pos = joint.end()
                continue
            pos, drafts, replaces = self.item(pos, end, context, found, depth)
            if replaces:
                found = drafts
            else:
                found += drafts
            if found:
                context = found[-1].path
        if pos < end:
            self.reader.skip(pos, end, Code.TOO_MANY_TARGETS)
        return found

    # One item -------------------------------------------------------------------------

    def item(
        self, pos: int, end: int, context: Path, before: list[Draft], depth: int
    ) -> tuple[int, list[Draft], bool]:
        """One place; the flag says that it changes the places before it (除…外)."""
        text = self.text
        if text[pos] == "(":
            return asides.leading_bracket(self, pos, context, before, depth)
        if before and (inclusion := _INCLUSION.match(text, pos, end)):
            span = self.reader.span(pos, inclusion.end())
            last = before[-1]
            changed = replace(last, inclusions=(*last.inclusions, span))
            return inclusion.end(), [*before[:-1], changed], True
        if _EXCLUDE.match(text, pos, end) or areas.RESIDUAL.match(text, pos, end):
            stop, drafts = asides.exception(self, pos, end, before, depth)
            if stop > pos:
                return stop, drafts, True
        bounds = self.bounds(pos, end)
        if bounds is not None:
            return bounds, [self.area(pos, bounds, context)], False
        if _PARITY_AHEAD.match(text, pos, end):
            stop, drafts, _ = self.step(pos, end, [Draft(context)], depth)
            stop, drafts = self.tail(stop, end, drafts, depth)
            return stop, drafts, False
        token = tokens.at(text, pos, end)
        if token is not None and self.may_begin(token, context):
            base = tails.base_for(token, context, juxtaposed=False)
            drafts = [Draft(base)]
        else:
            pos, drafts = self.head(pos, end, context)
        stop, drafts = self.tail(pos, end, drafts, depth)
        return stop, drafts, False

    def bounds(self, pos: int, end: int) -> int | None:
        """Where the area described by bounds that begins in this item ends, if one does."""
        item = _HARD_STOP.search(self.text, pos, end)
        limit = item.start() if item else end
        if not areas.BOUNDS.search(self.text, pos, limit):
            return None
        at = pos
        while at < end and self.text[at] not in ";。)":
            at = self.partner[at] + 1 if self.text[at] == "(" else at + 1
        return min(at, end)

    def area(self, pos: int, stop: int, context: Path) -> Draft:
        """A bounded area, behind the named rungs that it lies in."""
        meets = areas.MEETS.search(self.text, pos, stop)
        item = _HARD_STOP.search(self.text, pos, stop)
        limit = item.start() if item else stop
        if meets and meets.start() < limit:
            pieces, at = heads.read(self.reader, pos, meets.start())
        else:
            pieces, at = heads.administrative(self.reader, pos, limit)
        piece = self.reader.piece(Rank.AREA, "bounds", self.text[at:stop], at, stop)
        return Draft((*self.inherited(context, pieces), piece))

    def may_begin(self, token: Token, context: Path) -> bool:
        """Whether an item may begin with ``token``, or it is the beginning of a name."""
        if token.kind in ("number", "yard", "group", "row", "room", "storey") and not context:
            after = self.text[token.end : token.end + 1]
            return (
                after == ""
                or after in "、,;。:()/ "
                or tokens.at(self.text, token.end, len(self.text)) is not None
            )
        if (
            token.kind in ("yard", "number", "side", "zone", "court", "phase")
            or token.rank >= Rank.BUILDING
        ):
            stop = _NAME_STOP.search(self.text, token.end)
            limit = stop.start() if stop else len(self.text)
            if limit == token.end or (
                token.rank >= Rank.BUILDING and token.kind not in ("number", "room")
            ):
                return True
            return tokens.at(self.text, token.end, limit) is not None
        return True

    def head(self, pos: int, end: int, context: Path) -> tuple[int, list[Draft]]:
        """The named rungs of an item, and what it takes over from ``context``."""
        stop = self.name_end(pos, end)
        pieces, at = heads.read(self.reader, pos, stop)
        return at, [Draft(self.inherited(context, pieces))]

    def inherited(self, context: Path, pieces: list[Piece]) -> Path:
        """A named item lies in the same community, unless it names its own."""
        if not pieces:
            return context
        first = min(pieces[0].rank, Rank.STREET)
        return (*tails.truncated(context, Rank(first)), *pieces)

    def name_end(self, pos: int, end: int) -> int:
        """Where a name that begins at ``pos`` ends at the latest."""
        stop = _NAME_STOP.search(self.text, pos + 1, end)
        limit = stop.start() if stop else end
        token = tokens.find(self.text, pos, limit if limit == end else min(end, limit + 80))
        return min(limit, token.start) if token else limit

    def tail(self, pos: int, end: int, drafts: list[Draft], depth: int) -> tuple[int, list[Draft]]:
        """Fine tokens, brackets, exceptions and scopes up to the next separator."""
        done: list[Draft] = []
        while pos < end:
            stop, drafts, closed = self.step(pos, end, drafts, depth)
            done += closed
            if stop == pos:
                break
            pos = stop
        drafts = [draft for draft in drafts if draft.path or draft.part]
        return pos, done + drafts

    def step(
        self, pos: int, end: int, drafts: list[Draft], depth: int
    ) -> tuple[int, list[Draft], list[Draft]]:
        """One thing more of an item; the last list holds drafts that are complete."""
        text = self.text
        if text[pos] == "(":
            stop, drafts = asides.bracket(self, pos, drafts, depth)
            return min(stop, end), drafts, []
        if inclusion := _INCLUSION.match(text, pos, end):
            span = self.reader.span(pos, inclusion.end())
            drafts = [replace(d, inclusions=(*d.inclusions, span)) for d in drafts]
            return inclusion.end(), drafts, []
        if near := areas.NEAR.match(text, pos, end):
            piece = self.reader.piece(Rank.AREA, "near", near.group(), pos, near.end())
            return near.end(), [draft.plus(piece) for draft in drafts], []
        if text[pos] in "、,;。:/| \n)" or _CONJUNCTION.match(text, pos, end):
            return pos, drafts, []
        if scope := _SCOPE.match(text, pos, end):
            return scope.end(), self.widened(drafts, scope.start(), scope.end()), []
        if _PARITY_AHEAD.match(text, pos, end) and (token := tokens.at(text, pos + 2, end)):
            drafts = [
                replace(d, path=tails.base_for(token, d.path, juxtaposed=False)) for d in drafts
            ]
            stop, drafts, done = self.token(token, end, drafts)
            odd = text[pos : pos + 2]
            return stop, [tails.with_parity(self.reader, d, odd) for d in drafts], done
        if parity := _PARITY.match(text, pos, end):
            return parity.end(), self.parity(drafts, parity), []
        if _EXCLUDE.match(text, pos, end) or areas.RESIDUAL.match(text, pos, end):
            stop, drafts = asides.exception(self, pos, end, drafts, depth)
            if stop > pos:
                return stop, drafts, []
        token = tokens.at(text, pos, end)
        if token is not None and token.end > token.start:
            return self.token(token, end, drafts)
        return self.leftover(pos, end, drafts)

    def token(
        self, token: Token, end: int, drafts: list[Draft]
    ) -> tuple[int, list[Draft], list[Draft]]:
        done: list[Draft] = []
        path = drafts[0].path
        if not tails.goes_on(token, path):
            base = tails.base_for(token, path, juxtaposed=True)
            done, drafts = drafts, [Draft(base)]
        if token.kind == "dashed" and tails.rank_in(token, drafts[0].path) == Rank.BUILDING:
            return token.end, tails.split_dashed(self.reader, drafts, token), done
        following = tokens.at(self.text, token.end, end)
        more = (
            following is not None
            and tails.rank_in(token, drafts[0].path) < following.rank < Rank.PART
        )
        drafts = tails.extend(self.reader, drafts, token, more=more)
        pos = token.end
        part = drafts[0].part
        if part is not None and (match := parts.FLOOR_TAIL.match(self.text, pos, end)):
            part = parts.grown(self.reader, part, match)
            drafts = [replace(draft, part=part) for draft in drafts]
            pos = match.end()
        return pos, drafts, done

    def widened(self, drafts: list[Draft], start: int, end: int) -> list[Draft]:
        """全域, 整栋: the words change nothing and are kept with the piece before them."""
        span = self.reader.span(start, end)
        return [
            replace(d, path=(*d.path[:-1], extended(d.path[-1], span))) if d.path else d
            for d in drafts
        ]

    def parity(self, drafts: list[Draft], match: re.Match[str]) -> list[Draft]:
        drafts = [tails.with_parity(self.reader, draft, match.group()) for draft in drafts]
        return self.widened(drafts, match.start(), match.end())

    def leftover(
        self, pos: int, end: int, drafts: list[Draft]
    ) -> tuple[int, list[Draft], list[Draft]]:
        """Words behind the tail: a named place on a door number, a shop in a building."""
        path = drafts[0].path
        stop = self.name_end(pos, end)
        if stop <= pos:
            return pos, drafts, []
        if path and path[-1].kind == "door":
            return self.named_door(pos, stop, drafts)
        if path and path[-1].rank < Rank.BUILDING and drafts[0].part is None:
            words = self.text[pos:stop].strip(' "-~·.')
            if words and not (path[-1].rank == Rank.COMPLEX and parts.SHOP.fullmatch(words)):
                rank = Rank.PLACE if path[-1].rank >= Rank.COMPLEX else Rank.COMPLEX
                piece = self.reader.piece(rank, "name", words.replace('"', ""), pos, stop)
                return stop, [draft.plus(piece) for draft in drafts], []
        if parts.SHOP.fullmatch(self.text, pos, stop):
            part = parts.other(self.reader, pos, stop, "shop", drafts[0].part)
            return stop, [replace(draft, part=part) for draft in drafts], []
        self.reader.skip(pos, stop, Code.UNKNOWN_TAIL)
        return stop, drafts, []

    def named_door(
        self, pos: int, stop: int, drafts: list[Draft]
    ) -> tuple[int, list[Draft], list[Draft]]:
        """五一路35号 + 铁通公司: the number locates the complex, it is not one itself."""
        pieces, at = heads.street(self.reader, pos, stop)
        changed = []
        for draft in drafts:
            door = draft.path[-1]
            path = draft.path[:-1]
            if path and path[-1].rank == Rank.STREET:
                span = Span(door.segment.text, door.segment.start, door.segment.end)
                street = extended(path[-1], span)
                value = path[-1].segment.value + door.segment.value
                street = replace(street, segment=replace(street.segment, value=value))
                path = (*path[:-1], street)
            else:
                path = (*path, replace(door, rank=Rank.STREET))
            changed.append(replace(draft, path=(*path, *pieces)))
        return at, changed, []
