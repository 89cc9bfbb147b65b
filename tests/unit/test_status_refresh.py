"""`evidence status refresh`: asked of a server on this machine, or of a table; what is written, and what never is."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mkdocs_evidence import crossref, retraction_watch
from mkdocs_evidence.crossref import BadAddress, Crossref, LookupFailed, UnknownWork

FILE = "references.status.yml"
ALPHA, BETA, DATA = "10.1000/alpha2020", "10.1000/beta2021", "10.1000/data2022"
TODAY = date(2026, 11, 23)


class Server:
    """Answers as Crossref does, or as a test says."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.works: dict[str, Any] = {}
        self.notices: list[dict[str, Any]] = []
        self.instead: Callable[[BaseHTTPRequestHandler], bool] = lambda handler: False
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, dict(self.headers)))
                if not server.instead(self):
                    server.answer(self)

            def log_message(self, *arguments: object) -> None: ...

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        if parts.path == "/works":
            doi = parse_qs(parts.query)["filter"][0].removeprefix("updates:")
            found = [n for n in self.notices if any(u["DOI"].lower() == doi for u in n["update-to"])]
            send(handler, 200, {"message": {"total-results": len(found), "items": found}})
        elif (doi := unquote(parts.path.removeprefix("/works/"))) in self.works:
            send(handler, 200, {"message": {"DOI": doi.upper(), **self.works[doi]}})
        else:
            send(handler, 404, b"Resource not found.")


def send(handler: BaseHTTPRequestHandler, status: int, content: object, **headers: str) -> bool:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
    return True


def update(doi: str, kind: str, day: list[int], source: str = "publisher") -> dict[str, Any]:
    return {"DOI": doi, "type": kind, "source": source, "updated": {"date-parts": [day]}}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Server()
    made.works = {ALPHA: {}, BETA: {}, DATA: {}}
    init = Crossref.__init__
    monkeypatch.setattr(Crossref, "__init__", lambda self, *a, **k: init(self, *a, **{"pause": 0.0, **k}))
    yield made
    made.http.shutdown()
    made.http.server_close()


def refresh(world, *arguments: str):
    return world.evidence("status", "refresh", *arguments, "--today", "2026-11-23", day=None)


# --- what is written -----------------------------------------------------------------------


def test_both_places_are_read(world, server):
    """What the work says, with Retraction Watch's word, and what a notice says; one event in both is one record."""
    server.works[ALPHA] = {"updated-by": [update("10.1000/N1", "retraction", [2026, 10, 2], "retraction-watch")]}
    server.notices = [
        {"DOI": "10.1000/n1", "update-to": [update(ALPHA.upper(), "retraction", [2026, 10, 1])]},
        {"DOI": "10.1000/n2", "update-to": [update(BETA, "expression_of_concern", [2026, 9])]},
        {"DOI": "10.1000/n3", "update-to": [update(BETA, "new_version", [2026, 9, 1])]},
    ]
    result = refresh(world, "--crossref", server.address)
    assert result.exit_code == 0, result.output
    text = world.read(FILE)
    assert text.count("- doi:") == 2
    assert "  - doi: 10.1000/alpha2020\n    status: retracted\n    date: 2026-10-0" in text
    assert "  - doi: 10.1000/beta2021\n    status: concern\n    seen: 2026-11-23\n    notice: 10.1000/n2\n" in text
    assert "confirmed: true" not in text
    assert "from the publisher), looked up on 2026-11-23. Nobody has read the notice yet." in " ".join(text.split())
    assert "snapshot:\n  date: 2026-11-23\n  source: >-\n    3 DOIs cited here were looked up" in text
    assert "Claims that need a person\n  sleep: 10.1000/alpha2020 is listed as retracted" in result.output
    assert [d for d in world.problems() if d.location.path == FILE and d.severity == "error"] == []
    again = refresh(world, "--crossref", server.address)
    assert "Nothing new." in again.output
    assert world.read(FILE) == text


def test_first_search(world, server):
    """In a new site nobody has looked yet: the day is added, and what stood in place of a source goes."""
    world.write(FILE, "snapshot:\n  source: nobody has looked\nrecords: []\n")
    assert refresh(world, "--crossref", server.address).exit_code == 0
    text = world.read(FILE)
    assert text.startswith("snapshot:\n  date: 2026-11-23\n  source: >-\n    3 DOIs cited here were looked up")
    assert "nobody has looked" not in text


def test_what_people_wrote_stays(world, server):
    """Basis, reason, `confirmed`, `seen`, comments and what is not found any more; the last is told."""
    record = (
        "records:\n  # seen by hand\n  - doi: 10.1000/ALPHA2020\n    status: retracted\n    date: 2026-10-09\n"
        "    seen: 2026-10-10\n    basis: The notice\n    reason: Why\n    confirmed: true # sure\n"
        "  - doi: 10.1000/beta2021\n    status: corrected\n    seen: 2026-10-11\n    confirmed: false\n"
    )
    world.edit(FILE, "records: []\n", record)
    server.works[ALPHA] = {"updated-by": [update("10.1000/n1", "retraction", [2026, 10, 1])]}
    result = refresh(world, "--crossref", server.address)
    assert world.read(FILE).endswith(record)
    assert "Nothing new." in result.output
    assert (
        "10.1000/beta2021: corrected, recorded as seen on 2026-10-11, is not found there; the record stays"
        in result.output
    )
    assert "recorded for 2026-10-09, found for 2026-10-01" in result.output
    assert "the notice is 10.1000/n1, and none is recorded" in result.output


def test_unknown_work_is_named_as_not_checked(world, server):
    del server.works[BETA]
    result = refresh(world, "--crossref", server.address)
    assert result.exit_code == 0
    assert "so not checked: 10.1000/beta2021." in " ".join(world.read(FILE).split())


def test_what_cannot_be_read_may_cite_anything(world, server):
    """With a claim that is broken, entries that nothing else cites are looked up as well."""
    world.write("references.bib", world.read("references.bib") + "@misc{z,\n  author = {Z, Z.},\n  title = {Z},\n"
                "  year = {2020},\n  doi = {10.1000/z}\n}\n")  # fmt: skip
    server.works["10.1000/z"] = {}
    refresh(world, "--crossref", server.address, "--dry-run")
    assert "10.1000%2Fz" not in "".join(path for path, _ in server.asked)
    world.write("claims/outcomes/other.yml", "question: [\n")
    refresh(world, "--crossref", server.address, "--dry-run")
    assert "10.1000%2Fz" in "".join(path for path, _ in server.asked)


def test_dry_run_writes_nothing(world, server):
    before = world.read(FILE)
    server.works[ALPHA] = {"updated-by": [update("10.1000/n1", "retraction", [2026, 10, 1])]}
    result = refresh(world, "--crossref", server.address, "--dry-run")
    assert "10.1000/alpha2020: retracted 2026-10-01, notice 10.1000/n1" in result.output
    assert world.read(FILE) == before


def test_hostile_words_do_not_get_in(world, server):
    """A notice that is no DOI is left out; a DOI with signs that mean something in YAML stays text."""
    server.works[ALPHA] = {"updated-by": [update("10.1000/a\n  - doi: x", "retraction", [2026, 10, 1]),
                                          update("10.1000/#{x}:'\"", "correction", [2026, 10, 1])]}  # fmt: skip
    assert refresh(world, "--crossref", server.address).exit_code == 0
    text = world.read(FILE)
    assert text.count("- doi:") == 2
    assert text.count("notice:") == 1
    assert 'notice: "10.1000/#{x}:\'\\""' in text


# --- answers that cannot be used -----------------------------------------------------------


def redirect(address: str) -> Callable[[BaseHTTPRequestHandler], bool]:
    return lambda handler: send(handler, 302, b"", Location=address)


def broken_off(handler: BaseHTTPRequestHandler) -> bool:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"message"')
    return True


@pytest.mark.parametrize(
    ("instead", "message"),
    [
        (lambda h: send(h, 200, b"<html>"), "something that is no JSON"),
        (lambda h: send(h, 200, b"[" * 200_000), "something that is no JSON"),
        (lambda h: send(h, 200, {"message": []}), "a form that cannot be read"),
        (lambda h: send(h, 200, {"message": {"DOI": "10.1000/other"}}), "with another work"),
        (lambda h: send(h, 200, {"message": {"DOI": unquote(h.path)[7:], "updated-by": 1}}), "`updated-by` in a f"),
        (lambda h: send(h, 403, b""), "HTTP 403"),
        (lambda h: send(h, 429, b"", Retry_After="3600"), "is asked too often (HTTP 429 and asks to wait 3600 s)"),
        (redirect("http://127.0.0.2/works"), "sends to another address"),
        (redirect("file:///etc/passwd"), "HTTP 302"),
        (broken_off, "broke off"),
    ],
)  # fmt: skip
def test_bad_answers(world, server, instead, message):
    """Each is one line, status 1, and the file as it was, with nothing beside it."""
    server.instead = instead
    before, files = world.read(FILE), sorted(path.name for path in world.root.iterdir())
    result = refresh(world, "--crossref", server.address)
    assert result.exit_code == 1
    assert message in result.output
    assert result.output.endswith("; nothing was written\n")
    assert world.read(FILE) == before
    assert sorted(path.name for path in world.root.iterdir()) == files


def test_all_unknown(world, server):
    server.works = {}
    result = refresh(world, "--crossref", server.address)
    assert (result.exit_code, "knows none of the 3 DOIs" in result.output) == (1, True)


def test_no_network(world):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    result = refresh(world, "--crossref", address)
    assert result.exit_code == 1
    assert f"{address} cannot be reached: Connection refused; nothing was written" in result.output


def test_silence(server):
    server.instead = lambda handler: bool(time.sleep(0.5)) or True
    with pytest.raises(LookupFailed, match="in time"):
        Crossref(server.address, timeout=0.05).work(ALPHA)


def test_too_much(server, monkeypatch):
    monkeypatch.setattr(crossref, "LIMIT", 1000)
    server.works[ALPHA] = {"title": "x" * 2000}
    with pytest.raises(LookupFailed, match="more than 1,000 bytes"):
        Crossref(server.address).work(ALPHA)


def test_asked_too_often(server):
    """Waits as long as the server says, or longer each time, and asks again."""
    answers = [{"Retry_After": "7"}, {}]
    server.instead = lambda handler: bool(answers) and send(handler, 429, b"", **answers.pop(0))
    waited: list[float] = []
    assert Crossref(server.address, sleep=waited.append).work(ALPHA)["DOI"] == ALPHA.upper()
    assert waited == [7.0, 4.0]


def test_who_asks(server):
    """An address of mail only where one is given."""
    Crossref(server.address).work(ALPHA)
    Crossref(server.address, contact="a@example.org").work(ALPHA)
    without, given = (headers["User-Agent"] for _, headers in server.asked)
    assert "mailto" not in without
    assert given.endswith("(mailto:a@example.org)")


def test_unknown_work(server):
    with pytest.raises(UnknownWork):
        Crossref(server.address).work("10.1000/none")


@pytest.mark.parametrize("address", ["file:///etc", "ftp://example.org", "https://u:p@example.org", "x"])
def test_addresses_that_are_refused(address):
    with pytest.raises(BadAddress):
        Crossref(address)


def test_misuse(world):
    """Status 2, as for every command; also for two sources at once."""
    assert refresh(world, "--crossref", "file:///etc").exit_code == 2
    assert refresh(world, "--crossref", "http://localhost", "--retraction-watch", "rw.csv").exit_code == 2


# --- a table -------------------------------------------------------------------------------

HEAD = "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature\r\n"
ROW = '1,"A ""quoted"", title é\nin two lines",10/1/2026 0:00,10.1000/N1,https://doi.org/10.1000/ALPHA2020.,Retraction\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_table(world, encoding):
    (world.root / "rw.csv").write_bytes((HEAD + ROW).encode(encoding))
    result = refresh(world, "--retraction-watch", str(world.root / "rw.csv"))
    assert result.exit_code == 0, result.output
    assert "  - doi: 10.1000/alpha2020\n    status: retracted\n    date: 2026-10-01\n" in world.read(FILE)
    assert "whose newest notice is of 2026-10-01" in " ".join(world.read(FILE).split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no column OriginalPaperDOI"),
        (HEAD, "holds no row"),
        (HEAD + "1,x\r\n", "rw.csv:2: a row ends too early"),
        (HEAD + '1,"' + "x" * 300_000, "rw.csv:2: the file cannot be read as CSV"),
    ],
)
def test_bad_tables(world, text, message):
    (world.root / "rw.csv").write_text(text, newline="")
    before = world.read(FILE)
    result = refresh(world, "--retraction-watch", str(world.root / "rw.csv"))
    assert (result.exit_code, message in result.output) == (1, True), result.output
    assert world.read(FILE) == before


def test_unknown_nature_is_told(tmp_path):
    (tmp_path / "rw.csv").write_text(HEAD + "1,x,1/1/2026,,10.1000/alpha2020,Vanished\n")
    assert retraction_watch.read(tmp_path / "rw.csv", {ALPHA}, TODAY).unread == 1


def test_nothing_else_loads_the_client():
    """Reading, checking and building a site do not even import what could use the network."""
    code = (
        "import sys, mkdocs_evidence.cli, mkdocs_evidence.plugin; "
        "print([n for n in sys.modules if n in ('mkdocs_evidence.crossref', 'mkdocs_evidence.status_refresh')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
