"""That no page has a fault that `looking.py` can see: the same checks as `make shots`, on the same types of page."""

from __future__ import annotations

from .looking import look
from .reading import Reading, View


def test_every_type_of_page(read: Reading, view: View) -> None:
    """Nothing is too small, in the way of something else or without words, in both windows and schemes."""
    window = read(view)
    faults = [str(fault) for address in read.site.kinds for fault in look(window.open(address), address, view)]
    assert faults == []


def test_claims_in_every_state(read_topic: Reading, size: View) -> None:
    """Neither on a claim of any rung, level or state."""
    window = read_topic(size)
    claims = read_topic.site.looks.values()
    faults = [str(fault) for address in claims for fault in look(window.open(address), address, size)]
    assert faults == []
