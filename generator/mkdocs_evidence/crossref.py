"""Crossref over the network: one work, and what is said to have happened to it. The only module that asks a server.

What comes back is somebody else's: its size, its time, where it sends us on to and its form are all limited here. The
client is the standard library's; two kinds of requests to one host do not need another dependency.
"""

from __future__ import annotations

import email.utils
import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from . import __version__
from .diagnostics import EvidenceError
from .identifiers import is_doi, normal_doi, safe_url
from .vocabulary import StatusEvent

PUBLIC = "https://api.crossref.org"
LIMIT = 8_000_000
"""Bytes of one answer that are read; a paper with some thousand authors has about one million."""
TRIES = 4
LONGEST_WAIT = 60.0
"""Seconds that a server may ask us to wait before we give up."""
NOTICES = 100
"""How many notices about one publication are asked for."""

EVENTS = {
    "retraction": StatusEvent.RETRACTED,
    "partial_retraction": StatusEvent.RETRACTED,  # not confirmed; whoever reads the notice decides
    "removal": StatusEvent.RETRACTED,
    "withdrawal": StatusEvent.RETRACTED,
    "expression_of_concern": StatusEvent.CONCERN,
    "correction": StatusEvent.CORRECTED,
    "corrigendum": StatusEvent.CORRECTED,
    "erratum": StatusEvent.CORRECTED,
    "reinstatement": StatusEvent.REINSTATED,
}
"""Crossref's kinds of updates that say something of a publication's standing. The others, such as `new_version`,
`addendum` and `clarification`, do not. Kinds are compared in lower case, with `_` for blanks and hyphens."""


class LookupFailed(EvidenceError):
    """The network or the server did not give an answer that can be used."""


class BadAddress(EvidenceError):
    """The server or the contact was given in a form that cannot be one."""


class UnknownWork(LookupFailed):
    """The server knows no such DOI."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an index says has happened to a publication."""

    doi: str
    """The publication, in lower case."""
    status: StatusEvent
    date: date | None
    notice: str
    """The notice's DOI in lower case; empty where none is named, or the notice is the publication itself."""
    index: str
    """Who says so."""


@dataclass
class Server:
    """A client of one server that answers in JSON."""

    base: str
    contact: str = ""
    """An address of mail, which Crossref asks for so that it can write to whoever asks too much."""
    timeout: float = 20.0
    """Seconds of silence after which we give up."""
    whole: float = 90.0
    """Seconds that one answer may take altogether."""
    pause: float = 1.0
    """Seconds between two requests."""
    sleep: Callable[[float], None] = time.sleep
    _asked: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.base = self.base.rstrip("/")
        parts = urlsplit(self.base) if safe_url(self.base) else None
        if parts is None or parts.query or parts.fragment:
            raise BadAddress("a server has an address with http or https, such as https://api.crossref.org")
        if self.contact and not (self.contact.isascii() and self.contact.isprintable() and "@" in self.contact):
            raise BadAddress("--contact takes one address of mail")
        own = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _SameHost(),
        ):
            own.add_handler(handler)
        self._opener = own

    def json(self, path: str, about: str) -> dict[str, Any]:
        """The object at `path`; `about` is named in messages. Raises `UnknownWork` at HTTP 404, else `LookupFailed`."""
        try:
            answer = json.loads(self._get(path, about))
        except (ValueError, RecursionError):
            raise LookupFailed(f"{self.base} answered for {about} with something that is no JSON") from None
        if not isinstance(answer, dict):
            raise LookupFailed(f"{self.base} answered for {about} in a form that cannot be read")
        return answer

    def _get(self, path: str, doi: str) -> bytes:
        if self._asked:
            self.sleep(self.pause)
        self._asked = True
        who = f"mkdocs-evidence/{__version__}" + (f" (mailto:{self.contact})" if self.contact else "")
        headers = {"User-Agent": who, "Accept": "application/json"}
        for trial in range(1, TRIES + 1):
            request = urllib.request.Request(self.base + path, headers=headers)
            try:
                with self._opener.open(request, timeout=self.timeout) as answer:
                    return self._read(answer, doi)
            except urllib.error.HTTPError as error:
                code, retry = error.code, error.headers.get("Retry-After", "")
                error.close()
                if code == 404:
                    raise UnknownWork(f"{self.base} knows no work {doi}") from None
                if code not in (429, 500, 502, 503, 504):
                    raise LookupFailed(f"{self.base} refused to answer for {doi}: HTTP {code}") from None
                wait = _seconds(retry, 2.0**trial)
                if trial == TRIES or wait > LONGEST_WAIT:
                    asks = f" and asks to wait {wait:.0f} s" if retry else ""
                    why = "is asked too often" if code == 429 else "has a fault"
                    raise LookupFailed(f"{self.base} {why} (HTTP {code}{asks}); try again later") from None
                self.sleep(wait)
            except TimeoutError:
                raise LookupFailed(f"{self.base} did not answer for {doi} in time") from None
            except urllib.error.URLError as error:
                if isinstance(error.reason, TimeoutError):
                    raise LookupFailed(f"{self.base} did not answer for {doi} in time") from None
                raise LookupFailed(f"{self.base} cannot be reached: {_why(error.reason)}") from None
            except (OSError, http.client.HTTPException) as error:
                raise LookupFailed(f"{self.base} broke off while it answered for {doi}: {_why(error)}") from None
        raise AssertionError("every trial returns, raises or is followed by another")

    def _read(self, answer: Any, doi: str) -> bytes:
        """The whole answer; a server that sends a byte now and then is given up as well as one that never ends."""
        end, parts, size = time.monotonic() + self.whole, list[bytes](), 0
        while part := answer.read1(65_536):
            size += len(part)
            if size > LIMIT:
                raise LookupFailed(f"{self.base} sent more than {LIMIT:,} bytes for {doi}")
            if time.monotonic() > end:
                raise LookupFailed(f"{self.base} did not finish its answer for {doi} in time")
            parts.append(part)
        if answer.length:
            raise LookupFailed(f"{self.base} broke off while it answered for {doi}")
        return b"".join(parts)


@dataclass
class Crossref(Server):
    """A client of one server that speaks Crossref's REST API."""

    base: str = PUBLIC

    def work(self, doi: str) -> dict[str, Any]:
        """What Crossref holds about one DOI. Raises `UnknownWork` where it has none, else `LookupFailed`."""
        message = self._message(f"/works/{quote(doi, safe='')}", doi)
        if normal_doi(str(message.get("DOI", ""))).lower() != doi.lower():
            raise LookupFailed(f"{self.base} answered for {doi} with another work")
        return message

    def events(self, doi: str) -> list[Event]:
        """What has happened to a publication, from both places where Crossref records it.

        These are the work's own `updated-by`, and `update-to` of the notices that name it. Each event once, by date.
        """
        doi = doi.lower()
        # Commas part filters from each other, and a server may split before or after it decodes.
        if "," in doi:
            raise UnknownWork(f"{doi}: a DOI with a comma cannot be asked for in Crossref's filter `updates`")
        found = [
            self._event(doi, update, str(update.get("DOI", "")), "updated-by")
            for update in _objects(self.work(doi), "updated-by")
        ]
        answer = self._message(f"/works?filter=updates:{quote(doi, safe='')}&rows={NOTICES}", doi)
        notices, total = answer.get("items"), answer.get("total-results")
        if not isinstance(notices, list) or not isinstance(total, int):
            raise LookupFailed(f"{self.base} answered for the notices about {doi} in a form that cannot be read")
        if total > len(notices):
            raise LookupFailed(f"{self.base} gave {len(notices)} of {total} notices about {doi}")
        for notice in notices:
            if not isinstance(notice, dict):
                raise LookupFailed(f"{self.base} answered for the notices about {doi} in a form that cannot be read")
            for update in _objects(notice, "update-to"):
                if normal_doi(str(update.get("DOI", ""))).lower() == doi:
                    found.append(self._event(doi, update, str(notice.get("DOI", "")), "update-to"))
        return merged(event for event in found if event)

    def _event(self, doi: str, update: dict[str, Any], notice: str, place: str) -> Event | None:
        kind = str(update.get("type", "")).lower().replace(" ", "_").replace("-", "_")
        status = EVENTS.get(kind)
        if status is None:
            return None
        by = "Retraction Watch" if update.get("source") == "retraction-watch" else "the publisher"
        says = f"Crossref ({place}, {kind.replace('_', ' ')}, from {by})"
        return Event(doi, status, _day(update.get("updated")), clean_doi(notice, doi), says)

    def _message(self, path: str, doi: str) -> dict[str, Any]:
        message = self.json(path, doi).get("message")
        if not isinstance(message, dict):
            raise LookupFailed(f"{self.base} answered for {doi} in a form that cannot be read")
        return message


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect on the same scheme, host and port, such as to a DOI's newer form, and no other."""

    max_redirections = 5

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            fp.close()
            raise LookupFailed(f"{old.scheme}://{old.netloc} sends to another address, which is not followed")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def merged(events: Iterator[Event] | list[Event]) -> list[Event]:
    """Each event once: what two places tell of one notice, or of one day, is one event. By date, undated last."""
    found: list[Event] = []
    # One with a notice first, so that its twin without one falls to it.
    for event in sorted(events, key=lambda e: (not e.notice, e.date is None)):
        if not any(is_same(event, known) for known in found):
            found.append(event)
    return sorted(found, key=lambda e: (e.doi, e.date or date.max, e.status, e.notice))


def is_same(one: Event, other: Event) -> bool:
    """Whether two tell of the same event: by the notice where both name one, else by the day where both have one."""
    if (one.doi, one.status) != (other.doi, other.status):
        return False
    if one.notice and other.notice:
        return one.notice == other.notice
    return one.date == other.date or not (one.date and other.date)


def clean_doi(text: str, publication: str = "") -> str:
    """A DOI from elsewhere in lower case; empty where it is none, or the publication's own."""
    doi = normal_doi(text[:400]).lower()
    good = len(doi) <= 200 and doi.isascii() and doi.isprintable() and is_doi(doi)
    return doi if good and doi != publication else ""


def _objects(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = record.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise LookupFailed(f"Crossref's answer holds `{name}` in a form that cannot be read")
    return value


def _day(value: Any) -> date | None:
    """A whole day out of `{"date-parts": [[2024, 8, 10]]}`; None where it is less than one."""
    try:
        year, month, day = value["date-parts"][0]
        return date(year, month, day)
    except (TypeError, ValueError, KeyError, IndexError, OverflowError):
        return None


def _seconds(retry: str, default: float) -> float:
    """`Retry-After` in seconds, given as such or as a date."""
    retry = retry.strip()[:60]
    if retry.isascii() and retry.isdigit():
        return float(retry)
    try:
        moment = email.utils.parsedate_to_datetime(retry)
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return default


def _why(error: Any) -> str:
    if isinstance(error, socket.gaierror):
        return "its name is not found; is there a network?"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)[:200]
