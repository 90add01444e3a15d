"""A small application around one widget, with the themes and the shared styles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

import ecc_tui
from ecc_tui.themes import DARK, THEMES

HOSTILE = (
    "[/b]",
    "[/",
    "[@click=app.quit]x[/]",
    "[link=http://x]y",
    "a\x1b]52;c;ZXZpbA==\x07b",
    "a\x9b31mb",
    "admin\u202enimda",
    "x\ud800y",
    "two\nlines\tand a tab",
    "é" * 10_000,
    "漢字" * 5_000,
    "e" + "\u0301" * 50,
    "",
)


class Themed(App[Any]):
    """Holds a widget and remembers the messages that reach it."""

    CSS_PATH = Path(ecc_tui.__file__).parent / "styles.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget, theme: str = DARK.name) -> None:
        super().__init__()
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme
        self._widgets = widgets
        self.heard: list[Message] = []

    def compose(self) -> Any:
        """The widgets, one under the other."""
        yield from self._widgets

    def heard_of(self, kind: type[Any]) -> list[Any]:
        """The messages of a kind, in order."""
        return [message for message in self.heard if type(message) is kind]


def lines_of(app: App[Any]) -> list[str]:
    """What the screen shows, line by line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def shown(app: App[Any]) -> str:
    """What the screen shows."""
    return "\n".join(lines_of(app))


async def until(pilot: Pilot[Any], holds: Callable[[], object], tries: int = 500) -> None:
    """Wait for something that a timer brings, however slow the machine is; fails where it never comes."""
    for _try in range(tries):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came")
