"""`appoint`: gives a role at the console, where the first administrator comes from."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from people.accounts import initial_password
from people.duties import Role
from people.services import Refused, appoint
from zones.installation import city


class Command(BaseCommand):
    """Makes the account where there is none, with a password that is shown once."""

    help = (
        "Give somebody a role; without --commit nothing is written. "
        "Example: manage.py appoint zhang clerk --district 140105 --commit"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=[r.value for r in Role])
        parser.add_argument("--district", action="append", default=[], help="GB/T 2260 code")
        parser.add_argument("--commit", action="store_true", help="write; otherwise rehearse")

    def handle(self, *args: Any, **options: Any) -> None:
        districts = list(city().districts.filter(code__in=options["district"]))
        if len(districts) != len(set(options["district"])):
            raise CommandError("a district is none of this city", returncode=2)
        with transaction.atomic():
            user, is_new = User.objects.get_or_create(username=options["username"])
            if is_new:
                password = initial_password()
                user.set_password(password)
                user.save()
                self.stdout.write(f"account {user.username}, password {password}")
            try:
                made = appoint(
                    user=user, role=Role(options["role"]), districts=districts, at=timezone.now()
                )
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            transaction.set_rollback(not options["commit"])
        for assignment in made:
            self.stdout.write(str(assignment))
        if not options["commit"]:
            self.stdout.write("rehearsed; --commit writes it")
