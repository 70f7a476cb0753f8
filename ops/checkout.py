"""This checkout: where things are, how to say something, how to run something, how to wait."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Refusal(Exception):
    """Something that the person at the keyboard has to know or do. The text is for them."""


class Terminated(KeyboardInterrupt):
    """SIGTERM came. It ends a command in the same order as Ctrl-C does."""


def end_in_order_on_sigterm() -> None:
    def terminate(*_: object) -> None:
        raise Terminated

    signal.signal(signal.SIGTERM, terminate)


def say(message: str) -> None:
    print(f"==> {message}", file=sys.stderr, flush=True)


def run(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    account: tuple[int, int] | None = None,
    text: str | None = None,
) -> str:
    """Runs a command to its end and returns what it printed; a failure shows all that it said."""
    finished = subprocess.run(
        [str(part) for part in command],
        env=None if env is None else {**os.environ, **env},
        # An account that is not ours may not be able to see the directory we are in.
        cwd="/" if account else ROOT,
        input=text if text is not None else "",
        capture_output=True,
        text=True,
        check=False,
        **_identity(account),
    )
    if finished.returncode:
        said = (finished.stdout + finished.stderr).strip()
        raise Refusal(f"`{' '.join(map(str, command))}` failed:\n{said}")
    return str(finished.stdout)


def show(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Runs a command that speaks for itself; returns its exit code."""
    child = subprocess.Popen(
        [str(part) for part in command],
        env=None if env is None else {**os.environ, **env},
        cwd=ROOT,
    )
    try:
        return child.wait()
    except KeyboardInterrupt as interrupt:
        # Ctrl-C has reached the child too, and it needs a moment to tidy up.
        if isinstance(interrupt, Terminated):
            child.terminate()
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
        raise


def _identity(account: tuple[int, int] | None) -> dict[str, Any]:
    if account is None or os.geteuid() != 0:
        return {}
    return {"user": account[0], "group": account[1], "extra_groups": []}


@contextmanager
def lock(name: str, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
    """Holds `var/<name>`; yields whether it was got. The kernel lets go of it when we die."""
    VAR.mkdir(exist_ok=True)
    mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    with (VAR / name).open("a") as handle:
        try:
            fcntl.flock(handle, mode)
        except BlockingIOError:
            if not wait:
                yield False
                return
            say("Waiting for another command in this checkout")
            fcntl.flock(handle, mode & ~fcntl.LOCK_NB)
        yield True


def write(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Writes a file whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
    draft.replace(path)
