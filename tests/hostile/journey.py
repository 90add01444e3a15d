"""The way through every screen, dialog and palette of the program, by keys alone."""

from __future__ import annotations

from collections.abc import Sequence

Step = tuple[str, ...]

LOGIN = "referent.demo"
"""Of the demo's people the one with the most rights: nothing is hidden from him."""

JOURNEY: Sequence[Step] = (
    ("down", "down"),
    ("end",),
    ("home", "down", "down"),
    ("m",),
    ("escape",),
    ("b",),
    ("escape",),
    ("slash", "a"),
    ("escape", "escape"),
    ("question_mark",),
    ("escape",),
    ("2",),
    ("down",),
    *(("down",),) * 7,
    ("end",),
    ("home", "enter"),
    ("pagedown",),
    ("escape",),
    ("y",),
    ("escape",),
    ("f",),
    ("tab", "tab", "tab", "tab", "tab", "tab", "enter"),
    ("escape",),
    ("escape",),
    ("s",),
    ("escape",),
    ("v",),
    ("escape",),
    ("A",),
    ("z",),
    ("x",),
    ("escape",),
    ("space", "space", "a"),
    ("slash", "3", "enter"),
    ("z",),
    ("ctrl+p",),
    ("3",),
    ("down", "down"),
    ("backspace", "O", "C", "B"),
    ("escape",),
    ("ctrl+g",),
    ("escape",),
    ("ctrl+t",),
    ("ctrl+t",),
    ("3",),
    ("1",),
    ("ctrl+l",),
)
"""Keys by step; after each the screen is looked at."""
