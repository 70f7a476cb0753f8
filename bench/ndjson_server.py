"""What `bench ndjson` serves: the site over a synthetic snapshot, and bare echoes beside it."""

import os
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

Environ = dict[str, Any]
BLOCK = 64 * 1024


def _lines(environ: Environ) -> Iterator[list[bytes]]:
    rest = b""
    while block := environ["wsgi.input"].read(BLOCK):
        *whole, rest = (rest + block).split(b"\n")
        yield whole


def echo(environ: Environ, start_response: Any) -> Iterable[bytes]:
    """Every line back as it came, a block of them at a time."""
    start_response("200 OK", [("Content-Type", "application/x-ndjson")])
    return (b"\n".join([*lines, b""]) for lines in _lines(environ))


def echo_json(environ: Environ, start_response: Any) -> Iterable[bytes]:
    """Every line read as JSON, and written as JSON."""
    start_response("200 OK", [("Content-Type", "application/x-ndjson")])
    return (
        b"\n".join([*(orjson.dumps(orjson.loads(line)) for line in lines), b""])
        for lines in _lines(environ)
    )


def echo_each(environ: Environ, start_response: Any) -> Iterable[bytes]:
    """Every line back as it came, one at a time."""
    start_response("200 OK", [("Content-Type", "application/x-ndjson")])
    return (line + b"\n" for lines in _lines(environ) for line in lines)


def site() -> Any:
    """The whole site; only where its snapshot comes from is not its own."""
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    from zones.serving import current

    town = pickle.loads(Path(os.environ["BENCH_TOWN"]).read_bytes())
    current.source = lambda *_, **__: town.snapshot
    import gc

    gc.collect()
    gc.freeze()
    return application


application = site() if os.environ.get("BENCH_TOWN") else None
