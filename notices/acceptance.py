"""Which doubts of a reading somebody accepted (确认): by their key and their very words."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.models import User

from notices.doubts import finding_key
from notices.models import Draft
from notices.proposed import Refused
from notices.reading import Reading
from notices.shares import share_of, whose
from zones.address.values import Finding


def accepted_by(
    reading: Reading, keys: Collection[str], by: User, draft: Draft
) -> list[dict[str, Any]]:
    """The doubts accepted by these keys; who accepted one earlier stays named.

    Of what others answer for, what they accepted stays as it is, whatever the keys.
    """
    who = {(a["finding"], a["message"]): a["by"] for a in draft.accepted}
    share, of = share_of(by, draft), whose(reading)
    accepted = []
    for doubt in reading.doubts:
        key = finding_key(doubt)
        earlier = who.get((key, doubt.message))
        if share.holds(of(doubt.start, doubt.end)):
            name = (earlier or by.get_username()) if key in keys else None
        else:
            name = earlier
        if name:
            accepted.append({"finding": key, "message": doubt.message, "by": name})
    return accepted


def open_doubts(reading: Reading, accepted: Collection[Mapping[str, Any]]) -> list[Finding]:
    """Doubts that nobody accepted in these very words."""
    answered = {(a["finding"], a["message"]) for a in accepted}
    return [f for f in reading.doubts if (finding_key(f), f.message) not in answered]


def require_answered(reading: Reading, accepted: Collection[Mapping[str, Any]]) -> None:
    """Nothing blocks, and every doubt was accepted by name."""
    if reading.blocking:
        raise Refused(reading.blocking[0].message)
    left = open_doubts(reading, accepted)
    if left:
        raise Refused(f"还有{len(left)}条提示没有确认：{left[0].message}")
