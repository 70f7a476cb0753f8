"""The interface's description of itself: for programs, and to be read."""

from typing import Any

from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from zones.api.parameters import refuse_unknown
from zones.api.problems import BadParameter

KINDS: dict[str, list[type[BaseRenderer]]] = {
    "yaml": [OpenApiYamlRenderer],
    "json": [OpenApiJsonRenderer, JSONRenderer],
}


class SchemaView(SpectacularAPIView):
    """OpenAPI 3 as YAML or JSON: by ``format=``, else by what Accept prefers."""

    renderer_classes = [each for kind in KINDS.values() for each in kind]

    def get_renderers(self) -> list[BaseRenderer]:
        """Those of the kind that is asked for by name."""
        asked = KINDS.get(self.request.GET.get("format", ""), self.renderer_classes)
        return [each() for each in asked]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **options: Any) -> Response:
        """The description, in the language asked for."""
        query = request.query_params
        refuse_unknown(query, {"format", "lang"})
        if query.get("format", "yaml") not in KINDS:
            raise BadParameter("format", f"one of {', '.join(KINDS)}")
        response: Response = super().get(request, *args, **options)
        return response


class DocsView(SpectacularSwaggerSplitView):
    """A page that shows it; there is nothing else to be asked of a page."""

    url_name = "api:schema"
    http_method_names = ["get", "head"]
