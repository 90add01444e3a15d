"""A terminal that is too small to be readable: says so, and goes away as soon as there is room."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from ecc_tui.i18n import _
from ecc_tui.terminal import SMALLEST


def is_too_small(size: Size) -> bool:
    """Is there too little room for a section?"""
    return size.width < SMALLEST[0] or size.height < SMALLEST[1]


class TooSmallScreen(Screen[None]):
    """Covers everything; what lies under it stays as it was."""

    CSS_PATH = "cards.tcss"
    shuts_out = True

    def compose(self) -> ComposeResult:
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        self.words()

    def words(self) -> None:
        """How large it is and must be."""
        text = _(
            "This terminal is too small: {columns} x {lines}. At least {least_columns} x {least_lines} are needed."
        )
        size = self.app.size
        self.query_one("#too-small", Static).update(
            text.format(columns=size.width, lines=size.height, least_columns=SMALLEST[0], least_lines=SMALLEST[1])
        )

    def on_resize(self, event: events.Resize) -> None:
        """Go away when there is room."""
        self._look(event.size)

    def on_screen_resume(self) -> None:
        """What lay above it is gone; the room may have come meanwhile."""
        self._look(self.app.size)

    def _look(self, size: Size) -> None:
        if is_too_small(size):
            self.words()
        elif self.is_current:  # one resize is told more than once, and each dismissal takes the screen on top
            self.dismiss(None)


async def cover_when_too_small(app: App[Any]) -> None:
    """Under the smallest size the screen says so instead of cutting everything."""
    if is_too_small(app.size) and not isinstance(app.screen, TooSmallScreen):
        await app.push_screen(TooSmallScreen())
