"""Django's permissions as they follow from the roles held."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from people.duties import Role
from people.selectors import duties_of

GRANTS = {
    Role.CLERK: frozenset({"notices.add_draft", "notices.view_draft"}),
    Role.PUBLISHER: frozenset({"notices.add_notice", "notices.view_draft"}),
    Role.AUDITOR: frozenset({"notices.view_draft", "people.view_happening"}),
    Role.ADMINISTRATOR: frozenset(
        {
            "people.add_assignment",
            "people.view_happening",
            "zones.change_place",
            "clients.manage",
        }
    ),
}
"""What each role is called in Django's own permissions, for code that asks ``has_perm``.

What is done to the ledger asks ``notices.permissions``, which knows districts and authors.
"""


class RoleBackend(BaseBackend):
    """Adds the permissions of somebody's roles; lets nobody in by itself."""

    def get_all_permissions(
        self, user_obj: AbstractBaseUser | AnonymousUser, obj: Any = None
    ) -> set[str]:
        if obj is not None:
            return set()
        return {p for role in duties_of(user_obj).roles for p in GRANTS[role]}
