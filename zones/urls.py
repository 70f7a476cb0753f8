"""The public pages of the ground."""

from django.urls import URLPattern

app_name = "zones"
urlpatterns: list[URLPattern] = []
