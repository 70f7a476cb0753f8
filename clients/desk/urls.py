"""The administrator's pages about clients, below /staff/clients/."""

from django.urls import path

from clients.desk import keys, pages, webhooks

app_name = "clients"
urlpatterns = [
    path("", pages.clients, name="clients"),
    path("add/", pages.add, name="add"),
    path("<uuid:client_id>/", pages.client, name="client"),
    path("<uuid:client_id>/change/", pages.change, name="change"),
    path("<uuid:client_id>/suspend/", pages.suspend, name="suspend"),
    path("<uuid:client_id>/resume/", pages.resume, name="resume"),
    path("<uuid:client_id>/keys/", keys.issue, name="issue"),
    path("keys/<uuid:key_id>/rotate/", keys.rotate, name="rotate"),
    path("keys/<uuid:key_id>/revoke/", keys.revoke, name="revoke"),
    path("<uuid:client_id>/webhooks/", webhooks.add, name="add-webhook"),
    path("webhooks/<uuid:webhook_id>/rotate/", webhooks.rotate, name="rotate-webhook"),
    path("webhooks/<uuid:webhook_id>/disable/", webhooks.disable, name="disable-webhook"),
    path("webhooks/<uuid:webhook_id>/enable/", webhooks.enable, name="enable-webhook"),
    path("webhooks/<uuid:webhook_id>/test/", webhooks.test, name="test-webhook"),
]
