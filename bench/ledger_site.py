"""Databases of their own for measuring the ledger: made for the run, dropped after it.

A ledger is grown through the real tables, triggers and seals, an act a transaction, but many rows
a statement and without the projection, which is computed once at the end.
"""

import itertools
import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from config import database
from config import environment as env
from notices.export import content, whole
from notices.ledger.chain import GENESIS, digest
from notices.ledger.values import Action
from notices.models import Binding, Entry, EntryPlace, Issuer, Notice, Seal
from notices.services import Mark, NewCoverage, NewEntry, declare_coverage
from people.duties import Role
from people.services import appoint
from zones.address.values import Level
from zones.gazetteer.cities import load_city
from zones.gazetteer.plant import read_naming
from zones.models import City, District, Place, PlaceName
from zones.risk.regimes import SHANGHAI

SEEDS = Path(__file__).resolve().parent.parent / "seed"
START = datetime(2022, 11, 20, tzinfo=SHANGHAI)
STEP = timedelta(minutes=20)
ISSUER = "太原市疫情防控工作领导小组办公室"
HALF = 25
"""An act designates so many zones and releases as many."""
IN_FORCE = 400
COMPLEXES = 2400
SYLLABLES = "云水木天明悦书林翠湖桃园柳溪"


@contextmanager
def databases(*names: str, found: Callable[[], object] | None = None) -> Iterator[None]:
    """Makes databases with a city in each, as ``found`` founds it; stands at their template."""
    settings = database.connection(env.owner_url())
    prefix = f"bench_ledger_{os.getpid()}"
    made = {name: f"{prefix}_{name}" for name in names}
    template = f"{prefix}_template"
    with psycopg.connect(env.owner_url(), autocommit=True) as owner:
        try:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template)))
            connection.close()
            connection.settings_dict.update(settings | {"NAME": template})
            call_command("migrate", verbosity=0)
            (found or _found)()
            connection.close()
            for name in made.values():
                command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                owner.execute(command.format(sql.Identifier(name), sql.Identifier(template)))
            connection.settings_dict["PREFIX"] = prefix
            yield
        finally:
            connection.close()
            for name in (template, *made.values()):
                owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def enter(name: str) -> None:
    """Lets everything that follows happen in one of the databases."""
    connection.close()
    connection.settings_dict["NAME"] = f"{connection.settings_dict['PREFIX']}_{name}"
    connection.ensure_connection()


def _found() -> None:
    """The city, its people, and complexes in every district; the ledger vouches for all."""
    city = load_city(SEEDS, "taiyuan")
    clerk, publisher = (User.objects.create(username=n) for n in "ab")
    now = timezone.now()
    appoint(user=clerk, role=Role.CLERK, at=now)
    appoint(user=publisher, role=Role.PUBLISHER, at=now)
    districts = list(City.objects.get().districts.order_by("code"))
    words = itertools.product(SYLLABLES, SYLLABLES, SYLLABLES)
    names = [f"{''.join(w)}小区" for w in itertools.islice(words, COMPLEXES)]
    places, printed = [], []
    for number, name in enumerate(names):
        said = read_naming(name, Level.COMPLEX)
        place = Place(
            district=districts[number % len(districts)],
            level=said.level,
            key=said.key,
            value=said.value,
            name=said.name,
            source="bench",
        )
        places.append(place)
        printed.append(
            PlaceName(place=place, text=name, key=said.key, kind="printed", source="bench")
        )
    Place.objects.bulk_create(places)
    PlaceName.objects.bulk_create(printed)
    declare_coverage(
        title="coverage",
        coverages=[NewCoverage(d, START, "bench") for d in city.districts.all()],
        entered_by=clerk,
        published_by=publisher,
    )


class Course:
    """What happens in the city: each act designates some places and releases the oldest zones."""

    def __init__(self) -> None:
        self.places = itertools.cycle(Place.objects.order_by("name").select_related("district"))
        self.open: deque[Entry] = deque()
        self.number = 0

    @property
    def at(self) -> datetime:
        return START + self.number * STEP

    def designations(self) -> list[NewEntry]:
        """The next places in turn."""
        some = itertools.islice(self.places, HALF)
        return [_new(Action.DESIGNATE, p.district, p, self.at) for p in some]

    def releases(self) -> list[NewEntry]:
        """The oldest zones, bound to what they end."""
        some = [self.open.popleft() for _ in range(min(HALF, len(self.open)))]
        marks = [e.marks.get().place for e in some]
        return [
            _new(Action.RELEASE, p.district, p, self.at, e)
            for p, e in zip(marks, some, strict=True)
        ]

    def next_act(self, *, keep: int) -> list[NewEntry]:
        """One act; nothing is released before so many zones are in force."""
        self.number += 1
        full = len(self.open) + HALF > keep
        return [*(self.releases() if full else []), *self.designations()]

    def recorded(self, entries: list[Entry]) -> None:
        self.open += [e for e in entries if e.action == Action.DESIGNATE]


def _new(
    action: Action, district: District, place: Place, at: datetime, ends: Entry | None = None
) -> NewEntry:
    return NewEntry(
        action=action,
        level="high",
        to_level="low" if action is Action.RELEASE else None,
        district=district,
        text=place.name,
        effective_from=at,
        marks=(Mark(place),),
        binds=(ends.id,) if ends else (),
    )


def grow(course: Course, entries: int) -> None:
    """Records acts until there are so many entries; the projection is left for later."""
    issuer, _ = Issuer.objects.get_or_create(name=ISSUER)
    last = Seal.objects.order_by("-notice__sequence").first()
    previous = last.digest if last else GENESIS
    done = Entry.objects.count()
    while done < entries:
        previous, written = _record(course, issuer, previous)
        done += written


@transaction.atomic
def _record(course: Course, issuer: Issuer, previous: str) -> tuple[str, int]:
    """One act with its rows and its seal."""
    new = course.next_act(keep=IN_FORCE)
    clerk, publisher = User.objects.order_by("username")
    notice = Notice.objects.create(
        kind="notice",
        issuer=issuer,
        year=2022,
        number=course.number,
        issued_on=course.at.date(),
        title="通告",
        text="、".join(n.text for n in new),
        entered_by=clerk,
        entered_by_name="a",
        published_by=publisher,
        published_by_name="b",
    )
    entries = [
        Entry(
            notice=notice,
            ordinal=ordinal,
            action=n.action,
            level=n.level,
            to_level=n.to_level,
            district=n.district,
            text=n.text,
            effective_from=n.effective_from,
        )
        for ordinal, n in enumerate(new, start=1)
    ]
    pairs = list(zip(entries, new, strict=True))
    Entry.objects.bulk_create(entries)
    EntryPlace.objects.bulk_create(
        EntryPlace(entry=e, place=m.place, covered=True) for e, n in pairs for m in n.marks
    )
    Binding.objects.bulk_create(
        Binding(notice=notice, release=e, designation_id=d) for e, n in pairs for d in n.binds
    )
    held = whole(Notice.objects.filter(pk=notice.pk)).get()
    seal = Seal.objects.create(
        notice=notice, previous=previous, digest=digest(content(held), previous)
    )
    course.recorded(entries)
    return seal.digest, len(entries)
