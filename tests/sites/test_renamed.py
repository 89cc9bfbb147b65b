"""The claim and the study of the real site that are mentioned most, under other names."""

from __future__ import annotations

import re

from conftest import SiteFolder


def test_nothing_is_left_of_the_old_names(real_site: SiteFolder) -> None:
    """No page leads to an old address, every rating is what it was, and no file but those that must know says it."""
    before = {id: str(appraisal.rating) for id, appraisal in real_site.check()[0].appraisals.items()}
    for arguments in (("claim", "ptsd-symptom-severity", "a-new-name"), ("study", "mapp1", "another-name")):
        result = real_site.evidence("rename", *arguments)
        assert result.exit_code == 0, result.output
    world, problems = real_site.check()
    assert list(problems.errors) == []
    after = {id: str(appraisal.rating).replace("another-name/", "mapp1/") for id, appraisal in world.appraisals.items()}
    assert after.pop("a-new-name") == before.pop("ptsd-symptom-severity")
    assert after == before
    old = re.compile(r"(?:claims|studies)/(?:ptsd-symptom-severity|mapp1)[/.#]|\[badge:\s*ptsd-symptom-severity")
    assert [address for address, body in real_site.bodies().items() if old.search(body)] == []
    for folder in ("claims", "studies", "content"):
        for path in (real_site.root / folder).rglob("*.*"):
            assert path.suffix not in (".md", ".yml") or not old.search(path.read_text("utf-8")), path
