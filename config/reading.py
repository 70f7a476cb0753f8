"""Django's admin as this site wants it: to look things up, and to write nothing."""

from django.contrib.admin.apps import AdminConfig


class ReadingAdmin(AdminConfig):
    """In place of Django's own, with the site of ``people.reading_room``."""

    default_site = "people.reading_room.ReadingRoom"
