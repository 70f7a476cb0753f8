"""The notice language: what an office published, as typed entries with their place in the text.

``parse`` reads any city's notice; a reading is exactly right, or it is flagged
(``Notice.flagged``) by a finding that says where to look.
"""

from notices.language.reader import parse
from notices.language.render import render
from notices.language.values import (
    Action,
    Declared,
    Effective,
    Entry,
    Notice,
    Residual,
    RiskLevel,
)

__all__ = [
    "Action",
    "Declared",
    "Effective",
    "Entry",
    "Notice",
    "Residual",
    "RiskLevel",
    "parse",
    "render",
]
