"""A box to tick."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Checkbox

from ecc_tui.i18n import N_


class Tick(Checkbox, inherit_bindings=False):
    """A box that is empty when it is not ticked: colour is not its only sign (S7)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Space alone: Enter accepts the dialog that the box stands in.
        Binding("space", "toggle_button", N_("Tick"), show=False, id="tick.toggle"),
    ]

    def __init__(self, value: bool = False, *, id: str | None = None) -> None:
        super().__init__(value=value, id=id, compact=True)
        self.watch_value()

    def watch_value(self) -> None:
        """Draw the tick or leave it out."""
        self.BUTTON_INNER = "✔" if self.value else " "
        super().watch_value()
