"""A bordered panel: its name in the border's head, a count or a state in its foot, both as plain text."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content


class Panel(Vertical):
    """Takes part in the focus rule of `styles.tcss`: only the panel with the focus speaks."""

    DEFAULT_CLASSES = "ecc-panel"

    def head(self, text: str) -> None:
        """The name; text may be data, it is never markup."""
        self.border_title = Content(text) if text else None

    def foot(self, text: str) -> None:
        """The count, the state or the keys; text may be data, it is never markup."""
        self.border_subtitle = Content(text) if text else None
