"""`.venv`, from the hash-locked requirements; touched only when they have changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ops import packages
from ops.checkout import PYTHON, ROOT, VENV, Refusal, lock, run, say, show, write

REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "installed.json"
# There while pip works. A package that pip was stopped in the middle of looks installed to it
# ever after, so an environment with this mark is made anew.
UNFINISHED = VENV / "unfinished"

# The lock names no index: everybody has their own. It holds from the oldest Python on.
OPTIONS = ["--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]


def ensure(wanted: str) -> None:
    """Has at least the requirements of base.txt, or of dev.txt, installed. dev includes base."""
    with lock("setup"):
        installed = _stamp()
        locks = {name: _fingerprint(name) for name in ("base", "dev")}
        if _usable() and installed.get(wanted) == locks[wanted]:
            return
        if installed.get("dev"):
            wanted = "dev"
        if not _usable():
            _create()
        UNFINISHED.touch()
        STAMP.unlink(missing_ok=True)
        say(f"Installing the Python packages of requirements/{wanted}.txt")
        _install(wanted)
        covered = ("base", "dev") if wanted == "dev" else ("base",)
        write(STAMP, json.dumps({name: locks[name] for name in covered}) + "\n")
        UNFINISHED.unlink()


def relock() -> int:
    """Resolves base.in and dev.in anew. The tool that does it is thrown away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        packages.for_virtualenv()
        run([sys.executable, "-m", "venv", folder])
        tool = Path(folder) / "bin"
        say("Fetching uv")
        run([tool / "python", "-m", "pip", "install", "-q", "uv"])
        for name in ("base", "dev"):
            say(f"Locking requirements/{name}.txt")
            source, target = f"requirements/{name}.in", f"requirements/{name}.txt"
            options = [*OPTIONS, "--upgrade", source, "-o", target]
            if show([tool / "uv", "-q", "pip", "compile", *options]):
                raise Refusal(f"{source} could not be resolved")
    return 0


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _fingerprint(name: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


def _usable() -> bool:
    """Whether the interpreter is there and starts: it goes away with the system's Python."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], check=False).returncode == 0


def _create() -> None:
    packages.for_virtualenv()
    say("Making .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    UNFINISHED.touch()
    run([sys.executable, "-m", "venv", VENV])


def _install(name: str) -> None:
    options = ["-qq", "--disable-pip-version-check", "--no-input", "--require-hashes", "--no-deps"]
    source = REQUIREMENTS / f"{name}.txt"
    if show([PYTHON, "-m", "pip", "install", *options, "-r", source]):
        raise Refusal(
            "The Python packages could not be installed. What was fetched is kept: try again."
        )
