"""What tests of every part share: hypothesis' profiles, the server's role, a browser."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import pgtrigger
import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as profile
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

from config.management.commands.grant_application_role import grant
from ops import packages

ROOT = Path(__file__).resolve().parent.parent

# No deadline: the time of one example says more about the machine than about the code.
profile.register_profile("here", deadline=None)
# The same examples for everybody who looks at a failure.
profile.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
profile.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The reference data that is kept beside the project, where it is."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the reference data is not beside this checkout")
    return folder


# --- The database ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_guards() -> Iterator[None]:
    """The one way out of append-only: emptying the database after `django_db(transaction=True)`.

    Such a test commits, so what it wrote is truncated afterwards, and the triggers of the ledger
    refuse that like any other TRUNCATE. Only this flush, and only in tests, passes them by.

    A browser that is closed leaves requests behind that the server still answers. They would hold
    tables that the flush wants, and write into the next test: it waits until they are done.
    """
    teardown = TransactionTestCase._fixture_teardown

    def unguarded(test_case: TransactionTestCase) -> None:
        underway.wait()
        with pgtrigger.ignore():
            teardown(test_case)

    with pytest.MonkeyPatch.context() as patch, Underway() as underway:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguarded)
        yield


class Underway:
    """The threads of a running server that are answering a request."""

    def __init__(self) -> None:
        self._threads: set[threading.Thread] = set()
        self._changed = threading.Condition()

    def __enter__(self) -> Self:
        request_started.connect(self._begin)
        request_finished.connect(self._end)
        return self

    def __exit__(self, *_: object) -> None:
        request_started.disconnect(self._begin)
        request_finished.disconnect(self._end)

    def _begin(self, **_: object) -> None:
        # What a test asks in its own thread is done when it comes back, whatever came of it.
        if threading.current_thread() is not threading.main_thread():
            with self._changed:
                self._threads.add(threading.current_thread())

    def _end(self, **_: object) -> None:
        with self._changed:
            self._threads.discard(threading.current_thread())
            self._changed.notify_all()

    def wait(self) -> None:
        """Until nothing is being answered. A thread that ended without a word answers nothing."""
        with self._changed:
            self._changed.wait_for(
                lambda: not any(thread.is_alive() for thread in self._threads), PATIENCE / 1000
            )
            self._threads.clear()


@pytest.fixture
def as_application_role(db: None) -> Callable[[], AbstractContextManager[None]]:
    """`with as_application_role():` — the statements inside are made as the server's role."""
    role = settings.DATABASE_APPLICATION_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if role in {"", cursor.fetchone()[0]}:
            pytest.skip("the server's role is the owner here: give DATABASE_OWNER_URL too")
    grant(role)

    @contextmanager
    def become() -> Iterator[None]:
        # A refused statement rolls the savepoint back, and the role with it.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(role)}")
            yield
            cursor.execute("RESET ROLE")

    return become


@pytest.fixture(autouse=True)
def _nothing_known_of_clients() -> Iterator[None]:
    """What the process keeps in memory of keys and usage is of a database that is gone."""
    from clients import access, usage

    access.forget()
    usage.forget()
    yield
    usage.forget()


# --- The browser ----------------------------------------------------------------------------------

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever escapes the routing below cannot be looked up either.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
LOCAL = {"localhost", "127.0.0.1"}
# Milliseconds until a page is taken to be stuck, on a machine that may be busy with other work.
PATIENCE = 90_000


@dataclass
class Watch:
    """What pages did that no page of this site may do. A test that provokes one clears it."""

    foreign: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def admit(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOCAL:
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def hear(self, message: ConsoleMessage) -> None:
        # A breach of the content policy is told here too.
        if message.type == "error":
            self.faults.append(message.text)

    def clear(self) -> None:
        self.foreign.clear()
        self.faults.clear()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. One for each module, not for the run: Playwright leaves an event loop
    running in the thread, under which Django takes every query for a mistake of ours."""
    path = packages.chromium()
    if path is None:
        pytest.fail("no Chromium: `make test` installs one, or set CHROMIUM=/path/to/it")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watched = Watch()
    yield watched
    assert watched.foreign == [], "a page asked a host that is not this site"
    assert watched.faults == [], "a page met an error"


@pytest.fixture
def open_page(chromium: Browser, watch: Watch, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`open_page("/", width=390)` — a page of the running site, under watch.

    Service workers are blocked but where a test asks for them: what a worker fetches passes by
    the routes of a page, so a test that breaks a request would break it or not by chance."""
    contexts = []

    def visit(
        path: str,
        *,
        width: int = 1440,
        height: int = 900,
        locale: str = "zh-CN",
        service_workers: Literal["allow", "block"] = "block",
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            service_workers=service_workers,
            timezone_id="Asia/Shanghai",
            base_url=live_server.url,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.route("**/*", watch.admit)
        page = context.new_page()
        page.on("console", watch.hear)
        page.on("pageerror", lambda error: watch.faults.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
