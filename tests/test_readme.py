"""What the README shows is what the site answers."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")


@pytest.fixture
def demo(db: None, settings: Any) -> None:
    settings.DEMO = True
    call_command("load_demo")


def asked(text: str) -> dict[str, str]:
    """The parameters of the README's curl."""
    (command,) = re.findall(r"```sh\n(curl .*?)```", text, re.S)
    words = shlex.split(command.replace("\\\n", " "))
    pairs = [words[i + 1] for i, w in enumerate(words) if w == "--data-urlencode"]
    return dict(p.split("=", 1) for p in pairs)


def without_what_differs(value: Any) -> Any:
    """The reply without ids and the time of asking, which no two sites share."""
    if isinstance(value, dict):
        return {
            k: without_what_differs(v)
            for k, v in value.items()
            if k not in ("id", "entry", "known_at")
        }
    if isinstance(value, list):
        return [without_what_differs(v) for v in value]
    return value


def test_the_replies_are_the_sites(demo: None) -> None:
    for name in READMES:
        text = (ROOT / name).read_text("utf-8")
        (shown,) = re.findall(r"```json\n(.*?)```", text, re.S)
        reply = Client().get("/api/v1/lookup", asked(text)).json()
        assert without_what_differs(json.loads(shown)) == without_what_differs(reply), name


@pytest.mark.parametrize("name", READMES)
def test_every_file_that_is_linked_exists(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text("utf-8")):
        if "://" not in target:
            assert (ROOT / target).exists(), target
