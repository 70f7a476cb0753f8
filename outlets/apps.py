"""The app of the public channels."""

from django.apps import AppConfig


class OutletsConfig(AppConfig):
    """Ways by which what the site knows leaves it: feeds, embeds, tiles, snapshots, proofs."""

    name = "outlets"
    verbose_name = "公开渠道"
