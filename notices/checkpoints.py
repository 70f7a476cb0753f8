"""Signed checkpoints (签名检查点): where the ledger stood, in words that only we can sign.

A chain that is cut off at its end is a valid shorter chain. A checkpoint kept by
somebody else shows the cut, and its signature shows who said where the ledger stood.
"""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from notices.export import stamp
from notices.models import Notice


class KeyRefused(ValueError):
    """A key file that is not there, or does not hold an Ed25519 key."""


class NotOurs(ValueError):
    """A checkpoint whose signature does not verify."""


def statement(notice: Notice) -> dict[str, Any]:
    """What is signed: the last act and its digest."""
    return {
        "sequence": notice.sequence,
        "recorded_at": stamp(notice.recorded_at),
        "digest": notice.seal.digest,
    }


def sign(said: dict[str, Any], key_file: Path) -> dict[str, Any]:
    """The statement with its signature and the public key to check it by."""
    key = private_key(key_file)
    signature = base64.b64encode(key.sign(_bytes(said))).decode("ascii")
    return {**said, "signature": signature, "public_key": public_pem(key).decode("ascii")}


def private_key(key_file: Path) -> Ed25519PrivateKey:
    """The key in a PEM file. Raises ``KeyRefused``."""
    try:
        key = load_pem_private_key(key_file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeyRefused(f"{key_file}: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyRefused(f"{key_file}: not an Ed25519 key")
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half of a key, as it is published."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def verify(checkpoint: dict[str, Any], public_key: bytes) -> dict[str, Any]:
    """The statement of a checkpoint, if this key signed it. Raises ``NotOurs``.

    The key inside the checkpoint proves nothing: give the one you were told.
    """
    said = {k: checkpoint.get(k) for k in ("sequence", "recorded_at", "digest")}
    try:
        key = load_pem_public_key(public_key)
    except (ValueError, TypeError) as error:
        raise KeyRefused(str(error)) from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyRefused("not an Ed25519 key")
    try:
        key.verify(base64.b64decode(str(checkpoint.get("signature", ""))), _bytes(said))
    except (InvalidSignature, ValueError) as error:
        raise NotOurs("the signature is not of this key over this statement") from error
    return said


def _bytes(said: dict[str, Any]) -> bytes:
    """Canonical JSON: ASCII keys in order, no blanks."""
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")
