"""Copies the dossier's records that the site uses to `records/`: `python tests/dossier/copy_records.py FOLDER`.

FOLDER holds the dossier's files (`*.yml`, each a mapping with `references`, `studies`, `reviews`, `events`). A record
is in use where its key stands in `references.bib`. One file a key; what a record says is copied as it was typed, less
the lists of statements that it was gathered for. The tests need only the copy.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
RECORDS = HERE / "records"
KINDS = {"references": "reference", "studies": "study", "reviews": "review", "events": "events"}
"""The lists that are copied, and what a record of each is called in the copy."""
LEFT_OUT = ("direction", "see")
"""What links a record to the statements it was gathered for, and a pointer to the other file."""
OTHER_COPIES = {("2022-06", "Health Canada"): "cbc2022", ("2024-02", "FDA"): "lykos2024nda"}
"""Date and body of events that the site cites from another copy than those the dossier names."""
HEAD = "# Copied from the dossier by copy_records.py. Not edited by hand: what is wrong is mended in the dossier.\n"


def keys_in_use(bibliography: str) -> set[str]:
    """The keys of the entries in a `.bib` file."""
    return set(re.findall(r"^@\w+\{\s*([^,\s]+)\s*,", bibliography, re.MULTILINE))


def fields(node: yaml.MappingNode) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value}


def addresses_in_use(bibliography: str) -> dict[str, str]:
    """Address to key of the entries in a `.bib` file that have one."""
    entries = re.findall(r"^@\w+\{\s*([^,\s]+)\s*,(.*?)^\}", bibliography, re.MULTILINE | re.DOTALL)
    return {found[1]: key for key, body in entries if (found := re.search(r"\burl = \{(.*?)\}", body))}


def keys_of(event: dict[str, yaml.Node], addresses: dict[str, str]) -> list[str]:
    """The keys of an event: its own, those of entries with an address that it names, and those of `OTHER_COPIES`."""
    own: str = event["source_key"].value
    named = [addresses[node.value] for node in event["sources"].value if node.value in addresses]
    other = OTHER_COPIES.get((event["date"].value, event["body"].value))
    return list(dict.fromkeys(key for key in (own, *named, other) if key and key != "null"))


def collect(folder: Path, addresses: dict[str, str]) -> dict[str, dict[str, list[yaml.MappingNode]]]:
    """The records of every file in `folder`, by key and kind, with the scalars as they were typed."""
    found: dict[str, dict[str, list[yaml.MappingNode]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(folder.glob("*.yml")):
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        for name, items in fields(root).items():
            for record in items.value if name in KINDS else []:
                own = fields(record)
                if set(own) - {"key", *LEFT_OUT}:
                    record.value = [pair for pair in record.value if pair[0].value not in LEFT_OUT]
                    for key in [own["key"].value] if "key" in own else keys_of(own, addresses):
                        found[key][KINDS[name]].append(record)
    return found


def main(folder: Path) -> None:
    bibliography = (PROJECT / "references.bib").read_text(encoding="utf-8")
    found = collect(folder, addresses_in_use(bibliography))
    RECORDS.mkdir(exist_ok=True)
    for old in RECORDS.glob("*.yml"):
        if old.read_text(encoding="utf-8").startswith(HEAD):  # others were looked up, and are not in the dossier
            old.unlink()
    for key in sorted(keys_in_use(bibliography) & set(found)):
        pairs = []
        for kind, records in found[key].items():
            name = yaml.ScalarNode("tag:yaml.org,2002:str", kind)
            value = yaml.SequenceNode("tag:yaml.org,2002:seq", records) if kind == "events" else records[0]
            if kind != "events" and len(records) > 1:
                raise SystemExit(f"{key}: {len(records)} records of the kind {kind}")
            pairs.append((name, value))
        text = yaml.serialize(
            yaml.MappingNode("tag:yaml.org,2002:map", pairs), Dumper=yaml.SafeDumper, allow_unicode=True, width=110
        )
        (RECORDS / f"{key}.yml").write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
