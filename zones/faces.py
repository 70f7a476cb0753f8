"""The face of an answer: its tone, its mark, its heading and its sentence.

What was not resolved has one tone, ``unknown``, and so can never look low. The tone
comes from a table with no default but that one.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zones.address.households import coarsened
from zones.answers import Answer
from zones.gazetteer.outcome import Outcome, Reason
from zones.gazetteer.suggest import Suggestion
from zones.models import Place, PlaceLevel
from zones.risk.assess import Risk
from zones.texts import NOT_FOUND, REASON, RISK
from zones.wording import district_name, moment

TONES: dict[Risk, str] = {
    Risk.HIGH: "high",
    Risk.MEDIUM: "medium",
    Risk.PARTLY_HIGH: "partly-high",
    Risk.PARTLY_MEDIUM: "partly-medium",
    Risk.LOW: "low",
    Risk.ROUTINE: "routine",
}
MARKS: dict[str, Promise] = {
    "high": gettext_lazy("高"),
    "medium": gettext_lazy("中"),
    "partly-high": gettext_lazy("部分"),
    "partly-medium": gettext_lazy("部分"),
    "low": gettext_lazy("低"),
    "routine": gettext_lazy("常态"),
}
HEADINGS: dict[Outcome, Promise] = {
    Outcome.AMBIGUOUS: gettext_lazy("不能确定是哪一处"),
    Outcome.NOT_FOUND: gettext_lazy("没有找到这处地点"),
    Outcome.OUT_OF_AREA: gettext_lazy("不在本市范围"),
    Outcome.UNPARSED: gettext_lazy("没有读懂这个地址"),
}
FINER: dict[str, Promise] = {
    PlaceLevel.BUILDING: gettext_lazy("请补充单元。"),
    PlaceLevel.UNIT: gettext_lazy("请补充楼层和户室。"),
    "": gettext_lazy("请补充楼栋和单元。"),
}
"""What to add to a place of a level that only a part of which is in a zone."""


@dataclass(frozen=True, slots=True)
class Face:
    """An answer as a person sees it."""

    answer: Answer
    tone: str
    mark: str
    heading: str
    sentence: str
    explanation: str
    choices: tuple[Place, ...] = ()
    """What lies in the place, to choose from where only a part of it is in a zone."""
    suggestions: tuple[Suggestion, ...] = ()
    """Known names that letters typed for an address may spell."""
    accuracy: float = 0.0
    """How far, in metres, a position that was asked about may be off."""

    @property
    def is_known(self) -> bool:
        """Whether there is a risk to tell."""
        return self.tone != "unknown"

    @property
    def is_elsewhere(self) -> bool:
        """Whether another city should be asked."""
        return self.answer.outcome is Outcome.OUT_OF_AREA

    @property
    def doubtful(self) -> list[str]:
        """The places that may hold the one asked about, each once."""
        return list(dict.fromkeys(map(coarsened, self.answer.doubtful)))


def face_of(answer: Answer, **more: Any) -> Face:
    """The face of an answer; only a place that was found has a tone of its own."""
    found = answer.outcome is Outcome.FOUND
    tone = TONES.get(answer.risk, "unknown") if found else "unknown"
    return Face(
        answer=answer,
        tone=tone,
        mark=str(MARKS.get(tone, "?")),
        heading=str(RISK[answer.risk] if found else HEADINGS[answer.outcome]),
        sentence=_sentence(answer) if tone != "unknown" else "",
        explanation=_explanation(answer),
        **more,
    )


def _explanation(answer: Answer) -> str:
    if answer.reason is None:
        return ""
    if answer.outcome is Outcome.NOT_FOUND and answer.reason is Reason.NOT_IN_GAZETTEER:
        return str(NOT_FOUND)
    if answer.reason is Reason.NOT_IN_GAZETTEER and answer.place and answer.ignored:
        words = {"place": answer.place.name, "ignored": _("、").join(answer.ignored)}
        return _("只查到%(place)s，“%(ignored)s”没有用上。以上是%(place)s的情况。") % words
    return str(REASON[answer.reason])


def _sentence(answer: Answer) -> str:
    """One sentence that can be read aloud."""
    assert answer.district is not None
    words = {
        "district": district_name(answer.district),
        "place": answer.place.name if answer.place else district_name(answer.district),
        "risk": RISK[answer.risk],
        "since": moment(answer.since) if answer.since else "",
        "parts": len(answer.parts),
        "level": _written(answer.place.level) if answer.place else "",
        "finer": FINER.get(answer.place.level, FINER[""]) if answer.place else "",
    }
    return _template(answer) % words


def _written(level: str) -> str:
    """What somebody wrote who wrote a place of a level and nothing finer."""
    return _("小区") if level == PlaceLevel.COMPLEX else str(PlaceLevel(level).label)


def _template(answer: Answer) -> str:
    if answer.risk in (Risk.PARTLY_HIGH, Risk.PARTLY_MEDIUM):
        if answer.place is None:
            return _("只写到%(district)s：区内有 %(parts)s 处风险区。请补充小区、楼栋和单元。")
        return _("只写到%(level)s：%(place)s其中 %(parts)s 处在风险区内。%(finer)s")
    if answer.risk is Risk.LOW:
        return _("%(district)s有在册的风险区，%(place)s不在其中，为低风险区。")
    if answer.risk is Risk.ROUTINE:
        if answer.place is None:
            return _("%(district)s没有在册的风险区，实行常态化防控。")
        return _("%(district)s没有在册的风险区，%(place)s实行常态化防控。")
    if answer.since is None:
        return _("%(district)s%(place)s为%(risk)s，起始时间不详。")
    return _("%(district)s%(place)s自%(since)s起为%(risk)s。")
