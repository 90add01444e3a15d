"""Text from outside is hostile until cleaned: `clean` where it enters, `one_line` where it is drawn in a list.

Sources: security.md T-01, T-02, T-04; CWE-150, CWE-451. No length is cut here: fields check theirs.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\ufffd"
MAX_COMBINING = 3
"""Marks kept on one base character; longer runs are an attack on the line above."""

_JOINERS = "\u200c\u200d"
_LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_PLAIN = re.compile(r"[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff]*\Z")
_LATIN_ACCENTS = re.compile(r"[\u0300-\u034e\u0350-\u036f]+")
_AS_TYPED = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'"})
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2" + _JOINERS)


def _visible(character: str) -> str:
    """What stands for a character that must never reach a terminal as itself; harmless ones come back unchanged."""
    category = unicodedata.category(character)
    code = ord(character)
    if category == "Cc":
        if code < 0x20:
            return chr(0x2400 + code)
        return "\u2421" if code == 0x7F else REPLACEMENT
    if category in ("Cs", "Co", "Cn", "Zl", "Zp") or (category == "Cf" and character not in _VISIBLE_FORMATS):
        return REPLACEMENT
    return character


def clean(text: str, *, multiline: bool = False) -> str:
    """Make text from outside harmless and still readable.

    Control characters become their pictures (ESC is shown as `␛`), bidi controls, invisible characters, lone
    surrogates and unassigned ones become U+FFFD, runs of combining marks are cut to three. With `multiline`, newline
    and tab stay and CR LF becomes a newline. Cleaning twice changes nothing more.
    """
    if _PLAIN.match(text):
        return text
    if multiline:
        text = text.replace("\r\n", "\n")
    pieces: list[str] = []
    combining = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
            combining += 1
            if combining <= MAX_COMBINING:
                pieces.append(character)
            continue
        if character not in _JOINERS:  # they take no room: what follows still piles up on the same character
            combining = 0
        pieces.append(character if multiline and character in "\n\t" else _visible(character))
    return "".join(pieces)


def one_line(text: str, length: int = 512) -> str:
    """One line for a list, with an ellipsis where it was cut; the whole text belongs in the detail.

    `length` is in characters, an upper bound for cells of narrow text; widgets cut to their own width after it.
    """
    line = _LINE_BREAKS.sub(" ", text)
    return line if len(line) <= length else line[: length - 1] + "…"


def fold(text: str) -> str:
    """The form in which names are compared, sorted and searched: case, accents, an apostrophe's shape don't matter."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_AS_TYPED))
    without = _LATIN_ACCENTS.sub("", decomposed)
    if not without.isascii():
        without = "".join(character for character in decomposed if not unicodedata.combining(character))
    return without.casefold()
