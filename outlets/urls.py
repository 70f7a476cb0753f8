"""The public channels."""

from django.urls import path

from outlets import feeds

app_name = "outlets"
urlpatterns = [
    path("feeds/city.atom", feeds.CityFeed(), name="city-feed"),
    path("feeds/districts/<str:code>.atom", feeds.DistrictFeed(), name="district-feed"),
    path("feeds/places/<uuid:place_id>.atom", feeds.PlaceFeed(), name="place-feed"),
]
