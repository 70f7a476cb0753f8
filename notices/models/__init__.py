"""The ledger (append-only) and the drafts from which it is written."""

from notices.models.drafts import Draft
from notices.models.ledger import (
    Binding,
    CoverageDeclaration,
    Entry,
    EntryPlace,
    Issuer,
    Notice,
    UnvouchedPlace,
    lock_ledger,
)

__all__ = [
    "Binding",
    "CoverageDeclaration",
    "Draft",
    "Entry",
    "EntryPlace",
    "Issuer",
    "Notice",
    "UnvouchedPlace",
    "lock_ledger",
]
