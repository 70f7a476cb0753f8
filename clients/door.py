"""The gate, for what answers look-ups in front of Django (``zones.api.front``)."""

from clients import access, usage
from clients.access import Admitted
from clients.gate import Endpoint
from clients.keys import Scope
from zones.api.lookup import Rendered

SANDBOX = "rz_test_"
LOOKUP, SCOPE = Endpoint.LOOKUP.value, Scope.LOOKUP
"""Reached once: what asks an enumeration for a member takes as long as checking a key does."""


class LookupDoor:
    """``zones.api.front.Door``: the same checks and the same counting as the middleware."""

    def admit(self, authorization: str | None) -> Admitted | None:
        """Who asks for one address; refusals and the sandbox are left to the middleware.

        It checks again, which costs nothing: only who is admitted is charged.
        """
        if authorization is not None and SANDBOX in authorization:
            return None
        who = access.check(authorization, scope=SCOPE, addresses=1)
        return who if isinstance(who, Admitted) else None

    def note(self, who: Admitted, rendered: Rendered, status: int, seconds: float) -> None:
        """Count an answer."""
        usage.note(
            who,
            endpoint=LOOKUP,
            outcome=rendered.outcome if status == 200 else "answered",
            status=status,
            milliseconds=seconds * 1000,
            addresses=1,
            sequence=rendered.sequence,
        )
