"""What holds for every address of the interface, added to the schema once it is made."""

from typing import Any

from zones.api.problems import MEDIA_TYPE, TITLES

PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
EVERYWHERE = (400, 406)
WITH_A_BODY = (413, 415)
FIRST_REFUSAL = 300
UNCHANGED = "304"
KEPT_BY_NOBODY = frozenset({"changes", "corrections"})
"""What is asked to hear something new; every other answer has an ETag."""
TAGGED = {"ETag": {"description": "of this content", "schema": {"type": "string"}}}


def describe_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: every refusal is a problem, in the media type of problems."""
    for operations in result["paths"].values():
        for method, operation in operations.items():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
            responses = operation["responses"]
            if method == "get" and operation["operationId"] not in KEPT_BY_NOBODY:
                responses[UNCHANGED] = {"description": "What If-None-Match names still holds."}
                responses["200"].setdefault("headers", {}).update(TAGGED)
            for status in (*EVERYWHERE, *(WITH_A_BODY if "requestBody" in operation else ())):
                responses.setdefault(str(status), {"description": TITLES[status]})
            for status, response in responses.items():
                if int(status) >= FIRST_REFUSAL and status != UNCHANGED:
                    response["content"] = {MEDIA_TYPE: _as_problem(response.get("content"))}
                    response["description"] = response.get("description") or TITLES.get(
                        int(status), "Refused"
                    )
            operation["responses"] = dict(sorted(responses.items()))
    return result


def _as_problem(content: dict[str, Any] | None) -> dict[str, Any]:
    """What was said of a refusal, whatever the media type that it was said under."""
    return next(iter(content.values())) if content else dict(PROBLEM)
