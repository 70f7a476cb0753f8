"""The public pages of the ledger, its API, and the staff desk."""

from django.urls import include, path

from notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notice_list, name="list"),
    path("notices/<int:year>/<int:number>/", views.notice_page, name="notice"),
    path("fresh.json", views.fresh, name="fresh"),
    path("ledger/<int:sequence>/", views.act_page, name="act"),
    path("api/v1/", include("notices.api.urls")),
    path("staff/", include("notices.desk.urls")),
]
