"""A character that takes no room; typed here as an escape, since nobody would see it."""


def make(root):
    path = root / "references.bib"
    path.write_text(path.read_text("utf-8").replace("Tea against", "Te\u200ba against"), "utf-8")
