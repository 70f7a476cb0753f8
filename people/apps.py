"""Who works at the desk, what they may do, and how they sign in."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "人员与登录"
