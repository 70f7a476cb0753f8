"""A signed checkpoint shows who said where the ledger stood, and that it still does."""

import json
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.management import CommandError, call_command
from django.db import connection

from notices.models import Binding, Entry, EntryPlace, Notice, Seal
from tests.ground import entry, publish, small_city


@pytest.fixture
def keys(tmp_path: Path, settings: Any) -> Path:
    key = Ed25519PrivateKey.generate()
    private = tmp_path / "private.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = tmp_path / "public.pem"
    public.write_bytes(
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    settings.LEDGER_SIGNING_KEY = str(private)
    return public


@pytest.fixture
def checkpoint(db: None, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    district = small_city().districts.get(name="小店区")
    publish(194, entry(district, "水木云天小区"))
    publish(195, entry(district, "书林苑小区"))
    call_command("sign_checkpoint")
    path = tmp_path / "checkpoint.json"
    path.write_text(capsys.readouterr().out, "utf-8")
    return path


def check(checkpoint: Path, keys: Path) -> None:
    call_command("sign_checkpoint", "--verify", str(checkpoint), "--public-key", str(keys))


def test_it_verifies_now_and_after_later_acts(checkpoint: Path, keys: Path) -> None:
    check(checkpoint, keys)
    publish(196, entry(Entry.objects.first().district, "晋阳紫城小区"))
    check(checkpoint, keys)


def test_a_changed_statement_is_not_ours(checkpoint: Path, keys: Path) -> None:
    said = json.loads(checkpoint.read_text("utf-8"))
    checkpoint.write_text(json.dumps({**said, "sequence": 1}), "utf-8")
    with pytest.raises(CommandError, match="signature"):
        check(checkpoint, keys)


def test_another_key_proves_nothing(checkpoint: Path, keys: Path) -> None:
    other = Ed25519PrivateKey.generate().public_key()
    keys.write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(CommandError, match="signature"):
        check(checkpoint, keys)


def test_a_ledger_cut_off_at_its_end_is_found(checkpoint: Path, keys: Path) -> None:
    connection.check_constraints()
    with pgtrigger.ignore():
        last = Notice.objects.get(number=195)
        for model in (EntryPlace, Binding):
            model.objects.all().delete()
        Entry.objects.filter(notice=last).delete()
        Seal.objects.filter(notice=last).delete()
        last.delete()
    with pytest.raises(CommandError, match="does not stand as signed at 2"):
        check(checkpoint, keys)


def test_without_a_key_or_a_ledger_nothing_is_signed(db: None, keys: Path, settings: Any) -> None:
    with pytest.raises(CommandError, match="the ledger is empty"):
        call_command("sign_checkpoint")
    settings.LEDGER_SIGNING_KEY = ""
    with pytest.raises(CommandError, match="LEDGER_SIGNING_KEY"):
        call_command("sign_checkpoint")
