"""The staff desk."""

from django.urls import path

from notices.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("drafts/", views.paste, name="paste"),
    path("drafts/<uuid:draft_id>/", views.draft, name="draft"),
    path("drafts/<uuid:draft_id>/submit/", views.submit, name="submit"),
    path("drafts/<uuid:draft_id>/publish/", views.publish, name="publish"),
    path("drafts/<uuid:draft_id>/return/", views.send_back, name="return"),
]
