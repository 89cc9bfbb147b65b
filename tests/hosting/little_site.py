"""A little site, what tests do to it, and a running preview of it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from mkdocs.__main__ import cli

STAND_IN = Path(__file__).with_name("stand_in.py")

FILES = {
    "mkdocs.yml": """\
site_name: A little file
site_url: https://example.org/file/
docs_dir: content
theme:
  name: material
  font: false
  custom_dir: overrides
hooks: [stand_in.py]
plugins:
  - search
  - evidence:
      repository: https://example.org/repository
      support: Help is near.
nav:
  - Home: index.md
  - About: about.md
  - references.md
""",
    "content/index.md": "Welcome to *all* of it. [Sleep](claims/sleep.md#why)\n\n![Dot](dot.svg)\n",
    "content/about.md": "# About\n\nWho we are.\n",
    "content/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "claims/mechanism/sleep.yml": "question: Does rest <b>help</b> & heal?\n",
    "studies/one.yml": "name: One\n",
    "references.bib": "@book{a, title = {First}}\n",
    "references.status.yml": "records: []\n",
    "overrides/evidence/claim.html": "<h1>$question</h1>$ribbon<h2 id='why'>Why</h2><p>first template</p>\n",
}


class Run(NamedTuple):
    """How a command ended, and all it printed."""

    code: int
    printed: str


class Site:
    """A site's folder with the few things that tests do to it."""

    mount = "file/"
    """Where its `site_url` puts it on the server."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.temporary = root.parent / "temporary"
        self.temporary.mkdir(exist_ok=True)
        for name, text in FILES.items():
            self.write(name, text)
        self.write("stand_in.py", STAND_IN.read_text())

    @property
    def output(self) -> Path:
        return self.root / "site"

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, address: str) -> str:
        return (self.output / address / "index.html").read_text()

    def save(self, name: str, text: str) -> None:
        """Writes as careful editors do: another file, renamed over the old one."""
        self.write(f"{name}~", text)
        (self.root / f"{name}~").replace(self.root / name)

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def mend(self, name: str) -> None:
        self.write(name, FILES[name])

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ, "TMPDIR": str(self.temporary), "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1",
        }

    def mkdocs(self, *arguments: str) -> Run:
        """Runs the command in this process, which saves most of the time it takes."""
        printed = io.StringIO()
        out, err = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
        with contextlib.chdir(self.root), out, err:
            try:
                cli(list(arguments))
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
            except Exception:
                traceback.print_exc()
                code = 1
        return Run(code, printed.getvalue())

    def mkdocs_process(self, *arguments: str) -> Run:
        """Runs the command as a person does."""
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", *arguments], cwd=self.root, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
        )
        return Run(done.returncode, done.stdout)

    def leftovers(self) -> list[str]:
        return sorted(path.name for path in self.root.iterdir() if path.name.startswith(".site"))


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file below a folder with a hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


class Server:
    """A running `mkdocs serve` and everything it has printed."""

    def __init__(self, site: Site, *arguments: str) -> None:
        self.site = site
        self.port = _free_port()
        self.printed = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{self.port}", *arguments],
            cwd=site.root, env=site.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.printed += line

    def get(self, address: str = "") -> tuple[int, str]:
        """Status and text of an address. A server that takes more than a second is a failure."""
        try:
            place = f"http://127.0.0.1:{self.port}/{self.site.mount}{address}"
            with urllib.request.urlopen(place, timeout=1) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def until(self, true: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is None and true():
                return
            time.sleep(0.05)
        pytest.fail(f"never happened: {what}; printed:\n{self.printed[-3000:]}")

    def until_printed(self, text: str, after: int = 0) -> None:
        self.until(lambda: text in self.printed[after:], f"printing {text!r}")

    def until_shown(self, text: str, address: str = "") -> None:
        self.until(lambda: text in self.get(address)[1], f"{text!r} at /{address}")

    def begin(self) -> Server:
        self.until_printed("Serving on")
        return self

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(10)
        self._reader.join(5)
        return code


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
