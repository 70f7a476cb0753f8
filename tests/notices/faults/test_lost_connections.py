"""The connection to PostgreSQL is lost while it commits a notice."""

from tests.notices.faults.aftermath import NUMBERS, settle
from tests.notices.faults.conftest import Rounds
from tests.notices.faults.lossy import Moment
from tests.notices.faults.machine import Machine
from tests.notices.faults.words import write_text


def test_a_commit_without_an_answer_is_all_or_nothing(machine: Machine, rounds: Rounds) -> None:
    """The publisher sees the same in both cases, and a retry tells them apart."""
    for _ in rounds.of(short=1):
        for moment in Moment:
            number = next(NUMBERS)
            text = write_text(number, [f"长风{number}号院{n}号楼" for n in (1, 2, 3)], [])
            (draft,) = machine.ask("submit_texts", texts=[text], minutes=number)
            journal = machine.journal()
            seen = machine.ask(
                "publish_into_a_cut",
                journal=str(journal.path),
                draft=draft,
                moment=moment.value,
                folder=str(machine.folder),
            )
            assert seen.startswith("OperationalError")
            assert journal.unacknowledged() == [draft]
            before = settle(machine, journal)
            assert (draft in before["acts"]) == (moment is Moment.UNANSWERED)
