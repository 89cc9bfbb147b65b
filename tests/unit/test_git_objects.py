"""Reading a site out of git, also out of a hostile repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import TINY, tiny_site
from mkdocs_evidence import git_objects
from mkdocs_evidence.git_objects import GitProblem, Repository
from mkdocs_evidence.trusted import kind_of, trusted

WHO = {f"GIT_{who}_{what}": "nobody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
FIXED = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(root: Path, *arguments: str, given: bytes = b"") -> str:
    done = subprocess.run(["git", *arguments], cwd=root, input=given, capture_output=True, check=True,
                          env={**os.environ, **WHO, **FIXED})  # fmt: skip
    return done.stdout.decode().strip()


def commit(root: Path, message: str = "A change") -> str:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny site as the first commit of a repository."""
    site = tiny_site(tmp_path / "site")
    git(site.root, "init", "--quiet", "--initial-branch=main")
    commit(site.root)
    return site.root


def names(root: Path, span: str, tmp_path: Path) -> list[set[str]]:
    """What is copied out of each side."""
    found = []
    for number, side in enumerate(Repository(root).span(span)):
        folder = tmp_path / str(number)
        folder.mkdir()
        Repository(root).copy(side, folder)
        found.append({path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()})
    return found


def test_sides(root: Path, tmp_path: Path):
    """A commit's files come out as they were committed; of the working tree, as they stand; templates never."""
    (root / "claims/outcomes/new.yml").write_text("a: b\n")
    (root / "overrides/evidence/labels").mkdir(parents=True)
    (root / "overrides/evidence/labels/en.yml").write_text("a: b\n")
    (root / "overrides/main.html").write_text("{{ a }}")
    before, after = names(root, "HEAD", tmp_path)
    assert before == set(TINY)
    assert after == {*TINY, "claims/outcomes/new.yml", "overrides/evidence/labels/en.yml"}


def test_three_dots_begin_where_the_sides_parted(root: Path):
    """What happened to the base since then is no change of the branch."""
    start = git(root, "rev-parse", "HEAD")
    git(root, "switch", "--quiet", "--create", "branch")
    end = commit(root)
    git(root, "switch", "--quiet", "main")
    later = commit(root, "Later")
    repository = Repository(root)
    assert [side.commit for side in repository.span("main...branch")] == [start, end]
    assert [side.commit for side in repository.span("main..branch")] == [later, end]


def test_below_the_top(root: Path, tmp_path: Path):
    """A site in a folder of its repository sees its own files by their own names."""
    (root / "below").mkdir()
    tiny_site(root / "below/site")
    commit(root)
    before, _ = names(root / "below/site", "HEAD", tmp_path)
    assert before == set(TINY)


@pytest.mark.parametrize(
    "span",
    ["--output=stolen", "-h..HEAD", "nowhere", "HEAD..nowhere", "", "HEAD..a b", "HEAD:claims", "HEAD\n..HEAD",
     "HEAD^{tree}", "x" * 300, "HEAD..HEAD..HEAD", "..--all"],
)  # fmt: skip
def test_no_revision(root: Path, span: str):
    """What is no revision is refused in words, and is never an option of git."""
    with pytest.raises(GitProblem):
        Repository(root).span(span)
    assert not (root / "stolen").exists()


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Neither a folder outside of git nor a machine without git is a traceback."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitProblem, match="not a git repository"):
        Repository(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitProblem, match="not installed"):
        Repository(tmp_path)


def test_hostile_names_and_links(root: Path, tmp_path: Path):
    """Links, submodules, and names that lead out of the folder are listed and not written."""
    blob = git(root, "hash-object", "-w", "--stdin", given=b"stolen: true\n")
    top = git(root, "rev-parse", "HEAD")
    entries = f"120000 blob {blob}\tlink.yml\n160000 commit {top}\tmodule.yml\n100644 blob {blob}\tA.yml\n"
    entries += f"100644 blob {blob}\ta.yml\n100644 blob {blob}\tback\\slash.yml\n"
    inner = git(root, "mktree", given=entries.encode())
    # Git's own tools refuse to make a tree that holds "..", so it is written as bytes.
    up = git(root, "hash-object", "-t", "tree", "--literally", "-w", "--stdin",
             given=b"40000 ..\0" + bytes.fromhex(git(root, "mktree", given=f"100644 blob {blob}\tup.yml\n".encode())))
    tree = git(root, "mktree", given=f"040000 tree {inner}\tstudies\n040000 tree {up}\tclaims\n".encode())
    head = git(root, "commit-tree", tree, "-m", "hostile")
    side = Repository(root).span(f"{head}..{head}")[0]
    assert set(side.files) == {"studies/A.yml"}
    assert side.not_followed == (
        "claims/../up.yml (a name that is not written)",
        "studies/a.yml (only capitals tell it from another file)",
        "studies/back\\slash.yml (a name that is not written)",
        "studies/link.yml (a link)",
        "studies/module.yml (a submodule)",
    )
    (out := tmp_path / "out").mkdir()
    Repository(root).copy(side, out)
    assert [path.name for path in tmp_path.rglob("*.yml") if "site" not in path.parts] == ["A.yml"]


def test_links_in_the_working_tree(root: Path):
    """A link is listed, whatever it leads to, and so is a pipe."""
    (root / "studies/out.yml").symlink_to("/etc/hosts")
    (root / "studies/up").symlink_to("..")
    os.mkfifo(root / "content/pipe.md")
    side = Repository(root).span("HEAD")[1]
    assert side.not_followed == ("content/pipe.md (no regular file)", "studies/out.yml (a link)", "studies/up (a link)")


def test_limits(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Too many files or too much text is refused before anything is written."""
    monkeypatch.setattr(git_objects, "MAX_BYTES", 100)
    side = Repository(root).span("HEAD..HEAD")[0]
    (out := tmp_path / "out").mkdir()
    with pytest.raises(GitProblem, match="MB of text"):
        Repository(root).copy(side, out)
    assert list(out.iterdir()) == []
    monkeypatch.setattr(git_objects, "MAX_FILES", 3)
    with pytest.raises(GitProblem, match="more than 3 files"):
        Repository(root).span("HEAD..HEAD")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("claims/outcomes/sleep.yml", ""), ("claims/categories.yml", ""), ("studies/alpha.yml", ""),
        ("references.bib", ""), ("content/about/money.md", ""), ("content/timeline.yml", ""), ("CHANGELOG.md", ""),
        ("mkdocs.yml", "configuration"), ("overrides/main.html", "template"), (".github/workflows/ci.yml", "workflow"),
        ("requirements.lock", "lock"), ("pyproject.toml", "configuration"), ("Makefile", "script"),
        ("scripts/lock", "script"), ("generator/mkdocs_evidence/cli.py", "code"), (".gitattributes", "configuration"),
        ("generator/mkdocs_evidence/templates/page/claim.html", "template"), ("content/run.js", "script"),
        ("claims/outcomes/sleep.py", "code"), ("content/logo.svg", "other"), ("claims/a/b/c.yml", "configuration"),
        ("claims/outcomes/../x.yml", "configuration"), ("studies/alpha.yml\n", "other"), ("new-kind", "other"),
    ],
)  # fmt: skip
def test_kinds(path: str, kind: str):
    """What is neither evidence nor prose has a kind, also if nobody thought of it."""
    assert kind_of(path, ["100644"]) == kind


def test_trusted_changes(root: Path):
    """Every name that changed on the branch, also by its mode or as a link, from the top of the repository."""
    git(root, "switch", "--quiet", "--create", "branch")
    (root / "claims/outcomes/sleep.yml").write_text("a: b\n")
    (root / "content/more.md").symlink_to("index.md")
    (root / "studies/beta.yml").chmod(0o755)
    (root / "mkdocs.yml").unlink()
    commit(root)
    found = [(touched.path, touched.kind) for touched in trusted(root, "main...branch")]
    assert found == [
        ("content/more.md", "link or program"), ("mkdocs.yml", "configuration"),
        ("studies/beta.yml", "link or program"),
    ]  # fmt: skip
    with pytest.raises(GitProblem, match="names one side"):
        trusted(root, "main")
