"""A real JupyterLab, started through casework.lab, in Chromium; it may ask for nothing outside 127.0.0.1."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

import casework
from casework import demo

SHOTS = Path(__file__).parent / "shots"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERVE = """
import sys
from pathlib import Path
import casework.lab
notebooks, book, port = sys.argv[1:]
casework.lab.share = lambda *parts: Path(notebooks)
casework.lab.open_lab(Path(book), lang="zh", port=int(port), browser=False)
"""
READY = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
    const kernel = session?.isReady && session.session?.kernel;
    return kernel && kernel.status === "idle" && kernel.connectionStatus === "connected";
}"""


@dataclass(frozen=True)
class Lab:
    """A running workplace: address, token, its copy of the notebooks, and where it keeps its own files."""

    address: str
    token: str
    notebooks: Path
    own: Path

    def url(self, name: str) -> str:
        """The address of a notebook in a clean workspace."""
        return f"{self.address}/lab/tree/{name}?token={self.token}&reset"


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook that the workplace is opened on."""
    path = tmp_path_factory.mktemp("book") / "demo.db"
    demo.make(path, households=200, seed=1).close()
    return path


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory, book: Path) -> Iterator[Lab]:
    """One server for all tests over the demo."""
    yield from serve(tmp_path_factory.mktemp("lab"), book)


def serve(folder: Path, book: Path) -> Iterator[Lab]:
    """A server over a casebook and a copy of the notebooks, with nothing of the user's own Jupyter; it ends with the iteration."""
    own, notebooks = folder / "jupyter", folder / "pages" / "notebooks"
    shutil.copytree(casework.share("notebooks"), notebooks, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (own / "config").mkdir(parents=True)
    (own / "config" / "jupyter_lab_config.json").write_text('{"LabApp": {"expose_app_in_browser": true}}')
    folders = {f"JUPYTER_{kind.upper()}_DIR": str(own / kind) for kind in ("config", "data", "runtime")} | {
        "IPYTHONDIR": str(own / "ipython"),
        "PYTHONUTF8": "1",
    }
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = own / "server.log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(notebooks), str(book), str(port)],
            env={**os.environ, **folders, "HOME": str(folder)},
            stdout=subprocess.PIPE,
            stderr=said,
            encoding="utf-8",
        )
    line = (server.stdout.readline() if server.stdout else "").strip()
    found = re.search(r"(http://[\d.:]+)/lab\S*token=(\w+)", line)
    assert found, f"the server did not say where it is: {line!r}\n{log.read_text()}"
    try:
        yield Lab(found[1], found[2], notebooks, own)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def picture(page: Page, name: str, height: int) -> None:
    """A picture of a page in a window of this height, for people to look at."""
    page.set_viewport_size({"width": 1280, "height": height})
    page.locator(".jp-Cell:visible").first.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without it the tests are skipped, but never in CI."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None and os.environ.get("CI"):
        pytest.fail("Chromium is missing: in CI the browser tests may not be skipped")
    if chromium is None:
        pytest.skip("Chromium is missing: install it to run the browser tests")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, lab: Lab, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page; afterwards a picture of it is kept, and nothing outside may have been asked for."""
    outside: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith((lab.address, "data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.route("**/*", guard)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    SHOTS.mkdir(exist_ok=True)
    opened.screenshot(path=SHOTS / (re.sub(r"[^\w-]", "_", request.node.name) + ".png"))
    context.close()
    assert outside == []


@pytest.fixture
def open_notebook(page: Page, lab: Lab) -> Callable[[str], Page]:
    """Open a notebook by name; a page of casework has run by then, any other has its kernel."""

    def opened(name: str) -> Page:
        mark = json.loads((lab.notebooks / name).read_text("utf-8"))["metadata"].get("casework", {})
        page.goto(lab.url(name))
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        page.wait_for_function(READY)
        if mark.get("autorun"):
            page.locator(".jp-NotebookPanel[data-casework=ran]").wait_for()
        return page

    return opened
