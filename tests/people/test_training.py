"""Practice never leaks: another database, nothing public, and a ledger that never verifies."""

import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from config import environment, startup, training
from notices.export import links
from notices.ledger.chain import TRAINING_GENESIS, faults
from notices.verification import differences
from people.duties import Role
from tests.ground import entry, people, person, place, publish, small_city
from tests.people.test_permissions import addresses
from zones.models import District


@pytest.fixture
def practice(settings: Any) -> None:
    settings.TRAINING = True
    settings.LEDGER_GENESIS = TRAINING_GENESIS
    settings.MIDDLEWARE = ["config.only_the_desk.OnlyTheDesk", *settings.MIDDLEWARE]


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


@pytest.mark.parametrize(
    ("real", "server", "owner"),
    [
        ("postgresql:///zones", "postgresql:///zones_training", "postgresql:///zones_training"),
        (
            "postgresql://zones_app@/zones?host=%2Ftmp",
            "postgresql://zones_app_training@/zones_training?host=%2Ftmp",
            "postgresql://zones_app@/zones_training?host=%2Ftmp",
        ),
        (
            "postgresql:///zones?user=zones_app",
            "postgresql:///zones_training?user=zones_app_training",
            "postgresql:///zones_training?user=zones_app",
        ),
        *[
            (
                f"postgresql://u{said}:p%40@h:5/zones{said}",
                "postgresql://u_training:p%40@h:5/zones_training",
                f"postgresql://u{said}:p%40@h:5/zones_training",
            )
            for said in ("", "_training")
        ],
    ],
)
def test_practice_knows_only_the_address_of_its_own_database_and_a_role_of_its_own(
    monkeypatch: pytest.MonkeyPatch, real: str, server: str, owner: str
) -> None:
    monkeypatch.setenv("TRAINING", "1")
    monkeypatch.setenv("DATABASE_URL", real)
    monkeypatch.setenv("DATABASE_OWNER_URL", real)
    assert environment.application_url() == server
    assert environment.owner_url() == owner


def test_the_real_desk_refuses_the_database_for_practice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINING", "0")
    monkeypatch.setenv("DATABASE_URL", "postgresql:///zones_training?host=/tmp")
    with pytest.raises(environment.BadValue, match="for practice"):
        environment.application_url()


SAMPLES = {"int": 1, "str": "x", "slug": "x", "uuid": UUID(int=1), "path": "x/y"}


def public_paths(known: dict[str, Any]) -> Iterator[str]:
    """Every address outside the desk, with what is known where it wants something."""
    for _, route, _pattern in addresses():
        if not route.startswith(("staff/", "language/", "static/")):
            yield "/" + re.sub(
                r"<(?:(\w+):)?(\w+)>",
                lambda m: str(known.get(m[2], SAMPLES.get(m[1] or "str", "x"))),
                route,
            ).strip("^$\\Z")


@pytest.mark.usefixtures("practice")
def test_no_public_address_answers_in_practice(district: District) -> None:
    notice = publish(194, entry(district, "水木云天小区"))
    known = {
        "year": 2022,
        "number": 194,
        "sequence": notice.sequence,
        "code": "140105",
        "place_id": place(district, "水木云天小区").id,
    }
    client = Client()
    client.force_login(person("clerk", Role.CLERK))
    paths = set(public_paths(known))
    assert len(paths) > 30
    for path in paths:
        for reply in (client.get(path), client.post(path), Client().get(path)):
            assert (reply.status_code, reply["X-Training"]) == (404, "1"), path
            assert "水木云天" not in reply.content.decode()
    home = client.get("/staff/").content.decode()
    assert "演练" in home
    assert "不会公开" in Client().get("/staff/login/").content.decode()


@pytest.mark.usefixtures("practice")
def test_nothing_answers_in_front_of_the_desk_for_practice() -> None:
    application = object()
    assert startup.in_front_of(application) is application


@pytest.mark.usefixtures("practice")
def test_a_ledger_for_practice_is_whole_and_never_verifies_as_a_real_one(
    district: District, tmp_path: Path
) -> None:
    publish(194, entry(district, "水木云天小区"))
    assert list(differences()) == []
    assert faults(links()) == ["act 1 does not follow the act before it"]
    export = tmp_path / "ledger.jsonl"
    call_command("export_ledger", str(export), stdout=StringIO(), stderr=StringIO())
    verifier = Path(site.BASE_DIR) / "docs" / "verify_export.py"
    outside = subprocess.run(
        [sys.executable, str(verifier), str(export)], capture_output=True, text=True, check=False
    )
    assert outside.returncode != 0, outside.stdout


@pytest.mark.usefixtures("practice")
def test_a_notice_printed_in_practice_says_so(district: District) -> None:
    notice = publish(194, entry(district, "水木云天小区"))
    client = Client()
    client.force_login(people()[0])
    printed = client.get(reverse("notices:desk:notice-print", args=[notice.id])).content.decode()
    assert "TRAINING" in printed


@pytest.fixture
def two_databases(db: None) -> Iterator[tuple[psycopg.Connection, str, str]]:
    """A real database and one for practice, empty both; who owns them, their names, a role."""
    told = connection.settings_dict
    told = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"]} | {
        "password": told["PASSWORD"]
    }
    real = f"apart_{uuid4().hex[:8]}"
    with psycopg.connect(
        dbname="postgres", autocommit=True, **{k: v for k, v in told.items() if v}
    ) as owner:
        owner.execute(f"CREATE DATABASE {real} TEMPLATE template0".encode())
        assert training.make(owner, f"{real}_training")
        yield owner, real, site.DATABASE_APPLICATION_ROLE
        for name in (real, f"{real}_training"):
            owner.execute(f"DROP DATABASE {name}".encode())


def may_connect(owner: psycopg.Connection, role: str, database: str) -> bool:
    """By its rights and, where no password is asked for, by trying it."""
    asked = b"SELECT has_database_privilege(%s, %s, 'CONNECT')"
    allowed = bool(owner.execute(asked, [role, database]).fetchone()[0])  # type: ignore[index]
    if not connection.settings_dict["PASSWORD"]:
        at = {"host": owner.info.host, "port": owner.info.port, "user": role}
        try:
            psycopg.connect(dbname=database, **at).close()  # type: ignore[arg-type]
        except psycopg.OperationalError:
            assert not allowed
        else:
            assert allowed
    return allowed


def test_neither_servers_role_can_connect_to_the_others_database(
    two_databases: tuple[psycopg.Connection, str, str],
) -> None:
    owner, real, role = two_databases
    practice = f"{role}_training"
    assert may_connect(owner, practice, real)
    training.keep_apart(owner, f"{real}_training", practice)
    assert may_connect(owner, role, real)
    assert may_connect(owner, practice, f"{real}_training")
    assert not may_connect(owner, practice, real)
    assert not may_connect(owner, role, f"{real}_training")


def test_a_server_for_practice_that_reaches_the_real_ledger_does_not_start(
    two_databases: tuple[psycopg.Connection, str, str], settings: Any, monkeypatch: Any
) -> None:
    settings.TRAINING = True
    _, real, _ = two_databases
    monkeypatch.setitem(connection.settings_dict, "NAME", f"{real}_training")
    with pytest.raises(training.WithinReach, match="role of its own"):
        startup.keep_practice_apart()
    monkeypatch.setitem(connection.settings_dict, "NAME", "there_is_none_training")
    startup.keep_practice_apart()


@pytest.mark.parametrize("command", ["snapshot", "deliver_webhooks", "sign_checkpoint"])
def test_no_command_in_practice_publishes_sends_or_signs(command: str) -> None:
    said = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=site.BASE_DIR,
        env={"TRAINING": "1", "SECRET_KEY": "x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert f"{command} is not for practice" in said.stderr
