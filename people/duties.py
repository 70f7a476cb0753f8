"""Roles (角色) and what somebody may do by all of theirs together (职责). Plain values."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is at the desk for."""

    CLERK = "clerk"
    """录入员：enters notices, for the districts named or for the whole city."""
    PUBLISHER = "publisher"
    """审核发布员：publishes or returns what another has entered."""
    AUDITOR = "auditor"
    """审计员：reads everything and writes nothing."""
    ADMINISTRATOR = "administrator"
    """管理员：people and places, and nothing of the ledger."""


ALONE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles beside which a person holds no other: one who checks, or grants, does not enter."""


@dataclass(frozen=True, slots=True)
class Duties:
    """The roles that a person holds at one moment.

    ``districts`` are the codes for which they are a clerk; ``whole_city`` says that they
    are one for every district, whichever these are.
    """

    roles: frozenset[Role] = frozenset()
    districts: frozenset[str] = frozenset()
    whole_city: bool = False

    def __post_init__(self) -> None:
        if (Role.CLERK in self.roles) != (self.whole_city or bool(self.districts)):
            raise ValueError("a clerk is one for some district, and nobody else is")

    def __contains__(self, role: Role) -> bool:
        return role in self.roles

    def enters(self, district: str) -> bool:
        """Whether they are a clerk for the district of this code."""
        return self.whole_city or district in self.districts


NONE = Duties()
