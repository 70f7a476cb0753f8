"""Peers: other programs for the same work, each in a throw-away environment of its own.

No peer is a dependency of the project, and none is imported by it.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from types import TracebackType

CPCA = "cpca==0.5.5"


class NoPeer(RuntimeError):
    """The peer cannot be installed here."""


class Cpca:
    """cpca over a list of addresses; ``with`` installs it, and removes it at the end."""

    def __init__(self, addresses: list[str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="bench-cpca-")
        self._addresses = addresses

    def __enter__(self) -> "Cpca":
        home = Path(self._folder.name)
        python = home / "env" / "bin" / "python"
        venv.create(home / "env", with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", CPCA]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            self._folder.cleanup()
            raise NoPeer(done.stderr.strip().splitlines()[-1])
        texts = home / "addresses.txt"
        texts.write_text("\n".join(self._addresses), encoding="utf-8")
        self._process = subprocess.Popen(
            [python, Path(__file__).with_name("peer_cpca.py"), texts],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            text=True,
        )
        self._hear()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._folder.cleanup()

    def rate(self, way: str) -> float:
        """Addresses a second of processor time, ``bulk`` or ``single``."""
        assert self._process.stdin is not None
        print(way, file=self._process.stdin, flush=True)
        return float(self._hear())

    def _hear(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise NoPeer("cpca ended early")
        return line
