"""What serving is compared with: a WSGI callable that returns the same bytes from memory.

``granian --interface wsgi bench.bare:application``, with BARE_ANSWER naming the file that holds
the headers (JSON, first line) and the body.
"""

import json
import os
from pathlib import Path
from typing import Any

_HEAD, BODY = Path(os.environ["BARE_ANSWER"]).read_bytes().split(b"\n", 1)
HEADERS = [(name, value) for name, value in json.loads(_HEAD)]


def application(request: dict[str, Any], start_response: Any) -> list[bytes]:
    """The one answer."""
    start_response("200 OK", HEADERS)
    return [BODY]
