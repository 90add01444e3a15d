"""The button that can't be taken back (product.md C4; security.md T-10).

Keys that nobody meant must not press it: Enter held down, a pasted block with line ends, a paste that ends its own
bracket and goes on as Tab, Tab, Enter. So Enter counts only when nothing was typed for QUIET_SECONDS before it, by the
time at which keys arrived; and after its first press the button is dead until its owner enables it again.
"""

from __future__ import annotations

from typing import Self

from textual import events
from textual.message import Message
from textual.widgets import Button

from ecc_tui.keyboard import pause_before

QUIET_SECONDS = 0.3


class FinalButton(Button):
    """Says `Button.Pressed` once; `Hasty` when Enter came too soon behind another key and was ignored."""

    class Hasty(Message):
        """Enter was ignored; the screen says so in words."""

    def on_key(self, event: events.Key) -> None:
        """Enter, before the button's own binding sees it."""
        if event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        if pause_before(self.app, event) < QUIET_SECONDS:
            self.post_message(self.Hasty())
        else:
            self.press()

    def press(self) -> Self:
        """By Enter or a click; dead from then on."""
        if not self.disabled:
            super().press()
            self.disabled = True
        return self
