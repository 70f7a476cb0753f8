"""`propose_alias PLACE TEXT`: note that a spelling may be another name of a place."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from zones.gazetteer.aliases import propose_alias
from zones.gazetteer.succession import Refused
from zones.models import Place


class Command(BaseCommand):
    """Proposes an alias; it leads nowhere until a person approves it."""

    help = (
        "Propose a spelling as another name of a place. Without --commit nothing is written. "
        "Example: manage.py propose_alias 6f1c… 旱西门小区 --why 字形相近，来电多次 --commit"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", type=UUID, help="the id of the place")
        parser.add_argument("text", help="the other spelling")
        parser.add_argument("--why", required=True, help="why it may be the same place")
        parser.add_argument("--commit", action="store_true", help="write; otherwise rehearse")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            try:
                place = Place.objects.get(id=options["place"])
                proposal = propose_alias(place=place, text=options["text"], why=options["why"])
            except (Place.DoesNotExist, Refused) as error:
                raise CommandError(str(error)) from error
            transaction.set_rollback(not options["commit"])
        state = proposal.get_decision_display() or "待定"
        number = proposal.id if options["commit"] else "(rehearsed; --commit writes it)"
        self.stdout.write(f"{number} {place.name} ← {proposal.text} {state}")
