"""The settings of the site as the environment has them; `config/variables/` is their table.

`docs/settings.md` is written from that table (`python -m config.environment > docs/settings.md`)
and a test keeps the two in step. Nothing here imports Django, so that the table can be read, and
the document written, on a machine where the site cannot run.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from config.variables import BY_SUBJECT, SETTINGS

BASE_DIR = Path(__file__).resolve().parent.parent

# Written by the private cluster (see ops/cluster.py) each time it starts: where it listens.
CLUSTER_POINTER = BASE_DIR / "var" / "database.json"

# Made by `make run` for its server (see ops/site.py).
CHECKOUTS_KEY = BASE_DIR / "var" / "secret-key"

# What the database settings fall back to where no cluster was made. Nothing connects until a
# query is made, so commands that need no database run with it.
NO_CLUSTER = "postgresql:///zones"

# What the database for practice, and the server's role in it, are called by: after the real name.
FOR_PRACTICE = "_training"


class BadValue(ValueError):
    """A variable is set to something that its kind does not allow."""


TABLE = {setting.name: setting for setting in SETTINGS}


def text(name: str) -> str:
    """The value of a variable in the table. One that is set to nothing counts as not set."""
    return os.environ.get(name, "").strip() or TABLE[name].default


def flag(name: str) -> bool:
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadValue(f"{name} is {value!r}: give 0 or 1")


def number(name: str) -> int:
    value = text(name)
    if not (value.isascii() and value.isdigit()):
        raise BadValue(f"{name} is {value!r}: give a whole number")
    return int(value)


def listing(name: str) -> list[str]:
    return [item.strip() for item in text(name).split(",") if item.strip()]


def application_url() -> str:
    """The database as the server uses it."""
    url = text("DATABASE_URL") or _cluster("application")
    return _for_practice(url, role=True) if flag("TRAINING") else _not_for_practice(url)


def replica_url() -> str:
    """The copy that the public's questions are read from; empty where there is none."""
    return "" if flag("TRAINING") else text("DATABASE_REPLICA_URL")


def owner_url() -> str:
    """The database as its owner, who alone may change its shape."""
    url = text("DATABASE_OWNER_URL") or text("DATABASE_URL") or _cluster("owner")
    return _for_practice(url) if flag("TRAINING") else _not_for_practice(url)


def real_name(name: str) -> str:
    """What the real database, or its role, is called, given the one for practice."""
    return name.removesuffix(FOR_PRACTICE)


def _for_practice(url: str, *, role: bool = False) -> str:
    """The database for practice beside a real one; with ``role`` as a role of its own too.

    Practice and the real ledger never meet in one database, whatever is set.
    """
    parts = urlsplit(url)
    told, at, host = parts.netloc.rpartition("@")
    if role and told:
        user, colon, password = told.partition(":")
        told = f"{real_name(user)}{FOR_PRACTICE}{colon}{password}"
    query = parse_qsl(parts.query)
    if role:
        query = [(k, real_name(v) + FOR_PRACTICE if k == "user" else v) for k, v in query]
    # Spelled out: an address without a host loses its slashes when it is put together anew.
    asked = f"?{urlencode(query)}" if query else ""
    return f"{parts.scheme}://{told}{at}{host}{real_name(parts.path)}{FOR_PRACTICE}{asked}"


def _not_for_practice(url: str) -> str:
    path = urlsplit(url).path
    if path.endswith(FOR_PRACTICE):
        raise BadValue(f"the database {path.strip('/')} is for practice: set TRAINING=1")
    return url


def take_the_checkouts_key() -> None:
    """Has a command sign with the key of this checkout's server, where neither is told of others.

    A command on the database of `make run` makes keys for clients which its server has to know.
    """
    if not (text("SECRET_KEY") or text("DATABASE_URL")) and CHECKOUTS_KEY.exists():
        os.environ["SECRET_KEY"] = CHECKOUTS_KEY.read_text(encoding="utf-8")


def _cluster(role: str) -> str:
    try:
        pointer = json.loads(CLUSTER_POINTER.read_text(encoding="utf-8"))
        return str(pointer[role])
    except (OSError, ValueError, KeyError, TypeError):
        return NO_CLUSTER


def as_markdown() -> str:
    """The text of docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "Every setting is an environment variable with a default. A variable that is set to "
        "nothing counts as not set.",
        "This page is written from the table in `config/variables/`: change it there, then "
        "`.venv/bin/python -m config.environment > docs/settings.md`.",
        "",
        "The time zone is not a setting: notices take effect by the clock of Taiyuan, so it is "
        "always `Asia/Shanghai`.",
    ]
    for subject, settings in BY_SUBJECT.items():
        lines += ["", f"## {subject}", ""]
        lines += ["| variable | kind | default | what it does |", "|---|---|---|---|"]
        for setting in settings:
            default = f"`{setting.default}`" if setting.default else "not set"
            kind = setting.kind.value
            lines.append(f"| `{setting.name}` | {kind} | {default} | {setting.help} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
