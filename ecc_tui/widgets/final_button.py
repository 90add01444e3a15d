"""The button that can't be taken back (product.md C4; security.md T-10).

Keys that nobody meant must not press it: Enter held down, a pasted block with line ends, a paste that ends its own
bracket and goes on as Tab, Tab, Enter. So Enter counts only when nothing was typed for QUIET_SECONDS before it, by the
time at which keys arrived; and after its first press the button is dead until its owner enables it again.
"""

from __future__ import annotations

from typing import ClassVar, Self

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Static

from ecc_tui.i18n import N_, _
from ecc_tui.keyboard import pause_before
from ecc_tui.widgets.buttons import relabel

QUIET_SECONDS = 0.3
AROUND = 6
"""Cells that a button of the bar takes beside its words."""


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


class FinalBar(Vertical, can_focus=False):
    """The end of a form: what its final button does, and the buttons `leave`, `throw-away` and `final`.

    The final one is the last: neither the focus nor Tab comes to it before the others.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", N_("Left"), show=False, id="final.left"),
        Binding("right", "app.focus_next", N_("Right"), show=False, id="final.right"),
    ]
    DEFAULT_CSS = """
    FinalBar {
        height: auto;
        padding: 0 1;
        & > Static { height: auto; color: $text-muted; }
        & > .warning { color: $text-warning; }
        & > Horizontal { height: 1; align-horizontal: right; }
        & Button { margin-left: 2; }
    }
    """

    _was_hasty = False

    def compose(self) -> ComposeResult:
        yield Static(classes="sentence", markup=False)
        yield Static(classes="warning", markup=False)
        with Horizontal():
            yield Button(id="leave", compact=True)
            yield Button(id="throw-away", compact=True)
            yield FinalButton(id="final", compact=True)

    def say(self, sentence: str, final: str) -> None:
        """All texts in the current language."""
        self.query_one(".sentence", Static).update(sentence)
        self._warn()
        relabel(self.query_one("#throw-away", Button), _("Throw away"))
        relabel(self.query_one("#final", Button), final)
        self._say_leave()

    def on_resize(self) -> None:
        """The final button is never pushed off a narrow screen: the first one has fewer words there."""
        self._say_leave()

    def _say_leave(self) -> None:
        text = _("Leave, keep the draft")
        others = [str(self.query_one(id, Button).label) for id in ("#throw-away", "#final")]
        width = sum(cell_len(label) + AROUND for label in (text, *others))
        if 0 < self.content_size.width < width:  # no width: nothing was laid out yet
            text = _("Back")
        leave = self.query_one("#leave", Button)
        if str(leave.label) != text:
            relabel(leave, text)

    @property
    def was_hasty(self) -> bool:
        """Says that Enter was ignored, until the form is pressed or edited."""
        return self._was_hasty

    @was_hasty.setter
    def was_hasty(self, was_hasty: bool) -> None:
        if was_hasty != self._was_hasty:
            self._was_hasty = was_hasty
            self._warn()

    def _warn(self) -> None:
        warning = self.query_one(".warning", Static)
        warning.display = self._was_hasty
        text = _("Enter was ignored: it came too soon behind another key. Press it again after a moment.")
        warning.update(f"▲ {text}" if self._was_hasty else "")

    def allow(self, *, leave: bool, change: bool) -> None:
        """May the form be left, and may it be thrown away and sent?"""
        self.query_one("#leave", Button).disabled = not leave
        for id in ("#throw-away", "#final"):
            self.query_one(id, Button).disabled = not change
