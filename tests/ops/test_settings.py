"""The table of settings, its page, and what is made of them."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import database, environment, variables
from ops.checks import production

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """manage.py in an environment that holds nothing but `env`."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_of_settings_says_what_the_table_says() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == environment.as_markdown(), (
        "run: .venv/bin/python -m config.environment > docs/settings.md"
    )


def test_every_setting_in_the_table_is_read_somewhere() -> None:
    sources = [*(ROOT / "config").glob("*.py"), *(ROOT / "ops").glob("*.py")]
    text = "".join(path.read_text() for path in sources)
    unread = [s.name for s in environment.SETTINGS if f'"{s.name}"' not in text]
    assert unread == []


SET_FOR_LIBRARIES = {"DJANGO_SETTINGS_MODULE", "PYPINYIN_NO_PHRASES"}
"""What the site sets for a library before it is imported, and no one need set."""


def test_nothing_of_the_site_reads_the_environment_behind_the_tables_back() -> None:
    named = re.compile(r"environ(?:\.get|\.setdefault)?[\[(]\s*\"([A-Z_]+)\"")
    behind = {
        (str(path.relative_to(ROOT)), name)
        for app in ("config", "zones", "notices")
        for path in (ROOT / app).rglob("*.py")
        for name in named.findall(path.read_text(encoding="utf-8"))
        if name not in environment.TABLE and name not in SET_FOR_LIBRARIES
    }
    assert behind == set()


def test_every_default_is_a_value_of_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {
        variables.Kind.TEXT: environment.text,
        variables.Kind.FLAG: environment.flag,
        variables.Kind.NUMBER: environment.number,
        variables.Kind.LIST: environment.listing,
    }
    for setting in environment.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
        readers[setting.kind](setting.name)


@pytest.mark.parametrize(
    ("written", "read"), [("1", True), ("on", True), ("No", False), ("", False)]
)
def test_a_flag_is_read_as_people_write_it(
    monkeypatch: pytest.MonkeyPatch,
    written: str,
    read: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setenv("DEMO", written)
    assert environment.flag("DEMO") is read


@pytest.mark.parametrize("nonsense", ["maybe", "2"])
def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    monkeypatch.setenv("DEMO", nonsense)
    with pytest.raises(environment.BadValue, match="DEMO"):
        environment.flag("DEMO")


@pytest.mark.parametrize("nonsense", ["-1", "1.5", "八千", "8000 "[:4] + "x"])
def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    monkeypatch.setenv("PORT", nonsense)
    with pytest.raises(environment.BadValue, match="PORT"):
        environment.number("PORT")


def test_the_private_cluster_is_used_where_no_database_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    pointer = tmp_path / "database.json"
    monkeypatch.setattr(environment, "CLUSTER_POINTER", pointer)
    assert environment.application_url() == environment.NO_CLUSTER
    pointer.write_text("half of a fi")
    assert environment.application_url() == environment.NO_CLUSTER
    pointer.write_text(
        json.dumps({"application": "postgresql://a@/x", "owner": "postgresql://o@/x"})
    )
    assert environment.application_url() == "postgresql://a@/x"
    assert environment.owner_url() == "postgresql://o@/x"
    monkeypatch.setenv("DATABASE_URL", "postgresql://one/x")
    assert environment.owner_url() == "postgresql://one/x"
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://two/x")
    assert environment.owner_url() == "postgresql://two/x"
    assert environment.application_url() == "postgresql://one/x"


def test_a_database_address_is_read_whole() -> None:
    url = "postgresql://zo%40nes:p%2Fw@db.example.org:6432/city?sslmode=require"
    made = database.connection(url)
    assert (made["USER"], made["PASSWORD"]) == ("zo@nes", "p/w")
    assert (made["HOST"], made["PORT"], made["NAME"]) == ("db.example.org", "6432", "city")
    assert made["OPTIONS"] == {"sslmode": "require"}
    assert made["CONN_MAX_AGE"] > 0


def test_a_database_on_a_socket_is_named_by_its_directory() -> None:
    made = database.connection("postgresql:///zones?host=%2Frun%2Fa%20b&user=zones_app")
    assert (made["HOST"], made["USER"], made["OPTIONS"]) == ("/run/a b", "zones_app", {})
    assert database.user("postgresql:///zones?user=zones_app") == "zones_app"
    assert database.user("postgresql:///zones") == ""


def test_a_pool_takes_the_place_of_lasting_connections() -> None:
    made = database.connection("postgresql:///zones", pool_size=5)
    assert made["OPTIONS"]["pool"]["max_size"] == 5
    assert made["CONN_MAX_AGE"] == 0


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://host/", "zones", ""])
def test_an_address_that_names_no_postgis_database_is_refused(address: str) -> None:
    with pytest.raises(database.BadAddress):
        database.connection(address)


def test_the_example_for_production_leaves_nothing_to_warn_of() -> None:
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **production())
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_the_example_for_production_sets_nothing_that_does_not_exist() -> None:
    assert set(production()) <= set(environment.TABLE)


def test_the_time_zone_is_not_for_the_environment_to_choose() -> None:
    said = manage(
        "shell", "-v0", "-c", "from django.conf import settings as s; print(s.TIME_ZONE)", TZ="UTC"
    )
    assert said.stdout.strip() == "Asia/Shanghai", said.stderr


def test_a_server_without_a_key_does_not_start() -> None:
    started = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert "SECRET_KEY is not set" in started.stderr
