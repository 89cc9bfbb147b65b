"""PubMed's number of a publication to its DOI, which Crossref does not know, asked of NCBI's E-utilities."""

from __future__ import annotations

from .crossref import LookupFailed, Server, UnknownWork, clean_doi

PUBLIC = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"


def doi_of(pmid: str, server: Server) -> str:
    """The DOI in lower case. Raises `UnknownWork` where PubMed has no such number, or no DOI for it."""
    about = f"PMID {pmid}"
    answer = server.json(f"/esummary.fcgi?db=pubmed&retmode=json&id={pmid}", about)
    result = answer.get("result")
    record = result.get(pmid) if isinstance(result, dict) else None
    if not isinstance(record, dict) or "error" in record:
        raise UnknownWork(f"{server.base} knows no {about}")
    numbers = record.get("articleids")
    if not isinstance(numbers, list):
        raise LookupFailed(f"{server.base} answered for {about} in a form that cannot be read")
    dois = [str(n.get("value", "")) for n in numbers if isinstance(n, dict) and n.get("idtype") == "doi"]
    if not (doi := clean_doi(dois[0]) if dois else ""):
        raise UnknownWork(f"{server.base} names no DOI for {about}; write its entry by hand")
    return doi
