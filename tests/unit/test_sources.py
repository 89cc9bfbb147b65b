
"""Bytes of a file to text, or why not."""

from __future__ import annotations

import os
import time

import pytest

from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.sources import line_and_column, read_text


def read(path, **limit):
    found = Diagnostics()
    text = read_text(path, "x.yml", found, **limit)
    return text, [(d.code.name, d.location.line, d.location.column) for d in found]


TABLE = {
    "plain": (b"a: b\n", "a: b\n", []),
    "byte-order mark": (b"\xef\xbb\xbfa: b\n", "a: b\n", []),
    "CRLF": (b"a: b\r\nc: d\r\n", "a: b\nc: d\n", []),
    "tab and letters": ("a:\té 𝄞\n".encode(), "a:\té 𝄞\n", []),
    "empty": (b"", "", []),
    "Latin-1": ("a: b\nc: é\n".encode("latin-1"), None, [("not-utf-8", 2, 4)]),
    "GBK": ("a: 大\n".encode("gbk"), None, [("not-utf-8", 1, 4)]),
    "UTF-16": ("a: b\n".encode("utf-16"), None, [("not-utf-8", 1, 1)]),
    "Latin-1 after letters": ("é: b ".encode() + b"\xe9\n", None, [("not-utf-8", 1, 6)]),
    "surrogate": (b"a: \xed\xa0\x80\n", None, [("not-utf-8", 1, 4)]),
    "null": (b"a: \x00\n", None, [("control-character", 1, 4)]),
    "bell": (b"a\nb: \x07\n", None, [("control-character", 2, 4)]),
    "lone carriage return": (b"a: b\rc: d\n", None, [("control-character", 1, 5)]),
    "next line": ("a: \x85\n".encode(), None, [("control-character", 1, 4)]),
    "right-to-left override": ("a: \u202e\n".encode(), None, [("control-character", 1, 4)]),
    "isolate": ("a: \u2066\n".encode(), None, [("control-character", 1, 4)]),
    "line separator": ("a: \u2028\n".encode(), None, [("control-character", 1, 4)]),
    "two of them": (b"\x01\n\x02", None, [("control-character", 1, 1), ("control-character", 2, 1)]),
    "after letters outside the plane": ("𝄞é\x07".encode(), None, [("control-character", 1, 3)]),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "text", "problems"), TABLE.values(), ids=TABLE)
def test_file(tmp_path, raw, text, problems):
    (tmp_path / "x.yml").write_bytes(raw)
    assert read(tmp_path / "x.yml") == (text, problems)


def test_size(tmp_path):
    """The limit itself may be reached."""
    path = tmp_path / "x.yml"
    path.write_bytes(b"x" * 1_000_000)
    assert read(path)[1] == []
    path.write_bytes(b"x" * 1_000_001)
    assert read(path) == (None, [("file-too-large", 1, 1)])


def test_missing(tmp_path):
    assert read(tmp_path / "x.yml") == (None, [("unreadable-file", 1, 1)])


@pytest.mark.skipif(os.name != "posix", reason="links and pipes need rights elsewhere")
def test_no_plain_file(tmp_path):
    """A link is not followed, a pipe not opened, a folder not read."""
    (tmp_path / "target").write_text("secret\n")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "dangling", "folder", "pipe"):
        assert read(tmp_path / name) == (None, [("unreadable-file", 1, 1)])


def test_thousands_of_control_characters(tmp_path):
    """A file of another encoding (NUL beside every letter) takes a moment, not minutes."""
    (tmp_path / "x.yml").write_bytes("a: b\n".encode("utf-16-le") * 600)
    began = time.perf_counter()
    text, problems = read(tmp_path / "x.yml")
    assert time.perf_counter() - began < 5
    assert text is None
    assert problems


def test_line_and_column():
    assert [line_and_column("a\nbc\n", offset) for offset in (0, 1, 2, 3, 5)] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
        (3, 1),
    ]
