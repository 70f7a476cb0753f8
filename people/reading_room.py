"""Django's admin as a reading room: the ledger and the ground to look through, nothing to write.

What is changed is changed at the desk, by services that know who may. So no model here can be
added, changed or deleted, whoever is signed in, superusers included.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from people.duties import Role
from people.selectors import duties_of

READERS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


class ReadingRoom(admin.AdminSite):
    """For auditors and administrators, by the login of the desk."""

    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Takes what only reads. What apps bring along (accounts, keys of phones) stays out."""
        if admin_class is not None and issubclass(admin_class, Reading):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or bool(duties_of(user).roles & READERS))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The door of the desk, with its locks and second step, is the only one."""
        return redirect(f"{reverse('login')}?next={reverse('admin:index')}")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Passwords are changed at the desk, where it is recorded."""
        return redirect("people:password")


class Reading(ModelAdmin):  # type: ignore[type-arg]
    """A model that may be looked at and nothing else."""

    actions = None
    show_full_result_count = False
    list_per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
