"""What of a claim, and of the whole question, is put on one sheet of paper."""

from __future__ import annotations

import pytest

from mkdocs_evidence.summary import WIDTH, Part, fit, share, shortened


@pytest.mark.parametrize(
    ("wanted", "room", "given"),
    [
        ([3, 4], 10, [3, 4]),
        ([8, 8], 10, [5, 5]),
        ([2, 9, 9], 12, [2, 5, 5]),
        ([9, 1, 0], 6, [5, 1, 0]),
        ([5, 5, 5], 2, [1, 1, 0]),
        ([5], 0, [0]),
        ([], 3, []),
    ],
)
def test_lines_shared(wanted: list[int], room: int, given: list[int]) -> None:
    """Each part gets an equal share, and what one does not need goes to those that do; never more than there is."""
    assert share(wanted, room) == given


@pytest.mark.parametrize(
    ("text", "letters", "shown"),
    [
        ("It fits.", 8, "It fits."),
        ("One sentence. Another one that is long.", 30, "One sentence. …"),
        ("In 3.5 of them it was so, and in others not", 24, "In 3.5 of them it was …"),
        ("Wordswithoutanygap" * 3, 20, "Wordswithoutanygap …"),
    ],
)
def test_a_text_is_cut_where_a_sentence_or_a_word_ends(text: str, letters: int, shown: str) -> None:
    """And a sign says that it goes on; the number in a text is no end of a sentence."""
    assert shortened(text, letters) == shown
    assert len(shown) <= letters


def test_a_list_that_fits_is_whole() -> None:
    assert fit(["a" * WIDTH, "b"], 2) == Part(("a" * WIDTH, "b"))


def test_a_list_that_does_not_fit_says_what_it_leaves_out() -> None:
    """Each text has its share; those without one are counted, and that one goes on is told."""
    long = "First sentence. " + "word " * 60
    part = fit([long, "short", "short too"], 3)
    assert part.texts == (shortened(long, WIDTH), "short")
    assert (part.left, part.shortened) == (1, True)
    assert fit(["short", "short too", "third"], 1) == Part((), 3)
