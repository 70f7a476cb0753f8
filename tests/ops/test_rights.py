"""What the server's role may do in the database, and how tests clean up behind the guards."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from psycopg.errors import RaiseException

from config.management.commands.grant_application_role import append_only_tables, grant

Become = Callable[[], AbstractContextManager[None]]
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")


def rights_on(table: str) -> set[str]:
    with connection.cursor() as cursor:
        role = settings.DATABASE_APPLICATION_ROLE
        held = set()
        for right in RIGHTS:
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, right])
            held |= {right} if cursor.fetchone()[0] else set()
    return held


def test_the_server_may_change_ordinary_tables_and_only_add_to_the_ledger(
    as_application_role: Become,
) -> None:
    closed = append_only_tables()
    assert closed, "no model says that it is append-only"
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            table = model._meta.db_table
            expected = {"SELECT", "INSERT"} if table in closed else set(RIGHTS) - {"TRUNCATE"}
            assert rights_on(table) == expected, table
    assert rights_on("django_migrations") == {"SELECT"}


def test_granting_takes_back_what_was_given_by_hand(as_application_role: Become) -> None:
    table = min(append_only_tables())
    role = settings.DATABASE_APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT ALL ON "{table}" TO "{role}"')
    assert rights_on(table) == set(RIGHTS)
    grant(role)
    grant(role)
    assert rights_on(table) == {"SELECT", "INSERT"}


@pytest.mark.parametrize("statement", ['DELETE FROM "{}"', 'TRUNCATE "{}" CASCADE'])
def test_the_server_is_refused_the_removal_of_the_ledger(
    as_application_role: Become, statement: str
) -> None:
    table = min(append_only_tables())
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        as_application_role(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_the_server_may_not_change_the_shape_of_the_database(as_application_role: Become) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        as_application_role(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE of_its_own (id integer)")


def test_a_role_that_does_not_exist_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="no role nobody_at_all"):
        grant("nobody_at_all")


def test_granting_to_the_owner_says_that_there_is_nothing_to_grant(
    db: None, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATABASE_APPLICATION_ROLE = ""  # type: ignore[attr-defined]
    call_command("grant_application_role")
    assert "nothing to grant" in capsys.readouterr().err


def test_migrating_gives_the_server_its_rights(as_application_role: Become) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'REVOKE ALL ON zones_city FROM "{settings.DATABASE_APPLICATION_ROLE}"')
    assert not rights_on("zones_city")
    call_command("migrate", verbosity=0)
    assert rights_on("zones_city") == set(RIGHTS) - {"TRUNCATE"}


def test_migrating_without_the_role_of_the_server_says_what_is_left_to_do(
    db: None, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATABASE_APPLICATION_ROLE = "nobody_at_all"  # type: ignore[attr-defined]
    call_command("migrate", verbosity=0)
    told = capsys.readouterr().err
    assert "no role nobody_at_all" in told
    assert "grant_application_role" in told


@pytest.mark.django_db(transaction=True)
def test_the_ledger_refuses_truncation_by_its_owner_yet_tests_can_clean_up() -> None:
    # That this test's own clean-up goes through is the other half of it.
    unguarded = [table for table in sorted(append_only_tables()) if can_truncate(table)]
    assert unguarded == []


def can_truncate(table: str) -> bool:
    # RESTRICT would refuse many of them for their foreign keys; that is no guard.
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'TRUNCATE "{table}" CASCADE')
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        if isinstance(refusal.__cause__, RaiseException):
            return False
        raise
    return True
