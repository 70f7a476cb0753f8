"""What is sent, how it is signed, and when it is tried again. Pure.

The message is thin: that there is an act of this sequence, and where to read it. So
nothing leaks by a wrong address, and nothing in it can be out of date.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

RECORDED = "ledger.recorded"
TEST = "webhook.test"

SCHEDULE = tuple(
    timedelta(seconds=s) for s in (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""After how long each attempt follows the one before it, as Standard Webhooks advises."""

JITTER = 0.2
"""By how much of itself a wait is lengthened at most, so that not all come at once."""

PATIENCE = timedelta(days=5)
"""An address that took nothing for so long is disabled."""


def body(sequence: int | None, made_at: datetime) -> bytes:
    """The message about an act, or a test."""
    data = {} if sequence is None else _about(sequence)
    kind = TEST if sequence is None else RECORDED
    text = {"type": kind, "timestamp": made_at.isoformat(), "data": data}
    return json.dumps(text, separators=(",", ":")).encode()


def _about(sequence: int) -> dict[str, object]:
    return {"sequence": sequence, "url": f"/api/v1/changes?after={sequence - 1}&limit=1"}


def headers(message: str, at: datetime, content: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The headers that prove a message; one signature for each secret, parted by blanks."""
    stamp = str(int(at.timestamp()))
    signatures = (sign(secret, message, stamp, content) for secret in secrets)
    return {
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
        "content-type": "application/json",
    }


def sign(secret: str, message: str, stamp: str, content: bytes) -> str:
    """HMAC-SHA256 over id, timestamp and content."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join([message.encode(), stamp.encode(), content])
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def next_attempt(attempts: int, now: datetime, chance: float) -> datetime | None:
    """When to try again after so many attempts; never, after the last.

    ``chance`` lies between 0 and 1.
    """
    if attempts >= len(SCHEDULE):
        return None
    return now + SCHEDULE[attempts] * (1 + JITTER * chance)
