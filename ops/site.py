"""The site's own preparation: its database's shape, its demo, its texts and its static files."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from ops.checkout import PYTHON, ROOT, VAR, run, say, write

SECRET = VAR / "secret-key"
SIGNING_KEY = VAR / "signing-key.pem"
STATIC_STAMP = VAR / "static.stamp"


def demo_environment() -> dict[str, str]:
    """What `make run` decides for the demo. Whatever is set in the environment goes before it."""
    defaults = {"DEMO": "1", "SECURE_HTTPS": "0", "SECRET_KEY": ""}
    defaults["LEDGER_SIGNING_KEY"] = str(SIGNING_KEY)
    chosen = {name: os.environ.get(name) or value for name, value in defaults.items()}
    chosen["SECRET_KEY"] = chosen["SECRET_KEY"] or _secret_key()
    return chosen


def manage(*arguments: str, env: dict[str, str] | None = None) -> str:
    return run([PYTHON, "manage.py", *arguments], env=env)


def migrate(env: dict[str, str]) -> None:
    """Brings the database to the shape of this checkout, and the server's role to its rights."""
    say("Bringing the database up to date")
    manage("migrate", "--no-input", "-v0", env=env)


def load_demo(env: dict[str, str]) -> str:
    """Loads the demo into an empty database; returns what there is to know to log in."""
    return manage("load_demo", "--if-empty", env=env)


def sign(env: dict[str, str]) -> None:
    """Makes a key for the demo's certificates, unless the environment names another."""
    if env["LEDGER_SIGNING_KEY"] == str(SIGNING_KEY) and not SIGNING_KEY.exists():
        manage("make_signing_key", str(SIGNING_KEY), env=env)


def texts() -> None:
    """Compiles the translations whose source is newer."""
    for source in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            manage("compile_translations")
            return


def collect_static(env: dict[str, str]) -> None:
    """Gathers, names and compresses the static files, if any of them has changed."""
    state = _state_of(_static_sources())
    if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == state:
        return
    say("Gathering the static files")
    STATIC_STAMP.unlink(missing_ok=True)
    manage("collectstatic", "--no-input", "--clear", "-v0", env=env)
    write(STATIC_STAMP, state)


def _secret_key() -> str:
    if not SECRET.exists():
        write(SECRET, secrets.token_urlsafe(64), mode=0o600)
    return SECRET.read_text()


def _static_sources() -> Iterable[Path]:
    yield from (ROOT / "requirements" / "base.txt", ROOT / "config" / "static_storage.py")
    for folder in (ROOT / "static", ROOT / "zones" / "static", ROOT / "notices" / "static"):
        yield from sorted(folder.rglob("*"))


def _state_of(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        found = path.stat()
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
