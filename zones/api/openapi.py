"""What holds for every address of the interface, added to the schema once it is made."""

from typing import Any

from zones.api.problems import MEDIA_TYPE, TITLES

PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
EVERYWHERE = (400, 406)
WITH_A_BODY = (413, 415)
FIRST_REFUSAL = 300


def describe_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: every refusal is a problem, in the media type of problems."""
    for operations in result["paths"].values():
        for operation in operations.values():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
            responses = operation["responses"]
            for status in (*EVERYWHERE, *(WITH_A_BODY if "requestBody" in operation else ())):
                responses.setdefault(str(status), {"description": TITLES[status]})
            for status, response in responses.items():
                if int(status) >= FIRST_REFUSAL:
                    response["content"] = {MEDIA_TYPE: _as_problem(response.get("content"))}
                    response["description"] = response.get("description") or TITLES.get(
                        int(status), "Refused"
                    )
            operation["responses"] = dict(sorted(responses.items()))
    return result


def _as_problem(content: dict[str, Any] | None) -> dict[str, Any]:
    """What was said of a refusal, whatever the media type that it was said under."""
    return next(iter(content.values())) if content else dict(PROBLEM)
