"""Certificates (证明): what the risk of a place was at an instant, signed so that all can check.

The code holds everything that was said: the place with its name, the risk, the instant asked
about, by when it was known and at which sequence. It is signed with the key of the ledger
(Ed25519), so that anyone who has the public key can check it without us, and the site can say
what the ledger says of it today.
"""

import base64
import binascii
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from notices.checkpoints import KeyRefused, private_key, public_pem
from zones.risk.assess import Risk
from zones.risk.regimes import SHANGHAI

PURPOSE = b"risk-zones certificate\0"
"""Signed with every code, so that nothing else signed with the key passes for one."""
FORM = 1
_HEAD = struct.Struct(">B16sqqI")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_SIGNATURE = 64
_LONGEST_NAME = 200
LONGEST_CODE = 600


class NoCertificate(ValueError):
    """A code that is damaged, made up, or changed after it was signed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says."""

    place: UUID
    name: str
    risk: Risk
    as_of: datetime
    known_at: datetime
    sequence: int

    def packed(self) -> bytes:
        """As few bytes as it takes; the same statement always makes the same ones."""
        name = self.name.encode()[:_LONGEST_NAME].decode(errors="ignore")
        head = _HEAD.pack(
            FORM,
            self.place.bytes,
            (self.as_of - _EPOCH) // _MICRO,
            (self.known_at - _EPOCH) // _MICRO,
            self.sequence,
        )
        return head + f"{self.risk.value}\0{name}".encode()

    @classmethod
    def unpacked(cls, packed: bytes) -> "Statement":
        """The statement that was packed. Raises ``NoCertificate``."""
        try:
            form, place, as_of, known_at, sequence = _HEAD.unpack_from(packed)
            if form != FORM:
                raise NoCertificate(f"form {form} is not known")
            risk, _, name = packed[_HEAD.size :].decode().partition("\0")
            return cls(
                place=UUID(bytes=place),
                name=name,
                risk=Risk(risk),
                as_of=(_EPOCH + as_of * _MICRO).astimezone(SHANGHAI),
                known_at=(_EPOCH + known_at * _MICRO).astimezone(SHANGHAI),
                sequence=sequence,
            )
        except (struct.error, ValueError, OverflowError) as error:
            raise NoCertificate(str(error)) from error


def certify(statement: Statement, key_file: Path) -> str:
    """The code of a certificate. Raises ``KeyRefused``."""
    packed = statement.packed()
    signature = private_key(key_file).sign(PURPOSE + packed)
    return base64.urlsafe_b64encode(signature + packed).rstrip(b"=").decode("ascii")


def checked(code: str, public_keys: Iterable[bytes]) -> Statement:
    """What a code says, if one of our keys signed it. Raises ``NoCertificate``."""
    if not code.isascii() or len(code) > LONGEST_CODE:
        raise NoCertificate("not a code")
    try:
        whole = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoCertificate(str(error)) from error
    signature, packed = whole[:_SIGNATURE], whole[_SIGNATURE:]
    if not any(_signed(pem, signature, packed) for pem in public_keys):
        raise NoCertificate("the signature is not of our key")
    return Statement.unpacked(packed)


def _signed(pem: bytes, signature: bytes, packed: bytes) -> bool:
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise KeyRefused("not an Ed25519 key")
    try:
        key.verify(signature, PURPOSE + packed)
    except InvalidSignature:
        return False
    return True


def public_keys(key_file: Path, former: Iterable[Path]) -> list[bytes]:
    """The key of today and those that were in use before. Raises ``KeyRefused``."""
    try:
        return [public_pem(private_key(key_file)), *(path.read_bytes() for path in former)]
    except OSError as error:
        raise KeyRefused(str(error)) from error
