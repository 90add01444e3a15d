"""Names of files from outside, made safe to be created in a folder (security.md 5.3.2, CWE-22)."""

from __future__ import annotations

import re

from ecc_tui.domain.text import clean

LONGEST = 200
"""Bytes of a name: file systems take 255, and ` (2)` must still fit."""

_UNSAFE = re.compile(r'[/\\:*?"<>|\u2044\u2215\uff0f\uff3c]')
_LONGEST_ENDING = 20


def safe_name(name: str) -> str:
    """A bare file name that is shown, stored and created as it is: no path, no hidden file, no option, not too long.

    Making it safe twice changes nothing more.
    """
    bare = _UNSAFE.sub("_", clean(name)).strip().lstrip(".-~ ").rstrip(". ")
    stem, dot, ending = bare.rpartition(".")
    if not stem or len(ending.encode()) > _LONGEST_ENDING:
        stem, dot, ending = bare, "", ""
    room = LONGEST - len(f"{dot}{ending}".encode())
    cut = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return f"{cut}{dot}{ending}" if cut else "file"


def numbered(name: str, number: int) -> str:
    """`report.pdf`, `report (2).pdf`, `report (3).pdf` (I3)."""
    if number == 1:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}){dot}{ending}" if stem else f"{name} ({number})"
