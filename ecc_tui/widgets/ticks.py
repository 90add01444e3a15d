"""A box to tick."""

from __future__ import annotations

from textual.widgets import Checkbox


class Tick(Checkbox):
    """A box that is empty when it is not ticked: colour is not its only sign (S7)."""

    def __init__(self, value: bool = False, *, id: str | None = None) -> None:
        super().__init__(value=value, id=id, compact=True)
        self.watch_value()

    def watch_value(self) -> None:
        """Draw the tick or leave it out."""
        self.BUTTON_INNER = "✔" if self.value else " "
        super().watch_value()
