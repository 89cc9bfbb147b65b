"""The command `evidence`: arguments to the core, diagnostics to reporters, exit status.

Exit status: 0 where all is well, 1 where the stores have problems (or a claim cannot be
recorded), 2 where the command was misused or there is no site here. Warnings alone are 0
unless `--strict` asks otherwise.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from . import __version__, build, codes
from .accepting import record
from .addresses import CODES
from .checks import World
from .configuration import configured_languages
from .diagnostics import Diagnostic, Diagnostics, EvidenceError
from .examples import examples
from .history import CannotRecord, describe
from .labels import Labels
from .loading import NotASite
from .reporters import printable, render_github, render_json, render_sarif, render_text
from .settings import Settings, today
from .sources import read_text
from .vocabulary import Design
from .yaml_reader import nearest

TODAY = click.option(
    "--today",
    "day",
    metavar="DATE",
    help="The day to work with, as 2026-11-23 (else SOURCE_DATE_EPOCH, else today).",
)


def _settings(day: str | None) -> Settings:
    language, evidence_language = configured_languages(Path.cwd())
    return Settings(Path.cwd(), _day(day), language=language, evidence_language=evidence_language)


def _day(day: str | None) -> date:
    try:
        return today(day)
    except (ValueError, OverflowError, OSError):
        if day:
            raise click.UsageError(f"--today: {printable(day)} is no date such as 2026-11-23") from None
        epoch = printable(os.environ.get("SOURCE_DATE_EPOCH", ""))
        raise click.UsageError(f"SOURCE_DATE_EPOCH: {epoch} is no number of seconds that gives a day") from None


def _stop(message: str, status: int) -> NoReturn:
    click.echo(printable(message), err=True)
    sys.exit(status)


def _outside_world(command: Callable[..., None]) -> Callable[..., None]:
    """What we cannot work in (no site, a locked folder) becomes one line and exit status 2."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except EvidenceError as error:
            _stop(str(error), 2)
        except BrokenPipeError:
            # The reader of our output has gone; nobody is left to tell.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    return wrapped


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="evidence")
def main() -> None:
    """Write, check, show and build the evidence site in this folder."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # whatever the locale says; pages and messages are UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command(short_help="Report every problem, with its place and how to mend it")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="For people; for programs; for code scanning (SARIF 2.1.0); as remarks on a pull request.",
)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--publish", is_flag=True, help="Ask also for what a published site needs; implies --strict.")
@click.option("--select", metavar="CODE", multiple=True, help="Tell only this code; may stand several times.")
@click.option("--ignore", metavar="CODE", multiple=True, help="Do not tell this code; may stand several times.")
@TODAY
@_outside_world
def check(
    form: str, strict: bool, publish: bool, select: tuple[str, ...], ignore: tuple[str, ...], day: str | None
) -> None:
    """Report every problem in claims, studies, references, lists and pages, with place and hint.

    Exit status: 0 where no error is told, 1 where one is (under --strict and --publish a warning too), 2 where the
    command is misused or there is no site here. What --select and --ignore leave out counts for nothing here; a build
    refuses it all the same.
    """
    asked = _chosen(select, ignore)
    settings = replace(_settings(day), publish=publish)
    strict = strict or publish
    gc.disable()  # records live as long as this process; to look for cycles among them takes a quarter of its time
    found = build.review(settings)
    diagnostics = Diagnostics()
    diagnostics.extend(problem for problem in found if problem.code.name in asked)
    click.echo(_rendered(diagnostics, form, settings))
    if left_out := len(found) - len(diagnostics):
        click.echo(f"not told: {left_out} of other codes (--select, --ignore)", err=True)
    sys.exit(1 if diagnostics.errors or (strict and len(diagnostics)) else 0)


@main.command(short_help="Show how the rating of a claim follows")
@click.argument("claim")
@click.option("--json", "as_json", is_flag=True, help="Everything the page states, for programs.")
@TODAY
@_outside_world
def show(claim: str, as_json: bool, day: str | None) -> None:
    """Show how the rating of CLAIM follows, what counts, and what was excluded and why."""
    from .exports.claim_json import claim_data

    settings = _settings(day)
    world, diagnostics = build.check(settings)
    _require(claim, world, diagnostics)
    found = Diagnostics()
    words = Labels.of(settings, found)
    if len(found):
        click.echo(render_text(found), err=True)
    data = claim_data(world.appraisals[claim], world.library, words, settings)
    click.echo(json.dumps(data, ensure_ascii=True, indent=2) if as_json else printable(_shown(data)))


@main.command(short_help="Say what a code means and how to mend it")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a diagnostic CODE means and how to mend it; without CODE, list them all."""
    known = codes.all_codes()
    if code is None:
        width = max(map(len, known))
        for title, entries in codes.by_theme():
            click.echo(f"{title}")
            for entry in entries:
                click.echo(f"  {entry.name:{width}}  {entry.title}")
            click.echo()
        return
    if code not in known:
        _stop(f"there is no code {code!r}; {nearest(code, list(known)) or 'evidence explain lists them all'}", 2)
    entry, example = known[code], examples()[code]
    click.echo(f"{entry.name} ({entry.severity}): {entry.title}\n")
    for heading, text in (
        ("What is wrong", entry.wrong),
        ("Why it matters", entry.why),
        ("How to mend it", entry.mend),
        ("For example", example.told),
    ):
        if text:
            click.echo(f"{heading}\n{_filled(text)}\n")
    bad, good = example.shown
    for heading, text in ((f"Wrong, in {example.file}", bad), ("Right", good)):
        if text:
            click.echo(f"{heading}\n{textwrap.indent(printable(text), '  ')}")


@main.command(short_help="Record the rating that follows, with its reason")
@click.argument("claim", required=False)
@click.option("--all", "every", is_flag=True, help="Every claim whose rating is not recorded, with one --why.")
@click.option("--why", metavar="TEXT", help="One sentence for the history on the page; on a terminal it is asked for.")
@click.option("--dry-run", is_flag=True, help="Say what would change for readers, and write nothing.")
@TODAY
@_outside_world
def accept(claim: str | None, every: bool, why: str | None, dry_run: bool, day: str | None) -> None:
    """Record the rating that follows for CLAIM as the newest entry of its history.

    Before that it says what changes for readers: the rating, the sentence, and the results that count. Exit status: 0
    where nothing is left to record, 1 where a claim has to be mended first, 2 where the command was misused or there
    is no site here.
    """
    from . import recording
    from .asking import Asking

    if bool(claim) is every:
        raise click.UsageError("name one claim, or say --all")
    if why is None and not dry_run and not _can_ask():
        raise click.UsageError("missing: --why, a sentence for the history. Nothing was written.")
    if why is not None and not why.strip():
        raise click.UsageError("--why needs a sentence")
    settings = _settings(day)
    world, diagnostics = build.check(settings)
    if claim:
        _require(claim, world, diagnostics)
        found = [recording.candidate(claim, world, diagnostics)]
    else:
        found = recording.unrecorded(world, diagnostics)
    ready = [each.appraisal for each in found if each.ready]
    labels = Labels.of(settings, Diagnostics())
    for appraisal in ready:
        click.echo(printable("\n".join(recording.preview(appraisal, world, labels))))
    failed = [each for each in found if each.hindered_by or not each.appraisal.complete]
    for each in failed:
        if each.hindered_by:
            click.echo(render_text(each.hindered_by), err=True)
        reason = each.obstacle or f"{each.appraisal.claim.id} cannot be recorded before this is mended"
        click.echo(printable(reason), err=True)
    if not ready or dry_run:
        left = next((each.obstacle for each in found if each.obstacle and each not in failed), "")
        nothing = left or ("" if found else "every rating is recorded")
        click.echo("; ".join(filter(None, [nothing, "nothing was written"])) + (" (--dry-run)" if dry_run else ""))
        sys.exit(1 if failed else 0)
    if why is None:
        question = "Why, in a sentence for the history (Ctrl+C: write nothing)"
        why = Asking(True).text("--why", None, question, lambda text: "" if text else "a sentence is needed")
    for appraisal in ready:
        try:
            entry = record(appraisal, world, why)
        except CannotRecord as error:
            failed.append(recording.Candidate(appraisal))
            click.echo(printable(f"{error}; nothing was written"), err=True)
            continue
        click.echo(f"{appraisal.claim.file}: recorded {describe(appraisal.rating)}")
        if not every:
            click.echo(printable("\n".join(f"  {line}" for line in entry)))
    sys.exit(1 if failed else 0)


@main.group(name="new", short_help="Write a new claim or study, with marks to fill in")
def new_group() -> None:
    """Write a new claim or study, with marks for all that only you can say.

    On a terminal what is needed is asked for. The file holds remarks and marks, each `[to be added: …]` with what
    to write there; `evidence check` lists those that are left. No file is ever overwritten.
    """


@new_group.command(name="claim", short_help="Write a new claim, with marks to fill in")
@click.option("--id", "id_", metavar="ID", help="Its name for good, and the end of its address: sleep-quality.")
@click.option("--category", metavar="ID", help="One of claims/categories.yml.")
@click.option("--question", metavar="TEXT", help="The page's title, with a question mark.")
@click.option("--kind", metavar="KIND", help="effect, harm, association or mechanism.")
@click.option("--comparison", metavar="ID", help="For an effect or harm: one of claims/comparisons.yml.")
@click.option(
    "--result",
    "results",
    metavar="STUDY/RESULT",
    multiple=True,
    help="A result that bears on it; may stand several times. STUDY alone is background.",
)
@click.option("--none-found", is_flag=True, help="You have looked, and found no study.")
@TODAY
@_outside_world
def new_claim(
    id_: str | None,
    category: str | None,
    question: str | None,
    kind: str | None,
    comparison: str | None,
    results: tuple[str, ...],
    none_found: bool,
    day: str | None,
) -> None:
    """Write claims/CATEGORY/ID.yml with what is known and a mark for each thing that is not.

    The judgements are left to you: no role and no step of certainty is filled in. Then replace the marks, and run
    `evidence check` and `evidence accept ID`. Exit status: 0 where the file was written, 1 where it could not be,
    2 where something is missing, not known or taken, or there is no site here; then nothing is written.
    """
    from . import interviews, scaffolding

    settings = _settings(day)
    library = build.check(settings)[0].library
    answers = interviews.Answers(_can_ask(), library, settings)
    new = answers.claim(id_, category, question, kind, comparison, results, none_found)
    _write_new(lambda: scaffolding.write_claim(new, library, settings))
    click.echo("Next: replace the marks, run `evidence check` until it names none of them, then record the rating:")
    click.echo(f'  evidence accept {new.id} --why "First rating"' if new.results else "  (it is recorded already)")


@new_group.command(name="study", short_help="Write a new study, with marks to fill in")
@click.option("--report", metavar="KEY", help="The citation key of its first report in references.bib.")
@click.option("--name", metavar="TEXT", help="As people call it.")
@click.option("--design", metavar="DESIGN", help=f"How it was built: {', '.join(Design)}.")
@click.option("--type", "type_", metavar="TYPE", help="trial, cohort, experiment or review; else by the design.")
@click.option("--system", metavar="SYSTEM", help="people, animals or cells; else people, and a mark for laboratory.")
@click.option("--figures", metavar="FORM", help="means, counts, estimate, same-people or words.")
@click.option("--instrument", metavar="ID", help="The scale of its first result, from studies/instruments.yml.")
@click.option("--id", "id_", metavar="ID", help="Its name for good; else made from its name.")
@TODAY
@_outside_world
def new_study(
    report: str | None,
    name: str | None,
    design: str | None,
    type_: str | None,
    system: str | None,
    figures: str | None,
    instrument: str | None,
    id_: str | None,
    day: str | None,
) -> None:
    """Write studies/ID.yml with one result to fill in, and a mark for each thing that is not known yet.

    Needed are --report, --name and --design. Add the publication first: `evidence cite DOI`. Exit status: 0 where
    the file was written, 1 where it could not be, 2 where something is missing, not known or taken, or there is no
    site here; then nothing is written.
    """
    from . import interviews, scaffolding

    settings = _settings(day)
    library = build.check(settings)[0].library
    answers = interviews.Answers(_can_ask(), library, settings)
    new = answers.study(report, name, design, type_, system, figures, instrument, id_)
    _write_new(lambda: scaffolding.write_study(new, library, settings))
    click.echo("Next: replace the marks, and run `evidence check` until it names none of them.")


@main.command(short_help="Give a claim or study another id")
@click.argument("what", metavar="claim|study", type=click.Choice(["claim", "study"]))
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@TODAY
@_outside_world
def rename(what: str, old: str, new: str, dry_run: bool, day: str | None) -> None:
    """Give a claim or study another id: its file, every mention of it, and a page at the old address that leads on.

    Claims, studies, lists, pages and the navigation in mkdocs.yml are changed where they name it, and nowhere else. The
    result is checked first, then all files are written or none. Exit status: 0 where it was renamed, 1 where it
    cannot be, 2 where the command was misused or there is no site here.
    """
    from . import mentions, moving

    settings = _settings(day)
    _move(lambda: moving.rename(settings, mentions.Named(what), old, new), dry_run)


@main.command(short_help="Take a claim away, and say why at its address")
@click.argument("claim")
@click.option("--why", metavar="TEXT", help="Why, in a sentence for its old address; on a terminal it is asked for.")
@click.option("--instead", metavar="CLAIM", default="", help="The claim that takes its place wherever it is mentioned.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@TODAY
@_outside_world
def retire(claim: str, why: str | None, instead: str, dry_run: bool, day: str | None) -> None:
    """Take CLAIM from the site, and leave a page at its address that says why.

    Refused while anything else mentions it, with each place; with --instead these mention that claim. Its id is
    never used again. Exit status: 0 where it was retired, 1 where it cannot be, 2 where the command was misused or
    there is no site here.
    """
    from . import moving
    from .asking import Asking
    from .scaffolding import line_problem

    if why is None and not _can_ask():
        raise click.UsageError("missing: --why, a sentence for the page at its address. Nothing was written.")
    settings = _settings(day)

    def reason() -> str:
        question = "Why, in a sentence for the page at its address (Ctrl+C: write nothing)"
        return Asking(True).text("--why", None, question, line_problem) if why is None else why

    _move(lambda: moving.retire(settings, claim, reason, instead), dry_run)


@main.command(name="schemas", short_help="Write the schemas for editors into schemas/")
@_outside_world
def schemas_command() -> None:
    """Write the schemas for editors into schemas/, and the line that leads to them into each file that lacks it."""
    from .schemas import write

    root = Path.cwd()
    if not (root / "claims").is_dir():
        raise NotASite(f"{root} is no evidence site: it has no folder claims/")
    changed = write(root)
    click.echo("\n".join(f"wrote {name}" for name in changed) or "nothing to write: schemas and files are up to date")


@main.command(short_help="Say what changes for readers between two states")
@click.argument("span", metavar="BASE..HEAD")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@TODAY
@_outside_world
def diff(span: str, form: str, day: str | None) -> None:
    """Say what changes for readers between two states of the site, read from git without a checkout.

    BASE...HEAD begins where the two parted; BASE alone is compared with the working tree. Both sides are
    looked at as of the same day. Exit status: 0 where both could be compared, also if HEAD does not pass
    the check (the report says so), 2 where a revision is missing or there is no site.
    """
    from . import change_reports, changes

    found = changes.compare(_settings(day), span)
    render: dict[str, Callable[[changes.Changes], str]] = {
        "text": change_reports.render_text,
        "markdown": change_reports.render_markdown,
        "json": change_reports.render_json,
    }
    click.echo(render[form](found).rstrip("\n"))


@main.command(name="trusted-changes", short_help="List changed files that ask for a maintainer")
@click.argument("span", metavar="BASE..HEAD")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_outside_world
def trusted_changes(span: str, form: str) -> None:
    """List changed files that are not evidence or prose: configuration, templates, code, workflows, locks.

    Such a change can do more than its text says, so it asks for a maintainer. Exit status: 0 where there
    is none, 1 where there is one or more, 2 where the two sides cannot be compared.
    """
    from .trusted import trusted

    found = trusted(Path.cwd(), span)
    if form == "json":
        click.echo(json.dumps([asdict(touched) for touched in found], indent=2))
    for touched in found if form == "text" else ():
        click.echo(printable(f"{touched.kind}: {touched.path}".replace("\n", " ")))
    if not found and form == "text":
        click.echo("only evidence and prose are changed")
    sys.exit(1 if found else 0)


@main.command(name="build", short_help="Build the site into site/; refuse where a problem is")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@TODAY
@_outside_world
def build_command(strict: bool, day: str | None) -> None:
    """Build the site beside the old one and put it in its place; refuse where there are problems."""
    from .plugin import build_site  # the only command that needs MkDocs

    if not (Path.cwd() / "claims").is_dir():
        raise NotASite(f"{Path.cwd()} is no evidence site: it has no folder claims/")

    sys.exit(build_site(Path.cwd(), strict=strict, day=day))


@main.command(name="export", short_help="Write the data files alone into a folder")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@TODAY
@_outside_world
def export_command(folder: Path, day: str | None) -> None:
    """Write the site's data files into DIR: claims, studies, references, badges and plots, as a build publishes them.

    DIR is replaced whole, as a build replaces its site; a folder with anything else in it is refused. Exit status: 0
    where the files are written, 1 where there are problems, and then nothing is; 2 where there is no site here.
    """
    from .exporting import export_data

    _tell_written(folder, *export_data(_settings(day), folder))


@main.command(name="pages", short_help="Write every page into a folder for another engine")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@TODAY
@_outside_world
def pages_command(folder: Path, day: str | None) -> None:
    """Write every page into DIR for another engine that runs Python-Markdown, with all that the pages load.

    Each page is a file with front matter (title, description, the styles and scripts to link) and its finished HTML;
    it expects to stand at the address of its file, `claims/sleep.md` at /claims/sleep/. DIR is replaced whole; a folder
    with anything else in it is refused. Exit status: as for `evidence export`.
    """
    from .exporting import export_pages

    _tell_written(folder, *export_pages(_settings(day), folder))


@main.command(short_help="Begin a site on another topic in an empty folder")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", metavar="TEXT", help="What the site is called.")
@click.option("--question", metavar="TEXT", help="The site's question; the heading of its home page.")
@click.option(
    "--category",
    "categories",
    metavar="NAME",
    multiple=True,
    help="A category of claims, or id=NAME; may stand several times, in the order of the site.",
)
@click.option("--language", help="Of the interface: de or en (this without the option, where nobody can be asked).")
@click.option("--address", metavar="URL", help="Where the site will be published; may be added later.")
@click.option("--repository", metavar="URL", help="Where its files will be kept; may be added later.")
@_outside_world
def init(folder: Path, **given: Any) -> None:
    """Begin a new site on another topic in DIR, which has to be empty or not there yet.

    On a terminal it asks for what the options do not say; elsewhere --name, --question and --category are needed. The
    site comes with one worked example; it passes `evidence check` at once, and `evidence check --publish` lists what is
    still to be added. Exit status: 0 where the site is there, 2 where it is not, and then nothing is written.
    """
    from . import new_site

    new_site.look_at(folder)
    said = {field: value for field, value in given.items() if value}
    if _can_ask():
        said = {field: said[field] if field in said else _asked(field) for field in new_site.ASKED}
    elif missing := [f"--{option}" for field, option in new_site.NEEDED.items() if field not in said]:
        raise click.UsageError(f"{', '.join(missing)}: needed where nobody can be asked; nothing was written")
    written = new_site.begin(folder, new_site.Answers(**said), _day(None))
    click.echo(printable(f"{folder}: {len(written)} files of a new site"))
    click.echo("Begin with README.md there; `evidence check --publish` lists what is still to be added.")


@main.command(short_help="Look a publication up, and add it to references.bib")
@click.argument("publication", metavar="DOI|PMID")
@click.option("--key", metavar="KEY", help="The citation key, instead of the one that is proposed.")
@click.option("--crossref", "base", metavar="URL", help="Another server that speaks Crossref's REST API.")
@click.option("--pubmed", metavar="URL", help="Another server that speaks NCBI's E-utilities; asked only for a PMID.")
@click.option(
    "--contact", metavar="MAIL", envvar="EVIDENCE_CONTACT", default="", help="An address that Crossref may write to."
)
@click.option("--dry-run", is_flag=True, help="Print the entry, and write nothing.")
@_outside_world
def cite(publication: str, key: str | None, base: str | None, pubmed: str | None, contact: str, dry_run: bool) -> None:
    """Look a publication up at Crossref and add its entry to references.bib.

    The DOI may stand in any case, as an address, with `doi:` before it or a full stop after it. Exit status: 0 where
    the entry was added (or printed), 1 where it is there already or could not be had, and then nothing is written; 2
    where the command was misused or there is no site here.
    """
    from . import citing, crossref, status_refresh
    from . import pubmed as pubmed_server

    doi, pmid = citing.asked_for(publication)
    if not doi and not pmid:
        raise click.UsageError(f"{printable(publication)} is no DOI such as 10.1000/xyz and no PMID")
    settings = _settings(None)
    world, diagnostics = build.check(settings)
    path, references = settings.references, world.library.references
    if problems := [d for d in diagnostics.errors if d.location.path == path.name]:
        _stop(f"{render_text(problems)}\nthis has to be mended first; nothing was written", 1)
    try:
        there = citing.already_there(references.values(), doi, pmid)
        if pmid and not there:
            doi = pubmed_server.doi_of(pmid, crossref.Server(pubmed or pubmed_server.PUBLIC, contact=contact))
            there = citing.already_there(references.values(), doi)
        if there:
            _stop(f"{path.name} has it already: {there}; nothing was written", 1)
        work = crossref.Crossref(base or crossref.PUBLIC, contact=contact).work(doi)
        new = citing.citation(work, doi, pmid)
        if key and key.lower() in {known.lower() for known in references}:
            _stop(f"{path.name} has another entry {key}; nothing was written", 1)
        key = key or citing.key_for(new, references)
        content = citing.appended(path.read_bytes(), path.name, new, key)
        if not dry_run:
            status_refresh.write(path, content)
    except (crossref.LookupFailed, citing.CannotCite, status_refresh.CannotRefresh) as error:
        _stop(f"{error}; nothing was written", 1)
    click.echo("\n".join(printable(line) for line in citing.entry_text(new, key).splitlines()))
    click.echo(f"{path.name}: " + ("nothing was written (--dry-run)" if dry_run else f"added {key}"))
    if work.get("updated-by"):
        click.echo("Crossref lists updates of it, such as a correction or a retraction: run `evidence status refresh`.")


@main.group(name="status", short_help="Look up what has happened to all that is cited")
def status_group() -> None:
    """What has happened to the publications that are cited."""


@status_group.command(short_help="Look up retractions, concerns and corrections")
@click.option("--crossref", "base", metavar="URL", help="Another server that speaks Crossref's REST API.")
@click.option(
    "--contact", metavar="MAIL", envvar="EVIDENCE_CONTACT", default="", help="An address that Crossref may write to."
)
@click.option(
    "--retraction-watch",
    "table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Look up in this copy of the Retraction Watch data (CSV) instead, without the network.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@TODAY
@_outside_world
def refresh(base: str | None, contact: str, table: Path | None, dry_run: bool, day: str | None) -> None:
    """Look up retractions, concerns and corrections of every cited DOI, and renew references.status.yml.

    New records are added with `confirmed: false`; a person reads the notice. What was recorded stays. Exit status: 0
    where everything was looked up, whatever was found; 1 where something could not be, and then nothing is written; 2
    where the command was misused or there is no site here.
    """
    from . import crossref, retraction_watch, status_refresh

    settings = _settings(day)
    if table and base:
        raise click.UsageError("--retraction-watch reads a file; --crossref does not go with it")
    world, diagnostics = build.check(settings)
    path = settings.references_status
    if not world.library.knows_status:
        names = (settings.references.name, path.name)
        problems = [d for d in diagnostics.errors if d.location.path in names]
        _stop(f"{render_text(problems)}\nthis has to be mended first; nothing was written", 1)
    try:
        if table:
            found = status_refresh.from_table(table, world.library, settings.today)
        else:
            found = status_refresh.from_crossref(
                crossref.Crossref(base or crossref.PUBLIC, contact=contact), world.library
            )
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        new = status_refresh.refreshed(text, path.name, found, world.library, settings.today)
        written = new.text.replace("\n", "\r\n") if b"\r\n" in raw else new.text
        if not dry_run:
            mark = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
            status_refresh.write(path, written.encode(mark))
    except (crossref.LookupFailed, retraction_watch.BadTable, status_refresh.CannotRefresh) as error:
        _stop(f"{error}; nothing was written", 1)
    click.echo("\n".join(printable(line) for line in new.lines))
    click.echo(f"\n{path.name}: " + ("nothing was written (--dry-run)" if dry_run else "written"))


def _can_ask() -> bool:
    """Whether a person sits at the other end."""
    return sys.stdin.isatty() and sys.stderr.isatty()  # questions go to stderr


def _write_new(write: Callable[[], tuple[str, int]]) -> None:
    from .scaffolding import CannotWrite

    try:
        name, marks = write()
    except CannotWrite as error:
        _stop(f"{error}; nothing was written", 1)
    click.echo(f"{name}: written, with {marks} marks to fill in")


def _move(plan: Callable[[], Any], dry_run: bool) -> None:
    """Writes what a plan of `moving.py` says, or only tells it."""
    from .moving import CannotMove
    from .together import CannotWriteAll

    try:
        move = plan()
        if not dry_run:
            move.write()
    except (CannotMove, CannotWriteAll) as error:
        _stop(f"{error}\nnothing was written", 1)
    click.echo(printable("\n".join(move.lines)))
    if dry_run:
        click.echo("nothing was written (--dry-run)")


# --- helpers -------------------------------------------------------------------------------


def _tell_written(folder: Path, site: build.Site, written: int) -> None:
    if site.broken:
        _stop(f"{render_text(site.diagnostics.errors)}\nnothing was written", 1)
    click.echo(printable(f"{folder}: {written} files"))


def _asked(field: str) -> Any:
    """An answer of the person at the terminal, asked for until it will do; of `categories` a tuple."""
    from . import new_site

    def look_over(text: str) -> Any:
        answer = tuple(part.strip() for part in text.split(";")) if field == "categories" else text.strip()
        for each in answer if isinstance(answer, tuple) else (answer,):
            if problem := new_site.problem_with(field, each):
                raise click.BadParameter(problem)
        return answer

    question, default = new_site.ASKED[field]
    return click.prompt(question, default=default, show_default=bool(default), value_proc=look_over, err=True)


def _chosen(select: Iterable[str], ignore: Iterable[str]) -> set[str]:
    """The names of the codes that are asked for; stops with status 2 at a name that is none."""
    known = codes.all_codes()
    for option, given in (("--select", select), ("--ignore", ignore)):
        for name in given:
            if name not in known:
                hint = nearest(name, list(known)) or "`evidence explain` lists them all"
                raise click.UsageError(f"{option}: there is no code `{printable(name)}`; {hint}")
    return set(select or known) - set(ignore)


def _rendered(diagnostics: Diagnostics, form: str, settings: Settings) -> str:
    if form == "json":
        return render_json(diagnostics)
    if form == "sarif":
        return render_sarif(diagnostics, version=__version__, help_page=_help_page(settings))
    if not len(diagnostics):
        return "no problems"
    return render_github(diagnostics) if form == "github" else render_text(diagnostics, colour=sys.stdout.isatty())


def _help_page(settings: Settings) -> str:
    """The address of the reference of codes on the published site; empty where mkdocs.yml gives no address."""
    text = read_text(settings.root / "mkdocs.yml", "mkdocs.yml", Diagnostics()) or ""
    found = re.search(r"^site_url:[ \t]*[\"']?(https?://[^\s\"'#]+)", text, re.MULTILINE)
    return f"{found[1].rstrip('/')}/{CODES}" if found else ""


def _require(claim: str, world: World, diagnostics: Diagnostics) -> None:
    """Stops with status 1 where the claim is there and broken, with 2 where there is none."""
    if claim in world.appraisals:
        hindering = [d for d in _about(world.appraisals[claim].claim.file, diagnostics) if d.code in codes.UNFIT]
        if hindering:
            _stop(render_text(hindering), 1)
        return
    broken = [d for d in diagnostics.errors if Path(d.location.path).stem == claim]
    if broken:
        _stop(render_text(broken), 1)
    moved = world.library.moved_claims.get(claim)
    near = f"it was {moved.became}" if moved else nearest(claim, list(world.appraisals))
    _stop(f"there is no claim `{claim}`; {near or 'claims stand in claims/'}", 2)


def _filled(text: str) -> str:
    """`text` in lines for a terminal of 80 columns; words with hyphens are code more often than not and stay whole."""
    return textwrap.fill(text, 78, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _about(file: str, diagnostics: Diagnostics) -> list[Diagnostic]:
    return [d for d in diagnostics.errors if d.location.path == file]


def _estimate(synthesis: dict[str, Any]) -> list[str]:
    """The pooled or published estimate for a terminal, to three digits."""
    if "estimate" in synthesis:
        found = synthesis["estimate"]
        ends = f" ({found['low']:.3g} to {found['high']:.3g})" if found["low"] is not None else ""
        return [f"Published by {synthesis['by']}: {synthesis['measure']} {found['value']:.3g}{ends}"]
    lines = [f"Not pooled: {why}" for why in synthesis["obstacles"]]
    for what, pooling in (("counted", synthesis["counted"]), ("with the excluded", synthesis["with_excluded"])):
        if pooling is None:
            continue
        if not pooling["estimable"]:
            lines.append(f"Pooled, {what}: not estimable ({pooling['reason']})")
            continue
        low, high = pooling["interval"]
        numbers = f"{synthesis['measure']} {pooling['value']:.3g} ({low:.3g} to {high:.3g})"
        if pooling["pooled"]:
            lines.append(f"Pooled, {what}: {numbers}, {pooling['k']} results, {synthesis['method']}")
        else:
            lines.append(f"Not pooled, {what}: {numbers}, only {pooling['study']}")
    return lines


def _shown(data: dict[str, Any]) -> str:
    """`claim_data` for a terminal."""
    badge, counts = data["badge"], data["counts"]
    lines = [
        data["question"],
        f"  claim     “{data['claim']}”",
        f"  sentence  {data['sentence']}",
        f"  badge     {badge['words']}"
        + (f", {badge['direction']}" if badge["direction"] else "")
        + (", review overdue" if badge["overdue"] else ""),
    ]
    if derivation := data["derivation"]:
        lines += [
            "",
            f"How {derivation['level']} follows",
            f"  {'start':22} {'':>3}  {derivation['start']:10} {derivation['body']}",
        ]
        for step in derivation["steps"]:
            reason = step["reason"] or ""
            undecided = " (could not be judged)" if step["could_not_be_judged"] else ""
            lines.append(
                f"  {step['domain']:22} {step['step']:>3}  {step['after']:10} {_first_line(reason)}{undecided}".rstrip()
            )
        if derivation["override"]:
            lines.append(
                f"  {'override':22}      {derivation['level']:10} {_first_line(derivation['override']['reason'])}"
            )
    if synthesis := data["synthesis"]:
        lines += ["", *_estimate(synthesis)]
    lines += [
        "",
        f"Evidence: {counts['results']} results of {counts['studies']} studies count, "
        f"{counts['excluded']} excluded, {counts['background']} background",
    ]
    for item in data["evidence"]:
        name = f"{item['study']}/{item['result']}" if item["result"] else item["study"]
        mark = "-" if not item["counted"] else "+"
        lines.append(f"  {mark} {name:32} {item['role']}")
        for what in ("excluded", "concern"):
            if doubt := item[what]:
                read = ", read through" if doubt["through"] else ","
                lines.append(
                    f"      {what}{read} {doubt['publication']}: {doubt['status']} {doubt['date'] or ''}".rstrip()
                )
    for difference in data["not_recorded"]:
        lines += ["", f"Not recorded: {difference}"]
    return "\n".join(lines)


def _first_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else line[:69] + "…"
