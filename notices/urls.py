"""The public pages of the ledger, and the staff desk."""

from django.urls import URLPattern

app_name = "notices"
urlpatterns: list[URLPattern] = []
