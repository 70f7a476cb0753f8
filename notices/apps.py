"""The ledger of notices and the desk at which it is written."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "通告账册"
