"""Chromium as a phone on 3G: what is loaded, when it can be used, and how smoothly it moves."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from ops import packages

# What Chromium's own tools called "Fast 3G": 1.44 Mbit/s down, 0.675 up, 562 ms more a request.
NETWORK = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1.44e6 / 8,
    "uploadThroughput": 0.675e6 / 8,
}
SLOWER = 4
"""How many times slower than this machine the phone's processor is taken to be."""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu"]
FRAMES = """() => { window.frames_ = []; let last = performance.now();
  (function step() { requestAnimationFrame((now) => { window.frames_.push(now - last); last = now;
  step(); }); })(); }"""

LARGEST = """() => new Promise((told) => new PerformanceObserver((list) =>
  told(list.getEntries().at(-1).startTime)).observe(
  { type: "largest-contentful-paint", buffered: true }))"""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a first visit transfers; ``page`` is what comes before the data of the map."""

    requests: int
    kilobytes: float
    page_requests: int
    page_kilobytes: float


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds from the click to what can be seen and used."""

    painted: float
    largest: float
    mapped: float


@contextmanager
def visiting() -> Iterator[Browser]:
    """A Chromium, the same that the tests drive."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=packages.chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """Visits of one site, each by a browser that has not been there before."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site

    def _page(self, size: dict[str, int], *, throttled: bool) -> Page:
        page = self.browser.new_context(viewport=size, locale="zh-CN").new_page()
        if throttled:
            session = page.context.new_cdp_session(page)
            session.send("Network.emulateNetworkConditions", NETWORK)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return page

    def first_load(self, path: str) -> Weight:
        """What is transferred, compressed, until the map is drawn."""
        page = self._page(PHONE, throttled=False)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        urls: dict[str, str] = {}
        sizes: dict[str, float] = {}
        session.on(
            "Network.requestWillBeSent",
            lambda e: urls.update({e["requestId"]: e["request"]["url"]}),
        )
        session.on(
            "Network.loadingFinished",
            lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
        )
        page.goto(self.site + path)
        _drawn(page)
        page.wait_for_load_state("networkidle")
        data = {i for i, url in urls.items() if "/api/" in url or "/tiles/" in url}
        own = {i: size for i, size in sizes.items() if i not in data}
        page.context.close()
        return Weight(len(sizes), sum(sizes.values()) / 1000, len(own), sum(own.values()) / 1000)

    def on_a_phone(self, path: str) -> Load:
        """When a first visit sees something, has the largest thing to read, and has the map."""
        page = self._page(PHONE, throttled=True)
        page.goto(self.site + path, wait_until="commit")
        _drawn(page)
        mapped = _seconds(page)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        largest = page.evaluate(LARGEST)
        page.context.close()
        return Load(paint / 1000, largest / 1000, mapped)

    def asked(self, address: str) -> float:
        """How long the answer takes once the page is there and the button is pressed."""
        page = self._page(PHONE, throttled=True)
        page.goto(self.site)
        _drawn(page)
        page.fill("#address", address)
        before = _seconds(page)
        page.press("#address", "Enter")
        page.wait_for_selector("#answer-heading")
        seconds = _seconds(page) - before
        page.context.close()
        return seconds

    def frames(self, path: str, *, zooms: int = 0) -> str:
        """The time between frames while the map is dragged to and fro."""
        page = self._page(DESK, throttled=False)
        page.goto(self.site + path)
        _drawn(page)
        page.evaluate("document.getElementById('map').scrollIntoView()")
        box = page.locator("#map").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        for _ in range(zooms):
            page.mouse.wheel(0, -240)
            page.wait_for_timeout(700)
        page.wait_for_load_state("networkidle")
        page.evaluate(FRAMES)
        page.mouse.down()
        for step in range(90):
            page.mouse.move(x + 150 - abs(step % 60 - 30) * 10, y + (step % 20) * 3)
        page.mouse.up()
        times = sorted(page.evaluate("window.frames_"))[1:]
        page.context.close()
        late = times[int(len(times) * 0.95)]
        return (
            f"median {statistics.median(times):.0f} ms, 95 % under {late:.0f} ms"
            f" ({len(times)} frames)"
        )


def _drawn(page: Page) -> None:
    page.wait_for_selector('#map[data-state="ready"]', timeout=120_000)


def _seconds(page: Page) -> float:
    return float(page.evaluate("performance.now()")) / 1000
