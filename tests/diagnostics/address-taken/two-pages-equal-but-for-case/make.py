"""Two names that only some systems can keep apart, so that no repository can hold both."""


def make(root):
    (root / "content/About.md").write_text("# About\n", "utf-8")
    (root / "content/about.md").write_text("# About\n", "utf-8")
