"""The documented shapes of the ledger's API. They describe; they do not write."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from zones.api.schema import DistrictNameSerializer, NoticeReferenceSerializer, PlaceNameSerializer


class NoticeHeadSerializer(serializers.Serializer[object]):
    """A notice as it stands in a list."""

    sequence = serializers.IntegerField(help_text="its place in the ledger")
    issuer = serializers.CharField()
    year = serializers.IntegerField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    issued_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    listed = serializers.DictField(
        child=serializers.IntegerField(), help_text="entries by action, as recorded"
    )
    declared = serializers.DictField(
        child=serializers.IntegerField(allow_null=True),
        help_text="entries by action, as the notice itself counts them; null where it does not",
    )
    url = serializers.CharField()
    api_url = serializers.CharField()


class NoticesSerializer(serializers.Serializer[object]):
    notices = NoticeHeadSerializer(many=True)


class EffectiveSerializer(serializers.Serializer[object]):
    phrase = serializers.CharField(help_text="the words of the notice")
    decision = serializers.CharField(help_text="how a person understood them")


class MarkSerializer(serializers.Serializer[object]):
    place = PlaceNameSerializer()
    part = serializers.CharField(allow_null=True, help_text="floors or households")
    covered = serializers.BooleanField(help_text="false: excepted")


class BoundSerializer(serializers.Serializer[object]):
    entry = serializers.UUIDField()
    text = serializers.CharField()
    notice = NoticeReferenceSerializer()


class EntrySerializer(serializers.Serializer[object]):
    id = serializers.UUIDField()
    ordinal = serializers.IntegerField()
    action = serializers.ChoiceField(["designate", "release"])
    level = serializers.ChoiceField(["high", "medium"])
    to_level = serializers.ChoiceField(["medium", "low"], allow_null=True)
    district = DistrictNameSerializer()
    text = serializers.CharField(help_text="the words of the notice")
    start = serializers.IntegerField(allow_null=True, help_text="where they stand in its text")
    end = serializers.IntegerField(allow_null=True)
    effective_from = serializers.DateTimeField()
    places = MarkSerializer(many=True)
    binds = BoundSerializer(many=True, help_text="what a release ends; empty: unmatched")


class SealSerializer(serializers.Serializer[object]):
    digest = serializers.CharField(help_text="SHA-256 over the whole act and the seal before it")
    previous = serializers.CharField()


class NoticeSerializer(NoticeHeadSerializer):
    effective = EffectiveSerializer()
    text = serializers.CharField()
    withheld = serializers.BooleanField(
        help_text="whether households in the text are shown as 某户; see docs/public-channels.md"
    )
    seal = SealSerializer()
    origin = serializers.CharField()
    accepted = serializers.ListField(
        child=serializers.CharField(), help_text="findings that were accepted before publication"
    )
    entries = EntrySerializer(many=True)


ISSUER = OpenApiParameter(
    "issuer",
    OpenApiTypes.STR,
    OpenApiParameter.QUERY,
    description="needed where several issuers used the number in one year",
)
YEAR = OpenApiParameter("year", OpenApiTypes.INT, OpenApiParameter.QUERY)
