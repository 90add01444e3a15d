"""Copying: a choice of what, then a word of what was copied and how (Q10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.screen import Screen

from ecc_tui.clipboard import copy
from ecc_tui.i18n import _
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, told


def copy_choice(screen: Screen[None], texts: Callable[[], Sequence[tuple[str, str]]]) -> None:
    """Ask which of several texts to copy; `texts` gives the title and the text of each in the current language."""

    def chosen(index: str | None) -> None:
        if index is not None:
            copy_text(screen, texts()[int(index)][1])

    def choice() -> Choice:
        entries = [
            ChoiceEntry(str(index), title, text.partition("\n")[0]) for index, (title, text) in enumerate(texts())
        ]
        return Choice(_("Copy"), entries)

    screen.app.push_screen(told(choice), chosen)


def copy_text(screen: Screen[None], text: str) -> None:
    """Copy, and say what was done."""
    screen.notify(copy(screen.app, text), markup=False, timeout=4)
