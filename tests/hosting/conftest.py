"""The fixtures of the hosting tests: a little site, one that was built, and previews of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mkdocs_evidence import build
from mkdocs_evidence.plugin import build_site

from .little_site import Server, Site


@pytest.fixture(autouse=True)
def _own_prepare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the real `prepare` back after a build in this process loaded the stand-in."""
    monkeypatch.setattr(build, "prepare", build.prepare)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "a site")


@pytest.fixture(scope="session")
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built") / "a site"
    before = build.prepare
    assert build_site(Site(root).root) == 0
    build.prepare = before
    return root / "site"


@pytest.fixture
def built(site: Site, _built_once: Path) -> Site:
    """A site with an old build of it in place."""
    shutil.copytree(_built_once, site.output)
    return site


@pytest.fixture
def serve(site: Site) -> Iterator[Callable[..., Server]]:
    """Starts servers of the site; whatever still runs at the end is stopped."""
    servers: list[Server] = []

    def start(*arguments: str) -> Server:
        servers.append(Server(site, *arguments))
        return servers[-1].begin()

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()
