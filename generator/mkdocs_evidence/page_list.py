"""The pages of a site, in a stable order: from home and the map to the references and the codes.

Puts together what each template needs; what a thing means was decided in `appraisal.py` and how
it reads in `views.py`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from markupsafe import Markup

from . import (
    addresses,
    bias_tables,
    change_log,
    entries,
    filters,
    forest,
    glossary_list,
    head,
    overview,
    quoting,
    sizes,
    summary,
    views,
)
from .checks import World
from .codes import by_theme
from .everyday_words import WordRules, folded
from .examples import examples
from .exports import atom, page_citation
from .exports.claim_json import claim_data
from .exports.claims import claim_files
from .exports.references import csl_json, ris
from .exports.studies import studies_csv
from .field_views import reference
from .identifiers import registry_url
from .labels import Labels
from .model import Category, Claim, Comparison, Moved, Study
from .pages import PROSE_SLOT, Page
from .rendering import CitingPage, Renderer
from .sentences import capitalised, sentence
from .vocabulary import Kind, StudyType

STYLES = {
    "page/home.html": ("map", "home", "more", "timeline", "entry"),
    "page/map.html": ("map", "filters", "lists"),
    "page/questions.html": ("claims", "questions", "listing"),
    "page/methods.html": ("home",),
    "page/for_authors.html": ("authors",),
    "page/trust.html": ("trust",),
    "page/category.html": ("columns", "lists"),
    "page/comparison.html": ("columns",),
    "page/studies.html": ("columns", "listing"),
    "page/references.html": ("listing",),
    "page/study.html": ("columns", "claims", "notice"),
    "page/codes.html": ("codes",),
    "page/fields.html": ("fields",),
    "page/glossary.html": ("glossary",),
    "page/changes.html": ("lists", "changes"),
    "page/data.html": ("lists", "data"),
    "page/timeline.html": ("timeline", "entry", "lists"),
    "page/positions.html": ("entry", "lists"),
    "page/misreadings.html": ("entry", "lists"),
    "page/trials.html": ("entry", "lists"),
}
"""Stylesheets that a page needs besides those of every page, by its template."""
SCRIPTS = {"page/map.html": ("map",)}
"""Scripts that a page runs besides those of every page, by its template."""


class PageList:
    """Renders every page of one site."""

    def __init__(self, world: World, labels: Labels, renderer: Renderer) -> None:
        self.library = world.library
        self.appraisals = world.appraisals
        self.settings = world.settings
        self.labels = labels
        self.renderer = renderer
        self.cards = renderer.cards
        self.sizes = {id: sizes.size(appraisal, self.library, labels) for id, appraisal in self.appraisals.items()}
        self.change_log = change_log.changes(world.library, labels)
        self.maps = overview.evidence_maps(self.library, self.cards, labels)

    def pages(self) -> Iterator[Page]:
        """All pages that can be rendered; a template that fails is reported by the renderer."""
        made = [
            self.home(),
            self.map(),
            self.questions(),
            self.methods(),
            self.trust(),
            *(self.category(category) for category in self.library.categories.values()),
            *(self.comparison(comparison) for comparison in self.library.comparisons.values()),
            *(self.claim(claim) for claim in self.library.claims.values()),
            self.studies(),
            *(self.study(study) for study in self.library.studies.values()),
            *self.lists(),
            self.changes(),
            self.data_page(),
            self.codes(),
            self.fields(),
            *self.for_authors(),
        ]
        if self.library.glossary:
            made.append(self.glossary())  # after all that lead to it
        self._note_content()
        made.append(self.references())  # last: it leads back to every place that cites
        return (page for page in made if page is not None)

    def _page(self, template: str, address: str, title: str, /, **values: Any) -> Page | None:
        page = self.renderer.page(template, address, title, site_name=self.settings.site_name, **values)
        styles = tuple(map(addresses.style_address, STYLES.get(template, ())))
        scripts = tuple(map(addresses.script_address, SCRIPTS.get(template, ())))
        return page and replace(page, styles=styles, scripts=scripts)

    def _note_content(self) -> None:
        """Has the renderer note what content pages cite, as far as nothing generated stands in their place."""
        generated = addresses.generated_sources(self.library)
        for page in self.library.content.pages:
            if page.path not in generated and page.path not in self.settings.unpublished:
                self.renderer.content_page(page)

    def plots(self) -> dict[str, bytes]:
        """The plot of every claim that has one as a file of its own, by address."""
        drawn = {
            addresses.plot_address(id): self.renderer.fragment(
                "plot.svg", "", title=self.library.claims[id].question, forest=size.forest, **forest.sheet(size.forest)
            )
            for id, size in self.sizes.items()
            if size and size.forest
        }
        return {address: svg.encode() for address, svg in drawn.items() if svg is not None}

    def sheets(self, support: str) -> dict[str, bytes]:
        """The summary of every claim and of the whole question, each on one sheet, by the address of its file."""
        made = {addresses.summary_address(id): self._claim_sheet(id, support) for id in self.appraisals}
        made[addresses.SUMMARY] = self._sheet_of_all(support)
        return {f"{address}index.html": html.encode() for address, html in made.items() if html is not None}

    def _claim_sheet(self, id: str, support: str) -> Markup | None:
        appraisal, labels = self.appraisals[id], self.labels
        claim, size = appraisal.claim, self.sizes[id]
        facts = views.claim_facts(appraisal, self.library.comparison_of(claim), labels)
        said, badge = sentence(appraisal, self.library, labels), self.cards[id].badge
        sheet = summary.claim_sheet(
            appraisal,
            self.library,
            labels,
            said=said,
            badge=badge,
            facts=facts,
            size=size,
            nearest=self._nearest(claim),
            support=support,
            printed_address=self._printed(addresses.claim_address(id)),
        )
        return self._sheet(
            "page/summary.html", addresses.summary_address(id), claim.question, addresses.claim_address(id), support,
            sheet=sheet,
            claim=claim,
            recorded=labels.date(claim.history[0].date) if claim.history else "",
        )  # fmt: skip

    def _sheet_of_all(self, support: str) -> Markup | None:
        front = self.library.content.home
        lead = views.bottom_line(front.lead if front else (), self.appraisals, self.cards, self.library, self.labels)
        dates = entries.dated(self.library.key_dates, self.labels)
        days = [claim.history[0].date for claim in self.library.claims.values() if claim.history]
        title = front.title if front else self.settings.site_name
        return self._sheet(
            "page/summary_of_all.html", addresses.SUMMARY, title, addresses.HOME, support,
            title=title,
            sheet=summary.question_sheet(lead, self.maps, dates, support),
            facts=self._facts_behind(front.lead) if front else [],
            claims=len(self.cards),
            newest=self.labels.date(max(days)) if days else "",
        )  # fmt: skip

    def _printed(self, address: str) -> str:
        """An address as it stands on paper: in full where the site's own is known."""
        settings = self.settings
        return settings.site_url + address if settings.site_url else address and settings.base + address

    def _sheet(
        self, template: str, address: str, title: str, whole: str, support: str, /, **values: Any
    ) -> Markup | None:
        """A sheet with what is the same on each; `whole` is the address of the page that says everything."""
        settings = self.settings
        return self.renderer.fragment(
            template,
            address,
            page_title=title,
            site_name=settings.site_name,
            whole=whole,
            printed_address=self._printed(whole),
            style=addresses.style_address("sheet"),
            policy=not settings.draft,  # a preview reloads its pages with a script
            support=support,
            **views.legend(self.labels),
            **values,
        )

    def citations(self) -> dict[str, bytes]:
        """The page of every claim and study as a file for each kind of reference manager, by address."""
        uses = [(addresses.claim_address(id), self._use_of(claim)) for id, claim in self.library.claims.items()]
        uses += [(addresses.study_address(id), self._use_of(study)) for id, study in self.library.studies.items()]
        return {
            f"{page}{file}": page_citation.WRITERS[kind](use.record, self.settings.site_name, use.address).encode()
            for page, use in uses
            for kind, file in use.files
        }

    def _use_of(self, record: Claim | Study) -> quoting.Use:
        """How the page of a claim or study is cited."""
        if isinstance(record, Claim):
            history = views.history(record, self.labels)
            return quoting.of_claim(record, self.cards[record.id], history, self.settings, self.labels)
        return quoting.of_study(record, self.settings, self.labels, withdrawn=self.library.withdrawn(record))

    def moved(self, support: str) -> dict[str, bytes]:
        """The page of each id that was given up, by the address of its file; none is among the pages of the site."""
        library, made = self.library, {}
        for id, moved in library.moved_claims.items():
            at, to = addresses.claim_address(id), moved.to and addresses.claim_address(moved.to)
            made[at] = self._moved(at, moved, to or "", self._question(moved.to), addresses.MAP, support)
            sheet, of_what = addresses.summary_address(id), moved.title or ""
            whole = at if moved.retired else addresses.summary_address(str(moved.to))
            made[sheet] = self._moved(sheet, None, whole, of_what or self._question(moved.to), addresses.MAP, support)
        for id, moved in library.moved_studies.items():
            at, to = addresses.study_address(id), moved.to and addresses.study_address(moved.to)
            named = library.studies.get(moved.to or "") or library.moved_studies.get(moved.to or "")
            title = (named.name if isinstance(named, Study) else named and named.title) or ""
            made[at] = self._moved(at, moved, to or "", title, addresses.STUDIES, support)
        return {f"{address}index.html": html.encode() for address, html in made.items() if html is not None}

    def _question(self, id: str | None) -> str:
        """What a claim asks, or asked before it was retired."""
        found = self.library.claims.get(id or "") or self.library.moved_claims.get(id or "")
        return (found.question if isinstance(found, Claim) else found and found.title) or ""

    def _moved(
        self, address: str, moved: Moved | None, to: str, to_title: str, all: str, support: str
    ) -> Markup | None:
        """A page that sends on to `to`, or says why there is nothing any more at `address`."""
        settings, labels = self.settings, self.labels
        return self.renderer.fragment(
            "page/moved.html",
            address,
            site_name=settings.site_name,
            sends_on=moved is None or not moved.retired,
            to=to,
            to_title=to_title,
            canonical=settings.site_url + to if settings.site_url else "",
            date=labels.date(moved.date) if moved else "",
            title=moved.title if moved else "",
            why=moved.why if moved else "",
            gone=labels["moved"]["claim_gone" if all == addresses.MAP else "study_gone"],
            home=addresses.HOME,
            all=all,
            all_title=labels["ui"]["map" if all == addresses.MAP else "all_studies"],
            style=addresses.style_address("moved"),
            policy=not settings.draft,  # a preview reloads its pages with a script
            support=support,
        )

    def home(self) -> Page | None:
        front = self.library.content.home
        title = front.title if front else self.settings.site_name
        return self._page(
            "page/home.html",
            addresses.HOME,
            title,
            title=title,
            lead=views.bottom_line(front.lead if front else (), self.appraisals, self.cards, self.library, self.labels),
            facts=self._facts_behind(front.lead) if front else [],
            dates=entries.dated(self.library.key_dates, self.labels),
            timeline=addresses.list_address("timeline"),
            cards=self.cards,
            more=[(self._address_of(further.page), further) for further in front.more] if front else [],
            maps=self.maps,
            claims=len(self.cards),
            map_address=addresses.MAP,
            summary=addresses.SUMMARY,
            methods=addresses.METHODS,
            slot=Markup(PROSE_SLOT),
            prose=self.library.content.page("index.md"),
            **views.legend(self.labels),
        )

    def _address_of(self, source: str) -> str:
        """Where the page lives that a content page would link as `source`."""
        ours = source in addresses.generated_sources(self.library)
        return addresses.content_address(source, ours or self.settings.directory_urls)

    def _facts_behind(self, lead: tuple[str, ...]) -> list[views.Fact]:
        """What the first sentence of the bottom line rests on, as its claim's page has it."""
        appraisal = self.appraisals.get(lead[0]) if lead else None
        if appraisal is None or appraisal.level is None:
            return []
        comparison = self.library.comparison_of(appraisal.claim)
        return views.claim_facts(appraisal, comparison, self.labels)

    def map(self) -> Page | None:
        """Every claim by category and by how sure one can be; complete without a script."""
        return self._page(
            "page/map.html",
            addresses.MAP,
            self.labels["ui"]["map"],
            maps=self.maps,
            filters=filters.filters(self.library, self.cards, self.labels),
            claims=len(self.cards),
            lists=self.list_links(),
        )

    def questions(self) -> Page | None:
        """Every question by what it is about, from A to Z; also where the search leads without a script."""
        rules = WordRules.of(self.labels.of_evidence["search"])
        cards = sorted(self.cards.values(), key=lambda card: (rules.sorting(card.name), card.id))
        grouped = groupby(cards, key=lambda card: "".join(rules.sorting(card.name))[:1].upper())
        letters = [(letter, f"letter-{number}", list(named)) for number, (letter, named) in enumerate(grouped, start=1)]
        return self._page(
            "page/questions.html",
            addresses.QUESTIONS,
            self.labels["ui"]["questions"],
            letters=letters,
            claims=len(cards),
            map_address=addresses.MAP,
        )

    def methods(self) -> Page | None:
        """The rules of `certainty.py`, `ladder.py` and `appraisal.py` in words, below the site's own."""
        return self._page(
            "page/methods.html",
            addresses.METHODS,
            self.labels["ui"]["methods"],
            slot=Markup(PROSE_SLOT),
            prose=self.library.content.page("methods.md"),
            **views.legend(self.labels),
            **views.rules(self.labels),
        )

    def trust(self) -> Page | None:
        """How far the trials can be trusted: the site's own words, and every randomised trial side by side."""
        prose = self.library.content.page(addresses.TRUST_SOURCE)
        if prose is None:
            return None
        return self._page(
            "page/trust.html",
            addresses.TRUST,
            prose.title,
            title=prose.title,
            trials=views.randomised_trials(self.library, self.labels),
            slot=Markup(PROSE_SLOT),
            prose=prose,
        )

    def category(self, category: Category) -> Page | None:
        claims = self.library.claims_by_category[category.id]
        groups = self._findings(claims)
        shown = Counter(finding.card.badge.words for group in groups for finding in group.findings)
        return self._page(
            "page/category.html",
            addresses.category_address(category.id),
            category.name,
            title=category.name,
            groups=groups,
            claims=len(claims),
            counts=list(shown.items()),
            others=[
                (other.name, addresses.category_address(other.id))
                for other in self.library.categories.values()
                if other.id != category.id
            ],
            map_address=addresses.MAP,
        )

    def comparison(self, comparison: Comparison) -> Page | None:
        """Harms beside benefits: both are shown, also where nobody has looked at one of them."""
        claims = [claim for claim in self.library.claims.values() if claim.comparison == comparison.id]
        title = capitalised(
            self.labels["ui"]["comparison_title"].format(
                intervention=comparison.intervention.short, population=comparison.population
            )
        )
        return self._page(
            "page/comparison.html",
            addresses.comparison_address(comparison.id),
            title,
            title=title,
            comparison=comparison,
            groups=self._findings(claims, shown=(Kind.EFFECT, Kind.HARM)),
            map_address=addresses.MAP,
        )

    def _findings(self, claims: Iterable[Claim], shown: Iterable[Kind] = ()) -> tuple[overview.FindingGroup, ...]:
        return overview.findings(claims, self.appraisals, self.cards, self.sizes, self.labels, shown=shown)

    def studies(self) -> Page | None:
        """Every study and review, by its type."""
        library = self.library
        listed = sorted(library.studies.values(), key=lambda study: (study.name.casefold(), study.id))
        groups = [
            {"type": type, "studies": [self._study_row(study) for study in listed if study.type is type]}
            for type in StudyType
        ]
        shown = [group for group in groups if group["studies"]]
        name = self.labels["ui"]["jump_count"]
        return self._page(
            "page/studies.html",
            addresses.STUDIES,
            self.labels["ui"]["all_studies"],
            groups=shown,
            kinds=[
                (name.format(name=self.labels["types"][group["type"]], n=len(group["studies"])), group["type"])
                for group in shown
            ],
            studies=len(listed),
            trials=addresses.list_address("trials") if library.trials else "",
        )

    def _study_row(self, study: Study) -> dict[str, Any]:
        library = self.library
        return {
            "card": views.study_card(study, self.labels),
            "withdrawn": self.library.withdrawn(study),
            "claims": len(library.claims_by_study.get(study.id, [])),
        }

    def lists(self) -> Iterator[Page | None]:
        """A page for each list in content/ that holds something."""
        library, labels = self.library, self.labels
        if library.timeline:
            events = tuple(library.timeline.values())
            drawn = entries.strip(events, labels)
            page = self._list("timeline", events=entries.dated(events, labels), strip=drawn)
            yield page and replace(page, contents=True)
        if library.positions:
            yield self._list("positions", positions=entries.from_yes_to_no(library.positions.values()))
        if library.misreadings:
            page = self._list("misreadings", misreadings=library.misreadings.values())
            yield page and replace(page, contents=True)
        if library.trials:
            yield self._list("trials", trials=library.trials.values(), registry_url=registry_url)

    def list_links(self) -> list[tuple[str, str]]:
        """Title and address of the page of each list that holds something."""
        ui = self.labels["ui"]
        held = [(ui[name], addresses.list_address(name)) for name, held in self.library.lists.items() if held]
        return [*held, (ui["changes"], addresses.CHANGES), (ui["data"], addresses.DATA)]

    def changes(self) -> Page | None:
        """The newest recorded ratings of all claims, by day."""
        shown = self.change_log[: change_log.SHOWN]
        return self._page(
            "page/changes.html",
            addresses.CHANGES,
            self.labels["ui"]["changes"],
            address=addresses.CHANGES,
            lists=self.list_links(),
            days=change_log.by_day(shown),
            shown=len(shown),
            recorded=len(self.change_log),
            feed=addresses.FEED if self.settings.site_url else "",
        )

    def data_page(self) -> Page | None:
        """What of the site there is as files, and what each holds."""
        return self._page(
            "page/data.html",
            addresses.DATA,
            self.labels["ui"]["data"],
            address=addresses.DATA,
            lists=self.list_links(),
            files=[
                (addresses.CLAIMS_DATA, "claims"),
                (addresses.CLAIMS_CSV, "claims_table"),
                (addresses.STUDIES_CSV, "studies_table"),
                (addresses.CSL_JSON, "csl"),
                (addresses.RIS, "ris"),
                (addresses.BIBTEX, "bibtex"),
                *([(addresses.FEED, "feed")] if self.settings.site_url else []),
            ],
            of_a_claim=[
                (self.settings.base + addresses.claim_data_address("…"), "claim"),
                (self.settings.base + addresses.badge_address("…"), "badge"),
                (self.settings.base + addresses.plot_address("…"), "plot"),
            ],
        )

    def _list(self, name: str, /, **values: Any) -> Page | None:
        """The page of a list; what an author writes in content/<name>.md stands above its entries."""
        return self._page(
            f"page/{name}.html",
            addresses.list_address(name),
            self.labels["ui"][name],
            name=name,
            address=addresses.list_address(name),
            lists=self.list_links(),
            cards=self.cards,
            slot=Markup(PROSE_SLOT),
            prose=self.library.content.page(f"{name}.md"),
            **values,
        )

    def claim(self, claim: Claim) -> Page | None:
        library, labels = self.library, self.labels
        appraisal = self.appraisals[claim.id]
        comparison = library.comparison_of(claim)
        rows = [views.evidence_row(item, comparison, library, labels) for item in appraisal.items]
        by_position = dict(zip((item.position for item in appraisal.items), rows, strict=True))

        def of(items: tuple[Any, ...]) -> list[views.EvidenceRow]:
            return [by_position[item.position] for item in items]

        counted = of(appraisal.counted)
        history = views.history(claim, labels)
        size = self.sizes[claim.id]
        page = self._page(
            "page/claim.html",
            addresses.claim_address(claim.id),
            claim.question,
            claim=claim,
            claim_badge=self.cards[claim.id].badge,
            sentence=sentence(appraisal, library, labels),
            thresholds=views.thresholds(appraisal, library, labels),
            category=library.categories[claim.category].name,
            comparison=comparison,
            facts=[*sizes.fact(size, appraisal, labels), *views.claim_facts(appraisal, comparison, labels)],
            size=size,
            plot=addresses.plot_address(claim.id) if size and size.forest else "",
            evidence=counted,
            who_measured=views.who_measured(appraisal, labels),
            studies=list({row.study.id: row for row in counted}.values()),
            excluded=of(appraisal.excluded),
            background=of(appraisal.background),
            under_concern=of(appraisal.under_concern),
            derivation=views.derivation(appraisal, library, labels),
            bias=bias_tables.of_claim(appraisal, library, labels),
            review_bias=bias_tables.of_reviews(bias_tables.reviews_of(appraisal, library), labels, linked=True),
            ladder=views.ladder(appraisal, labels),
            nearest=self._nearest(claim),
            history=history,
            use=self._use_of(claim),
            category_address=addresses.category_address(claim.category),
            map_address=addresses.MAP,
            changes=addresses.CHANGES,
            comparison_address=addresses.comparison_address(claim.comparison) if claim.comparison else "",
            methods=addresses.METHODS,
            summary=addresses.summary_address(claim.id),
        )
        by_hand = bool(claim.certainty and claim.certainty.override)
        drawn = {
            "people": bool(size and size.people),
            "ladder": appraisal.ladder is not None,
            "claims": claim.not_testable is not None,
            "notice": bool(appraisal.excluded or appraisal.under_concern) or by_hand,
            "draft": bool(self.cards[claim.id].badge.draft),
        }
        styles = tuple(addresses.style_address(name) for name, there in drawn.items() if there)
        shown = self.cards[claim.id]
        told = self.labels["ui"]["told_elsewhere"].format(sentence=shown.sentence, badge=shown.badge.words)
        return page and replace(page, contents=True, styles=styles, description=told, card=head.card_of(shown.badge))

    def _nearest(self, claim: Claim) -> list[views.ClaimCard]:
        """The claims that come nearest to one that cannot be tested."""
        return [self.cards[id] for id in claim.not_testable.see if id in self.cards] if claim.not_testable else []

    def study(self, study: Study) -> Page | None:
        library, labels = self.library, self.labels
        reports = [notice for key in study.reports for notice in views.notices(library.standing(key), key, labels)]
        withdrawn = self.library.withdrawn(study)
        return self._page(
            "page/study.html",
            addresses.study_address(study.id),
            study.name,
            study=study,
            card=views.study_card(study, labels),
            notices=reports if withdrawn else [],
            results=[views.result_view(study, result, library, labels) for result in study.results],
            bias=bias_tables.of_study(study, library, labels),
            review_bias=bias_tables.of_reviews([study], labels, linked=False),
            includes=[self._included(included.study, included.name) for included in study.includes],
            claims=[self.cards[claim.id] for claim in library.claims_by_study.get(study.id, [])],
            use=self._use_of(study),
        )

    def references(self) -> Page | None:
        library = self.library
        names = library.short_names
        keys = sorted(library.references, key=lambda key: (names[key].casefold(), key))
        return self._page(
            "page/references.html",
            addresses.REFERENCES,
            self.labels["ui"]["references"],
            entries=[{"key": key, "citing": self._citing(key)} for key in keys],
            initials=_initials((names[key], key) for key in keys),
            retracted=[key for key in keys if library.standing(key).retracted],
            snapshot=library.status.snapshot if library.status else None,
            data={"ris": addresses.RIS, "csl": addresses.CSL_JSON, "bibtex": addresses.BIBTEX},
        )

    def glossary(self) -> Page | None:
        """Every term that the site explains, by letter."""
        return self._page(
            "page/glossary.html",
            addresses.GLOSSARY,
            self.labels["ui"]["glossary"],
            groups=glossary_list.by_letter(self.library, self.labels, self.renderer.using),
            explains=len(self.library.glossary),
            slot=Markup(PROSE_SLOT),
            prose=self.library.content.page("glossary.md"),
        )

    def data(self) -> dict[str, bytes]:
        """What scripts and other programs read, by address."""
        library, settings = self.library, self.settings
        claims = [claim_data(appraisal, library, self.labels, settings) for appraisal in self.appraisals.values()]
        made = {
            head.MANIFEST: head.manifest(settings),
            **claim_files(claims, settings),
            addresses.STUDIES_CSV: studies_csv(library, settings),
            addresses.CSL_JSON: csl_json(library),
            addresses.RIS: ris(library),
            addresses.BIBTEX: settings.references.read_bytes(),
            **self._badges(),
        }
        if self.settings.site_url:
            site = {"title": self.settings.site_name, "site_url": self.settings.site_url}
            made[addresses.FEED] = atom.feed(self.change_log, self.labels, **site)
        if not self.library.glossary:
            return made
        text = json.dumps(glossary_list.tips(self.library, self.labels), ensure_ascii=False, separators=(",", ":"))
        return {**made, addresses.GLOSSARY_DATA: text.encode()}

    def _badges(self) -> dict[str, bytes]:
        """The badge of each claim as a picture, by address."""
        drawn = {
            addresses.badge_address(id): self.renderer.fragment("badge.svg", "", b=card.badge, title=card.question)
            for id, card in self.cards.items()
        }
        return {address: svg.encode() for address, svg in drawn.items() if svg is not None}

    def codes(self) -> Page | None:
        """The reference of all diagnostic codes, for authors."""
        themes = [
            {"title": title, "codes": [{"code": code, "example": examples()[code.name]} for code in found]}
            for title, found in by_theme()
        ]
        title, way = self.labels["ui"]["codes"], self._way_to_authors()
        page = self._page("page/codes.html", addresses.CODES, title, themes=themes, way=way)
        return page and replace(page, contents=True, searchable=False)

    def fields(self) -> Page | None:
        """The reference of all fields, for authors."""
        title, way = self.labels["ui"]["fields"], self._way_to_authors()
        page = self._page("page/fields.html", addresses.FIELDS, title, stores=reference(), way=way)
        return page and replace(page, contents=True, searchable=False)

    def for_authors(self) -> Iterator[Page | None]:
        """What a site writes for its authors: each page says where it stands, which comes next, and which file it is.

        The order is that of the links on `content/contribute.md`.
        """
        texts = {page.path: page for page in self.library.content.pages if addresses.for_authors(page.path)}
        entrance = texts.get(addresses.CONTRIBUTE_SOURCE)
        order = [addresses.CONTRIBUTE_SOURCE, *(link.target for link in entrance.links)] if entrance else []
        order = [path for path in dict.fromkeys(order) if path in texts]
        after = dict(pairwise(order))
        for path, text in texts.items():
            following = texts.get(after.get(path, ""))
            is_entrance = path == addresses.CONTRIBUTE_SOURCE
            rules = views.arithmetic(self.appraisals, self.labels) if path == addresses.BADGE_SOURCE else None
            page = self._page(
                "page/for_authors.html",
                addresses.content_address(path),
                text.title,
                way=[] if is_entrance else self._way_to_authors(),
                slot=Markup(PROSE_SLOT),
                prose=text,
                rules=rules,
                following=following and (following.title, addresses.content_address(following.path)),
                file=f"content/{path}",
                edit=quoting.edit_address(f"content/{path}", self.settings),
            )
            yield page and replace(page, contents=not is_entrance, searchable=False)

    def _way_to_authors(self) -> list[tuple[str, str]]:
        above = [(self.labels["ui"]["contribute"], addresses.CONTRIBUTE)]
        return above if addresses.CONTRIBUTE_SOURCE in self.library.content.files else []

    def _citing(self, key: str) -> list[CitingPage]:
        """Every page that cites or mentions a reference: claims, studies, then all others."""
        pages = list(self.renderer.citing.get(key, []))
        there = {page.address for page in pages}
        for record in self.library.citing.get(key, []):
            if isinstance(record, Claim) and addresses.claim_address(record.id) not in there:
                pages.append(CitingPage(record.question, addresses.claim_address(record.id)))
            elif isinstance(record, Study) and addresses.study_address(record.id) not in there:
                pages.append(CitingPage(record.name, addresses.study_address(record.id)))
        order = ("claims", "studies")
        return sorted(pages, key=lambda page: [page.address.split("/")[0] != folder for folder in order])

    def _included(self, id: str | None, name: str | None) -> tuple[str, str]:
        if id and id in self.library.studies:
            return self.library.studies[id].name, addresses.study_address(id)
        return name or id or "", ""


def _initials(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each letter that a name begins with and the anchor of the first such reference.

    `named` are pairs of a short name and a key, in the order of the list. A letter with an accent counts as the one
    without; names that begin with no letter are left out.
    """
    first: dict[str, str] = {}
    for name, key in named:
        letter = "".join(folded(name))[:1].upper()
        if letter.isalpha():
            first.setdefault(letter, addresses.reference_anchor(key))
    return list(first.items())
