"""What one line of the table of settings is."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """How the text of a variable is read."""

    TEXT = "text"
    FLAG = "0 or 1"
    NUMBER = "number"
    LIST = "list, separated by commas"


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: `default` is written as one would write it in the environment."""

    name: str
    kind: Kind
    default: str
    help: str
