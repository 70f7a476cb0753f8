"""Where the private cluster lives, and whose it is.

PostgreSQL refuses to run as root, so root hands the cluster to an ordinary account; and that
account may not be able to enter the checkout. Socket paths have a limit that a deep checkout
exceeds. Both are settled here, and whatever ends up outside `var/` is recorded inside it.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.checkout import VAR, Refusal, say, write

INSIDE = VAR / "cluster"
POINTER = VAR / "cluster-home"
ELSEWHERE = Path("/var/lib")

# sun_path holds 108 bytes, one of them the end.
SOCKET_LIMIT = 107
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Home:
    """One cluster's place: its files under `path`, its socket in `socket`, owned by `account`."""

    path: Path
    socket: Path
    account: tuple[int, int]

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def log(self) -> Path:
        return self.path / "log"

    def own(self, directory: Path) -> None:
        """Makes a directory that nobody but the account, and root, can enter."""
        directory.mkdir(mode=0o700, exist_ok=True)
        found = directory.lstat()
        if os.geteuid() == 0 and found.st_uid == 0 and stat.S_ISDIR(found.st_mode):
            os.chown(directory, *self.account)
            found = directory.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.account[0]:
            raise Refusal(f"{directory} belongs to somebody else: remove it, or become its owner")
        directory.chmod(0o700)


def find() -> Home | None:
    """The place of the cluster that this checkout has, if it has one."""
    path = _recorded() or INSIDE
    if not (path / "data").is_dir():
        return None
    return at(path, _owner_of(path / "data"))


def choose() -> Home:
    """The place of this checkout's cluster, decided now if it was not before."""
    found = find()
    if found:
        return found
    account = _ordinary_account()
    path = _recorded()
    if path is None:
        VAR.mkdir(exist_ok=True)
        if _enters(account, VAR):
            path = INSIDE
        else:
            path = ELSEWHERE / f"risk-zones-{secrets.token_hex(4)}"
            write(POINTER, f"{path}\n")
            say(f"PostgreSQL's account cannot enter this checkout: the database lives in {path}")
    home = at(path, account)
    home.own(home.path)
    return home


def remove(home: Home) -> None:
    shutil.rmtree(home.path)
    shutil.rmtree(home.socket, ignore_errors=True)
    POINTER.unlink(missing_ok=True)


def _recorded() -> Path | None:
    return Path(POINTER.read_text().strip()) if POINTER.exists() else None


def at(path: Path, account: tuple[int, int]) -> Home:
    """A place by its path; its socket is inside, unless that name would be too long."""
    socket = path / "socket"
    if len(os.fsencode(socket / SOCKET_NAME)) > SOCKET_LIMIT:
        name = f"risk-zones-{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}"
        # The same place whoever asks: root may stop what its owner started. `own` sees to it that
        # nobody else has put something there.
        socket = Path("/tmp") / name
    return Home(path, socket, account)


def _owner_of(data: Path) -> tuple[int, int]:
    found = data.stat()
    if os.geteuid() not in {0, found.st_uid}:
        raise Refusal(f"{data} belongs to another account: work as that one, or as root")
    return found.st_uid, found.st_gid


def _ordinary_account() -> tuple[int, int]:
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise Refusal("PostgreSQL does not run as root, and there is no account `postgres` to run it")


def _enters(account: tuple[int, int], path: Path) -> bool:
    if os.geteuid() != 0:
        return True
    looked = subprocess.run(
        ["test", "-x", str(path)],
        user=account[0],
        group=account[1],
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return looked.returncode == 0
