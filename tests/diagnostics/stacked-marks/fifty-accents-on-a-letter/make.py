"""An author's name buried under accents; no editor would show them apart."""


def make(root):
    path = root / "studies/cup.yml"
    path.write_text(path.read_text("utf-8").replace("name: CUP", "name: CU" + 50 * "\u0301" + "P"), "utf-8")
