"""The server that `make run` starts, and that `make stop` stops."""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from ops.checkout import PYTHON, ROOT, VAR, Refusal, say, write

HOST = "127.0.0.1"
RECORD = VAR / "server.json"
PATIENCE = 60.0
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def port() -> int:
    wanted = os.environ.get("PORT") or "8000"
    if not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) < 65536):
        raise Refusal(f"PORT is {wanted!r}: give a number from 1 to 65535")
    return int(wanted)


def claim(number: int) -> None:
    """Refuses a port that somebody has, before anything slow is begun."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except PermissionError:
            raise Refusal(f"Port {number} is not for ordinary users: make run PORT=8001") from None
        except OSError:
            ours = running()
            if ours and ours[1] == number:
                raise Refusal(
                    f"This checkout is being served at http://{HOST}:{number} already "
                    "(`make stop` stops it)."
                ) from None
            raise Refusal(
                f"Port {number} is taken by another program. Choose another: make run PORT=8001"
            ) from None


def serve(number: int, env: dict[str, str], welcome: str, *, beside: Sequence[str]) -> int:
    """Serves until Ctrl-C or SIGTERM; prints `welcome` when the site answers.

    `beside` are the commands of manage.py that work while it serves.
    """
    child = site(number, env)
    workers: list[subprocess.Popen[bytes]] = []
    write(RECORD, json.dumps({"pid": child.pid, "port": number}))
    try:
        wait_for_answer(child, number)
        workers += (begin([PYTHON, "manage.py", command], env) for command in beside)
        print(welcome, flush=True)
        code = child.wait()
        if RECORD.exists():
            raise Refusal(f"The server ended by itself, with code {code}.")
        say("Stopped by `make stop`")
        return 0
    except KeyboardInterrupt:
        say("Stopping")
        return 0
    finally:
        for one in (*workers, child):
            end(one.pid)
            one.wait()
        RECORD.unlink(missing_ok=True)


def site(number: int, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Starts the site on a port: so many workers, and another for each that dies."""
    workers = os.environ.get("WEB_WORKERS") or "2"
    command: list[object] = [PYTHON, "-m", "config.serve", "--host", HOST, "--port", number]
    command += ["--workers", workers, "--blocking-threads", "6", "--respawn-failed-workers"]
    command += ["--log-level", "warning", "--workers-kill-timeout", "5"]
    pool = {"DATABASE_POOL_SIZE": os.environ.get("DATABASE_POOL_SIZE") or "8"}
    return begin(command, {**env, **pool})


def begin(command: list[object], env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Starts a process in a group of its own: Ctrl-C reaches us alone, and we end it in order."""
    return subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **env},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_us,
    )


def running() -> tuple[int, int] | None:
    """The process and port of this checkout's server, if it is up."""
    try:
        record = json.loads(RECORD.read_text())
        pid, number = int(record["pid"]), int(record["port"])
        command = Path(f"/proc/{pid}/cmdline")
        if Path("/proc/self").exists():
            ours = b"config.serve" in command.read_bytes() and _works_here(pid)
        else:
            os.kill(pid, 0)
            ours = True
    except (OSError, ValueError, KeyError):
        return None
    return (pid, number) if ours else None


def stop() -> bool:
    """Stops the server that a `make run` left or still has; says whether there was one."""
    found = running()
    # Before the server ends, so that the `make run` above it knows that somebody wished it.
    RECORD.unlink(missing_ok=True)
    if found is None:
        return False
    end(found[0])
    return True


def _die_with_us() -> None:
    """Has Linux end the server if we are killed: the next `make run` finds its port free."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _works_here(pid: int) -> bool:
    return Path(f"/proc/{pid}/cwd").resolve() == ROOT


def wait_for_answer(child: subprocess.Popen[bytes], number: int) -> None:
    """Waits until a site that was started answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise Refusal("The server did not start; what it said is above.")
        try:
            site = http.client.HTTPConnection(HOST, number, timeout=5)
            with contextlib.closing(site) as connection:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Refusal(f"The server did not answer within {PATIENCE:.0f} seconds.")


def end(pid: int) -> None:
    """Ends the server and its workers: asked first, made to after ten seconds."""
    for number, patience in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)):
        try:
            # The server leads a group that holds its workers and nothing else.
            os.killpg(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            # A leader that is our child stays in the group until we have asked after it.
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            try:
                os.killpg(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.05)
