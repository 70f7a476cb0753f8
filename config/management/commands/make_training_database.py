"""`make_training_database`: the database for practice, beside the real one."""

from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg import sql

from config import database
from config import environment as env


class Command(BaseCommand):
    """Connects as the owner, who needs CREATEDB; leaves a database that is there alone."""

    help = "Make the database for practice. Example: TRAINING=1 manage.py make_training_database"
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if not settings.TRAINING:
            raise CommandError("the database for practice is made only where TRAINING=1 is set")
        told = database.connection(env.owner_url())
        address = {
            "host": told["HOST"],
            "port": told["PORT"],
            "user": told["USER"],
            "password": told["PASSWORD"],
        }
        given = {k: v for k, v in address.items() if v}
        with psycopg.connect(dbname="postgres", autocommit=True, **given) as connection:
            wanted = told["NAME"]
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [wanted])
            if found.fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(wanted)))
                self.stderr.write(f"Made the database {wanted}")
