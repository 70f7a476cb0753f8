"""The ledger's part of the public API."""

from django.urls import path

from notices.api import feeds, views

urlpatterns = [
    path("notices", views.NoticesView.as_view(), name="api-notices"),
    path("notices/<int:year>/<int:number>", views.NoticeView.as_view(), name="api-notice"),
    path("changes", feeds.ChangesView.as_view(), name="api-changes"),
    path("changes/snapshot", feeds.SnapshotView.as_view(), name="api-snapshot"),
    path("corrections", feeds.CorrectionsView.as_view(), name="api-corrections"),
]
