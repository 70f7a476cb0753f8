"""The public API, version 1."""

from django.urls import path, re_path

from zones.api import batch, description, health, views
from zones.api.problems import no_such_address
from zones.api.suggest import SuggestView

app_name = "api"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/lookup", views.LookupView.as_view(), name="lookup"),
    path("api/v1/lookup/batch", batch.BatchView.as_view(), name="batch"),
    path("api/v1/zones", views.ZonesView.as_view(), name="zones"),
    path("api/v1/districts", views.DistrictsView.as_view(), name="districts"),
    path("api/v1/places/<str:place_id>", views.PlaceView.as_view(), name="place"),
    path("api/v1/suggest", SuggestView.as_view(), name="suggest"),
    path("api/v1/regimes", views.RegimesView.as_view(), name="regimes"),
    path("api/v1/schema", description.SchemaView.as_view(), name="schema"),
    path("api/v1/docs", description.DocsView.as_view(), name="docs"),
]

unknown = [re_path(r"^api(?:/|$)", no_such_address)]
"""Comes last, after the other apps' API addresses."""
