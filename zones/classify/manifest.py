"""What a run was asked, kept beside its parts, so that it can be gone on with and not mixed up."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from zones.gazetteer.index import Index

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A run: equal manifests make equal bytes."""

    input: str
    """The fingerprint of the input."""
    sequence: int
    gazetteer: str
    """The fingerprint of the known places."""
    as_of: str
    known_at: str
    window: str | None
    crs: str | None
    kept: tuple[str, ...]
    encoding: str | None

    def differences(self, other: "Manifest") -> list[str]:
        """In what two runs differ, by name."""
        mine, theirs = asdict(self), asdict(other)
        return [
            f"{name}: {_short(theirs[name])} then, {_short(mine[name])} now"
            for name in mine
            if mine[name] != theirs[name]
        ]

    def write(self, folder: Path) -> None:
        """Keep it, whole or not at all."""
        making = folder / f"{NAME}.making"
        making.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
        making.replace(folder / NAME)

    @classmethod
    def read(cls, folder: Path) -> "Manifest | None":
        """The manifest of a run that was begun here, if it can be read."""
        try:
            held = json.loads((folder / NAME).read_text("utf-8"))
            return cls(**held | {"kept": tuple(held["kept"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:12] + "…"


def fingerprint(index: Index) -> str:
    """What tells one gazetteer from another: its places, their names and where they lie."""
    digest = hashlib.sha256()
    columns = index.columns
    for part in (columns.ids, columns.parent, columns.rank, columns.key, columns.own_name):
        digest.update(bytes(part))
    digest.update("\0".join(columns.texts).encode())
    for (rank, key), numbers in sorted(index.named_numbers.items()):
        digest.update(f"{rank}\0{key}\0{numbers}\n".encode())
    return digest.hexdigest()
