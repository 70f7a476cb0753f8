"""The keys of the draft's page, and the words that its scripts write: one table for both."""

from django.utils.translation import gettext as _


def key_table() -> list[tuple[list[str], str]]:
    """Keys and what they do, as shown by ``?``."""
    return [
        (["j", "↓"], _("下一条")),
        (["k", "↑"], _("上一条")),
        (["n"], _("下一个待处理")),
        (["p"], _("上一个待处理")),
        (["Enter"], _("到另一侧的同一处")),
        (["空格"], _("确认这一条的提示")),
        (["Shift", "空格"], _("确认本组所有同类提示")),
        (["1", "…", "9"], _("选择候选地点")),
        (["e"], _("改读：动作、区县、地点")),
        (["x"], _("删去误读的条目")),
        (["a"], _("补录：选中原文一段，或输入词句")),
        (["u"], _("恢复原读")),
        (["r"], _("选择解除哪些风险区")),
        (["d"], _("画新地点的轮廓")),
        (["l"], _("轮廓以后再画")),
        (["w"], _("新地点的层级与上级")),
        (["h"], _("补填页首")),
        (["t"], _("生效时点")),
        (["c"], _("分区核对：请各区核对，或确认本区")),
        (["m"], _("前后对照图")),
        (["g"], _("到提交或发布按钮")),
        (["b"], _("审核人：写退回意见")),
        (["?"], _("这张表")),
        (["Esc"], _("关闭")),
    ]


def texts() -> dict[str, str]:
    """The few words that the browser writes itself."""
    return {
        "saving": _("正在保存…"),
        "saved": _("已保存"),
        "unsaved": _("未保存，正在重试"),
        "restored": _("已恢复这台电脑上未保存的改动"),
        "stale": _("%(by)s 在 %(at)s 保存过这份草稿。"),
        "accepted": _("已确认"),
        "alike": _("已确认本组 %(count)s 条同类提示：%(what)s"),
        "theirs": _("这一条归别的区县，由该区录入员处理。"),
        "none": _("没有了"),
        "noWords": _("原文中没有这段词句。"),
        "nothing": _("这里没有可做的"),
        "found": _("找到 %(count)s 处"),
        "notKnown": _("地名库中没有，将新建"),
        "zones": _("发布前 %(before)s 处，发布后 %(after)s 处；未画轮廓 %(undrawn)s 处"),
        "drawCorner": _("已设 %(n)s 个角点"),
        "drawMore": _("至少要三个角点，没有成形。"),
        "drawnShape": _("轮廓已闭合；Enter 采用，或回到图上再画一块。"),
        "noMaps": _("地图没有载入，请检查网络后再试。"),
        "noOutline": _("还没有轮廓。"),
        "discard": _("再按一次即作废"),
    }
