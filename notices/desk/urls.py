"""The staff desk."""

from django.urls import path

from notices.desk import approving, entering, home, together

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("drafts/", entering.paste, name="paste"),
    path("drafts/<uuid:draft_id>/", entering.draft, name="draft"),
    path("drafts/<uuid:draft_id>/submit/", entering.submit, name="submit"),
    path("drafts/<uuid:draft_id>/publish/", approving.publish, name="publish"),
    path("drafts/<uuid:draft_id>/return/", approving.send_back, name="return"),
    path("drafts/<uuid:draft_id>/ask/", together.ask, name="ask"),
    path("drafts/<uuid:draft_id>/parts/<str:code>/", together.answer, name="answer"),
]
