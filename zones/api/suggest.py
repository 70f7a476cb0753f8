"""Suggestions while an address is typed. Posted, so that no log of the web keeps it."""

from django.conf import settings
from django.utils import timezone
from django.utils.cache import patch_cache_control
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from zones import standings
from zones.api.documents import JSON, document, media_type
from zones.api.parameters import refuse_unknown
from zones.api.problems import BadParameter
from zones.api.schema import PROBLEM
from zones.api.values import require_text
from zones.gazetteer.suggest import LONGEST, suggest
from zones.installation import city
from zones.risk.regimes import SHANGHAI

MOST_BYTES = 16 * 1024
ASKED = inline_serializer(
    "SuggestQuestion",
    {
        "text": serializers.CharField(
            help_text=f"typed so far; the first {LONGEST} characters count"
        )
    },
)
TOLD = inline_serializer(
    "Suggestions",
    {
        "suggestions": inline_serializer(
            "Suggestion",
            {
                "place": serializers.UUIDField(),
                "text": serializers.CharField(help_text="to be written into the box"),
                "name": serializers.CharField(),
                "level": serializers.CharField(),
                "district": serializers.CharField(),
            },
            many=True,
        )
    },
)


class SuggestThrottle(AnonRateThrottle):
    """So many for one address of the network; kept in memory for a minute, and nowhere else."""

    scope = "suggest"

    def get_rate(self) -> str:
        """The rate that the site is set to."""
        return f"{settings.SUGGESTIONS_A_MINUTE}/min"


class SuggestView(APIView):
    """Names of known places that what is typed may go on to: in Chinese, pinyin or initials."""

    throttle_classes = (SuggestThrottle,)

    @extend_schema(
        operation_id="suggest", request=ASKED, responses={200: TOLD, 400: PROBLEM, 429: PROBLEM}
    )
    def post(self, request: Request) -> Response:
        refuse_unknown(request.query_params, ())
        media_type(request._request, offered=(JSON,))
        typed = document(request._request, known={"text"}, most=MOST_BYTES).get("text")
        if not isinstance(typed, str):
            raise BadParameter("text", "what has been typed so far, as a string")
        require_text(typed, "text")
        today = timezone.now().astimezone(SHANGHAI).date()
        found = suggest(typed, city(), today, standings.head().sequence)
        told = [
            {
                "place": str(s.place),
                "text": s.text,
                "name": s.name,
                "level": s.level,
                "district": s.district,
            }
            for s in found
        ]
        response = Response({"suggestions": told})
        patch_cache_control(response, private=True, no_store=True)
        return response
