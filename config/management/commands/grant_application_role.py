"""Gives the server's role what it needs, and nothing that could rewrite the ledger."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from psycopg import sql

OWNED = """
    SELECT relname, relkind = 'S'
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
      AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND pg_get_userbyid(relowner) = current_user
    ORDER BY relname
"""


class Command(BaseCommand):
    """What `migrate` does at its end, for a database that came otherwise, or a role made later.

    A model whose class says `append_only = True` keeps INSERT and SELECT only. Its triggers refuse
    the rest to everybody; this refuses it to the server even where a trigger is disabled.
    """

    help = (
        "Grants the role of DATABASE_URL its rights in the database, as the owner of it. "
        "Example: manage.py grant_application_role"
    )

    def handle(self, **options: Any) -> None:
        role = role_to_grant()
        if role is None:
            self.stderr.write(
                "The server connects as the owner of the database: nothing to grant. "
                "For production make it a role of its own (docs/deployment.md)."
            )
            return
        grant(role)
        if options["verbosity"] > 0:
            self.stderr.write(f"{role} may use the database; it owns nothing in it.")


def role_to_grant() -> str | None:
    """The role of the server, unless it is the one that is connected: that owns the database."""
    role = settings.DATABASE_APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    return None if role in {"", owner} else role


@transaction.atomic
def grant(role: str) -> None:
    """Makes the rights of `role` what they should be, whatever they were, in one step."""
    closed = append_only_tables()
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise CommandError(f"There is no role {role}: create it first.", returncode=1)
        cursor.execute("SELECT current_schema()")
        schema = sql.Identifier(cursor.fetchone()[0])
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, name))
        cursor.execute(OWNED)
        for relation, is_sequence in cursor.fetchall():
            _grant_one(
                cursor, sql.Identifier(relation), name, _rights(relation, is_sequence, closed)
            )
        # Tables of a later migration are readable at once; writing waits for this command, which
        # knows which of them are append-only.
        for what in ("SELECT ON TABLES", "USAGE, SELECT ON SEQUENCES"):
            cursor.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT " + what + " TO {}").format(
                    schema, name
                )
            )


def append_only_tables() -> set[str]:
    """The tables of models that say `append_only = True`."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if getattr(model, "append_only", False) and model._meta.managed
    }


def _rights(relation: str, is_sequence: bool, closed: set[str]) -> str:  # noqa: FBT001
    if is_sequence:
        return "USAGE, SELECT"
    if relation == "django_migrations":
        return "SELECT"
    if relation in closed:
        return "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE, DELETE"


def _grant_one(cursor: Any, relation: sql.Identifier, role: sql.Identifier, rights: str) -> None:
    cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(relation, role))
    cursor.execute(sql.SQL("GRANT " + rights + " ON {} TO {}").format(relation, role))
