"""The pages for authors and maintainers of this site, as somebody meets them who goes from one to the next."""

from __future__ import annotations

import re

import pytest
from commands import pages, text_of

TEXTS = {page.removeprefix("content/"): text_of(page) for page in pages() if page.startswith("content/")}


def test_the_entrance_leads_to_every_page():
    """What it does not name stands at no place in the way through, and nobody finds it."""
    linked = set(re.findall(r"\]\((contribute/[\w-]+\.md)", TEXTS["contribute.md"]))
    assert linked >= set(TEXTS) - {"contribute.md"}


@pytest.mark.parametrize("page", TEXTS)
def test_a_page_is_called_the_same_everywhere(page):
    """In the head of the file, which names it in links and tabs, and in its heading."""
    title = re.search(r"^title: (.*)$", TEXTS[page], re.MULTILINE)
    heading = re.search(r"^# (.*)$", TEXTS[page], re.MULTILINE)
    assert title and heading and title[1] == heading[1]


@pytest.mark.parametrize("page", TEXTS)
def test_a_page_can_be_read_in_one_go(page):
    """A task has one page, and few have more than five hundred words; the tutorial may, since it is followed once."""
    words = len(re.sub(r"^```.*?^```$", "", TEXTS[page], flags=re.MULTILINE | re.DOTALL).split())
    assert words <= (900 if page.endswith(("tutorial.md", "badge.md")) else 500)
