"""May this request be answered? The one check for every way in.

It needs no Django request and, but for a chunk of quota now and then, no query: whatever
answers in front of Django calls it as the middleware (``clients.gate``) does, and tells
``clients.usage.note`` what became of the request. A request of a sandbox key is the
middleware's alone. What comes back is a value: ``Admitted`` or ``Refused``; never an
exception, never a guess.
"""

import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from clients import keys
from clients.keys import KeyKind, Scope
from clients.purses import OwnBudget, Purse, Short
from clients.quotas import Limit, Measure, Period, policy
from clients.registry import KnownKey, Registry, Unverified
from zones.api.problems import problem

Headers = tuple[tuple[str, str], ...]

CHALLENGE = 'Bearer realm="risk-zones"'


class Admitted(NamedTuple):
    """The request may be answered. ``who`` is the key's prefix, empty without a key.

    ``headers`` go with the answer.
    """

    who: str
    kind: KeyKind
    purse: Purse

    @property
    def headers(self) -> Headers:
        """RateLimit-Policy and RateLimit, as draft-ietf-httpapi-ratelimit-headers has them."""
        if not self.purse.limits:
            return ()
        return (
            ("RateLimit-Policy", policy(self.purse.limits)),
            ("RateLimit", self.purse.remaining(time.time())),
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """The request is not answered: the status, the problem, and headers that go with it."""

    status: int
    code: str
    title: str
    detail: str
    who: str = ""
    headers: Headers = field(default=())

    @property
    def problem(self) -> dict[str, Any]:
        """The body (RFC 9457)."""
        return problem(self.status, self.code, self.title, self.detail)


_registry = Registry()
_anonymous: dict[tuple[Limit, ...], Purse] = {}


def check(
    authorization: str | None, *, scope: Scope | None = None, addresses: int = 0
) -> Admitted | Refused:
    """Whether the bearer of this Authorization header may ask, for so many addresses.

    Without a ``scope`` the endpoint is open to all: a key is recognised, and a bad one
    refused, but nothing is counted against a quota.
    """
    if authorization is None:
        return _without_key(scope, addresses)
    found = _bearer(authorization)
    if isinstance(found, Refused):
        return found
    return _bad(found) or _for_scope(found, scope, addresses)


def _bearer(authorization: str) -> KnownKey | Refused:
    """The key that a header holds; whether it is still good is another question."""
    try:
        known = _registry.bearer(authorization)
    except Unverified:
        known = None  # Which is told below, to who sends what can be a key.
    if known is not None:
        return known
    method, _, token = authorization.partition(" ")
    prefix = keys.prefix_of(token.strip()) if method.lower() == "bearer" else None
    if prefix is None:
        return _unknown("Authorization does not hold a key: send `Bearer rz_…`.")
    try:
        key = _registry.find(prefix)
    except Unverified:
        return _unavailable(prefix)
    if key is None or not keys.same(keys.digest(token.strip(), pepper()), key.digest):
        return _unknown("No such key.")
    _registry.remember(authorization, key)
    return key


def charge(admitted: Admitted, *, addresses: int) -> Refused | None:
    """Count further addresses of a request that was admitted already."""
    return _spend(admitted, {Measure.ADDRESSES: addresses})


def forget() -> None:
    """Have this process look at the database again before it admits anybody."""
    _registry.forget()
    _anonymous.clear()


def _bad(key: KnownKey) -> Refused | None:
    """What is wrong with a key that is one of ours. Only its bearer is told."""
    if key.revoked:
        return _unknown("This key was revoked.", key.prefix)
    if key.expires_at is not None and key.expires_at <= time.time():
        return _unknown("This key has expired.", key.prefix)
    if key.suspended:
        return Refused(
            403, "client-suspended", "Not allowed", "This client is suspended.", key.prefix
        )
    return None


def _for_scope(key: KnownKey, scope: Scope | None, addresses: int) -> Admitted | Refused:
    admitted = Admitted(key.prefix, key.kind, key.purse)
    if scope is None:
        return admitted
    if scope not in key.scopes:
        return Refused(
            403,
            "out-of-scope",
            "Not allowed",
            f"This key does not open `{scope}`; it opens {', '.join(sorted(key.scopes))}.",
            key.prefix,
        )
    return _spend(admitted, {Measure.REQUESTS: 1, Measure.ADDRESSES: addresses}) or admitted


def _without_key(scope: Scope | None, addresses: int) -> Admitted | Refused:
    if scope is not None and not settings.ANONYMOUS_LOOKUPS:
        return _unknown("A key is needed here: send `Authorization: Bearer rz_…`.")
    limits = (
        Limit(Measure.REQUESTS, Period.MINUTE, settings.ANONYMOUS_REQUESTS_PER_MINUTE),
        Limit(Measure.ADDRESSES, Period.MINUTE, settings.ANONYMOUS_ADDRESSES_PER_MINUTE),
    )
    purse = _anonymous.get(limits) or _anonymous.setdefault(limits, Purse(limits, OwnBudget()))
    admitted = Admitted("", KeyKind.LIVE, purse)
    if scope is None:
        return admitted
    return _spend(admitted, {Measure.REQUESTS: 1, Measure.ADDRESSES: addresses}) or admitted


def _spend(admitted: Admitted, costs: dict[Measure, int]) -> Refused | None:
    if not admitted.purse.limits:
        return None
    try:
        short = admitted.purse.spend(costs, time.time())
    except DatabaseError:
        return _unavailable(admitted.who)
    return _too_many(admitted, short, costs) if short else None


def _too_many(admitted: Admitted, short: Short, costs: dict[Measure, int]) -> Refused:
    limit = short.limit
    detail = f"The quota of {limit.quota} {limit.measure} a {limit.period} is spent."
    if costs[limit.measure] > limit.quota:
        detail = f"One request may not ask for more than {limit.quota} {limit.measure}."
    headers = (("Retry-After", str(short.retry_after)), *admitted.headers)
    return Refused(429, "quota-spent", "Too many requests", detail, admitted.who, headers)


def _unknown(detail: str, who: str = "") -> Refused:
    return Refused(401, "unknown-key", "Who asks?", detail, who, (("WWW-Authenticate", CHALLENGE),))


def _unavailable(who: str) -> Refused:
    return Refused(
        503,
        "keys-unavailable",
        "Not available",
        "Keys and quotas cannot be checked at the moment.",
        who,
        (("Retry-After", "5"),),
    )


def pepper() -> bytes:
    """What the digests of keys are made with; it is not in the database."""
    pepper = settings.CLIENT_KEY_PEPPER or settings.SECRET_KEY
    if not pepper:
        raise ImproperlyConfigured("set CLIENT_KEY_PEPPER, or the SECRET_KEY of the server")
    return str(pepper).encode()
