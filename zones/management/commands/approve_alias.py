"""`approve_alias [NUMBER]`: a person decides on proposed aliases."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from zones.gazetteer.aliases import approve_alias, reject_alias
from zones.gazetteer.succession import Refused
from zones.models.ground import AliasProposal


class Command(BaseCommand):
    """Approves or rejects a proposal in the name of a person; lists the open ones."""

    help = (
        "List the open proposals of aliases, or decide on one. Without --commit nothing is "
        "written. Example: manage.py approve_alias 12 --user luru --since 2022-11-01 --commit"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, nargs="?", help="of the proposal; none lists all")
        parser.add_argument("--user", help="who decides")
        parser.add_argument("--reject", action="store_true", help="it is another place, or wrong")
        parser.add_argument("--since", type=date.fromisoformat, help="from when the name holds")
        parser.add_argument("--commit", action="store_true", help="write; otherwise rehearse")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["number"] is None:
            for one in AliasProposal.objects.filter(decision=None).select_related("place"):
                self.stdout.write(f"{one.id} {one.place.name} ← {one.text} {one.why}")
            return
        if not options["user"]:
            raise CommandError("a decision needs --user", returncode=2)
        if options["reject"] and options["since"]:
            raise CommandError("--since belongs to an approval", returncode=2)
        with transaction.atomic():
            self._decide(options)
            transaction.set_rollback(not options["commit"])
        if not options["commit"]:
            self.stdout.write("rehearsed; --commit writes it")

    def _decide(self, options: dict[str, Any]) -> None:
        users = get_user_model()
        words = {"proposal_id": options["number"], "at": timezone.now()}
        try:
            words["by"] = users.objects.get(username=options["user"])
            if options["reject"]:
                proposal = reject_alias(**words)
                self.stdout.write(f"rejected: {proposal.text} is no name of {proposal.place}")
            else:
                name = approve_alias(**words, since=options["since"])
                self.stdout.write(f"approved: {name.text} is a name of {name.place}")
        except (users.DoesNotExist, Refused) as error:
            raise CommandError(str(error)) from error
