"""Publishes, one short notice after another, until it is ended: `python -m tests.soak.publishing`.

Each of the houses is designated and released in turn. What was committed is written down, with
the instant by the clock that all processes share. Nothing is remembered between two acts: after
a lost connection the ledger itself says how far it came.
"""

import json
import os
import random
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any

import django

HOUSES = tuple(f"小店区晋阳紫城{n}号楼" for n in range(1, 13))
PAUSE = 0.15
"""Seconds between two notices, at most."""


def found() -> None:
    """A city that is vouched for, with its houses and people, and no zone yet."""
    from tests.ground import people, place, small_city, vouch

    district = small_city().districts.get(name="小店区")
    people()
    for house in HOUSES:
        place(district, house.removeprefix(district.name))
    vouch(district)


def publish_on_and_on(journal: Path, seed: int) -> None:
    """Until the process is ended. Whatever fails is begun again."""
    from django.db import DatabaseError, connection

    chance = random.Random(seed)
    with journal.open("a") as out:
        for number in count(1):
            try:
                sequence = turn(chance.choice(HOUSES), number)
                out.write(f"{sequence} {time.monotonic()}\n")
                out.flush()
            except DatabaseError:
                connection.close()
            time.sleep(chance.uniform(0, PAUSE))


def turn(house: str, number: int) -> int:
    """Designate a house that is no zone, release one that is; the sequence of the notice."""
    from notices.ledger.values import Action
    from notices.models import Binding, Entry
    from tests.ground import entry, publish
    from zones.models import District

    district = District.objects.get(name="小店区")
    name = house.removeprefix(district.name)
    ended = Binding.objects.values("designation")
    zone = Entry.objects.filter(action=Action.DESIGNATE, text=name).exclude(id__in=ended).first()
    if zone is None:
        return publish(number, entry(district, name)).sequence
    return publish(number, entry(district, name, action=Action.RELEASE, binds=(zone,))).sequence


def ledger() -> list[tuple[int, list[tuple[str, str]]]]:
    """Every act in order: its sequence, and what each of its entries does to which house."""
    from notices.models import Notice

    return [
        (act.sequence, [(e.action, e.text) for e in act.entries.order_by("ordinal")])
        for act in Notice.objects.order_by("sequence").prefetch_related("entries")
    ]


def main(task: str, *arguments: str) -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if task == "found":
        found()
    elif task == "publish":
        publish_on_and_on(Path(arguments[0]), int(arguments[1]))
    else:
        json.dump(ledger(), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
