"""The documented shapes of the API, for the OpenAPI schema. They describe; they do not write."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from zones.crs import Crs
from zones.gazetteer.known import Likeness
from zones.gazetteer.outcome import Outcome, Reason
from zones.risk.assess import Risk


class ProblemSerializer(serializers.Serializer[object]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    parameter = serializers.CharField(required=False)


PROBLEM = ProblemSerializer


class DistrictNameSerializer(serializers.Serializer[object]):
    code = serializers.RegexField(r"^\d{6}$", help_text="GB/T 2260")
    name = serializers.CharField()


class PlaceNameSerializer(serializers.Serializer[object]):
    id = serializers.CharField(help_text="a UUID; the GB/T 2260 code for a whole district")
    name = serializers.CharField()
    level = serializers.CharField()
    district = DistrictNameSerializer()


class CandidateSerializer(PlaceNameSerializer):
    reason = serializers.ChoiceField(
        [*(each.value for each in Reason), *(each.value for each in Likeness)],
        help_text="why it was not simply taken",
    )
    text = serializers.CharField(help_text="the reason as a sentence")


class NoticeReferenceSerializer(serializers.Serializer[object]):
    kind = serializers.ChoiceField(["notice", "opening", "correction", "order"])
    sequence = serializers.IntegerField()
    year = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    url = serializers.CharField()


class GroundSerializer(serializers.Serializer[object]):
    """A designation that decided, or lies inside the place asked about."""

    entry = serializers.UUIDField()
    text = serializers.CharField(help_text="the words of the notice")
    level = serializers.ChoiceField(["high", "medium"])
    notice = NoticeReferenceSerializer()
    since = serializers.DateTimeField(allow_null=True, help_text="null: unknown start")


class MatchSerializer(serializers.Serializer[object]):
    level = serializers.CharField()
    used = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    ignored = serializers.ListField(child=serializers.CharField())
    by = serializers.ChoiceField(["name", "id", "coordinate"])


class ReasonSerializer(serializers.Serializer[object]):
    code = serializers.CharField()
    text = serializers.CharField()
    places = serializers.ListField(child=serializers.CharField())
    explanations = serializers.ListField(child=serializers.CharField())


IntervalSerializer = type(
    "IntervalSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "A stretch in which the place was high.",
        "from": serializers.DateTimeField(),
        "to": serializers.DateTimeField(),
        "notice": NoticeReferenceSerializer(allow_null=True),
        "notices": NoticeReferenceSerializer(many=True),
    },
)

WindowSerializer = type(
    "WindowSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "Three-valued: true, false, or null for unknown.",
        "from": serializers.DateTimeField(),
        "to": serializers.DateTimeField(),
        "was_high": serializers.BooleanField(allow_null=True),
        "intervals": IntervalSerializer(many=True),
    },
)


class LedgerSerializer(serializers.Serializer[object]):
    sequence = serializers.IntegerField()
    as_of = serializers.DateTimeField(allow_null=True)
    known_at = serializers.DateTimeField(allow_null=True)


class OrderSerializer(serializers.Serializer[object]):
    """A whole-district state, beside the risk levels."""

    state = serializers.ChoiceField(["static", "routine_restored"])
    since = serializers.DateTimeField()
    text = serializers.CharField()
    notice = NoticeReferenceSerializer()


class AnswerSerializer(serializers.Serializer[object]):
    """The answer to a look-up; status 200 for every outcome."""

    outcome = serializers.ChoiceField([o.value for o in Outcome])
    risk = serializers.ChoiceField([r.value for r in Risk])
    since = serializers.DateTimeField(allow_null=True)
    valid_until = serializers.DateTimeField(allow_null=True)
    place = PlaceNameSerializer(allow_null=True)
    match = MatchSerializer(allow_null=True)
    because = GroundSerializer(many=True)
    parts = GroundSerializer(many=True)
    candidates = CandidateSerializer(many=True)
    reason = ReasonSerializer(allow_null=True)
    window = WindowSerializer(allow_null=True)
    district_order = OrderSerializer(allow_null=True)
    regime = serializers.CharField(allow_null=True)
    measures = serializers.CharField(allow_null=True)
    ledger = LedgerSerializer()


class DistrictSerializer(DistrictNameSerializer):
    name_en = serializers.CharField()
    high = serializers.IntegerField(help_text="zones in force")
    medium = serializers.IntegerField()
    remainder = serializers.ChoiceField(["low", "routine", "unknown"])
    outline_quality = serializers.CharField()


class DistrictsSerializer(serializers.Serializer[object]):
    districts = DistrictSerializer(many=True)


class PlaceSerializer(PlaceNameSerializer):
    names = serializers.ListField(child=serializers.CharField())
    within = PlaceNameSerializer(many=True)
    contains = PlaceNameSerializer(many=True)
    retired_on = serializers.DateField(allow_null=True)
    successors = PlaceNameSerializer(many=True, help_text="who took over from a retired place")
    geometry = serializers.JSONField(allow_null=True)
    outline_quality = serializers.CharField(allow_null=True)


class ZonesSerializer(serializers.Serializer[object]):
    """A GeoJSON FeatureCollection (RFC 7946) of zones in force."""

    type = serializers.ChoiceField(["FeatureCollection"])
    features = serializers.ListField(child=serializers.JSONField())
    undrawn = serializers.IntegerField(help_text="zones whose geometry is null")
    ledger = LedgerSerializer()


class DistrictOutlinesSerializer(serializers.Serializer[object]):
    """A GeoJSON FeatureCollection of the districts."""

    type = serializers.ChoiceField(["FeatureCollection"])
    features = serializers.ListField(child=serializers.JSONField())


class RegimeSerializer(serializers.Serializer[object]):
    name = serializers.CharField()
    starts = serializers.DateTimeField()
    levels = serializers.ListField(child=serializers.CharField())
    measures = serializers.DictField(child=serializers.CharField())
    zones = serializers.CharField()
    ends = serializers.CharField()


class VisitorMeasureSerializer(serializers.Serializer[object]):
    mark = serializers.CharField()
    text = serializers.CharField()
    tests_on_days = serializers.ListField(child=serializers.IntegerField())
    days_back = serializers.IntegerField()


class VisitorRuleSerializer(serializers.Serializer[object]):
    starts = serializers.DateTimeField()
    by_level = serializers.DictField(child=VisitorMeasureSerializer())


class RegimesSerializer(serializers.Serializer[object]):
    """The dated rules, oldest first."""

    regimes = RegimeSerializer(many=True)
    visitors = VisitorRuleSerializer(many=True)


def _query(
    name: str, description: str, kind: object = OpenApiTypes.STR, **more: object
) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **more)


AS_OF = _query("as_of", "the effective instant asked about; default now", OpenApiTypes.DATETIME)
KNOWN_AT = _query("known_at", "by when it had to be recorded; default now", OpenApiTypes.DATETIME)
DISTRICT = _query("district", "GB/T 2260 code or full name")
WINDOW = _query("window", "how far back to look, such as P7D", OpenApiTypes.DURATION)

MIN_SEQUENCE = _query(
    "min_sequence",
    "an act of the ledger that the answer has to know: read what was just published",
    OpenApiTypes.INT64,
)

LOOKUP = [
    _query("address", "an address as people write it; up to 500 characters"),
    _query("place", "the id of a known place, or the code of a whole district"),
    _query("lon", "degrees", OpenApiTypes.DOUBLE),
    _query("lat", "degrees", OpenApiTypes.DOUBLE),
    _query("crs", "required with a coordinate", enum=[c.value for c in Crs]),
    DISTRICT,
    AS_OF,
    KNOWN_AT,
    WINDOW,
    MIN_SEQUENCE,
]
ZONES = [
    AS_OF,
    KNOWN_AT,
    DISTRICT,
    _query("level", "only this level", enum=["high", "medium"]),
    _query("bbox", "west,south,east,north in degrees"),
    _query("format", "default geojson", enum=["geojson", "csv"]),
]
DISTRICTS = [AS_OF, KNOWN_AT, _query("format", "default json", enum=["json", "geojson"])]
