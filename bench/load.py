"""Servers to be measured, and wrk, which measures them."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

WORKERS = 2
CONNECTIONS = 32
PATIENCE = 300.0
SCRIPT = """
local queries = {}
for line in io.lines(os.getenv("BENCH_QUERIES")) do queries[#queries + 1] = line end
local pause = tonumber(os.getenv("BENCH_PAUSE") or "0")
local at, step = 0, 1
function init(args)
  math.randomseed(tonumber(tostring({}):sub(8)) or 7)
  at = math.random(#queries)
  local key = os.getenv("BENCH_KEY")
  if key then wrk.headers["Authorization"] = key end
end
if pause > 0 then function delay() return pause end end
function request()
  at = at % #queries + 1
  return wrk.format("GET", queries[at])
end
"""


class NoWrk(RuntimeError):
    """wrk is not installed."""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk told: requests a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float
    failed: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running granian."""

    port: int
    pid: int

    def get(self, path: str, key: str = "") -> tuple[int, list[tuple[str, str]], bytes]:
        """One request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Authorization": key} if key else {})
        response = connection.getresponse()
        found = response.status, response.getheaders(), response.read()
        connection.close()
        return found

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        told = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(pid) for pid in told if "tracker" not in _command(int(pid))]

    def memory(self) -> list[tuple[float, float]]:
        """Resident and proportional (shared pages divided) memory of each worker, in MiB."""
        found = []
        for pid in self.workers:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            rss, pss = (int(re.findall(rf"^{n}:\s+(\d+)", text, re.M)[0]) for n in ("Rss", "Pss"))
            found.append((rss / 1024, pss / 1024))
        return found


@contextmanager
def serving(port: int, application: str | None = None, **environment: str) -> Iterator[Server]:
    """The site, or a bare application, as `make run` starts it, until the block is left."""
    bare = ["granian", "--interface", "wsgi", application]
    program = ["config.serve"] if application is None else bare
    command = [sys.executable, "-m", *program, "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "4"]
    command += ["--log-level", "error", "--workers-kill-timeout", "5"]
    child = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(port, child)
        yield Server(port, child.pid)
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait(30)


def _await(port: int, child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and child.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"nothing answers on port {port}")


def wrk(server: Server, queries: Path, *, seconds: float, key: str = "", rate: float = 0.0) -> Load:
    """Drive a server with queries from a file; with a ``rate``, at about that rate."""
    program = shutil.which("wrk")
    if program is None:
        raise NoWrk("wrk is not installed: apt-get install wrk")
    script = queries.with_suffix(".lua")
    script.write_text(SCRIPT)
    pause = 1000 * CONNECTIONS / rate if rate else 0
    told = subprocess.run(
        [
            *(program, "-t2", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--latency"),
            *("-s", str(script), f"http://127.0.0.1:{server.port}/"),
        ],
        env={
            **os.environ,
            "BENCH_QUERIES": str(queries),
            "BENCH_PAUSE": f"{pause:.0f}",
            **({"BENCH_KEY": key} if key else {}),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    return Load(
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", told)),
        p50=_milliseconds(_found(r"50%\s+(\S+)", told)),
        p99=_milliseconds(_found(r"99%\s+(\S+)", told)),
        failed=int(failed[1]) if failed else 0,
    )


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(f"wrk told something else than expected:\n{text}")
    return match[1]


def _milliseconds(text: str) -> float:
    """A time as wrk writes it; not a number where it had nothing to measure."""
    match = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    if match is None:
        return float("nan")
    return float(match[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}[match[2]]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def written(path: Path, lines: Sequence[str]) -> Path:
    """Lines in a file."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


__all__ = ["CONNECTIONS", "WORKERS", "Load", "NoWrk", "Server", "serving", "written", "wrk"]
