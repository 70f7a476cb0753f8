"""`migrate`: Django's own, and then the rights of the server's role in what it made."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate

from config.management.commands.grant_application_role import grant, role_to_grant


class Command(Migrate):
    """Without its rights the server, and every command that is not the owner's, could not even
    read the new tables; so nobody has to remember a second command."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        role = role_to_grant()
        if role is None or options["plan"] or options["check_unapplied"]:
            return
        try:
            grant(role)
        except CommandError as error:
            self.stderr.write(f"{error} Then run grant_application_role: it cannot read anything.")
