"""A JSON Schema for each store, and the line in a file that leads an editor to it.

Editors that know YAML then complete fields and words, and underline what is wrong while it is typed. What
two fields or two files say together is looked at by `evidence check` alone.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .diagnostics import EvidenceError
from .fields import STORES, Field, Schema, Store, about, fields, in_yaml, records_of, typed
from .model import ID, Record

FOLDER = "schemas"
MODELINE = re.compile(rb"^#[ \t]*yaml-language-server:[ \t]*\$schema=(\S*)", re.MULTILINE)
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The one that the YAML extensions of editors know best."""


def files() -> dict[str, str]:
    """The name of each schema's file to its text."""
    return {file_name(store): json.dumps(schema(store), indent=2, ensure_ascii=False) + "\n" for store in STORES}


def file_name(store: Store) -> str:
    return f"{store.name}.schema.json"


def schema(store: Store) -> Schema:
    """The schema of a whole file."""
    records = records_of(store)
    head: Schema = {"$schema": DRAFT, "title": store.title, "description": about(store.record)}
    definitions = {record.__name__: _definition(record) for record in records}
    reference: Schema = {"$ref": f"#/definitions/{store.record.__name__}"}
    if store.form == "list":
        definition = definitions[store.record.__name__]
        definition["properties"] = {"id": _id(), **definition["properties"]}
        definition["required"] = ["id", *definition.get("required", [])]
        body: Schema = {"type": "array", "items": reference}
    elif store.form == "map":
        body = {"type": "object", "propertyNames": {"pattern": f"^{_plain_id()}$"}, "additionalProperties": reference}
    else:
        body = definitions.pop(store.record.__name__)
        del body["title"], body["description"]
    return {**head, **body, "definitions": definitions}


def _definition(record: type[Record]) -> Schema:
    found: Schema = {
        "title": record.__name__,
        "description": about(record),
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _property(field) for field in fields(record)},
    }
    if required := [field.name for field in fields(record) if field.required]:
        found["required"] = required
    return found


def _property(field: Field) -> Schema:
    """A value's schema with what an editor shows beside it."""
    told: Schema = {"description": description(field)}
    if field.good is not None:
        told["examples"] = [typed(field.good)]
    # Beside `$ref` nothing counts in this draft.
    return {**told, "allOf": [field.kind.schema]} if "$ref" in field.kind.schema else {**told, **field.kind.schema}


def description(field: Field) -> str:
    """What a field is, with a good and a bad example, as plain text of several lines."""
    lines = [field.about, f"Type: {field.kind.words}."]
    if field.default:
        lines.append(f"Without it: {field.default}.")
    if field.good is not None:
        lines += ["", "Good:", in_yaml(field.name, field.good)]
    lines += ["", "Bad:", in_yaml(field.name, field.bad)]
    return "\n".join(lines)


def _id() -> Schema:
    return {
        "description": "The id of the entry: lower-case letters, digits and single hyphens; never used again.",
        "type": ["string", "number"],
        "maxLength": 64,
        "pattern": f"^{_plain_id()}$",
    }


def _plain_id() -> str:
    return "(" + ID.pattern.removesuffix(r"\Z") + ")"


# --- files ---------------------------------------------------------------------------------


def store_files(root: Path) -> Iterator[tuple[Path, Store]]:
    """Every YAML file of a store below `root` with its store, in the order of `STORES` and of their names."""
    stores = [store for store in STORES if store.name != "home"]
    shared = {root / pattern for store in stores for pattern in store.files if "*" not in pattern}
    for store in stores:
        for pattern in store.files:
            for path in sorted(root.glob(pattern)):
                is_own = path.is_file() and not path.is_symlink() and not path.parent.is_symlink()
                if is_own and ("*" not in pattern or path not in shared):
                    yield path, store


def modeline(path: Path, store: Store, root: Path) -> str:
    """The comment that leads from a store's file to its schema, in a clone on any machine."""
    up = "../" * (len(path.relative_to(root).parts) - 1)
    return f"# yaml-language-server: $schema={up}{FOLDER}/{file_name(store)}"


def write(root: Path) -> list[str]:
    """Writes the schemas of this version below `root`, and the modeline into each store's file that has none.

    Returns the paths of the files that changed. Raises `EvidenceError` where one cannot be written; those
    before it are whole.
    """
    changed = []
    for name, text in files().items():
        changed += _put(root / FOLDER / name, text.encode(), root)
    for path, store in store_files(root):
        raw = path.read_bytes()
        content = raw.removeprefix(codecs.BOM_UTF8)
        if not MODELINE.search(content):
            end = b"\r\n" if b"\r\n" in content else b"\n"
            line = modeline(path, store, root).encode() + end
            changed += _put(path, raw.removesuffix(content) + line + content, root)
    return changed


def _put(path: Path, content: bytes, root: Path) -> list[str]:
    """Replaces a file at once, or not at all; nothing where it holds that already."""
    if path.is_file() and path.read_bytes() == content:
        return []
    try:
        path.parent.mkdir(exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError as error:
        raise EvidenceError(f"{path.relative_to(root)} cannot be written: {error.strerror}") from error
    return [path.relative_to(root).as_posix()]
