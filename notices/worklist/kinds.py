"""The kinds of things that wait, and for whom."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from people.duties import Duties, Role


class Kind(StrEnum):
    """What may wait."""

    RETURNED = "returned"
    AWAITING = "awaiting"
    PARTS = "parts"
    DRAFTS = "drafts"
    SENT = "sent"
    MISSING = "missing"
    UNMATCHED = "unmatched"
    DAY_FIVE = "day_five"
    UNDRAWN = "undrawn"
    ALIASES = "aliases"
    WEBHOOKS = "webhooks"
    KEYS = "keys"
    WITHOUT_CODE = "without_code"
    WITHOUT_ROLE = "without_role"


TITLES: dict[Kind, Promise] = {
    Kind.RETURNED: gettext_lazy("退回给我的"),
    Kind.AWAITING: gettext_lazy("等待我审核"),
    Kind.PARTS: gettext_lazy("请我确认本区部分"),
    Kind.DRAFTS: gettext_lazy("我的草稿"),
    Kind.SENT: gettext_lazy("我已提交，等待审核"),
    Kind.MISSING: gettext_lazy("缺号、补录和日期颠倒的文号"),
    Kind.UNMATCHED: gettext_lazy("没有对应风险区的解除"),
    Kind.DAY_FIVE: gettext_lazy("已满五天的风险区（提醒，不会自动解除）"),
    Kind.UNDRAWN: gettext_lazy("在册风险区中未上图的地点"),
    Kind.ALIASES: gettext_lazy("待定的别名"),
    Kind.WEBHOOKS: gettext_lazy("送不到的推送"),
    Kind.KEYS: gettext_lazy("即将到期的接入密钥"),
    Kind.WITHOUT_CODE: gettext_lazy("未启用两步验证的账号"),
    Kind.WITHOUT_ROLE: gettext_lazy("没有任何角色的账号"),
}

READERS = frozenset({Role.CLERK, Role.PUBLISHER, Role.AUDITOR})
FOR: dict[Kind, frozenset[Role]] = {
    Kind.RETURNED: frozenset({Role.CLERK}),
    Kind.AWAITING: frozenset({Role.PUBLISHER}),
    Kind.PARTS: frozenset({Role.CLERK}),
    Kind.DRAFTS: frozenset({Role.CLERK}),
    Kind.SENT: frozenset({Role.CLERK}),
    Kind.MISSING: READERS,
    Kind.UNMATCHED: READERS,
    Kind.DAY_FIVE: READERS,
    Kind.UNDRAWN: frozenset({Role.ADMINISTRATOR, Role.CLERK, Role.AUDITOR}),
    Kind.ALIASES: frozenset({Role.PUBLISHER, Role.ADMINISTRATOR}),
    Kind.WEBHOOKS: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    Kind.KEYS: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    Kind.WITHOUT_CODE: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    Kind.WITHOUT_ROLE: frozenset({Role.ADMINISTRATOR}),
}
URGENT = frozenset({Kind.RETURNED, Kind.AWAITING, Kind.PARTS})


def kinds_for(duties: Duties) -> Iterable[Kind]:
    """The kinds that somebody's roles deal with."""
    return (k for k in Kind if FOR[k] & duties.roles)
