"""The PostgreSQL and PostGIS programs of this machine."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from ops.checkout import Refusal

DEBIAN = Path("/usr/lib/postgresql")


def programs(*, version: str | None = None) -> Path:
    """The directory of initdb, pg_ctl and psql, of a PostgreSQL that has PostGIS."""
    found = installed()
    if version is not None:
        if version in found:
            return found[version]
        raise Refusal(
            f"The private cluster was made by PostgreSQL {version}, which is not here (or lacks "
            f"PostGIS). Install postgresql-{version}-postgis-3, or `make stop`, move var/cluster "
            "away and start over with an empty one."
        )
    if not found:
        raise Refusal("There is no PostgreSQL with PostGIS on this machine.")
    return found[max(found, key=int)]


def installed() -> dict[str, Path]:
    """Each PostgreSQL that has PostGIS, by its major version."""
    candidates = list(DEBIAN.glob("*/bin"))
    # Where PostgreSQL is not Debian's, its programs are on the path.
    candidates += [Path(part) for part in os.environ.get("PATH", "").split(os.pathsep) if part]
    found: dict[str, Path] = {}
    for folder in candidates:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql", "postgres")):
            version = _version(folder)
            if version and version not in found and _has_postgis(folder, version):
                found[version] = folder
    return found


def _version(folder: Path) -> str | None:
    if folder.parent.parent == DEBIAN:
        return folder.parent.name
    printed = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    ).stdout
    number = re.search(r"(\d+)", printed)
    return number[1] if number else None


def _has_postgis(folder: Path, version: str) -> bool:
    shared = (
        Path(f"/usr/share/postgresql/{version}/extension"),
        folder.parent / "share" / "extension",
        folder.parent / "share" / "postgresql" / "extension",
    )
    return any((place / "postgis.control").exists() for place in shared)
