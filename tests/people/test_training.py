"""Practice never leaks: another database, nothing public, and a ledger that never verifies."""

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from config import environment, startup
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
    settings.MIDDLEWARE = ["config.training.OnlyTheDesk", *settings.MIDDLEWARE]


@pytest.fixture
def district(db: None) -> District:
    return small_city().districts.get(name="小店区")


@pytest.mark.parametrize(
    ("real", "practice"),
    [
        ("postgresql:///zones", "postgresql:///zones_training"),
        (
            "postgresql://zones_app@/zones?host=%2Ftmp",
            "postgresql://zones_app@/zones_training?host=%2Ftmp",
        ),
        ("postgresql://u:p@h:5/zones_training", "postgresql://u:p@h:5/zones_training"),
    ],
)
def test_practice_knows_only_the_address_of_its_own_database(
    monkeypatch: pytest.MonkeyPatch, real: str, practice: str
) -> None:
    monkeypatch.setenv("TRAINING", "1")
    monkeypatch.setenv("DATABASE_URL", real)
    monkeypatch.setenv("DATABASE_OWNER_URL", real)
    assert environment.application_url() == environment.owner_url() == practice


def test_the_real_desk_refuses_the_database_for_practice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINING", "0")
    monkeypatch.setenv("DATABASE_URL", "postgresql:///zones_training?host=/tmp")
    with pytest.raises(environment.BadValue, match="for practice"):
        environment.application_url()


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
    asked = 0
    client = Client()
    client.force_login(person("clerk", Role.CLERK))
    for name, route, pattern in addresses():
        wanted = pattern.pattern.converters
        if route.startswith(("staff/", "language/", "static/")) or not set(wanted) <= set(known):
            continue
        if not hasattr(pattern.pattern, "_route"):
            continue
        path = reverse(name, kwargs={k: known[k] for k in wanted})
        for reply in (client.get(path), client.post(path)):
            assert (reply.status_code, reply["X-Training"]) == (404, "1"), path
            assert "水木云天" not in reply.content.decode()
        asked += 1
    assert asked > 15
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
