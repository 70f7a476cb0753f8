"""`change_place DEED PLACE…`: what became of places, or was found out about them."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from notices import ground
from notices.management.calling import child_called, outline_in, place_called
from notices.proposed import Refused
from notices.rehearsal import Effect, Span
from notices.reshaping import Reshaping, reshape
from zones.gazetteer.loading.declared import Declared
from zones.gazetteer.loading.findings import WrongUsage
from zones.gazetteer.succession import Part
from zones.installation import city
from zones.models import City, OutlineQuality, Place
from zones.risk.regimes import SHANGHAI

QUALITIES = [q.value for q in OutlineQuality if q not in ("illustrative", "generalised")]


@dataclass(frozen=True, slots=True)
class Change:
    """A deed ready to be done: to which places, giving which names."""

    act: Callable[[], object]
    places: Sequence[Place]
    names: Sequence[str] = ()


class Command(BaseCommand):
    """Renames, splits, merges, retires, redraws, unites and replants places."""

    help = (
        "Change places of the gazetteer, and show which places, names, answers and entries that "
        "concerns. Without --commit nothing is written. A place is named by its id or its words. "
        "Example: manage.py change_place rename 小店区云水苑 --to 和平里 --on 2022-11-20 "
        "--user guanli"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
        for name, (what, _, options) in DEEDS.items():
            deed = deeds.add_parser(name, help=what, description=what)
            deed.add_argument("place", metavar="PLACE", help="its id, or words that lead to it")
            for flag, given in options.items():
                deed.add_argument(flag, **given)
            deed.add_argument("--user", required=True, help="who decides: an administrator")
            deed.add_argument("--on", type=date.fromisoformat, help="since when; today by default")
            deed.add_argument("--show", type=int, default=30, help="lines shown of each kind")
            deed.add_argument("--commit", action="store_true", help="write; otherwise rehearse")

    def handle(self, *args: Any, **options: Any) -> None:
        given = Namespace(**options)
        given.on = given.on or timezone.localdate()
        try:
            given.user = User.objects.get(username=given.user)
            here = city()
            change = DEEDS[given.deed][1](place_called(given.place, here), given, here)
            changed = reshape(
                change.act,
                places=change.places,
                names=change.names,
                on=given.on,
                at=timezone.now(),
                commit=given.commit,
            )
        except WrongUsage as error:
            raise CommandError(str(error), returncode=2) from error
        except User.DoesNotExist as error:
            raise CommandError(f"there is no user {given.user!r}") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in _lines(changed, given.show):
            self.stdout.write(line)
        self.stdout.write("written" if given.commit else "rehearsed; --commit writes it")


def _rename(place: Place, given: Namespace, here: City) -> Change:
    return Change(
        lambda: ground.rename(by=given.user, place=place, to=given.to, on=given.on),
        [place],
        [given.to],
    )


def _split(place: Place, given: Namespace, here: City) -> Change:
    parts = [
        Part(name, tuple(child_called(child, place) for child in held))
        for name, *held in given.into
    ]
    return Change(
        lambda: ground.split(by=given.user, place=place, into=parts, on=given.on, note=given.note),
        [place],
        [part.text for part in parts],
    )


def _merge(place: Place, given: Namespace, here: City) -> Change:
    places = [place, *(place_called(text, here) for text in given.others)]
    return Change(
        lambda: ground.merge(
            by=given.user, places=places, into=given.into, on=given.on, note=given.note
        ),
        places,
        [given.into],
    )


def _retire(place: Place, given: Namespace, here: City) -> Change:
    return Change(lambda: ground.retire(by=given.user, place=place, on=given.on), [place])


def _redraw(place: Place, given: Namespace, here: City) -> Change:
    geometry = outline_in(given.outline, Declared.read(given.crs))
    return Change(
        lambda: ground.draw_place(
            by=given.user,
            place_id=place.id,
            geometry=geometry,
            quality=OutlineQuality(given.quality),
            source=given.source,
        ),
        [place],
    )


def _unite(place: Place, given: Namespace, here: City) -> Change:
    into = place_called(given.into, here)
    return Change(
        lambda: ground.unite(by=given.user, place=place, into=into, on=given.on, note=given.note),
        [place, into],
    )


def _replant(place: Place, given: Namespace, here: City) -> Change:
    under = place_called(given.under, here) if given.under else None
    return Change(
        lambda: ground.replant(
            by=given.user, place=place, under=under, on=given.on, note=given.note
        ),
        [place, under] if under else [place],
    )


NOTE = {"--note": {"default": "", "help": "why, for the record"}}
WHY = {"--note": {"required": True, "help": "how it was found out, for the record"}}
DEEDS: dict[str, tuple[str, Callable[[Place, Namespace, City], Change], dict[str, Any]]] = {
    "rename": (
        "it is called otherwise from a day on; the former name still leads to it",
        _rename,
        {"--to": {"required": True, "metavar": "NAME"}},
    ),
    "split": (
        "it became several places, with what lies in each of them",
        _split,
        {
            "--into": {
                "required": True,
                "nargs": "+",
                "action": "append",
                "metavar": ("NAME", "CHILD"),
                "help": "a part, and what goes there; once for each part",
            },
            **NOTE,
        },
    ),
    "merge": (
        "it became one place with others",
        _merge,
        {
            "others": {"nargs": "+", "metavar": "PLACE"},
            "--into": {"required": True, "metavar": "NAME"},
            **NOTE,
        },
    ),
    "retire": ("it was torn down", _retire, {}),
    "redraw": (
        "it has another outline; the former one is kept, and judges the days before",
        _redraw,
        {
            "--outline": {"required": True, "type": Path, "metavar": "FILE", "help": "GeoJSON"},
            "--crs": {"required": True, "help": "wgs84, cgcs2000, gcj02, bd09 or EPSG:n"},
            "--quality": {"choices": QUALITIES, "default": "approximate"},
            "--source": {"default": "", "help": "where the outline is from"},
        },
    ),
    "unite": (
        "it turned out to be the same place as another, such as a misprint of it",
        _unite,
        {"--into": {"required": True, "metavar": "PLACE", "help": "which it is"}, **WHY},
    ),
    "replant": (
        "it turned out to lie in another place than it was put in",
        _replant,
        {"--under": {"metavar": "PLACE", "help": "where it lies; none: in the district"}, **WHY},
    ),
}


def _lines(changed: Reshaping, most: int) -> Iterator[str]:
    yield from _listed("places", changed.places, most)
    led = [f"{lead.name}: {lead.before} → {lead.after}" for lead in changed.leads]
    yield from _listed("names that lead elsewhere", led, most)
    yield from _listed("answers that change", [_effect(e) for e in changed.answers], most)
    named = [f"{e.notice} {e.action} {e.text}" for e in changed.entries]
    yield from _listed("entries of the ledger that name them, which stay", named, most)


def _listed(what: str, lines: Sequence[str], most: int) -> Iterator[str]:
    yield f"{what}: {len(lines)}"
    yield from (f"  {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"  … {len(lines) - most} more, --show {len(lines)} lists them"


def _effect(effect: Effect) -> str:
    before, after = (" ".join(map(_span, spans)) for spans in (effect.before, effect.after))
    return f"{effect.district}{effect.name}: {before} → {after}"


def _span(span: Span) -> str:
    if span.start is None:
        return span.risk.value
    return f"{span.risk.value} from {span.start.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
