"""The ledger in the reading room."""

from django.contrib import admin

from notices.models import Binding, DistrictOrder, Entry, EntryPlace, Notice, Seal
from people.reading_room import Reading


class EntryLines(admin.TabularInline):  # type: ignore[type-arg]
    """The entries of an act, each with a way to its own page."""

    model = Entry
    fk_name = "notice"
    fields = ("ordinal", "action", "level", "district", "text", "effective_from")
    can_delete = False
    show_change_link = True
    extra = 0

    def has_view_permission(self, request: object, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


class MarkLines(EntryLines):
    """The places that an entry means."""

    model = EntryPlace
    fk_name = "entry"
    fields = ("place", "part", "covered")
    show_change_link = False


@admin.register(Notice)
class NoticeReading(Reading):
    list_display = ("sequence", "__str__", "kind", "issued_on", "entered_by_name")
    list_filter = ("kind", "year")
    search_fields = ("number", "title", "text")
    inlines = (EntryLines,)


@admin.register(Entry)
class EntryReading(Reading):
    list_display = ("text", "action", "level", "district", "notice", "effective_from")
    list_filter = ("action", "level", "district")
    list_select_related = ("district", "notice")
    search_fields = ("text", "reason")
    inlines = (MarkLines,)


@admin.register(Binding)
class BindingReading(Reading):
    list_display = ("release", "designation", "notice")
    list_select_related = ("release", "designation", "notice")
    search_fields = ("release__text", "designation__text")


@admin.register(DistrictOrder)
class DistrictOrderReading(Reading):
    list_display = ("district", "state", "effective_from", "text")
    list_select_related = ("district",)
    list_filter = ("state", "district")


@admin.register(Seal)
class SealReading(Reading):
    list_display = ("notice", "digest")
    list_select_related = ("notice",)
    search_fields = ("digest",)
