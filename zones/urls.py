"""The public pages of the ground."""

from django.urls import path

from zones import views

app_name = "zones"
urlpatterns = [
    path("", views.map_page, name="map"),
    path("changes/", views.changes_page, name="changes"),
    path("zones.txt", views.plain_list, name="plain"),
    path("districts/<str:code>/", views.district_page, name="district"),
    path("places/<uuid:place_id>/", views.place_page, name="place"),
    path("language/<str:code>/", views.choose_language, name="language"),
]
