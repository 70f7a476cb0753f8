"""A key from the shell: for the first client, for scripts and measurements."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from clients.keys import KeyKind, Scope
from clients.models import Client
from clients.services import QUOTAS, Refused, issue_key, make_client


class Command(BaseCommand):
    help = (
        "Issues a key; prints it once. A client of that name is made if there is none. Without "
        "--commit nothing is kept. It needs the SECRET_KEY (or CLIENT_KEY_PEPPER) of the server. "
        "Example: manage.py make_key 健康码 --scope lookup --scope batch --commit"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the client")
        parser.add_argument(
            "--scope",
            action="append",
            choices=[s.value for s in Scope],
            help="what it opens, once for each; default all",
        )
        parser.add_argument("--sandbox", action="store_true", help="a key of the sandbox")
        parser.add_argument("--days", type=int, help="how long it works; default without end")
        for quota in QUOTAS:
            parser.add_argument(
                f"--{quota.replace('_', '-')}", type=int, help="of a client that is made"
            )
        parser.add_argument("--commit", action="store_true", help="keep it")

    def handle(self, **options: Any) -> None:
        if any((options[q] or 0) < 0 for q in QUOTAS) or (options["days"] or 1) < 1:
            raise CommandError("a quota is not negative, and days are at least 1", returncode=2)
        try:
            with transaction.atomic():
                text = self._issue(options)
                transaction.set_rollback(not options["commit"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except ImproperlyConfigured:
            raise CommandError(
                "SECRET_KEY (or CLIENT_KEY_PEPPER) is not set: a key is sealed with the server's."
            ) from None
        if options["commit"]:
            self.stdout.write(text)
        else:
            self.stderr.write("A key would be issued. Nothing is kept without --commit.")

    def _issue(self, options: dict[str, Any]) -> str:
        client = Client.objects.filter(name=options["name"]).first() or make_client(
            name=options["name"], quotas={q: options[q] for q in QUOTAS}, by=None
        )
        days = options["days"]
        return issue_key(
            client_id=client.id,
            kind=KeyKind.SANDBOX if options["sandbox"] else KeyKind.LIVE,
            scopes=[Scope(s) for s in options["scope"] or Scope],
            expires_at=timezone.now() + timedelta(days=days) if days else None,
            by=None,
        ).text
