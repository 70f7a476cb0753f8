"""Every setting of the site: one environment variable each, with a default, in one table.

`docs/settings.md` is written from this table (`python -m config.environment > docs/settings.md`)
and a test keeps the two in step. Nothing here imports Django, so that the table can be read, and
the document written, on a machine where the site cannot run.
"""

from __future__ import annotations

import enum
import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent

# Written by the private cluster (see ops/cluster.py) each time it starts: where it listens.
CLUSTER_POINTER = BASE_DIR / "var" / "database.json"

# What the database settings fall back to where no cluster was made. Nothing connects until a
# query is made, so commands that need no database run with it.
NO_CLUSTER = "postgresql:///zones"

# What the database for practice is called by, after the name of the real one.
FOR_PRACTICE = "_training"


class Kind(enum.Enum):
    """How the text of a variable is read."""

    TEXT = "text"
    FLAG = "0 or 1"
    NUMBER = "number"
    LIST = "list, separated by commas"


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: `default` is written as one would write it in the environment."""

    name: str
    kind: Kind
    default: str
    help: str


class BadValue(ValueError):
    """A variable is set to something that its kind does not allow."""


SETTINGS = (
    Setting(
        "SECRET_KEY",
        Kind.TEXT,
        "",
        "Signs sessions and form tokens. The server refuses to start without it unless `DEBUG` is "
        "on. `make run` generates one into `var/secret-key` for the demo; make your own for "
        "production, at least 50 random characters.",
    ),
    Setting(
        "DEBUG", Kind.FLAG, "0", "Django's debug pages, for development only. Never in production."
    ),
    Setting(
        "DEMO",
        Kind.FLAG,
        "0",
        "The site shows demonstration data and says so on every page. `make run` turns it on. "
        "Demo accounts exist only where it is on.",
    ),
    Setting(
        "ALLOWED_HOSTS",
        Kind.LIST,
        "localhost,127.0.0.1,[::1]",
        "The host names that the site answers to.",
    ),
    Setting(
        "CSRF_TRUSTED_ORIGINS",
        Kind.LIST,
        "",
        "Origins, with scheme, that may post forms besides the site's own host: needed where the "
        "public name differs from the host that the proxy passes on.",
    ),
    Setting(
        "DATABASE_URL",
        Kind.TEXT,
        "",
        "`postgresql://user:password@host:port/name`, or `postgresql:///name?host=/socket/dir`. "
        "What the server connects with; give it a role that owns nothing. Unset, the private "
        "cluster under `var/` is used, as its application role.",
    ),
    Setting(
        "DATABASE_OWNER_URL",
        Kind.TEXT,
        "",
        "What `migrate`, `grant_application_role` and the tests connect with: the role that owns "
        "the schema. Unset, it is `DATABASE_URL`, or the owner of the private cluster's database.",
    ),
    Setting(
        "TRAINING",
        Kind.FLAG,
        "0",
        "The desk for practice (演练), on a database of its own: the name of either database "
        "above with `_training` after it. Only the desk answers, no public page and no "
        "interface; nothing is signed, and its ledger begins from another seal, so that no "
        "export of it ever verifies as the real one. `make train` turns it on.",
    ),
    Setting(
        "DATABASE_POOL_SIZE",
        Kind.NUMBER,
        "0",
        "The most connections that one server process keeps. 0 keeps no pool but one connection "
        "a thread, which is right for commands.",
    ),
    Setting(
        "CITY",
        Kind.TEXT,
        "taiyuan",
        "The city that the site is for, by the name of its directory in `seed/`.",
    ),
    Setting(
        "LEDGER_SIGNING_KEY",
        Kind.TEXT,
        "",
        "A PEM file with an Ed25519 private key, with which `manage.py sign_checkpoint` signs "
        "where the ledger stands, and with which certificates are signed: without it there are "
        "none. `manage.py make_signing_key FILE` makes one; `make run` makes one for the demo.",
    ),
    Setting(
        "LEDGER_FORMER_KEYS",
        Kind.LIST,
        "",
        "PEM files with the public keys that were in use before: what they signed still verifies.",
    ),
    Setting(
        "HOUSEHOLD_PUBLIC_DAYS",
        Kind.NUMBER,
        "14",
        "For how many days from the day on which an entry takes effect the public is shown the "
        "household (户室) that it names. Then every public channel shows 某户; the ledger and the "
        "desk keep the words. 0 never shows one.",
    ),
    Setting(
        "ANONYMOUS_LOOKUPS",
        Kind.FLAG,
        "1",
        "Look-ups, batches and feeds are answered without a key too, within the two quotas below. "
        "The search box of the public page needs it; without it every one of these asks for a key.",
    ),
    Setting(
        "ANONYMOUS_REQUESTS_PER_MINUTE",
        Kind.NUMBER,
        "600",
        "How many of them one server process answers without a key, for all visitors together.",
    ),
    Setting(
        "ANONYMOUS_ADDRESSES_PER_MINUTE",
        Kind.NUMBER,
        "10000",
        "How many addresses, likewise.",
    ),
    Setting(
        "CLIENT_KEY_PEPPER",
        Kind.TEXT,
        "",
        "What the digests of API keys are made with. Unset, it is `SECRET_KEY`. Changing it makes "
        "every key useless, so set it where `SECRET_KEY` is to be changed now and then.",
    ),
    Setting(
        "QUERY_LOG",
        Kind.FLAG,
        "1",
        "One log line for each request to the programming interface: key, endpoint, outcome, time; "
        "never what was asked.",
    ),
    Setting(
        "PUBLIC_CACHE_SECONDS",
        Kind.NUMBER,
        "5",
        "For how long browsers and caches in between may keep a public page without asking again. "
        "They never keep one past the next known change. See docs/public-channels.md.",
    ),
    Setting(
        "PAGE_CACHE_MB",
        Kind.NUMBER,
        "32",
        "How much memory one server process gives to rendered public pages and data. 0 keeps none.",
    ),
    Setting(
        "BASE_MAP_URL",
        Kind.TEXT,
        "",
        "The tiles of a base map, with `{z}`, `{x}` and `{y}` (XYZ), or the address of a WMTS "
        "with `{TileMatrix}`, `{TileRow}` and `{TileCol}`; `{key}` stands for `BASE_MAP_KEY`. "
        "Visitors' browsers then ask that host where they look, and only that host is allowed. "
        "Unset, the outlines make the map and nobody is asked.",
    ),
    Setting(
        "BASE_MAP_DATUM",
        Kind.TEXT,
        "wgs84",
        "The datum of the base map: `wgs84`, `cgcs2000`, `gcj02` or `bd09`. Ours is WGS-84: "
        "the tiles of a shifted one are put right when they are shown.",
    ),
    Setting("BASE_MAP_KEY", Kind.TEXT, "", "The key of the base map. It is seen by every visitor."),
    Setting(
        "BASE_MAP_ATTRIBUTION",
        Kind.TEXT,
        "",
        "Whose map it is, and its approval number: shown on the map.",
    ),
    Setting(
        "STALE_AFTER_HOURS",
        Kind.NUMBER,
        "36",
        "The public pages say that they are stale (过期) so long after the day of the latest "
        "notice, or after its recording where that was earlier.",
    ),
    Setting(
        "HOTLINE",
        Kind.TEXT,
        "12345",
        "The telephone number that people are sent to where the ledger has no answer.",
    ),
    Setting(
        "SUGGESTIONS_A_MINUTE",
        Kind.NUMBER,
        "240",
        "How often a minute one network address may ask for suggestions while typing.",
    ),
    Setting(
        "WEBHOOK_PRIVATE_ADDRESSES",
        Kind.FLAG,
        "0",
        "Webhooks may go to private and local addresses, and by plain HTTP: for a service in the "
        "same closed network. Off, only HTTPS to public addresses is allowed, since whoever may "
        "enter an address could otherwise have the server ask inside.",
    ),
    Setting(
        "FEED_WAITERS",
        Kind.NUMBER,
        "2",
        "How many requests of one server process may wait for the next change at a time. Each "
        "keeps one of its `--blocking-threads` and one connection; further ones are answered at "
        "once. 0: nobody waits.",
    ),
    Setting(
        "SNAPSHOT_TRUST_SECONDS",
        Kind.NUMBER,
        "3",
        "For how many seconds a server process trusts its snapshot after it has last found it to "
        "be what the database has (it looks twice a second, and at once when it is told of a "
        "change). After that the database answers, and /readyz says so.",
    ),
    Setting(
        "FOLLOW_LEDGER",
        Kind.FLAG,
        "1",
        "A server process answers look-ups from a snapshot in memory. 0 leaves them all to the "
        "database, for where memory is short.",
    ),
    Setting("PORT", Kind.NUMBER, "8000", "The port that `make run` serves on, on 127.0.0.1."),
    Setting("WEB_WORKERS", Kind.NUMBER, "2", "The server processes that `make run` starts."),
    Setting(
        "LOG_LEVEL", Kind.TEXT, "INFO", "DEBUG, INFO, WARNING or ERROR. The log goes to stderr."
    ),
    Setting(
        "SECURE_HTTPS",
        Kind.FLAG,
        "1",
        "The site is reached by HTTPS: plain requests are redirected (health checks excepted), "
        "cookies are sent over HTTPS only, and browsers are told to stay with HTTPS. `make run` "
        "turns it off, and `DEBUG` overrides it.",
    ),
    Setting(
        "SECURE_HSTS_SECONDS",
        Kind.NUMBER,
        "31536000",
        "How long browsers are told to stay with HTTPS.",
    ),
    Setting(
        "SECURE_HSTS_SUBDOMAINS",
        Kind.FLAG,
        "1",
        "The same for every subdomain. Turn it off where one of them has no HTTPS.",
    ),
    Setting(
        "SECURE_HSTS_PRELOAD",
        Kind.FLAG,
        "1",
        "Allows the host into the lists that browsers ship with. It is not entered by itself.",
    ),
    Setting(
        "SECURE_PROXY_HEADER",
        Kind.FLAG,
        "0",
        "Believe `X-Forwarded-Proto` and the last entry of `X-Forwarded-For`. Only behind a proxy "
        "that sets both on every request, else anybody can claim to have come by HTTPS, or from "
        "elsewhere.",
    ),
    Setting(
        "SESSION_HOURS",
        Kind.NUMBER,
        "12",
        "How long a staff login lasts at most. It also ends with the browser.",
    ),
    Setting(
        "SESSION_IDLE_MINUTES",
        Kind.NUMBER,
        "30",
        "How long a staff login lasts without a request. The page warns two minutes before.",
    ),
    Setting(
        "REQUIRE_SECOND_STEP",
        Kind.LIST,
        "",
        "The roles (`clerk`, `publisher`, `auditor`, `administrator`) whose holders must sign in "
        "with a code as well as a password. Who has set none up is led to it. Production should "
        "name at least `publisher,administrator`.",
    ),
    Setting(
        "GDAL_LIBRARY_PATH",
        Kind.TEXT,
        "",
        "Another GDAL than the one inside the pyogrio wheel.",
    ),
    Setting(
        "GEOS_LIBRARY_PATH",
        Kind.TEXT,
        "",
        "Another GEOS than the one inside the shapely wheel.",
    ),
    Setting(
        "CHROMIUM",
        Kind.TEXT,
        "",
        "The Chromium that the browser tests drive. Unset, the first one found on `PATH`.",
    ),
)

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
    return _for_practice_or_not(text("DATABASE_URL") or _cluster("application"))


def owner_url() -> str:
    """The database as its owner, who alone may change its shape."""
    found = text("DATABASE_OWNER_URL") or text("DATABASE_URL") or _cluster("owner")
    return _for_practice_or_not(found)


def _for_practice_or_not(url: str) -> str:
    """Practice and the real ledger never meet in one database, whatever is set."""
    parts = urlsplit(url)
    if flag("TRAINING"):
        name = parts.path.removesuffix(FOR_PRACTICE) + FOR_PRACTICE
        # Spelled out: an address without a host loses its slashes when it is put together anew.
        query = f"?{parts.query}" if parts.query else ""
        return f"{parts.scheme}://{parts.netloc}{name}{query}"
    if parts.path.endswith(FOR_PRACTICE):
        raise BadValue(f"the database {parts.path.strip('/')} is for practice: set TRAINING=1")
    return url


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
        "This page is written from the table in `config/environment.py`: change it there, then "
        "`.venv/bin/python -m config.environment > docs/settings.md`.",
        "",
        "The time zone is not a setting: notices take effect by the clock of Taiyuan, so it is "
        "always `Asia/Shanghai`.",
        "",
        "| variable | kind | default | what it does |",
        "|---|---|---|---|",
    ]
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "not set"
        lines.append(f"| `{setting.name}` | {setting.kind.value} | {default} | {setting.help} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
