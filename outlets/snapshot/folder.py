"""Writing a snapshot: a folder that is whole before anybody can see it.

``DIR/current`` is a link to the newest of ``DIR/versions/``; a web server's root is the link.
Files that have not changed are links to those of the version before, so that a new sequence
costs what it changed.
"""

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from outlets.compression import Encoding, compress
from outlets.snapshot.archive import write_archive
from outlets.snapshot.rendering import Rendering, Stamp
from outlets.version import Version
from zones.api.rendering import stamp as stamped
from zones.serving import current

KEPT = 3
COMPRESSED = {".html", ".json", ".geojson", ".csv", ".txt", ".atom", ".css", ".js", ".svg"}
SUFFIXES = {Encoding.BROTLI: ".br", Encoding.GZIP: ".gz"}
SMALLEST = 200
ATTEMPTS = 3


class LedgerMoves(RuntimeError):
    """The ledger went on during every attempt; the former snapshot stays."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written, and where. ``is_new`` is false where the newest was there already."""

    folder: Path
    version: str
    files: int
    is_new: bool = True


def take(root: Path, *, live: str = "", force: bool = False) -> Taken:
    """Take a snapshot of now into ``root``, wholly or not at all."""
    versions = root / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    for _ in range(ATTEMPTS):
        now, version = timezone.now(), Version.current()
        name = f"{version.name(now)}-{now:%Y%m%d}"
        if (versions / name).is_dir() and not force:
            _point(root, name)
            return Taken(versions / name, name, 0, is_new=False)
        building = Path(tempfile.mkdtemp(prefix=".new-", dir=versions))
        try:
            stamp = Stamp(now, version.sequence, live)
            with current.asking(current.snapshot()):
                count = _Writer(building, _newest(root)).write(stamp, name)
            if Version.current() == version:
                building.chmod(0o755)
                _put(building, versions / name)
                _point(root, name)
                _forget_old(versions, name)
                return Taken(versions / name, name, count)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    raise LedgerMoves("the ledger goes on: try again")


class _Writer:
    """One folder in the making."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self.folder, self.before = folder, before

    def write(self, stamp: Stamp, name: str) -> int:
        count = 0
        for path, body in Rendering(stamp).files():
            self._file(path, body)
            count += 1
        tiles = self.folder / "tiles" / f"{stamp.sequence}.pmtiles"
        tiles.parent.mkdir()
        write_archive(tiles, stamp.as_of, f"risk zones {stamp.sequence}")
        self._share(tiles)
        said = {
            "version": name,
            "sequence": stamp.sequence,
            "as_of": stamped(stamp.as_of),
            "live": stamp.live or None,
            "files": count + 1,
            "tiles": f"tiles/{stamp.sequence}.pmtiles",
        }
        self._file("snapshot.json", json.dumps(said, ensure_ascii=False, indent=1).encode())
        return count + 2

    def _file(self, path: str, body: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        same = self.before and _holds(self.before / path, body)
        for suffix, encoding in _forms(target, body):
            file = target.with_name(target.name + suffix)
            former = self.before / (path + suffix) if self.before else None
            if same and former and former.exists():
                os.link(former, file)
            else:
                file.write_bytes(compress(body, encoding))

    def _share(self, file: Path) -> None:
        former = self.before / file.relative_to(self.folder) if self.before else None
        if former and _holds(former, file.read_bytes()):
            file.unlink()
            os.link(former, file)


def _forms(target: Path, body: bytes) -> list[tuple[str, Encoding]]:
    """The file itself, and what is worth compressing beside it, as web servers look for it."""
    whole = [("", Encoding.IDENTITY)]
    if target.suffix in COMPRESSED and len(body) >= SMALLEST:
        return whole + [(suffix, encoding) for encoding, suffix in SUFFIXES.items()]
    return whole


def _holds(file: Path, body: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(body) and file.read_bytes() == body


def _newest(root: Path) -> Path | None:
    current = root / "current"
    return current.resolve() if current.exists() else None


def _put(building: Path, target: Path) -> None:
    """In place of a former one of the same name, which only ``force`` makes again."""
    if target.exists():
        aside = building.with_name(building.name + "-old")
        target.rename(aside)
        shutil.rmtree(aside)
    building.rename(target)


def _point(root: Path, name: str) -> None:
    """Turn the link in one step: a reader finds the old folder or the new, never none."""
    link = root / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("versions") / name)
    link.replace(root / "current")


def _forget_old(versions: Path, newest: str) -> None:
    """Keep a few: a page that is open still loads its files from the one before."""
    others = [v for v in versions.iterdir() if v.name != newest and not v.name.startswith(".")]
    for old in sorted(others, key=lambda v: v.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(old)
