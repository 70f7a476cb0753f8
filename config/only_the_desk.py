"""Practice (演练): nothing but the desk answers."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

ANSWERS = ("/staff/", "/language/", f"/{settings.STATIC_URL.strip('/')}/")
HEADER = "X-Training"


class OnlyTheDesk:
    """Stands before everything else, so that no address added later answers by mistake."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ANSWERS):
            response = self.get_response(request)
        else:
            words = _("演练环境只有工作台（/staff/），没有公众页面和接口。")
            response = HttpResponse(words, status=404, content_type="text/plain; charset=utf-8")
        response.headers[HEADER] = "1"
        return response
