"""The site as it is served, over the database that the measurement is connected to."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PORT = 8119
PATIENCE = 60


@contextmanager
def serving() -> Iterator[str]:
    """The address of the site, for as long as it is up. It is reached without HTTPS, as by
    `make run`."""
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("compile_translations", verbosity=0)
    environment = {
        **os.environ,
        "DATABASE_URL": _database(),
        "SECRET_KEY": "bench" * 12,
        "SECURE_HTTPS": "0",
        "DATABASE_POOL_SIZE": "4",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "config.serve", "--host", "127.0.0.1"]
    command += ["--port", str(PORT), "--blocking-threads", "4", "--log-level", "warning"]
    child = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(f"http://127.0.0.1:{PORT}")
        yield f"http://127.0.0.1:{PORT}"
    finally:
        child.terminate()
        child.wait()


def _database() -> str:
    told = connection.settings_dict
    host = quote(told["HOST"], safe="")
    return f"postgresql://{told['USER']}@/{told['NAME']}?host={host}"


def _wait(site: str) -> None:
    """Until it answers; the first answer also warms it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(site, timeout=PATIENCE).read()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
