"""The database for practice (演练): made beside the real one, and kept apart from it."""

from psycopg import Connection, sql

from config.environment import real_name

ALLOWED = frozenset(
    {
        *("check", "migrate", "makemigrations", "showmigrations", "shell", "help"),
        *("make_training_database", "grant_application_role", "pgtrigger", "test"),
        *("collectstatic", "compile_translations", "load_city", "load_demo", "load_places"),
        *("appoint", "createsuperuser", "reseal_second_steps", "clearsessions"),
        *("import_notice", "parse_notice", "parse_address", "verify_ledger"),
        *("rebuild_projection", "export_ledger"),
    }
)
"""The commands there are for practice. One that is added later is none of them by itself: nothing
that is published, sent or signed may come of practice."""


class NoSuchRole(LookupError):
    """A role that has to be made first."""


class WithinReach(RuntimeError):
    """Practice could read or write the real ledger."""


def make(connection: Connection, name: str) -> bool:
    """Make a database unless there is one; whether it was made."""
    if _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        return False
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return True


def keep_apart(connection: Connection, practice: str, role: str) -> None:
    """Let the role for practice connect to its own database alone, and nobody else to that.

    The real one is likewise open to its own role alone. Raises ``NoSuchRole``.
    """
    for database, user in ((practice, role), (real_name(practice), real_name(role))):
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", user):
            raise NoSuchRole(f"There is no role {user}: create it first (docs/deployment.md).")
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            continue
        names = {"database": sql.Identifier(database), "role": sql.Identifier(user)}
        for statement in (
            "REVOKE CONNECT ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {role}",
        ):
            connection.execute(sql.SQL(statement).format(**names))


def reached(connection: Connection, practice: str) -> bool:
    """Whether whoever is connected may connect to the real database too."""
    asked = (
        "SELECT 1 FROM pg_database WHERE datname = %s AND has_database_privilege(oid, 'CONNECT')"
    )
    return _exists(connection, asked, real_name(practice))


def _exists(connection: Connection, asked: str, name: str) -> bool:
    return connection.execute(asked.encode(), [name]).fetchone() is not None
