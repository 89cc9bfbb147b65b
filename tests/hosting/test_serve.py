"""`mkdocs serve`: what was saved shows, and what cannot be shown leaves the last good page answering."""

from __future__ import annotations

import shutil
import signal
import urllib.request
from collections.abc import Callable

from .little_site import FILES, Server, Site

Start = Callable[..., Server]

SETTINGS = FILES["mkdocs.yml"]
MAIN = "{% extends 'base.html' %}\n"
CLAIM = "claims/mechanism/sleep.yml"
PAGE = "claims/sleep/"

SAVES = [
    (CLAIM, "question: Saved anew?\n", PAGE, "Saved anew?"),
    ("references.bib", "@book{a, title = {Second}}\n", "references/", "Second"),
    ("overrides/evidence/claim.html", "<h1>$question</h1><p>second template</p>\n", PAGE, "second template"),
    ("content/about.md", "# About\n\nSomebody else.\n", "about/", "Somebody else."),
    ("overrides/main.html", MAIN + "{% block announce %}Hear this{% endblock %}", "about/", "Hear this"),
    ("mkdocs.yml", SETTINGS.replace("A little file", "A renamed file"), "about/", "A renamed file"),
]

BREAKS = [
    ("a claim", CLAIM, "question: [open\nx: y\n", f"{CLAIM}:2:"),
    ("a study", "studies/one.yml", "name: 'open\n", "studies/one.yml:2:"),
    ("the references", "references.bib", "@book{a,\n", "references.bib:1:"),
    ("their status", "references.status.yml", "records: ]\n", "references.status.yml:1:10:"),
    ("a template", "overrides/evidence/claim.html", "$nonsense", "overrides/evidence/claim.html:1:"),
    ("a content page", "content/about.md", b"# About\n\xff\n", "content/about.md:2:1: not-utf-8"),
    ("the theme", "overrides/main.html", MAIN + "{% block %}", "overrides/main.html:2:1:"),
    ("the configuration", "mkdocs.yml", SETTINGS.replace("theme:", "theme: ["), "mkdocs.yml:6:7:"),
    ("an option", "mkdocs.yml", SETTINGS.replace("docs_dir: content", "docs_dir: away"), "mkdocs.yml:3:1:"),
    ("the plugin list", "mkdocs.yml", SETTINGS.replace("- evidence:", "- tags:"), "mkdocs.yml:12:7:"),
]


def test_every_kind_of_save_shows_without_a_restart(site: Site, serve: Start) -> None:
    server = serve()
    assert "<b>draft</b>" in server.get(PAGE)[1]
    for name, text, address, shown in SAVES:
        assert shown not in server.get(address)[1]
        site.save(name, text)
        server.until_shown(shown, address)
    assert server.get("dot.svg")[0] == 200
    assert "Traceback" not in server.printed
    _ends_without_a_trace(server, signal.SIGTERM)


def _ends_without_a_trace(server: Server, number: int) -> None:
    assert list(server.site.temporary.iterdir()) != []
    assert server.stop(number) == 0
    assert list(server.site.temporary.iterdir()) == []
    assert server.site.leftovers() == []


def test_every_kind_of_broken_save_keeps_the_last_good_page_answering(site: Site, serve: Start) -> None:
    """Each break is told with its place, answered with the old page, and mended in its turn."""
    server = serve()
    for number, (what, name, text, told) in enumerate(BREAKS):
        old = server.get(PAGE)[1]
        already = len(server.printed)
        site.write(name, text)
        server.until_printed("go on being served", already)
        assert told in server.printed[already:], f"{what}: {server.printed[already:]}"
        for address in (PAGE, "about/", ""):
            assert server.get(address)[0] == 200, what
        assert _without_reload(server.get(PAGE)[1]) == _without_reload(old), what
        if name in FILES:
            site.mend(name)
        else:
            (site.root / name).unlink()
        site.write(CLAIM, f"question: Mended {number}?\n")
        server.until_shown(f"Mended {number}?", PAGE)
    assert "Traceback" not in server.printed


def _without_reload(page: str) -> str:
    """A page as it was built: the server adds a script with a time to each answer."""
    return page.partition("<script>\nvar livereload")[0]


def test_stores_broken_at_the_start_are_listed_until_they_are_mended(site: Site, serve: Start) -> None:
    site.write(CLAIM, "question: [open\nx: y\n")
    server = serve()
    status, home = server.get()
    assert (status, f"{CLAIM}:2:" in home) == (200, True)
    assert server.get(PAGE)[0] == 404
    assert server.get("about/")[0] == 404
    assert "WARNING -  " not in server.printed.split("Serving on")[0]
    site.write("studies/one.yml", "name: 'open\n")
    server.until_shown("studies/one.yml:2:")   # the list is kept up to date
    site.mend(CLAIM)
    site.mend("studies/one.yml")
    server.until_shown("Does rest", PAGE)
    assert "Welcome" in server.get()[1]
    site.write(CLAIM, "question: [open\nx: y\n")
    server.until_printed("go on being served")
    assert "Does rest" in server.get(PAGE)[1]


def test_stores_may_come_go_and_be_replaced(site: Site, serve: Start) -> None:
    """As a switch of branches does it; the server's own watches end with what they watch."""
    shutil.rmtree(site.root / "overrides")
    (site.root / "mkdocs.yml").write_text(SETTINGS.replace("  custom_dir: overrides\n", ""))
    (site.root / "references.bib").unlink()
    server = serve()
    site.mend("overrides/evidence/claim.html")
    server.until_shown("first template", PAGE)
    site.mend("references.bib")
    server.until_shown("First", "references/")
    shutil.rmtree(site.root / "claims")
    server.until_shown("0 claims")
    assert server.get(PAGE)[0] == 404
    site.mend(CLAIM)
    server.until_shown("Does rest", PAGE)
    site.write(CLAIM, "question: Watched again?\n")
    server.until_shown("Watched again?", PAGE)
    (site.root / "content").rename(site.root / "aside")
    server.until_printed("mkdocs.yml:3:1: site-configuration")
    assert "Watched again?" in server.get(PAGE)[1]
    (site.root / "aside" / "about.md").write_text("# About\n\nBack again.\n")
    (site.root / "aside").rename(site.root / "content")
    server.until_shown("Back again.", "about/")
    site.write("content/about.md", "# About\n\nSomebody else.\n")
    server.until_shown("Somebody else.", "about/")


def test_a_clean_preview_shows_what_a_build_would(site: Site, serve: Start) -> None:
    """Without drafts, and without touching the site."""
    clean = serve("--clean")
    assert "<b>draft</b>" not in clean.get(PAGE)[1]
    site.write(CLAIM, "question: Saved anew?\n")
    clean.until_shown("Saved anew?", PAGE)
    assert not site.output.exists()


def test_a_dirty_preview_is_whole(site: Site, serve: Start) -> None:
    server = serve("--dirty")
    site.write("content/about.md", "# About\n\nSomebody else.\n")
    server.until_shown("Somebody else.", "about/")
    assert "Does rest" in server.get(PAGE)[1]
    _ends_without_a_trace(server, signal.SIGINT)


def test_nobody_waits_for_a_slow_build(site: Site, serve: Start) -> None:
    server = serve()
    already, version = len(server.printed), _version(server)
    site.write(CLAIM, "question: Slow?\nslow: 1.5\n")
    server.until_printed("Building documentation...", already)
    assert "Does rest" in server.get(PAGE)[1]
    server.until_shown("Slow?", PAGE)
    server.until(lambda: _version(server) > version, "telling browsers to reload")


def _version(server: Server) -> int:
    """What an open page asks for to see whether it is still the newest."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/livereload/0/0", timeout=1) as answer:
        return int(answer.read())


def test_a_strict_preview_stops_at_warnings(site: Site, serve: Start) -> None:
    site.write(CLAIM, "question: Warned?\nwarn: look out\n")
    server = serve("--strict")
    assert "look out" in server.get()[1]
    site.mend(CLAIM)
    server.until_shown("Does rest", PAGE)
    site.write("content/about.md", "[gone](gone.md)\n")   # MkDocs' own kind of warning
    server.until_printed("go on being served")
    assert "Who we are" in server.get("about/")[1]


def test_what_a_killed_preview_left_is_removed_by_the_next(site: Site, serve: Start) -> None:
    foreign = site.temporary / "mkdocs_of_somebody_else"
    foreign.mkdir()
    assert serve().stop(signal.SIGKILL) == -signal.SIGKILL
    assert len(list(site.temporary.iterdir())) > 1
    assert serve().stop() == 0
    assert list(site.temporary.iterdir()) == [foreign]
