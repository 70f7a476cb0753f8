"""`make_training_database`: the database for practice, beside the real one and apart from it."""

from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import database, training
from config import environment as env


class Command(BaseCommand):
    """Connects as the owner, who needs CREATEDB; leaves a database that is there alone."""

    help = (
        "Make the database for practice, and let neither server's role into the other's. "
        "Example: TRAINING=1 manage.py make_training_database"
    )
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
        role = settings.DATABASE_APPLICATION_ROLE
        with psycopg.connect(dbname="postgres", autocommit=True, **given) as connection:
            if training.make(connection, told["NAME"]):
                self.stderr.write(f"Made the database {told['NAME']}")
            try:
                training.keep_apart(connection, told["NAME"], role)
            except training.NoSuchRole as error:
                raise CommandError(str(error), returncode=1) from error
