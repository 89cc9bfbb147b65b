"""The layers of the package: each module imports only from modules above it, and one module knows MkDocs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import mkdocs_evidence

PACKAGE = Path(mkdocs_evidence.__file__).parent

ARCHITECTURE = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^ {4}(\w+)(\.py|/) +\S", ARCHITECTURE, re.MULTILINE)
"""The modules and folders that the architecture page lists, in its order, each with its ending."""
ORDER = {name: number for number, (name, _) in enumerate(LISTED)}
FIRST = {"checks": ("world", "names")}
"""Modules of a folder on which the others of it may rest."""
ENTRANCES = {"__init__", "__main__"}


def modules() -> dict[str, Path]:
    """Every module by its name below the package: `model`, `checks.names`, `checks`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path
    return found


def layer(module: str) -> tuple[int, int]:
    """Where a module stands: its line on the page, and its place within its folder, whose `__init__` comes last."""
    folder, _, name = module.partition(".")
    if module == "__main__":
        return len(ORDER), 0
    first = FIRST.get(folder, ())
    return ORDER.get(folder, -1), first.index(name) if name in first else len(first) + (not name)


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


def test_the_page_lists_what_is_there():
    """Each module and each folder of the package stands on the architecture page once, and nothing else does."""
    here = {f"{path.stem}.py" for path in PACKAGE.glob("*.py") if path.stem not in ENTRANCES}
    folders = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    assert sorted(name + ending for name, ending in LISTED) == sorted(here | folders)


def test_the_page_names_files_that_are_there():
    """Every file and folder that it mentions exists, in the package or at the top of the project."""
    named = set(re.findall(r"`([\w/.-]+(?:\.py|\.yml|\.html|/))`", ARCHITECTURE))
    roots = (PACKAGE, PACKAGE.parents[1])
    assert named
    assert [name for name in sorted(named) if not any((root / name).exists() for root in roots)] == []


def test_imports_go_up():
    """No module imports from one below it on the page, or beside it."""
    wrong = [
        f"{module} imports {other}"
        for module, path in modules().items()
        for other in sorted(own_imports(module, path))
        if other != "__init__"  # the version, which knows nothing
        and layer(other) >= layer(module)
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


def test_one_module_knows_scipy():
    """Only `distributions` imports SciPy, inside its functions: a site that pools nothing never loads it."""
    knows = {
        module
        for module, path in modules().items()
        for name, _, _ in imports(module, path)
        if name.split(".")[0] in ("scipy", "numpy")
    }
    assert knows == {"distributions"}
    tree = ast.parse((PACKAGE / "distributions.py").read_text(encoding="utf-8"))
    assert not any("scipy" in ast.dump(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))


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
    assert own_imports("model", path) <= {"diagnostics", "vocabulary", "identifiers", "markdown_limits", "yaml_reader"}
    taken = {name for module, names, _ in imports("model", path) if module.endswith("yaml_reader") for name in names}
    assert taken <= {"Document", "Step"}


def test_no_module_uses_the_network():
    """Only the client of `cite` and `status refresh` may, and the command imports it when one of the two runs."""
    network = {"socket", "ssl", "http", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib"}
    allowed = {("serving", "socket")}  # for the name of this machine
    allowed |= {("crossref", name) for name in ("socket", "http.client", "urllib.request")}
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
