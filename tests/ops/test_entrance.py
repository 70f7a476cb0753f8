"""The Makefile is the only entrance, and says what it offers."""

import re
import subprocess
from pathlib import Path

from ops.__main__ import TARGETS

ROOT = Path(__file__).resolve().parents[2]

# Scripts, CI and the documents of others call these by name.
PROMISED = {"run", "test", "setup", "check", "bench", "stop", "help"}


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def test_every_promised_target_is_there_and_has_its_line_of_help() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    described = set(re.findall(r"^  make (\w+) ", listed, flags=re.MULTILINE))
    assert makefile_targets() >= PROMISED
    assert described == makefile_targets()


def test_every_target_but_help_hands_over_to_ops() -> None:
    assert makefile_targets() - {"help"} <= set(TARGETS)


def test_ci_runs_what_people_run() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "make check" in script
    assert "make test" in script


def test_no_lock_file_names_the_host_of_an_index() -> None:
    for path in (ROOT / "requirements").iterdir():
        assert "://" not in path.read_text(), path.name
