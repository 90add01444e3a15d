"""Copying: a choice of what, then a word of what was copied and how (Q10)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from ecc_tui.clipboard import copy
from ecc_tui.i18n import _
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry


def copy_choice(screen: Screen[None], options: Sequence[tuple[str, str]]) -> None:
    """Ask which of several texts to copy: title and text of each."""

    def chosen(index: str | None) -> None:
        if index is not None:
            copy_text(screen, options[int(index)][1])

    screen.app.push_screen(
        Choice(
            _("Copy"),
            [ChoiceEntry(str(index), title, text.partition("\n")[0]) for index, (title, text) in enumerate(options)],
        ),
        chosen,
    )


def copy_text(screen: Screen[None], text: str) -> None:
    """Copy, and say what was done."""
    screen.notify(copy(screen.app, text), markup=False, timeout=4)
