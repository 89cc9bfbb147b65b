"""The layers of the package: each module imports only from modules above it, and one module knows MkDocs."""

from __future__ import annotations

import ast
from pathlib import Path

import mkdocs_evidence

PACKAGE = Path(mkdocs_evidence.__file__).parent

LAYERS = """
    diagnostics
    codes
    identifiers
    vocabulary
    settings
    publishing
    frame
    stylesheet
    sources
    yaml_problems
    yaml_reader
    latex
    bibtex_entry
    bibtex_rules
    bibtex_reader
    model
    references
    citations
    prose
    publication_status
    model_errors
    content
    library
    loading
    addresses
    certainty
    counting
    direction
    ladder
    appraisal
    history
    labels
    figures
    sentences
    views
    overview
    checks.world
    checks.names
    checks.*
    checks
    accepting
    reporters
    pages
    rendering
    page_list
    exports.*
    exports
    build
    serving
    plugin
    cli
    __main__
    __init__
"""
"""From top to bottom, as the file list should be read. Modules of one line know nothing of each other."""

ORDER = {name: number for number, line in enumerate(LAYERS.split("\n")) for name in line.split()}


def modules() -> dict[str, Path]:
    """Every module by its name below the package: `model`, `checks.names`, `checks`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


def layer(module: str) -> int:
    """The line on which a module stands; a folder's modules may share one."""
    if module in ORDER:
        return ORDER[module]
    return ORDER.get(f"{module.partition('.')[0]}.*", -1)


def imports(module: str, path: Path) -> list[tuple[str, list[str], int]]:
    """What a module imports at any depth of its code: name, the names taken from it, and the line."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, [], node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            found.append((_absolute(node, module, path), names, node.lineno))
    return found


def _absolute(node: ast.ImportFrom, module: str, path: Path) -> str:
    if node.level == 0:
        return node.module or ""
    base = ["mkdocs_evidence", *module.split(".")] if module != "__init__" else ["mkdocs_evidence", "__init__"]
    if path.name == "__init__.py" and module != "__init__":
        base.append("__init__")
    return ".".join([*base[: -node.level], *([node.module] if node.module else [])])


def own_imports(module: str, path: Path) -> set[str]:
    """Our own modules that `module` imports, by their names below the package."""
    known = modules()
    found = set()
    for name, taken, _ in imports(module, path):
        if name == "mkdocs_evidence" or name.startswith("mkdocs_evidence."):
            below = name.removeprefix("mkdocs_evidence").removeprefix(".")
            from_here = {f"{below}.{part}".lstrip(".") for part in taken}
            found |= (from_here & known.keys()) or {below or "__init__"}
    return found


def test_every_module_has_a_layer():
    """A new module is given its place in the list above; a removed one leaves it."""
    known = modules()
    assert [name for name in known if layer(name) < 0] == []
    listed = {name for name in ORDER if not name.endswith(".*")}
    assert sorted(listed - known.keys()) == []


def test_imports_go_up():
    """No module imports from one below it, or beside it."""
    wrong = [
        f"{module} imports {other}"
        for module, path in modules().items()
        for other in sorted(own_imports(module, path))
        if other not in ("__init__",)  # the version, which knows nothing
        and layer(other) >= layer(module)
        and not (module == "checks" and other.startswith("checks."))
    ]
    assert wrong == []


def test_one_module_knows_mkdocs():
    """Only `plugin` imports MkDocs; neither its core nor its theme is imported anywhere else."""
    knows = {
        module
        for module, path in modules().items()
        for name, _, _ in imports(module, path)
        if name.split(".")[0] in ("mkdocs", "material", "properdocs")
    }
    assert knows == {"plugin"}


def test_command_line_loads_mkdocs_only_to_build():
    """`cli` imports the plugin inside the command that needs it, not when it starts."""
    tree = ast.parse((PACKAGE / "cli.py").read_text(encoding="utf-8"))
    at_the_top = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert not any(node.module == "plugin" or "plugin" in [a.name for a in node.names] for node in at_the_top)


def test_checks_know_no_output():
    """A check imports neither what renders nor what hosts, and no file is read in one."""
    outside = {"rendering", "views", "page_list", "pages", "build", "reporters", "plugin", "cli", "serving",
               "publishing", "loading", "sources", "labels"}  # fmt: skip
    for module, path in modules().items():
        if module.startswith("checks"):
            assert own_imports(module, path) & outside == set(), module


def test_model_reads_nothing():
    """The records take from the reader only what a place in a file is, and import nothing that reads or shows."""
    path = modules()["model"]
    assert own_imports("model", path) <= {"diagnostics", "vocabulary", "identifiers", "yaml_reader"}
    taken = {name for module, names, _ in imports("model", path) if module.endswith("yaml_reader") for name in names}
    assert taken <= {"Document", "Step"}


def test_no_module_uses_the_network():
    """Only `cite` and `status refresh` may, and neither is here yet."""
    network = {"socket", "ssl", "http", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib"}
    allowed = {("serving", "socket")}  # for the name of this machine
    for module, path in modules().items():
        for name, taken, line in imports(module, path):
            names = {name, *(f"{name}.{part}" for part in taken)}
            used = names & network or {n for n in names if n.split(".")[0] in network}
            assert not used or (module, name) in allowed, f"{path.name}:{line}"


def test_nothing_is_run_from_data():
    """No eval, exec, template from a string, unrestricted YAML loader or pickle in the package."""
    forbidden = {"eval", "exec", "compile", "__import__", "from_string", "unsafe_load", "full_load", "loads_all"}
    for path in modules().values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                is_pattern = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "re"
                assert name not in forbidden or is_pattern, f"{path.name}:{node.lineno}: {name}"
