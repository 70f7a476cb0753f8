"""The ground (districts, places) and the answers computed over it."""

from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "zones"
    verbose_name = "风险区与地名"
