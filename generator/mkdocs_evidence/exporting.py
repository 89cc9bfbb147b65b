"""The data files of a site without its pages: written into a folder of their own, as `evidence export` does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from . import build
from .addresses import DATA, FEED
from .configuration import configured_site
from .publishing import Publication
from .settings import Settings

FOLDERS = (DATA, "badges/", "plots/")


def export(settings: Settings, folder: Path) -> tuple[build.Site, int]:
    """Writes what a build would publish in `FOLDERS`, and the feed, below `folder`; returns the site and their number.

    Writes nothing where the site is broken. Raises what `Publication` raises.
    """
    name, address = configured_site(settings.root)
    site = build.prepare(replace(settings, site_name=name or settings.site_name, site_url=address))
    if site.broken:
        return site, 0
    sources = [settings.claims, settings.studies, settings.content, settings.overrides, settings.references]
    publication = Publication(folder, root=settings.root, sources=sources)
    files = {place: data for place, data in site.assets.items() if place.startswith(FOLDERS) or place == FEED}
    try:
        for place, data in files.items():
            path = publication.staging / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except BaseException:
        publication.discard()
        raise
    publication.commit()
    return site, len(files)
