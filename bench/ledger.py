"""The ledger: what publishing, rebuilding, asking and verifying cost as it grows."""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench.ledger_site import HALF, ISSUER, START, Course, databases, enter, grow
from notices.drafts import finding_key, publish_draft, start_draft, submit_draft
from notices.ledger.values import Action
from notices.models import Entry, Notice
from notices.projection import rebuild
from notices.reading import read
from notices.services import NewEntry, NoticeHead, publish_notice
from notices.verification import differences
from zones.answers import Question
from zones.models import City, District, Place, Standing
from zones.models.ground import PlaceLevel
from zones.serving.database import answer_from_database
from zones.standings import in_force

ROOT = Path(__file__).resolve().parent.parent
SMALL = 1_000
LARGE = int(os.environ.get("LEDGER_ENTRIES") or 100_000)
QUESTIONS = 60
Courses = dict[str, Course]


def run(options: Namespace) -> None:
    """Measure, and print."""
    with databases("empty", "small", "large"):
        courses = {name: _grown(name) for name in ("empty", "small", "large")}
        _publishing(courses, options.rounds)
        _drafting(courses)
        _asking(options.seed)
        _verifying()


def _grown(name: str) -> Course:
    """A ledger of its size, with its projection; the rate of the rebuild is told."""
    enter(name)
    course = Course()
    grow(course, {"empty": HALF, "small": SMALL, "large": LARGE}[name])
    took = _seconds(rebuild)
    with connection.cursor() as cursor:
        # As autovacuum does soon after; without it PostgreSQL plans for a small table.
        cursor.execute("VACUUM ANALYZE")
    held = Entry.objects.count()
    _line(f"rebuild of {held:,} entries", f"{held / took:,.0f} entries/s ({took:.1f} s)")
    return course


def _publishing(courses: Courses, rounds: int) -> None:
    """Turn about, so that whatever else the machine does falls on both."""
    _heading("Publishing a notice of 50 entries", f"{rounds} turns each, medians, commit included")
    times: dict[str, list[float]] = {"empty": [], "large": []}
    for turn in range(rounds + 1):
        for name, taken in times.items():
            enter(name)
            taken += [_publish(courses[name])][: min(turn, 1)]
    _compare(times, "publish_notice")


def _publish(course: Course, *, planting: int = 0) -> float:
    """Publishes the next act, the last designations of which are of places that it makes."""
    entries = course.next_act(keep=HALF)
    planted = entries[len(entries) - planting :]
    clerk, publisher = User.objects.order_by("username")
    head = NoticeHead(
        issuer=ISSUER,
        year=2022,
        number=course.number,
        issued_on=course.at.date(),
        title="通告",
        text="、".join(e.text for e in entries),
    )
    began = time.perf_counter()
    with transaction.atomic():
        entries = [*entries[: len(entries) - planting], *map(_beside, planted)]
        notice = publish_notice(
            head=head, entries=entries, entered_by=clerk, published_by=publisher
        )
    took = time.perf_counter() - began
    course.recorded(list(notice.entries.all()))
    return took


def _beside(new: NewEntry) -> NewEntry:
    """The same said of a place that nobody knew: another building of the complex meant."""
    (mark,) = new.marks
    complex = mark.place
    while complex.level in (PlaceLevel.BUILDING, PlaceLevel.UNIT):
        complex = complex.parent
    number = str(complex.children.count() + 900)
    made = Place.objects.create(
        district=new.district,
        parent=complex,
        level=PlaceLevel.BUILDING,
        key=number,
        value=number,
        name=f"{complex.name}{number}号楼",
        source="bench",
    )
    return replace(new, marks=(replace(mark, place=made),), text=made.name)


def _drafting(courses: Courses) -> None:
    """The same from the desk: the text is read against the gazetteer and the ledger."""
    _heading("Reading and publishing a draft of 50 entries", "3 turns each, medians")
    reading: dict[str, list[float]] = {"empty": [], "large": []}
    publishing: dict[str, list[float]] = {"empty": [], "large": []}
    late: dict[str, list[float]] = {"empty": [], "large": []}
    for _ in range(3):
        for name, course in courses.items():
            if name not in reading:
                continue
            enter(name)
            text = _text(course.next_act(keep=HALF), course.number)
            city, at = City.objects.get(), course.at
            middle = START + (at - START) / 2
            reading[name].append(_seconds(partial(read, text, city, effective_from=at)))
            late[name].append(_seconds(partial(read, text, city, effective_from=middle)))
            publishing[name].append(_publish_draft(course, text, city))
    _compare(reading, "read")
    _compare(late, "read, typed late: effective half-way back")
    _compare(publishing, "publish_draft")


def _publish_draft(course: Course, text: str, city: City) -> float:
    clerk, publisher = User.objects.order_by("username")
    draft = start_draft(author=clerk, text=text)
    doubts = read(text, city, effective_from=course.at).doubts
    submit_draft(
        draft_id=draft.id,
        by=clerk,
        city=city,
        effective_from=course.at,
        effective_decision="bench",
        accepted=[finding_key(f) for f in doubts],
    )
    began = time.perf_counter()
    notice = publish_draft(draft_id=draft.id, by=publisher, city=city)
    took = time.perf_counter() - began
    course.recorded(list(notice.entries.all()))
    return took


def _text(entries: list[NewEntry], number: int) -> str:
    """The notice in words."""
    parts = []
    for title, action in (("新增高风险区", Action.DESIGNATE), ("调整为低风险区", Action.RELEASE)):
        mine = [e for e in entries if e.action is action]
        names = {e.district.name for e in mine}
        lists = [
            f"{d}：{'，'.join(e.text for e in mine if e.district.name == d)}。"
            for d in sorted(names)
        ]
        parts += [f"{'一二'[len(parts) > 0]}、{title}（{len(mine)}个）", *lists]
    head = [f"{ISSUER}通告", f"（{2022 + number // 900}年第{number % 900 + 1}号）"]
    return "\n\n".join([*head, "即日起：", *parts, ISSUER, "2022年11月28日"])


def _asking(seed: int) -> None:
    _heading("As-of questions", f"{QUESTIONS} random instants and places, medians")
    chance = random.Random(seed)
    zones: dict[str, list[float]] = {"small": [], "large": []}
    answers: dict[str, list[float]] = {"small": [], "large": []}
    for name in zones:
        enter(name)
        now, city = timezone.now(), City.objects.get()
        places = list(Place.objects.select_related("district"))
        codes = list(District.objects.values_list("code", flat=True))
        end = Entry.objects.order_by("-effective_from").values_list("effective_from", flat=True)[0]
        for _ in range(QUESTIONS):
            at = START + timedelta(hours=8) + (end - START) * chance.uniform(0.2, 1)
            code, place = chance.choice(codes), chance.choice(places)
            zones[name].append(_seconds(partial(in_force, at, now, [code])))
            question = Question(as_of=at, known_at=now, place=place.id)
            answers[name].append(_seconds(partial(answer_from_database, question, city)))
        held = len(in_force(end, now))
        _line(f"{name}: in force at the end, rows", f"{held:,} of {Standing.objects.count():,}")
    _compare(zones, "in_force, one district")
    _compare(answers, "answer, one place")


def _verifying() -> None:
    _heading("Verifying", "the large ledger")
    enter("large")
    acts, entries = Notice.objects.count(), Entry.objects.count()
    inside = _seconds(lambda: _must_hold(list(differences())))
    _line("verify_ledger", _rate(acts, entries, inside))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ledger.jsonl")
        took = _seconds(lambda: call_command("export_ledger", str(path)))
        _line("export_ledger", _rate(acts, entries, took))
        command = [sys.executable, "-I", str(ROOT / "docs" / "verify_export.py"), str(path)]
        outside = _seconds(lambda: subprocess.run(command, check=True, capture_output=True))
        _line("docs/verify_export.py", _rate(acts, entries, outside))


def _must_hold(found: list[str]) -> None:
    if found:
        raise SystemExit(f"the ledger does not verify: {found[:3]}")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _rate(acts: int, entries: int, took: float) -> str:
    return f"{acts / took:,.0f} acts/s, {entries / took:,.0f} entries/s ({took:.1f} s)"


def _compare(times: dict[str, list[float]], what: str) -> None:
    one, other = times
    low, high = (statistics.median(times[name]) for name in times)
    figures = f"{one} {1000 * low:,.1f} ms, {other} {1000 * high:,.1f} ms"
    _line(what, f"{figures}, ratio {high / low:.2f}")


def _heading(title: str, note: str) -> None:
    print(f"\n{title}: {note}", flush=True)


def _line(what: str, figure: str) -> None:
    print(f"  {what:<44} {figure}", flush=True)
