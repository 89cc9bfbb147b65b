"""`mkdocs build` and `evidence build`: everything in its place, or the old site as it was."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mkdocs.commands import gh_deploy
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_evidence import plugin, publishing
from mkdocs_evidence.plugin import build_site
from mkdocs_evidence.publishing import MARKER, Publication

from .little_site import Site, fingerprint

BROKEN = "question: [open\nclaim: x\n"


def test_a_sound_site_is_built_with_nothing_to_say(site: Site) -> None:
    run = site.mkdocs_process("build", "--strict")
    assert run.code == 0, run.printed
    assert all(line.startswith("INFO") for line in run.printed.splitlines()), run.printed
    assert site.leftovers() == []
    for address in ("", "claims/", "claims/sleep/", "references/", "about/"):
        assert (site.output / address / "index.html").is_file()


def test_store_text_in_a_title_stays_text(built: Site) -> None:
    page = built.read("claims/sleep")
    assert "<title>Does rest &lt;b&gt;help&lt;/b&gt; &amp; heal? - A little file</title>" in page
    assert "<b>help" not in page
    index = json.loads((built.output / "search/search_index.json").read_text())
    found = [entry for entry in index["docs"] if entry["location"].startswith("claims/sleep/")]
    assert found
    assert not any("<b>" in entry["title"] for entry in found)


def test_one_search(site: Site) -> None:
    """A site that keeps the theme's search has no other beside it; without it, ours is reached from every page."""
    assert site.mkdocs("build").code == 0
    assert "ev-find" not in site.read("claims/sleep")
    site.edit("mkdocs.yml", "  - search\n", "")
    assert site.mkdocs("build").code == 0
    assert '<a class="ev-find" href="../../questions/">Search</a></nav>' in site.read("claims/sleep")
    assert 'href="../questions/"' in site.read("about")
    assert 'href="/file/questions/"' in (site.output / "404.html").read_text()


def test_a_page_has_its_address_contents_and_style(built: Site) -> None:
    page = built.read("claims/sleep")
    assert 'rel="canonical" href="https://example.org/file/claims/sleep/"' in page
    assert 'href="../../assets/evidence.css"' in page
    assert (built.output / "assets/evidence.css").read_bytes() == b"main {}\n"
    assert (built.output / "data/claims.json").is_file()
    contents = re.search(r'<nav class="md-nav md-nav--secondary".*?</nav>', page, re.DOTALL)
    assert contents
    assert "Why &lt;so&gt;" in page
    assert 'href="#more"' in page
    assert re.search(r'md-sidebar--primary" [^>]*hidden', page)
    assert not re.search(r'md-sidebar--secondary" [^>]*hidden', page)
    assert re.search(r'md-sidebar--secondary" [^>]*hidden', built.read("references"))


def test_the_home_page_holds_its_author_s_prose(built: Site) -> None:
    home = built.read("")
    assert "Welcome to <em>all</em> of it." in home
    assert 'href="claims/sleep/#why"' in home
    assert "1 claims" in home
    assert home.count("<h1") == 1
    assert (built.output / "dot.svg").is_file()


def test_where_to_find_help_stands_on_every_page(built: Site) -> None:
    for address in ("", "about", "claims/sleep"):
        assert built.read(address).count("<aside>Help is near.</aside>") == 1


def test_without_prose_there_is_a_home_page_as_well(site: Site) -> None:
    (site.root / "content/index.md").unlink()
    assert site.mkdocs("build", "--strict").code == 0
    assert "The file" in site.read("")


def test_the_sitemap_names_every_page_and_no_day(built: Site) -> None:
    sitemap = (built.output / "sitemap.xml").read_text()
    assert "https://example.org/file/claims/sleep/" in sitemap
    assert "lastmod" not in sitemap


def test_many_claims_do_not_lengthen_the_navigation(built: Site) -> None:
    def links(page: str) -> int:
        return len(re.findall(r"md-nav__link|md-tabs__link", page))

    before = links(built.read("about"))
    for number in range(30):
        built.write(f"claims/mechanism/more-{number}.yml", "question: More?\n")
    assert build_site(built.root) == 0
    assert (built.output / "claims/more-29/index.html").is_file()
    assert links(built.read("about")) == before


def test_builds_on_different_days_give_the_same_bytes(built: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(built.output)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert build_site(built.root) == 0
    assert fingerprint(built.output) == before


def test_every_problem_is_told_and_the_old_site_stays(built: Site) -> None:
    before = fingerprint(built.output)
    built.write("claims/mechanism/sleep.yml", BROKEN)
    built.write("studies/one.yml", "name: 'open\n")
    built.write("references.bib", "@book{a,\n")
    run = built.mkdocs_process("build")
    assert run.code == 1
    assert "Traceback" not in run.printed
    for place in ("claims/mechanism/sleep.yml:2:", "studies/one.yml:2:", "references.bib:1:"):
        assert place in run.printed
    assert "3 errors; nothing was written" in run.printed
    assert fingerprint(built.output) == before
    assert built.leftovers() == []


def test_a_warning_is_told_and_stops_only_a_strict_build(built: Site) -> None:
    built.write("claims/mechanism/sleep.yml", "question: Changed?\nwarn: look out\n")
    before = fingerprint(built.output)
    for arguments in (("--strict",), ("-q", "--strict")):
        strict = built.mkdocs("build", *arguments)
        assert (strict.code, "look out" in strict.printed) == (1, True)
        assert fingerprint(built.output) == before
    lax = built.mkdocs("build")
    assert (lax.code, "look out" in lax.printed) == (0, True)
    assert "Changed?" in built.read("claims/sleep")


def test_mkdocs_own_warnings_stop_a_strict_build_before_the_swap(built: Site) -> None:
    """MkDocs aborts for them after its last build event."""
    before = fingerprint(built.output)
    built.write("content/about.md", "[gone](gone.md)\n")
    assert built.mkdocs("build", "--strict").code == 1
    assert fingerprint(built.output) == before
    assert built.leftovers() == []


@pytest.mark.parametrize(("name", "text", "told"), [
    ("content/about.md", b"# About\n\nna\xefve\n", "content/about.md:3:3: not-utf-8"),
    ("overrides/main.html", "{% extends 'base.html' %}\n{% block x %}\n",
     "overrides/main.html:2:1: page-not-built"),
    ("overrides/main.html", "{% extends 'base.html' %}\n\n{% block content %}{{ a.b }}{% endblock %}\n",
     "overrides/main.html:3:1: page-not-built"),
])
def test_a_page_that_fails_in_mid_build_is_told_with_its_place(
    built: Site, name: str, text: str | bytes, told: str
) -> None:
    before = fingerprint(built.output)
    built.write(name, text)
    run = built.mkdocs("build")
    assert run.code == 1
    assert told in run.printed
    assert "Traceback" not in run.printed
    assert fingerprint(built.output) == before
    assert built.leftovers() == []


def test_a_full_disk_is_one_line_and_leaves_the_old_site(built: Site) -> None:
    before = fingerprint(built.output)
    raises = "raise OSError(28, 'No space left on device', 'x')"
    built.write("full.py", f"def on_post_page(*a, **k):\n    {raises}\n")
    built.edit("mkdocs.yml", "[stand_in.py]", "[stand_in.py, full.py]")
    run = built.mkdocs("build")
    assert run.code == 1
    assert "No space left on device; the old site stays" in run.printed
    assert "Traceback" not in run.printed
    assert fingerprint(built.output) == before


def test_killed_in_mid_build_the_old_site_stays_and_the_next_build_clears_up(built: Site) -> None:
    before = fingerprint(built.output)
    built.write("slow.py", "import time\ndef on_post_page(*a, **k):\n    time.sleep(60)\n")
    built.edit("mkdocs.yml", "[stand_in.py]", "[stand_in.py, slow.py]")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    running = subprocess.Popen(command, cwd=built.root, env=built.environment)
    deadline = time.monotonic() + 15
    while not list(built.root.glob(".site-building-*/assets")) and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert built.leftovers() != []
    assert fingerprint(built.output) == before
    built.mend("mkdocs.yml")
    assert build_site(built.root) == 0
    assert built.leftovers() == []
    assert fingerprint(built.output) == before


def test_a_build_beside_another_says_so(
    built: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(publishing, "WAIT", 0.1)
    other = Publication(built.output, root=built.root, sources=[])
    try:
        assert build_site(built.root) == 1
    finally:
        other.discard()
    assert "is being built by process" in capsys.readouterr().err


def test_a_foreign_folder_is_not_replaced(site: Site) -> None:
    site.write("elsewhere/thesis.txt", "ten years")
    run = site.mkdocs("build", "-d", "elsewhere")
    assert run.code == 1
    assert "not built by mkdocs-evidence" in run.printed
    assert fingerprint(site.root / "elsewhere").keys() == {"thesis.txt"}


def test_generated_addresses_stay_without_directory_addresses(site: Site) -> None:
    assert site.mkdocs("build", "--no-directory-urls").code == 0
    assert (site.output / "claims/sleep/index.html").is_file()
    assert (site.output / "about.html").is_file()


def test_what_mkdocs_leaves_out_is_known(site: Site) -> None:
    """By `exclude_docs`, as a draft or because it is hidden: no page of ours may lead there."""
    for name in ("internal.md", "draft.md", ".hidden.md"):
        site.write(f"content/{name}", "# Not yet\n")
    site.edit("mkdocs.yml", "docs_dir: content", "docs_dir: content\nexclude_docs: internal.md\ndraft_docs: draft.md")
    config = load_config(str(site.root / "mkdocs.yml"))
    assert plugin._unpublished(config, drafts=False) == {"internal.md", "draft.md", ".hidden.md"}
    assert plugin._unpublished(config, drafts=True) == {"internal.md", ".hidden.md"}


def test_dirty_builds_are_whole(built: Site) -> None:
    before = fingerprint(built.output)
    assert built.mkdocs("build", "--dirty").code == 0
    assert fingerprint(built.output) == before


def test_an_author_s_file_at_our_address_is_told(site: Site) -> None:
    site.write("content/references.md", "# Mine\n")
    run = site.mkdocs("build")
    assert "content/references.md is not published" in run.printed
    assert "Mine" not in site.read("references")


def test_a_content_folder_elsewhere_is_refused(site: Site) -> None:
    (site.root / "content").rename(site.root / "docs")
    site.edit("mkdocs.yml", "docs_dir: content", "docs_dir: docs")
    run = site.mkdocs("build")
    assert run.code == 1
    assert "set it to `content`" in run.printed


def test_gh_deploy_pushes_the_new_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs reads `site_dir` after the run has ended: it must name the swapped-in folder by then."""
    from mkdocs.__main__ import cli

    pushed: list[tuple[str, bool]] = []

    def push(config: MkDocsConfig, **_: object) -> None:
        pushed.append((config.site_dir, (Path(config.site_dir) / "claims/sleep/index.html").is_file()))

    monkeypatch.setattr(gh_deploy, "gh_deploy", push)
    monkeypatch.chdir(site.root)
    cli(["gh-deploy", "-q"], standalone_mode=False)
    assert pushed == [(str(site.output), True)]


def test_evidence_build_gives_what_mkdocs_build_gives(built: Site) -> None:
    before = fingerprint(built.output)
    assert built.mkdocs("build").code == 0
    assert fingerprint(built.output) == before
    assert MARKER in before


def test_evidence_build_fails_as_mkdocs_build_does(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = fingerprint(built.output)
    built.write("claims/mechanism/sleep.yml", BROKEN)
    assert build_site(built.root) == 1
    assert "claims/mechanism/sleep.yml:2:" in capsys.readouterr().err
    built.write("claims/mechanism/sleep.yml", "question: Fine?\nwarn: look out\n")
    assert build_site(built.root, strict=True) == 1
    assert fingerprint(built.output) == before


@pytest.mark.parametrize(("old", "new", "told"), [
    ("theme:\n", "theme: [\n", "mkdocs.yml:6:7: yaml-syntax"),
    ("docs_dir: content", "docs_dir: nowhere", "mkdocs.yml:3:1: site-configuration"),
    ("repository: https://example.org/repository", "repository: [1]", "mkdocs.yml:12:7: site-configuration"),
    ("- evidence:\n      repository: https://example.org/repository\n      support: Help is near.", "",
     "mkdocs.yml:1:1: site-configuration"),
])
def test_a_configuration_that_cannot_be_used_is_told_with_its_place(
    site: Site, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    site.edit("mkdocs.yml", old, new)
    assert build_site(site.root) == 1
    assert told in capsys.readouterr().err
    assert not site.output.exists()
