"""A million lines over HTTP: how fast beside a bare echo, how soon, in how much memory."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.town import AT, town

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
LINES = int(os.environ.get("NDJSON_LINES") or 100_000)
SPELLINGS = LINES // 20
MANY = 10 * LINES
HOST = "127.0.0.1"
BATCH = "/api/v1/lookup/batch"
ECHOES = {
    "echo": "bare echo, a block of lines at a time",
    "echo_json": "bare echo, each line read and written as JSON",
    "echo_each": "bare echo, a line at a time",
}


def run(options: Namespace) -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as folder:
        made = town(seed=options.seed, scale=options.scale, questions=LINES)
        path = Path(folder, "town.pickle")
        made.save(path)
        query = f"?as_of={AT.isoformat().replace('+', '%2B')}&window=P7D"
        few = _body(made.texts[:SPELLINGS], LINES)
        distinct = _body(made.texts, LINES)
        print(f"\nNDJSON over HTTP: {len(made.snapshot.ground.index):,} places, {WORKERS} workers")
        with _served("bench.ndjson_server:application", town=path) as (port, pid):
            paths = {"few": (BATCH + query, few), "distinct": (BATCH + query, distinct)}
            rates: dict[str, list[float]] = {}
            with _echoes() as echoes:
                for _ in range(max(2, options.rounds // 2)):
                    for name, (target, body) in paths.items():
                        rates.setdefault(name, []).append(_rate(port, target, body))
                    for name, other in echoes.items():
                        rates.setdefault(name, []).append(_rate(other, "/", few))
            _table(rates)
            _million(port, pid, BATCH + query, few)


def _table(rates: dict[str, list[float]]) -> None:
    """Rates and ratios, medians of the turns."""
    middle = {name: statistics.median(each) for name, each in rates.items()}
    _line(f"answers to {LINES:,} lines of {SPELLINGS:,} spellings", f"{middle['few']:,.0f} lines/s")
    _line("answers to lines that all differ", f"{middle['distinct']:,.0f} lines/s")
    for name, what in ECHOES.items():
        few, distinct = (
            statistics.median(a / b for a, b in zip(rates[kind], rates[name], strict=True))
            for kind in ("few", "distinct")
        )
        ratios = f"ratio {few:.2f}, all differing {distinct:.2f}"
        _line(what, f"{middle[name]:,.0f} lines/s, {ratios}")


def _million(port: int, pid: int, target: str, body: bytes) -> None:
    """One stream of very many lines: when the first answer comes, and what memory it takes."""
    before = _peak(pid)
    first, sent, lines = _stream(port, target, body, MANY // LINES, hold=True)
    _line(f"{MANY:,} lines in one stream", f"{lines:,} answers, {MANY / sent:,.0f} lines/s")
    _line("the first answer, before the last line is sent", f"after {1000 * first:.0f} ms")
    _line("peak memory of a worker, before and after", f"{before:.0f}, {_peak(pid):.0f} MiB")


def _body(texts: list[str], lines: int) -> bytes:
    return b"".join(
        json.dumps({"id": n, "address": texts[n % len(texts)]}, ensure_ascii=False).encode() + b"\n"
        for n in range(lines)
    )


def _rate(port: int, target: str, body: bytes) -> float:
    """Lines a second over as many streams as there are workers."""
    began = time.perf_counter()
    streams = [
        threading.Thread(target=_stream, args=(port, target, body, 1)) for _ in range(WORKERS)
    ]
    for stream in streams:
        stream.start()
    for stream in streams:
        stream.join()
    return WORKERS * LINES / (time.perf_counter() - began)


def _stream(
    port: int, target: str, body: bytes, times: int, *, hold: bool = False
) -> tuple[float, float, int]:
    """Send while reading; returns when the first answer came, when all, and how many.

    With ``hold``, only a hundredth is sent before the first answer is there.
    """
    with socket.create_connection((HOST, port)) as link:
        head = f"POST {target} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-ndjson\r\n"
        head += f"Content-Length: {len(body) * times}\r\nConnection: close\r\n\r\n"
        began = time.perf_counter()
        link.sendall(head.encode())
        answered = threading.Event()

        def send() -> None:
            start = len(body) // 100 if hold else 0
            link.sendall(body[:start])
            if hold:
                answered.wait(60)
            link.sendall(body[start:])
            for _ in range(times - 1):
                link.sendall(body)

        sender = threading.Thread(target=send)
        sender.start()
        first, count, ends_in_brace = 0.0, 0, False
        buffer = bytearray(1 << 18)
        while size := link.recv_into(buffer):
            found = buffer.count(b"}\n", 0, size) + (ends_in_brace and buffer[0] == 0x0A)
            ends_in_brace = buffer[size - 1] == 0x7D
            if found and not first:
                first = time.perf_counter() - began
                answered.set()
            count += found
        sender.join()
        return first, time.perf_counter() - began, count


@contextmanager
def _echoes() -> Iterator[dict[str, int]]:
    """The ports of the echoes."""
    served = [_served(f"bench.ndjson_server:{name}") for name in ECHOES]
    ports = [each.__enter__()[0] for each in served]
    try:
        yield dict(zip(ECHOES, ports, strict=True))
    finally:
        for each in served:
            each.__exit__(None, None, None)


@contextmanager
def _served(application: str, *, town: Path | None = None) -> Iterator[tuple[int, int]]:
    """A granian of its own; its port and its process."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "BENCH_TOWN": str(town or ""), "LOG_LEVEL": "ERROR", "DEBUG": "1"}
    env |= {"ANONYMOUS_ADDRESSES_PER_MINUTE": "1000000000", "QUERY_LOG": "0"}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "2"]
    server = subprocess.Popen([*command, "--log-level", "error", application], env=env, cwd=ROOT)
    try:
        _wait(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Until it takes connections, and its workers have loaded what they load."""
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the server to be measured did not start")
        try:
            with socket.create_connection((HOST, port), timeout=60) as link:
                link.sendall(
                    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                )
                if link.recv(64):
                    return
        except OSError:
            time.sleep(0.1)


def _peak(pid: int) -> float:
    """The largest resident memory that any worker has had, in MiB (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    peaks = [
        int(line.split()[1]) / 1024
        for child in children
        for line in Path(f"/proc/{child}/status").read_text("ascii").splitlines()
        if line.startswith("VmHWM:")
    ]
    return max(peaks, default=0.0)


def _line(what: str, figure: str) -> None:
    print(f"  {what:<48} {figure}", flush=True)
