"""`reseal_second_steps`: after another key was put in front of SECOND_STEP_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from people.models import Phone
from people.sealing import Unreadable, reseal


class Command(BaseCommand):
    """All or none: a phone that no key opens is named, and nothing is written."""

    help = (
        "Seal the keys of all phones with the first of SECOND_STEP_KEYS; without --commit nothing "
        "is written. Example: manage.py reseal_second_steps --commit"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--commit", action="store_true", help="write; otherwise rehearse")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        phones = list(Phone.objects.select_for_update(of=("self",)).select_related("user"))
        unreadable = []
        for phone in phones:
            try:
                phone.sealed_key = reseal(phone.sealed_key)
            except Unreadable:
                unreadable.append(phone.user.get_username())
        if unreadable:
            raise CommandError(f"no key opens the phone of {', '.join(unreadable)}", returncode=1)
        if options["commit"]:
            Phone.objects.bulk_update(phones, ["sealed_key"])
        self.stdout.write(f"{len(phones)} sealed anew")
        if not options["commit"]:
            self.stdout.write("rehearsed; --commit writes it")
