"""What the desk keeps about its people."""

from people.models.office import ROLE_NAMES, Assignment, Happening
from people.models.second_step import Phone, RecoveryCode, RecoveryCodes

__all__ = ["ROLE_NAMES", "Assignment", "Happening", "Phone", "RecoveryCode", "RecoveryCodes"]
