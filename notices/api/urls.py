"""The ledger's part of the public API."""

from django.urls import path

from notices.api import views

urlpatterns = [
    path("notices", views.NoticesView.as_view(), name="api-notices"),
    path("notices/<int:year>/<int:number>", views.NoticeView.as_view(), name="api-notice"),
]
