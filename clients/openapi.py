"""What the gate adds to the documented interface: keys, and the refusals of their lack."""

from typing import Any

from clients import sandbox
from clients.gate import PATHS, ROOT

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
QUOTA = {
    "RateLimit-Policy": "every quota with its window",
    "RateLimit": "what is left of each, and for how many seconds",
}
REFUSALS = {
    "401": ("The key is not one, has expired, or was revoked; or a key is needed.", {}),
    "403": ("The key does not open this, or its client is suspended.", {}),
    "503": ("Cannot be answered now.", {"Retry-After": "seconds"}),
}
SPENT = {"429": ("The quota is spent.", {"Retry-After": "seconds until the next window"})}


def describe_the_gate(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: security, refusals and headers.

    A key is looked at wherever it is sent; only what has a scope is counted.
    """
    for path, operations in result["paths"].items():
        is_counted = path.removeprefix(ROOT) in PATHS
        for operation in operations.values():
            operation["security"] = [{"key": []}, {}]
            responses = operation["responses"]
            refusals = REFUSALS | SPENT if is_counted else REFUSALS
            for status, (description, headers) in refusals.items():
                responses.setdefault(status, {"content": PROBLEM, "description": description})
                responses[status].setdefault("headers", {}).update(_headers(headers))
            if is_counted and "200" in responses:
                responses["200"].setdefault("headers", {}).update(_headers(QUOTA))
    for parameter in result["paths"][f"{ROOT}lookup"]["get"]["parameters"]:
        if parameter["name"] == "address":
            parameter["examples"] = _sandbox()
    return result


def _sandbox() -> dict[str, Any]:
    """The addresses of the sandbox, each with what it is answered with."""
    answered = {f"{o} {r}": address for address, (o, r) in sandbox.MAGIC.items()}
    refused = {f"{r.status} {r.code}": address for address, r in sandbox.REFUSED.items()}
    return {
        name: {"value": address, "summary": f"with a sandbox key: {name}"}
        for name, address in (answered | refused).items()
    }


def _headers(described: dict[str, str]) -> dict[str, Any]:
    return {
        name: {"description": text, "schema": {"type": "string"}}
        for name, text in described.items()
    }
