"""People in the reading room: who holds what, and what happened. Passwords are not shown."""

from django.contrib import admin

from people.models import Assignment, Happening
from people.reading_room import Reading


@admin.register(Assignment)
class AssignmentReading(Reading):
    list_display = ("username", "role", "district", "since", "until", "granted_by_name")
    list_filter = ("role", "district")
    list_select_related = ("district",)
    search_fields = ("username",)


@admin.register(Happening)
class HappeningReading(Reading):
    list_display = ("at", "kind", "username", "by_name", "address", "detail")
    list_filter = ("kind",)
    search_fields = ("username", "by_name", "address")
    date_hierarchy = "at"
