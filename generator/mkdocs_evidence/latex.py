"""LaTeX, as it stands in bibliographies, to plain text.

latexcodec knows the accents and letters; this module holds back what it would spoil, adds short
formulas and the commands that only change the look, and names what nobody understands. Nothing is
run and no file is opened.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from latexcodec.codec import UnicodeLatexIncrementalDecoder

BRACES = re.compile(r"[{}]")

# Stands for text that latexcodec must not touch; no character by definition, so that no author types it.
_HELD = "\ufdd0"

_WORDS = {
    "textless": "<", "textgreater": ">", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textunderscore": "_", "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textdollar": "$",
    "textquotesingle": "'", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "texteuro": "€", "textmu": "µ", "textdegree": "°", "textpm": "±",
    "texttimes": "×", "textperiodcentered": "·", "textbullet": "•", "textellipsis": "…", "dots": "…",
    "textregistered": "®", "texttrademark": "™", "slash": "/",
    "quad": " ", "newline": " ", "par": " ", "space": " ",
}  # fmt: skip
_SYMBOLS = {
    **{symbol: symbol for symbol in "{}$%&#_"},
    **dict.fromkeys("\\ ,;:", " "),
    **dict.fromkeys("!/-@", ""),
}
_TRANSPARENT = frozenset((
    "bf", "bfseries", "em", "emph", "it", "itshape", "mathbf", "mathit", "mathrm", "mathsf", "mbox",
    "nolinkurl", "protect", "relax", "rm", "sc", "scshape", "sf", "sl", "text", "textbf", "textit",
    "textmd", "textnormal", "textrm", "textsc", "textsf", "textsl", "textsubscript", "texttt", "textup",
    "tt", "upshape", "url",
))  # fmt: skip
"""Commands that change only the look; what they hold is shown."""
_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")

_SUPERSCRIPT = re.compile(r"\\textsuperscript *\{([0-9+-]+)\}")
_NOT_PLAIN = re.compile(r"[\\{}$~`]|--|''")
# Lengths are limited so that many openings without an end stay cheap.
_LATEX = re.compile(
    r"\$(?P<dollars>(?=\S)[^$]{1,300}?(?<=\S))\$(?!\d)|\\\((?P<parens>.{1,300}?)\\\)"
    r"|\\(?P<word>[A-Za-z]+) *|\\(?P<symbol>.)|(?P<rest>[%$~]|,,|\\\Z)"
)
_SNIPPET = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z]) *(?:\{ *\\?[A-Za-z]+ *\}|\\[ij](?![A-Za-z])|[^\W\d_])?")
_LEFT_ACCENT = re.compile(r"\\([`'^~=.\"]|[urHvdckb](?=[ {]))[ ]*\{?([^\W\d_])\}?")
_LEFT_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.|\Z)")
_MATH = re.compile(
    r"_(?:\{(?P<below>[\w+\-]+)\}|(?P<below1>\w))|\^(?:\{(?P<above>[\d+\-]+)\}|(?P<above1>\d))"
    r"|\\(?P<word>[A-Za-z]+) ?|\\(?P<symbol>[%,;: ])|\{(?P<group>[^{}\\^_]*)\}|(?P<text>[^\\^_{}$]+)"
)
_KNOWN_TO_LATEXCODEC = frozenset(
    first.text for first, *_ in UnicodeLatexIncrementalDecoder.table.unicode_map if first.text.startswith("\\")
)


@lru_cache(maxsize=4096)
def decode_latex(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as plain Unicode (NFC, single blanks), and the commands in it that are not understood.

    Those stay as typed. Nothing is run and no file is opened; `%` is a percent sign and no remark.
    """
    text = " ".join(text.replace(_HELD, "\ufffd").split())
    if not _NOT_PLAIN.search(text):
        return unicodedata.normalize("NFC", text), ()
    if "\\" not in text and "$" not in text:
        return unicodedata.normalize("NFC", _signs(re.sub(r"(?<=\S)~(?=\S)", " ", text))), ()
    text = _SUPERSCRIPT.sub(lambda match: match[1].translate(_SUPERSCRIPTS), text)
    held: list[str] = []
    unknown: list[str] = []
    prepared = _signs(_SNIPPET.sub(lambda match: _snippet(match.group()), _prepare(text, held, unknown)))
    unknown += _LEFT_COMMAND.findall(prepared)
    pieces = prepared.split(_HELD)
    plain = pieces[0] + "".join(kept + piece for kept, piece in zip(held, pieces[1:], strict=True))
    return unicodedata.normalize("NFC", " ".join(plain.split())), tuple(dict.fromkeys(unknown))


def _signs(text: str) -> str:
    """Dashes and quotation marks in place of what stands for them; no braces."""
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return text.translate(_NO_BRACES)


# latexcodec reads character by character, so it is given single commands with their letter only.
@lru_cache(maxsize=4096)
def _snippet(typed: str) -> str:
    return _LEFT_ACCENT.sub(_accented, _latexcodec(typed))


def _latexcodec(text: str) -> str:
    return UnicodeLatexIncrementalDecoder().decode(text, final=True)  # type: ignore[no-untyped-call]


_NO_BRACES = str.maketrans("", "", "{}")


def _prepare(text: str, held: list[str], unknown: list[str]) -> str:
    """The text for latexcodec, with all that it does not know or would spoil put into `held`."""
    pieces: list[str] = []
    position = 0

    def hold(kept: str) -> str:
        held.append(kept)
        return _HELD

    while match := _LATEX.search(text, position):
        pieces.append(text[position : match.start()])
        position = match.end()
        known = _known(text, match)
        if known is None:
            position = _end_of_arguments(text, match)
            typed = text[match.start() : position].rstrip()
            unknown.append(typed)
            pieces.append(hold(typed))
            # Blanks after a command belong to the typed text.
            position = match.start() + len(typed)
        else:
            pieces.append(match.group() if known is _LEAVE else hold(known))
    return "".join([*pieces, text[position:]])


_LEAVE = "left to latexcodec"


def _known(text: str, match: re.Match[str]) -> str | None:
    """What a piece of LaTeX stands for, `_LEAVE` where latexcodec knows, None where nobody does."""
    math = match["dollars"] or match["parens"]
    if math is not None:
        return _math(math)
    if (word := match["word"]) is not None:
        if word in _WORDS:
            return _WORDS[word]
        if word in _TRANSPARENT:
            return ""
        if f"\\{word}" in _KNOWN_TO_LATEXCODEC or word in _COMBINING:
            return _LEAVE
        return _math_sign(word)
    if (symbol := match["symbol"]) is not None:
        if symbol in _SYMBOLS:
            return _SYMBOLS[symbol]
        return _LEAVE if symbol in _COMBINING else None
    if match["rest"] == "~":
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        tied = before.strip() and after.strip()
        return " " if tied else "~"
    return None if match["rest"] == "\\" else match["rest"]


def _math(formula: str) -> str | None:
    """A short formula as characters, or None where it is more than letters, signs, indices and powers."""
    pieces: list[str] = []
    position = 0
    while position < len(formula):
        match = _MATH.match(formula, position)
        if match is None:
            return None
        position = match.end()
        if word := match["word"]:
            sign = "" if word in _TRANSPARENT else _math_sign(word)
            if sign is None:
                return None
            pieces.append(sign)
        elif above := match["above"] or match["above1"]:
            pieces.append(above.translate(_SUPERSCRIPTS))
        elif match["symbol"]:
            pieces.append("%" if match["symbol"] == "%" else " ")
        else:
            pieces.append(match["below"] or match["below1"] or match["group"] or match["text"] or "")
    return "".join(pieces)


@lru_cache(maxsize=512)
def _math_sign(word: str) -> str | None:
    """The character of a command such as `alpha`, or None."""
    sign = _latexcodec(f"$\\{word}$")
    return None if "\\" in sign else sign


def _end_of_arguments(text: str, match: re.Match[str]) -> int:
    """Where a command that nobody knows has ended, with what stands in brackets and braces after it."""
    if match["word"] is None:
        return match.end()
    position = match.end()
    if number := re.compile(r"\d+(?= *\{)").match(text, position):
        position = number.end()
    if option := re.compile(r"\[[^\]]{0,300}\] *").match(text, position):
        position = option.end()
    while (end := end_of_group(text, position)) > position:
        position = end
    return position


def _accented(match: re.Match[str]) -> str:
    accent, letter = match.groups()
    letter = letter.replace("ı", "i").replace("ȷ", "j")
    return unicodedata.normalize("NFC", letter + _COMBINING[accent])


_MARKUP = re.compile(r"[\\{}]")


def verbatim(text: str) -> str:
    """The text of an address or number: braces and escapes removed, all else as typed."""
    if not _MARKUP.search(text):
        return text.strip()
    text = re.sub(r"\\url\b\s*", "", text)
    text = re.sub(r"\\([A-Za-z]+)(?: *\{\})?", lambda match: _WORDS.get(match[1], match[0]), text)
    text = re.sub(r"(?<!\\)[{}]", "", text)
    return re.sub(r"\\([_&%#$~{}^-])", r"\1", text).strip()


def end_of_group(text: str, start: int) -> int:
    """Where the group that opens at `start` has ended; `start` itself if none opens or it never ends."""
    if not text.startswith("{", start):
        return start
    depth = 0
    for match in BRACES.finditer(text, start):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.end()
    return start
