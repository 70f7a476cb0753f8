"""A city with something of everything on its pages, and the languages compiled."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils.translation import trans_real
from pytest_django import DjangoDbBlocker

from config.management.commands.compile_translations import compile_one
from notices.ledger.values import Action
from notices.services import open_ledger
from tests.conftest import ROOT
from tests.ground import entry, people, place, publish, vouch
from zones.gazetteer.cities import load_city
from zones.gazetteer.illustrate import illustrate
from zones.models import City

VOUCHED_BUT = "迎泽区"


@pytest.fixture(scope="session", autouse=True)
def _compiled_languages() -> None:
    """A bare checkout has no compiled catalogue, and Django keeps what it once failed to find."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            compile_one(source)
    trans_real._translations.clear()


@pytest.fixture(scope="module")
def standing_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    """The city, built once for all tests of a file that only read it, then rolled back."""
    with django_db_blocker.unblock():
        outermost = transaction.atomic()
        outermost.__enter__()
        yield build_city()
        transaction.set_rollback(True)
        outermost.__exit__(None, None, None)


@pytest.fixture
def city(standing_city: City, db: None) -> City:
    """The city for one test; what the test adds is rolled back."""
    return standing_city


@pytest.fixture
def live_city(transactional_db: None) -> City:
    """The city, committed, for tests with a running server."""
    return build_city()


def build_city() -> City:
    """Taiyuan: four zones in 小店区 of which one has no outline, a medium one in 杏花岭区, one
    of unknown start in 万柏林区, an end in 晋源区; 迎泽区 is not vouched for."""
    taiyuan = load_city(ROOT / "seed", "taiyuan")
    districts = {d.name: d for d in taiyuan.districts.all()}
    xiaodian, jinyuan = districts["小店区"], districts["晋源区"]
    clerk, publisher = people()
    open_ledger(
        title="期初",
        entries=[entry(districts["万柏林区"], "下元二小区C区2号楼", action=Action.OPENING)],
        entered_by=clerk,
        published_by=publisher,
    )
    ended = publish(193, entry(jinyuan, "德恒世府苑2号楼")).entries.get()
    publish(
        194,
        entry(xiaodian, "西贾社区水木云天小区"),
        entry(xiaodian, "晋阳紫城4号楼10单元"),
        entry(xiaodian, "富士苑小区3号楼至4号楼"),
        entry(districts["杏花岭区"], "矿机宿舍五居委5号楼", level="medium"),
    )
    place(xiaodian, "碧桂园玖玺台")
    place(jinyuan, "和平小区")
    place(xiaodian, "和平小区")
    illustrate(taiyuan)
    publish(
        195,
        entry(xiaodian, "新城市花园"),
        entry(jinyuan, "德恒世府苑2号楼", action=Action.RELEASE, binds=(ended,)),
        entry(jinyuan, "无人划定小区", action=Action.RELEASE),
    )
    vouch(*(d for name, d in districts.items() if name != VOUCHED_BUT))
    return taiyuan


@pytest.fixture
def client() -> Client:
    """A browser that prefers Chinese."""
    return Client(headers={"accept-language": "zh-CN"})


class Reader(HTMLParser):
    """The visible words of a page, and the attributes of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {k: v or "" for k, v in attrs}))
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words, with single blanks."""
        return " ".join(" ".join(self.words).split())

    def with_attribute(self, name: str) -> list[str]:
        """The values of an attribute, in the order of the page."""
        return [attrs[name] for _, attrs in self.elements if name in attrs]


def read(client: Client, path: str, *, status: int = 200) -> Reader:
    """A page, as someone without a script reads it."""
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:2000]
    return Reader(response.content.decode())
