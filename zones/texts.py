"""The sentences that people read: one for each closed set of outcomes and reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zones.comparison import Change
from zones.gazetteer.known import Likeness
from zones.gazetteer.outcome import Candidate, Reason
from zones.risk.assess import Doubt, Risk

RISK: dict[Risk, Promise] = {
    Risk.HIGH: _("高风险"),
    Risk.MEDIUM: _("中风险"),
    Risk.PARTLY_HIGH: _("部分为高风险"),
    Risk.PARTLY_MEDIUM: _("部分为中风险"),
    Risk.LOW: _("低风险"),
    Risk.ROUTINE: _("常态化防控"),
    Risk.UNKNOWN: _("无法判断"),
}

LIKENESS: dict[Likeness, Promise] = {
    Likeness.SHAPE: _("与所写名称字形相近，可能是误写。"),
    Likeness.SOUND: _("与所写名称读音相同，可能是误写。"),
    Likeness.SPELLING: _("与所写名称只差一两个字，可能是误写。"),
    Likeness.CONTAINING: _("名称中含有所写的“%(words)s”。"),
    Likeness.WITHIN: _("所写的文字中含有“%(words)s”。"),
    Likeness.WORDS: _("与所写名称用字相同，次序或详略不同。"),
    Likeness.INEXACT: _("与所写名称的一段读音或字形相近。"),
    Likeness.SHARING: _("与所写名称都有“%(words)s”。"),
}

REASON: dict[Reason | Doubt, Promise] = {
    Reason.NO_PLACE_NAMED: _("没有读到小区、街路或社区的名称，请写明地点。"),
    Reason.ONLY_THE_CITY: _("只写到城市，请写明区县和地点。"),
    Reason.OTHER_CITY: _("该地址不在本市，本系统不作回答。"),
    Reason.DISTRICT_CONTRADICTED: _("地址所写的区县与所选区县不一致。"),
    Reason.SEVERAL_PLACES_ASKED: _("一次只能查询一处地点，请分开查询。"),
    Reason.SEVERAL_PLACES_MATCH: _("有几处地点都叫这个名称，请补充区县、社区或街路。"),
    Reason.LOCATION_CONTRADICTED: _("名称相符，但所在社区或街路与已知的不一致，请核对。"),
    Reason.BESIDE_A_PLACE: _("所写的是某地点的旁边或以外，不是该地点本身。"),
    Reason.RUNG_LEFT_OUT: _("没有写明分区或楼栋，可能是下列地点之一。"),
    Reason.NOT_IN_GAZETTEER: _("地名库中没有更细的地点，未用到的文字见“未采用”。"),
    Reason.NEAR_A_BOUNDARY: _("该点靠近区县边界，边界图形经过概化，不能断定在哪一侧。"),
    Reason.OUTSIDE_EVERY_DISTRICT: _("该点不在本市任何区县内。"),
    Reason.OUTLINES_DO_NOT_DECIDE: _(
        "区内风险区没有可靠的边界图形，不能由坐标判断，请按地址查询。"
    ),
    Doubt.NO_COVERAGE: _("该时点的通告收录不完整，风险区以外的情况无法判断。"),
    Doubt.NOT_VOUCHED: _("有相关地点的状态未收录，无法判断。"),
    Doubt.MAY_LIE_IN_ZONE: _("该地点可能位于某风险区之内，现有信息不足以断定。"),
}

CHANGE: dict[Change, Promise] = {
    Change.ADDED: _("新增"),
    Change.RELEASED: _("已解除"),
    Change.CHANGED: _("范围有变"),
    Change.STILL: _("仍在册"),
}


def why(candidate: Candidate) -> str:  # type: ignore[type-arg]
    """Why a candidate may be meant, and was not simply taken."""
    reason = candidate.reason
    if isinstance(reason, Likeness):
        return str(LIKENESS[reason]) % {"words": candidate.words}
    return str(REASON[reason])


NOT_FOUND = _("地名库中没有这处地点，无法判断其风险。")
