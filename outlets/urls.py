"""The public channels."""

from django.urls import path, register_converter

from outlets import embedding, feeds, tile_views, views
from outlets.tiles import Layer


class LayerConverter:
    """A layer of the tiles, by its name."""

    regex = "|".join(Layer)
    to_python = staticmethod(Layer)
    to_url = staticmethod(str)


register_converter(LayerConverter, "layer")

app_name = "outlets"
urlpatterns = [
    path("feeds/city.atom", feeds.CityFeed(), name="city-feed"),
    path("feeds/districts/<str:code>.atom", feeds.DistrictFeed(), name="district-feed"),
    path("feeds/places/<uuid:place_id>.atom", feeds.PlaceFeed(), name="place-feed"),
    path("worker.js", views.worker, name="worker"),
    path("embed/", embedding.embed, name="embed"),
    path("embedding/", embedding.embedding, name="embedding"),
    path("tiles/current.json", tile_views.present_tiles, name="tiles"),
    path(
        "tiles/<slug:version>/<layer:layer>/<int:z>/<int:x>/<int:y>.pbf",
        tile_views.tile,
        name="tile",
    ),
    path("certificates/<uuid:place_id>/", views.certificate_page, name="certificate"),
    path("verify/", views.verify_form, name="verify-form"),
    path("verify/key.pem", views.verify_key, name="verify-key"),
    path("verify/<str:code>/", views.verify_page, name="verify"),
]
