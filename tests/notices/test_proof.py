"""The proof: any change, removal, insertion or reordering shows, inside and outside."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from notices.ledger.chain import GENESIS, Link, digest, faults
from notices.ledger.values import Action
from notices.models import Entry, Notice
from notices.services import NewVoid, correct
from notices.verification import differences
from tests.ground import DAY, T0, entry, people, place, publish, small_city, vouch
from zones.models import CoverageException, Standing

VERIFIER = Path(__file__).resolve().parents[2] / "docs" / "verify_export.py"


@pytest.fixture
def ledger(db: None) -> None:
    """Five acts of every kind of content."""
    district = small_city().districts.get(name="小店区")
    first = publish(194, entry(district, "水木云天小区（1号楼除外）")).entries.get()
    publish(195, entry(district, "明悦小区8号楼半边户"), entry(district, "书林苑小区"))
    vouch(district, unvouched=(place(district, "水木云天小区1号楼"),))
    release = entry(
        district, "水木云天小区（1号楼除外）", action=Action.RELEASE, at=T0 + DAY, binds=(first,)
    )
    last = publish(196, release).entries.get()
    clerk, publisher = people()
    correct(
        title="更正",
        voids=[NewVoid(last.id, "不应解除")],
        entered_by=clerk,
        published_by=publisher,
    )


@pytest.fixture
def exported(ledger: None, tmp_path: Path) -> Path:
    path = tmp_path / "ledger.jsonl"
    call_command("export_ledger", str(path))
    return path


def test_a_public_export_withholds_households_and_its_chain_still_holds(
    ledger: None, tmp_path: Path
) -> None:
    path = tmp_path / "public.jsonl"
    call_command("export_ledger", str(path), "--public")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    coarse = [line for line in lines if line.get("withheld")]
    assert len(coarse) == 1
    assert "半边户" not in path.read_text("utf-8")
    said = verify(path)
    assert said.returncode == 0, said.stdout
    assert "1 acts withhold words" in said.stdout
    lines[1]["previous"] = "0" * 64
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert verify(path).returncode == 1


def verify(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(path), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_untouched_ledger_verifies_inside_and_outside(exported: Path) -> None:
    assert list(differences()) == []
    outside = verify(exported)
    assert outside.returncode == 0, outside.stdout
    assert "5 acts verify" in outside.stdout


Lines = list[dict[str, Any]]


def reseal(act: dict[str, Any]) -> None:
    act["digest"] = digest(act["content"], act["previous"])


def change(lines: Lines) -> None:
    lines[1]["content"]["entries"][0]["text"] = "明悦小区9号楼"


def change_and_reseal(lines: Lines) -> None:
    change(lines)
    reseal(lines[1])


def remove(lines: Lines) -> None:
    del lines[2]


def insert(lines: Lines) -> None:
    act = json.loads(json.dumps(lines[1]))
    act["previous"] = lines[1]["digest"]
    reseal(act)
    lines.insert(2, act)


def swap(lines: Lines) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def bind_elsewhere(lines: Lines) -> None:
    lines[3]["content"]["bindings"][0][1] = lines[1]["content"]["entries"][0]["id"]


def unvoid(lines: Lines) -> None:
    lines[4]["content"]["entries"] = []


@pytest.mark.parametrize(
    "tamper", [change, change_and_reseal, remove, insert, swap, bind_elsewhere, unvoid]
)
def test_any_tampering_shows_outside(exported: Path, tamper: Callable[[Lines], None]) -> None:
    lines = [json.loads(line) for line in exported.read_text("utf-8").splitlines()]
    tamper(lines)
    exported.write_text("".join(json.dumps(act) + "\n" for act in lines), "utf-8")
    assert verify(exported).returncode == 1


def test_a_ledger_cut_off_at_its_end_shows_against_a_kept_digest(exported: Path) -> None:
    lines = exported.read_text("utf-8").splitlines(keepends=True)
    head = json.loads(lines[-1])["digest"]
    exported.write_text("".join(lines[:-1]), "utf-8")
    assert verify(exported).returncode == 0
    cut = verify(exported, "--head", head)
    assert cut.returncode == 1
    assert "the ledger ends at" in cut.stdout


def test_a_line_that_is_no_act_is_named(exported: Path) -> None:
    exported.write_text('{"content": 1}\nnot json\n', "utf-8")
    outside = verify(exported)
    assert outside.returncode == 1
    assert "line 1: not an act" in outside.stdout
    assert verify(exported.with_name("absent")).returncode == 2


def test_the_chain_names_what_is_broken() -> None:
    one = {"sequence": 1}
    first = Link(one, GENESIS, digest(one, GENESIS))
    two = {"sequence": 2}
    second = Link(two, first.digest, digest(two, first.digest))
    assert faults([first, second]) == []
    assert faults([second]) == [
        "act 2 stands where act 1 should",
        "act 2 does not follow the act before it",
    ]
    assert faults([Link({"sequence": 1, "x": 1}, GENESIS, first.digest)]) == [
        "act 1 is not what was sealed"
    ]


def test_a_row_changed_behind_the_guards_is_found(ledger: None) -> None:
    with pgtrigger.ignore():
        Entry.objects.filter(text="书林苑小区").update(text="书林苑二小区")
    assert list(differences()) == ["act 2 is not what was sealed"]
    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_ledger")


def test_a_projection_that_says_something_else_is_found(ledger: None) -> None:
    row = Standing.objects.filter(text="书林苑小区").get()
    row.level = "medium"
    row.save()
    found = list(differences())
    assert len(found) == 2
    assert found[0].startswith("the projection holds what the ledger does not say")
    assert found[1].startswith("the projection lacks what the ledger says")
    call_command("rebuild_projection")
    assert list(differences()) == []


def test_a_coverage_that_vouches_for_too_much_is_found(ledger: None) -> None:
    CoverageException.objects.all().delete()
    assert len(list(differences())) == 2
    call_command("rebuild_projection")
    assert list(differences()) == []


@pytest.mark.django_db(transaction=True)
def test_no_act_is_recorded_without_its_seal() -> None:
    small_city()
    clerk, publisher = people()
    with pytest.raises(DatabaseError, match="without its seal"):
        Notice.objects.create(kind="opening", title="x", entered_by=clerk, published_by=publisher)
    assert not Notice.objects.exists()
