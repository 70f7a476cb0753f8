"""The site's addresses. Each app keeps its own; here are those that belong to neither."""

from django.contrib import admin
from django.urls import include, path

from people import signing
from zones.api import urls as api

handler400 = "config.failures.bad_request"
handler500 = "config.failures.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("staff/login/", signing.SignIn.as_view(), name="login"),
    path("staff/logout/", signing.SignOut.as_view(), name="logout"),
    path("staff/", include("people.urls")),
    path("staff/clients/", include("clients.desk.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("zones.urls")),
    path("", include("zones.api.urls")),
    path("", include("notices.urls")),
    path("", include("outlets.urls")),
    *api.unknown,
]
