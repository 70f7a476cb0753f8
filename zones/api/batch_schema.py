"""The documented shapes of batches. They describe; they do not write."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from zones.api import schema
from zones.batch.answers import REFUSED
from zones.crs import Crs

_ID_SCHEMA = {
    "oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}],
    "nullable": True,
}


@extend_schema_field(_ID_SCHEMA)
class IdField(serializers.Field[Any, Any, Any, Any]):
    """Any JSON scalar."""


class ItemSerializer(serializers.Serializer[object]):
    """Exactly one of address, place, or lon with lat and crs."""

    id = IdField(required=False, help_text="echoed; any JSON scalar, numbers up to 64 bits")
    address = serializers.CharField(required=False, max_length=500)
    place = serializers.CharField(
        required=False, help_text="the id of a known place, or the code of a whole district"
    )
    lon = serializers.FloatField(required=False)
    lat = serializers.FloatField(required=False)
    crs = serializers.ChoiceField([c.value for c in Crs], required=False)
    district = serializers.CharField(required=False, help_text="GB/T 2260 code or full name")


class BatchSerializer(serializers.Serializer[object]):
    """``as_of``, ``known_at`` and ``window`` hold for all items."""

    items = ItemSerializer(many=True, max_length=1_000)
    as_of = serializers.CharField(required=False, help_text="an instant with offset; default now")
    known_at = serializers.CharField(required=False, help_text="default now")
    window = serializers.CharField(required=False, help_text="such as P7D")
    min_sequence = serializers.IntegerField(
        required=False, min_value=0, help_text="the act that the answers have to know at least"
    )


class ItemProblemSerializer(schema.ProblemSerializer):
    line = serializers.IntegerField(required=False, help_text="of NDJSON, from 1")
    index = serializers.IntegerField(required=False, help_text="of a document, from 0")


class RefusedItemSerializer(serializers.Serializer[object]):
    """An item that is no question. Its risk is unknown, as of all that is not found."""

    id = IdField()
    outcome = serializers.RegexField(f"^{REFUSED}$")
    risk = serializers.RegexField("^unknown$")
    problem = ItemProblemSerializer()


class ItemAnswerSerializer(schema.AnswerSerializer):
    """The answer to a look-up, with the id of its item."""

    id = IdField()


OUTCOME = PolymorphicProxySerializer(
    component_name="BatchOutcome",
    serializers=[ItemAnswerSerializer, RefusedItemSerializer],
    resource_type_field_name=None,
    many=False,
)


class BatchAnswerSerializer(serializers.Serializer[object]):
    """One outcome an item, in order, all at one state of the ledger."""

    items = serializers.ListField(child=serializers.JSONField())
    ledger = schema.LedgerSerializer()


BATCH: dict[str, Any] = {
    "operation_id": "lookup_batch",
    "description": "A document of up to 1,000 items, or any number of lines (NDJSON), which are "
    "answered while they arrive. For lines, as_of, known_at and window stand in the query.",
    "request": {"application/json": BatchSerializer, "application/x-ndjson": ItemSerializer},
    "parameters": [schema.AS_OF, schema.KNOWN_AT, schema.WINDOW, schema.MIN_SEQUENCE],
    "responses": {
        (200, "application/json"): BatchAnswerSerializer,
        (200, "application/x-ndjson"): OUTCOME,
        400: schema.PROBLEM,
        413: schema.PROBLEM,
        415: schema.PROBLEM,
    },
    "examples": [
        OpenApiExample(
            "two questions",
            value={
                "items": [
                    {"id": 1, "address": "小店区晋阳紫城4号楼"},
                    {"id": "b", "lon": 112.5572, "lat": 37.7994, "crs": "gcj02"},
                ],
                "as_of": "2022-11-30T12:00:00+08:00",
                "window": "P7D",
            },
            request_only=True,
            media_type="application/json",
        ),
    ],
}
