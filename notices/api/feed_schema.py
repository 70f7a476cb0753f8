"""The documented shapes of the feeds. They describe; they do not write."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from notices.models import Notice
from zones.api.schema import DistrictNameSerializer, PlaceNameSerializer
from zones.risk.assess import Risk

KINDS = f"one of {', '.join(Notice.Kind.values)}"
RISKS = f"one of {', '.join(r.value for r in Risk)}"


class EffectsSerializer(serializers.Serializer[object]):
    """The members of the state that the act replaced; an empty list removes a member."""

    standings = serializers.DictField(
        child=serializers.ListField(child=serializers.JSONField()),
        help_text="by designation: what it covers when, in the order of time",
    )
    coverages = serializers.DictField(
        child=serializers.ListField(child=serializers.JSONField()),
        help_text="by district: from when the ledger is complete, and what it leaves out",
    )
    orders = serializers.DictField(
        child=serializers.ListField(child=serializers.JSONField()),
        help_text="by district: whole-district states",
    )


class ChangeSerializer(serializers.Serializer[object]):
    sequence = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()
    kind = serializers.CharField(help_text=KINDS)
    url = serializers.CharField()
    act = serializers.DictField(
        child=serializers.JSONField(),
        help_text="the act as exported: text, entries with their places, bindings, voids, "
        "replacements, coverages, orders; without the names of staff",
    )
    withheld = serializers.BooleanField(help_text="households in the words are shown as 某户")
    effects = EffectsSerializer()
    previous = serializers.CharField(help_text="the seal of the act before")
    digest = serializers.CharField(help_text="the seal of this act, over its whole words")


_PAGE = {
    "next": serializers.IntegerField(help_text="what to ask for next"),
    "head": serializers.IntegerField(help_text="the newest sequence of the ledger"),
    "more": serializers.BooleanField(help_text="whether there is more than this page"),
}

ChangesSerializer = type(
    "ChangesSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "Acts in the order of their sequence, without a gap.",
        "after": serializers.IntegerField(),
        **_PAGE,
        "waited": serializers.BooleanField(
            help_text="whether this process had a seat to wait in; if not, ask again in a while"
        ),
        "changes": ChangeSerializer(many=True),
    },
)


class StateSerializer(EffectsSerializer):
    sequence = serializers.IntegerField()


class SnapshotSerializer(serializers.Serializer[object]):
    """The state believed at a sequence. Its text is canonical (RFC 8785)."""

    digest = serializers.CharField(help_text="SHA-256 over the canonical text of `state`")
    state = StateSerializer()


class CorrectingActSerializer(serializers.Serializer[object]):
    sequence = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()
    kind = serializers.CharField(help_text=KINDS)
    year = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    url = serializers.CharField()


CorrectionSerializer = type(
    "CorrectionSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "A risk that was told differently before an act.",
        "by": CorrectingActSerializer(),
        "district": DistrictNameSerializer(),
        "place": PlaceNameSerializer(
            allow_null=True, help_text="null: what remains of the district outside its zones"
        ),
        "part": serializers.CharField(allow_null=True, help_text="floors or households"),
        "entries": serializers.ListField(
            child=serializers.UUIDField(), help_text="the designations that were changed there"
        ),
        "from": serializers.DateTimeField(allow_null=True, help_text="null: without beginning"),
        "to": serializers.DateTimeField(help_text="not after the act was recorded"),
        "before": serializers.CharField(help_text=RISKS),
        "after": serializers.CharField(help_text=RISKS),
    },
)

CorrectionsSerializer = type(
    "CorrectionsSerializer",
    (serializers.Serializer,),
    {
        "since": serializers.IntegerField(help_text="the sequence after which acts were looked at"),
        **_PAGE,
        "corrections": CorrectionSerializer(many=True),
    },
)


def _number(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.INT, OpenApiParameter.QUERY, description=description)


CHANGES = [
    _number("after", "the last sequence that you have; default 0"),
    _number("limit", "at most so many, up to 1000; default 100"),
    _number("wait", "wait up to so many seconds, at most 30, when there is nothing new"),
]
SNAPSHOT = [_number("sequence", "the state as of this sequence; default the newest")]
CORRECTIONS = [
    OpenApiParameter(
        "since",
        OpenApiTypes.STR,
        OpenApiParameter.QUERY,
        required=True,
        description="a sequence, or an instant by which acts were recorded",
    ),
    _number("limit", "look at so many acts, at most 100; default 20"),
]

CHANGES_EXAMPLE = OpenApiExample(
    "nothing new",
    value={"after": 5, "next": 5, "head": 5, "more": False, "waited": True, "changes": []},
    response_only=True,
)
CORRECTIONS_EXAMPLE = OpenApiExample(
    "a void: what was high never was",
    value={
        "since": 5,
        "next": 6,
        "head": 6,
        "more": False,
        "corrections": [
            {
                "by": {
                    "sequence": 6,
                    "recorded_at": "2022-12-01T09:00:00+08:00",
                    "kind": "correction",
                    "year": None,
                    "number": None,
                    "url": "/ledger/6/",
                },
                "district": {"code": "140105", "name": "小店区"},
                "place": {
                    "id": "0b6f7f7e-6f6e-4a53-9f53-8c1f6f9f2f10",
                    "name": "晋阳紫城4号楼10单元",
                    "level": "unit",
                    "district": {"code": "140105", "name": "小店区"},
                },
                "part": None,
                "entries": ["5d1c1d57-33d5-4f9c-8f2e-6a4f2f0d8a11"],
                "from": "2022-11-26T00:00:00+08:00",
                "to": "2022-12-01T09:00:00+08:00",
                "before": "high",
                "after": "low",
            }
        ],
    },
    response_only=True,
)
