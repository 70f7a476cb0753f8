"""The public channels."""

from django.urls import path

from outlets import feeds, views

app_name = "outlets"
urlpatterns = [
    path("feeds/city.atom", feeds.CityFeed(), name="city-feed"),
    path("feeds/districts/<str:code>.atom", feeds.DistrictFeed(), name="district-feed"),
    path("feeds/places/<uuid:place_id>.atom", feeds.PlaceFeed(), name="place-feed"),
    path("certificates/<uuid:place_id>/", views.certificate_page, name="certificate"),
    path("verify/", views.verify_form, name="verify-form"),
    path("verify/key.pem", views.verify_key, name="verify-key"),
    path("verify/<str:code>/", views.verify_page, name="verify"),
]
