"""From a database address to Django's settings for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ENGINE = "django.contrib.gis.db.backends.postgis"
SCHEMES = {"postgresql", "postgres", "postgis"}


class BadAddress(ValueError):
    """A database address that does not say which database."""


def connection(url: str, *, pool_size: int = 0, patience: int = 10) -> dict[str, Any]:
    """Django's settings for the PostGIS database at `url`.

    Parameters after the question mark go to libpq as they are (`sslmode=require`, …); `host`,
    `port` and `user` among them stand for the address, which is how libpq writes a socket's.
    Whoever needs a connection of a pool waits for `patience` seconds at most.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        raise BadAddress("a database address looks like postgresql://user:password@host:port/name")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", unquote(parts.hostname or ""))
    port = options.pop("port", str(parts.port or ""))
    settings: dict[str, Any] = {
        "ENGINE": ENGINE,
        "NAME": name,
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
    }
    if pool_size:
        # A pool and lasting connections exclude each other in Django.
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": patience}
        settings["CONN_MAX_AGE"] = 0
    else:
        settings["CONN_MAX_AGE"] = 60
    return settings


def user(url: str) -> str:
    """The role that an address connects as; empty when it leaves that to libpq."""
    return str(connection(url)["USER"])
