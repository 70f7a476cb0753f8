"""The ledger (append-only) and the drafts from which it is written."""

from notices.models.declarations import (
    CoverageDeclaration,
    DistrictOrder,
    UnvouchedPlace,
)
from notices.models.drafts import Draft
from notices.models.ledger import (
    CHANNEL,
    Binding,
    Entry,
    EntryPlace,
    Issuer,
    Notice,
    lock_ledger,
)
from notices.models.parts import DraftPart
from notices.models.proposals import Proposal
from notices.models.seals import Seal

__all__ = [
    "CHANNEL",
    "Binding",
    "CoverageDeclaration",
    "DistrictOrder",
    "Draft",
    "DraftPart",
    "Entry",
    "EntryPlace",
    "Issuer",
    "Notice",
    "Proposal",
    "Seal",
    "UnvouchedPlace",
    "lock_ledger",
]
