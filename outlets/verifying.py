"""What the ledger says of a certificate today."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from outlets.asking import ask
from outlets.certificates import NoCertificate, Statement, certify, checked, public_keys
from zones.answers import Answer
from zones.models import Place


class Finding(StrEnum):
    """What came of checking a certificate."""

    VALID = "valid"
    """We signed it, and the ledger still says so."""
    CORRECTED = "corrected"
    """We signed it, and later acts say otherwise of the same instant."""
    CONTRADICTED = "contradicted"
    """We signed it, and the ledger does not bear it out: it or the gazetteer was amended."""
    FORGED = "forged"
    """We did not sign it."""


@dataclass(frozen=True, slots=True)
class Verification:
    """A certificate with what was found, and the risk of the place at present."""

    finding: Finding
    statement: Statement | None = None
    place: Place | None = None
    then: Answer | None = None
    present: Answer | None = None

    @property
    def has_changed(self) -> bool:
        """Whether the place is something else now than it was then."""
        return (
            self.statement is not None
            and self.present is not None
            and self.present.risk is not self.statement.risk
        )


def issue(place: Place, as_of: datetime, known_at: datetime) -> tuple[Answer, str]:
    """An answer for a place and the code of its certificate. Raises ``KeyRefused``."""
    found = ask(place, as_of, known_at)
    statement = Statement(
        place=place.id,
        name=f"{place.district.name}{place.name}",
        risk=found.risk,
        as_of=as_of,
        known_at=known_at,
        sequence=found.sequence,
    )
    return found, certify(statement, Path(settings.LEDGER_SIGNING_KEY))


def verify(code: str, now: datetime) -> Verification:
    """What is to be said of a code. Raises ``KeyRefused`` where the site has no key."""
    former = [Path(file) for file in settings.LEDGER_FORMER_KEYS]
    try:
        statement = checked(code, public_keys(Path(settings.LEDGER_SIGNING_KEY), former))
    except NoCertificate:
        return Verification(Finding.FORGED)
    place = Place.objects.select_related("district").filter(id=statement.place).first()
    if place is None:
        return Verification(Finding.CONTRADICTED, statement)
    known_then = ask(place, statement.as_of, statement.known_at)
    known_now = ask(place, statement.as_of, now)
    finding = Finding.VALID
    if known_then.risk is not statement.risk:
        finding = Finding.CONTRADICTED
    elif known_now.risk is not statement.risk:
        finding = Finding.CORRECTED
    return Verification(finding, statement, place, known_now, ask(place, now, now))
