"""System packages: what is missing is installed by apt where that is possible, else named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from ctypes.util import find_library
from pathlib import Path

from ops import postgres
from ops.checkout import Refusal, run, say

# Read by postgresql-common when a server is installed, through the include in createcluster.conf.
NO_SYSTEM_CLUSTER = Path("/etc/postgresql-common/createcluster.d/risk-zones.conf")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PANGO = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
WHERE_ELSE = (
    "PostGIS need not be on this machine: DATABASE_URL=postgresql://user:password@host/name "
    "points at any."
)


def for_running() -> None:
    """What `make run` and `make test` need from the system, besides Python."""
    _for_the_database()
    _for_paper()


def _for_paper() -> None:
    """What makes PDFs of notices. Without it the site runs, and says so where one is asked for."""
    missing = [name for library, name in PANGO.items() if find_library(library) is None]
    if not _draws_chinese():
        missing.append("fonts-noto-cjk")
    if not missing:
        return
    try:
        install(missing, why="notices as PDF")
    except Refusal as refusal:
        say(f"No PDFs without {' '.join(missing)}: {refusal}")


def _for_the_database() -> None:
    if os.environ.get("DATABASE_URL") or postgres.installed():
        return
    if not _apt():
        raise Refusal(
            "PostgreSQL with PostGIS 3 is missing, and there is no apt to install it with.\n"
            "Install both with the package manager of this machine, so that initdb is on PATH.\n"
            + WHERE_ELSE
        )
    version = _newest_postgis()
    if version is None:
        _refresh()
        version = _newest_postgis()
    if version is None:
        raise Refusal(f"apt knows no package postgresql-NN-postgis-3.\n{WHERE_ELSE}")
    _install_postgres([f"postgresql-{version}", f"postgresql-{version}-postgis-3"])


def for_testing() -> None:
    """What the browser tests need: a Chromium, and glyphs for the text that it draws."""
    missing = []
    if chromium() is None:
        missing.append("chromium")
    if not _draws_chinese():
        missing.append("fonts-noto-cjk")
    if missing:
        install(missing, why="the browser tests")
    if chromium() is None:
        raise Refusal("The browser tests need Chromium: install it and set CHROMIUM=/path/to/it")


def for_measuring() -> None:
    """What drives the servers that `make bench` measures. Without it that part is left out."""
    if shutil.which("wrk") is None:
        try:
            install(["wrk"], why="the benchmarks of serving")
        except Refusal as refusal:
            say(f"Serving is not measured without wrk: {refusal}")


def for_virtualenv() -> None:
    """Debian leaves `ensurepip` out of python3; it comes with python3-venv."""
    probe = "import ensurepip, venv"
    if subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install([f"python{version}-venv"], why="the virtual environment")


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def install(packages: Sequence[str], *, why: str) -> None:
    names = " ".join(packages)
    if not _apt():
        raise Refusal(f"Missing for {why}: {names} (by Debian's names). Install it and try again.")
    become = _as_root(names)
    say(f"Installing {names}, for {why}")
    command = [*become, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if _quietly(command).returncode == 0:
        return
    # A machine's lists may be missing or older than what the archive still has.
    _refresh()
    finished = _quietly(command)
    if finished.returncode:
        raise Refusal(f"`{' '.join(command)}` failed:\n{finished.stdout}{finished.stderr}")


def _install_postgres(packages: Sequence[str]) -> None:
    """Debian's server package makes and starts a cluster of its own on port 5432; not for us."""
    become = _as_root(" ".join(packages))
    ours = not any(Path("/etc/postgresql").glob("*/*")) and not NO_SYSTEM_CLUSTER.exists()
    if ours:
        run([*become, "mkdir", "-p", NO_SYSTEM_CLUSTER.parent])
        run([*become, "tee", NO_SYSTEM_CLUSTER], text="create_main_cluster = false\n")
    try:
        install(packages, why="the private database cluster")
    finally:
        # Whoever installs a server later, for themselves, gets what Debian gives.
        if ours:
            run([*become, "rm", "-f", NO_SYSTEM_CLUSTER])


def _apt() -> bool:
    return shutil.which("apt-get") is not None


def _as_root(packages: str) -> list[str]:
    """How to become root, before `env`: a plain sudo drops the variables that we set."""
    frontend = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
    if os.geteuid() == 0:
        return frontend
    sudo = shutil.which("sudo")
    asks = sys.stdin is not None and sys.stdin.isatty()
    if sudo and (asks or _quietly([sudo, "-n", "true"]).returncode == 0):
        return [sudo, *([] if asks else ["-n"]), *frontend]
    raise Refusal(
        f"These packages are missing, and we may not install them: {packages}\n"
        f"As root: apt-get install {packages}\n{WHERE_ELSE}"
    )


def _refresh() -> None:
    say("Reading the lists of packages")
    run([*_as_root("(the lists of apt)"), "apt-get", "update", "-q"])


def _newest_postgis() -> str | None:
    """The newest PostgreSQL for which this system has PostGIS; one version on Debian proper."""
    listed = run(["apt-cache", "pkgnames", "postgresql-"]).split()
    versions = [m[1] for name in listed if (m := re.fullmatch(r"postgresql-(\d+)-postgis-3", name))]
    usable = [version for version in versions if f"postgresql-{version}" in listed]
    return max(usable, key=int, default=None)


def _draws_chinese() -> bool:
    listing = shutil.which("fc-list")
    return bool(listing and run([listing, ":lang=zh-cn", "family"]).strip())


def _quietly(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
