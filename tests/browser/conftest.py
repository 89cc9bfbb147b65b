"""The site of this repository, a small one with every state, and a browser, once for all tests of a run.

A site is built once for all workers of a run; each serves it by itself and has a browser of its own.

The browser's path stands in CHROMIUM, where `make test` puts it. Without one these tests fail; none is skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from . import opening
from .reading import Reading, Site, View


@pytest.fixture(scope="session")
def folder(once: Callable[..., Path]) -> Path:
    """The built site."""
    return _build("this", opening.ROOT, once)


def _build(name: str, root: Path, once: Callable[..., Path]) -> Path:
    try:
        return once(f"built-{name}", lambda folder: opening.build(root, folder))
    except opening.CannotOpen as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[Site]:
    with opening.served(folder) as site:
        yield site


@pytest.fixture(scope="session", params=["every-state", "mechanism-only"])
def topic_folder(request: pytest.FixtureRequest, once: Callable[..., Path]) -> Path:
    """A small built site with claims in states that the real one need not have."""
    return _build(request.param, opening.TOPICS / request.param, once)


@pytest.fixture(scope="session")
def topic(topic_folder: Path) -> Iterator[Site]:
    with opening.served(topic_folder) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        with opening.chromium() as browser:
            yield browser
    except opening.CannotOpen as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def read(site: Site, browser: Browser) -> Iterator[Reading]:
    """Opens pages of the site: `read(View(...))` gives a window, `window.open(address)` a page."""
    reading = Reading(site, browser)
    yield reading
    reading.close()


@pytest.fixture
def read_topic(topic: Site, browser: Browser) -> Iterator[Reading]:
    """Opens pages of a small site."""
    reading = Reading(topic, browser)
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
