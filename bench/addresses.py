"""From a text to a unit: how often right, how fast, how much memory."""

import gc
import statistics
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bench.accuracy import Grade, grade, grades, grades_by_kind
from bench.peers import Cpca, NoPeer
from zones.gazetteer.bulk import BulkReader
from zones.gazetteer.indexing import make
from zones.gazetteer.resolve import resolve
from zones.gazetteer.verdicts import verdict_of
from zones.synthetic.citizens import Citizens, Question
from zones.synthetic.files import read_counties
from zones.synthetic.hard import HardCitizens
from zones.synthetic.kinds import HardQuestion
from zones.synthetic.rows import source
from zones.synthetic.town import build

ROOT = Path(__file__).resolve().parent.parent
COMPARED = 2_000
SINGLE = 2_000
HARD = 500
"""Hard questions of each kind."""
SHOWN = 10
T = TypeVar("T")


def run(options: Namespace) -> None:
    """Measure, and print."""
    counties = read_counties(ROOT / "seed" / "taiyuan" / "districts.geojson")
    counted = list(build(counties, seed=options.seed, scale=options.scale))
    _heading("The index", "processor time, resident memory")
    index, index_line = _measured(lambda: make(source(counted)))
    _line(f"{len(index):,} places", index_line)
    reader, tables_line = _measured(lambda: BulkReader(index))
    _line("a reader for bulk", tables_line)
    citizens = Citizens(counted, options.seed + 1)
    questions = list(citizens.questions(options.questions))
    hard = list(HardCitizens(citizens, options.seed + 2).questions(HARD))
    del citizens
    counted.clear()  # A worker holds no city in rows beside the index.
    gc.collect()
    gc.freeze()  # As a worker does after loading: what stays is not looked through again.
    _accuracy(questions, reader)
    _hard(hard, reader)
    _speed([question.text for question in questions], reader, options)


def _accuracy(questions: Sequence[Question], reader: BulkReader) -> None:
    texts = [question.text for question in questions]
    numbers = reader.numbers(texts)
    present, absent = grades(questions, numbers, reader.index)
    _heading("Answers", f"{len(questions):,} citizens' spellings, a tenth of something absent")
    for title, counted in (("what there is", present), ("what is absent", absent)):
        total = counted.total() or 1
        shares = "  ".join(f"{g.value} {100 * counted[g] / total:.3f} %" for g in Grade)
        _line(f"{title} ({total:,})", shares)
    area = reader.index.area()
    step = max(1, len(texts) // COMPARED)
    differing = [
        texts[at]
        for at in range(0, len(texts), step)
        if verdict_of(resolve(texts[at], area), reader.index) != numbers[at]
    ]
    _line("answered otherwise by the general path", f"{len(differing)} of {len(texts[::step]):,}")
    for text in differing[:10]:
        _line("", text)


def _hard(asked: Sequence[HardQuestion], reader: BulkReader) -> None:
    """The table by kind. What is wrong is shown, so that somebody can judge who is right."""
    numbers = reader.numbers([one.question.text for one in asked])
    _heading("Hard questions", "by kind, with an example of it; right, coarser, none, wrong")
    for kind, counted in grades_by_kind(asked, numbers, reader.index).items():
        total = counted.total()
        shares = "  ".join(f"{100 * counted[g] / total:7.2f}" for g in Grade)
        _line(f"{kind.name.lower()} ({total:,})", f"{shares}   {kind.value}")
    wrong = [
        f"{one.kind.name.lower()}: {one.question.text}"
        for one, number in zip(asked, numbers, strict=True)
        if grade(one.question, number, reader.index) is Grade.WRONG
    ]
    for text in wrong[:SHOWN]:
        _line("wrong", text)


def _speed(texts: list[str], reader: BulkReader, options: Namespace) -> None:
    _heading("Addresses a second", "one core, processor time, medians of turns")
    area = reader.index.area()
    few = texts[:SINGLE]
    first = _rate(lambda: [resolve(text, area) for text in few], len(few))
    again = _rate(lambda: [resolve(text, area) for text in few], len(few))
    ours: list[float] = []
    theirs: list[float] = []
    single = 0.0
    try:
        if options.no_peer:
            raise NoPeer("not asked for")
        with Cpca(texts) as cpca:
            for _ in range(options.rounds):
                theirs.append(cpca.rate("bulk"))
                ours.append(_rate(lambda: reader.numbers(texts), len(texts)))
            single = cpca.rate("single")
    except NoPeer as reason:
        ours = ours or [_rate(lambda: reader.numbers(texts), len(texts)) for _ in range(3)]
        _line("cpca", f"could not be measured: {reason}")
    _line("single, a spelling never seen", f"{first:,.0f}")
    _line("single, the same again", f"{again:,.0f}")
    _line("bulk", f"{statistics.median(ours):,.0f}")
    if theirs and single:
        ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
        _line("cpca.transform, bulk", f"{statistics.median(theirs):,.0f}")
        _line("cpca.transform, single", f"{single:,.0f}")
        _line("ratio, bulk", f"{statistics.median(ratios):.2f}")
        _line("ratio, single, never seen", f"{first / single:.2f}")


def _measured(work: Callable[[], T]) -> tuple[T, str]:
    """What ``work`` makes, and the time and memory that it took."""
    gc.collect()
    before, began = _resident(), time.process_time()
    made = work()
    took = time.process_time() - began
    gc.collect()
    return made, f"{took:.1f} s, {_resident() - before:.0f} MiB"


def _rate(work: Callable[[], object], count: int) -> float:
    began = time.process_time()
    work()
    return count / (time.process_time() - began)


def _resident() -> float:
    """The resident memory of this process in MiB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _heading(title: str, note: str) -> None:
    print(f"\n{title}: {note}", flush=True)


def _line(what: str, figure: str) -> None:
    print(f"  {what:<44} {figure}", flush=True)
