"""What `make shots` leaves and says, on a site of one page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from . import opening, shots

PAGE = "<!doctype html><html lang=en><meta name=viewport content='width=device-width'><title>One</title>"
PICTURES = [
    "home-1280-dark.png",
    "home-1280-light.png",
    "home-390-dark.png",
    "home-390-light.png",
    "home-print.pdf",
]


def _take(body: str, tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> int:
    """Status of taking pictures of a page with this body, into the folder `shots`."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(PAGE + body, encoding="utf-8")

    @contextmanager
    def same_browser() -> Iterator[Browser]:
        yield browser

    with opening.served(site) as served:
        monkeypatch.setattr(opening, "chromium", same_browser)
        monkeypatch.setattr(shots, "_sites", lambda built: [(served, {"home": ""})])
        return shots.main(tmp_path / "shots")


def test_a_sound_page(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A picture for each width and scheme, one as printed, and status 0; what lay in the folder is gone."""
    (tmp_path / "shots").mkdir()
    (tmp_path / "shots" / "old.png").touch()
    assert _take("<p>Text</p>", tmp_path, browser, monkeypatch) == 0
    assert sorted(picture.name for picture in (tmp_path / "shots").iterdir()) == PICTURES
    assert capsys.readouterr().err.endswith("5 pictures, 0 faults\n")


def test_a_page_with_a_fault(
    tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Page, view, fault, element and text, in each view, and status 1; the pictures are there all the same."""
    assert _take("<p style='font-size: 9px'>Small print</p>", tmp_path, browser, monkeypatch) == 1
    said = capsys.readouterr().out
    assert "home (390x844-light): text below 12 px: p: 9.0 px: Small print\n" in said
    assert said.count("\n") == 4
    assert sorted(picture.name for picture in (tmp_path / "shots").iterdir()) == PICTURES


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("", "home"),
        ("404.html", "404"),
        ("claims/", "claims"),
        ("claims/naps/", "claim-naps"),
        ("studies/mp-1/", "study-mp-1"),
        ("contribute/", "contribute"),
        ("contribute/fields/", "contribute-fields"),
    ],
)
def test_names(address: str, name: str) -> None:
    """What a page is, and which one where there are several."""
    assert shots._name(address) == name
