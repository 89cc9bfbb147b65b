"""The site of this repository, really built and served on this machine, and a browser to read it with.

The browser's path stands in CHROMIUM, where `make test` puts it. Without one these tests fail; none is skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright

from .reading import Reading, Site, View

ROOT = Path(__file__).parents[2]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    folder = tmp_path_factory.mktemp("browser") / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if built.returncode:
        pytest.fail(f"the site cannot be built:\n{built.stderr}", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield Site(folder, f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.fail("CHROMIUM names no browser: run `make test`, which finds or installs one", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def read(site: Site, browser: Browser) -> Iterator[Reading]:
    """Opens pages of the site: `read(View(...))` gives a window, `window.open(address)` a page."""
    reading = Reading(site, browser)
    yield reading
    reading.close()


@pytest.fixture(params=[View(1280, 800), View(390, 844)], ids=str)
def size(request: pytest.FixtureRequest) -> View:
    """A desktop's window and a phone's."""
    view: View = request.param
    return view


@pytest.fixture(params=["light", "dark"])
def view(size: View, request: pytest.FixtureRequest) -> View:
    """Both windows in both schemes."""
    return size.but(scheme=request.param)
