"""A site really built and served on this machine, and a browser to read it with: for the tests and for `make shots`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from .reading import REFUSE_SCRIPTS, Site

ROOT = Path(__file__).parents[2]
TOPICS = ROOT / "tests" / "sites" / "topics"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TOPICS_DAY = "1769904000"
"""1 February 2026, in seconds: the day on which the small sites show every state."""


class CannotOpen(Exception):
    """The site does not build, or there is no browser; the text says which and why."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Says nothing."""

    def end_headers(self) -> None:
        if REFUSE_SCRIPTS in self.headers:
            self.send_header("Content-Security-Policy", "script-src 'none'")
        super().end_headers()


def build(root: Path, folder: Path) -> Path:
    """Builds the site at `root` into `folder`; raises `CannotOpen` with what MkDocs said.

    The small sites are built for the day on which they show every state, this one for today.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, **({"SOURCE_DATE_EPOCH": TOPICS_DAY} if root.parent == TOPICS else {})}
    built = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if built.returncode:
        raise CannotOpen(f"the site cannot be built:\n{built.stderr}")
    return folder


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The site in `folder` at an address of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that CHROMIUM names; raises `CannotOpen` without one."""
    path = os.environ.get("CHROMIUM")
    if not path:
        raise CannotOpen("CHROMIUM names no browser: run `make test`, which finds or installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
