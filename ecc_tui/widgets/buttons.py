"""Buttons whose words change while they are on the screen."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Button


def relabel(button: Button, text: str) -> None:
    """Other words on a button, which becomes as wide as they need; text may be data, it is never markup."""
    button.label = Content(text)
    button.refresh(layout=True)
