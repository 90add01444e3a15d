"""Choosing a theme (S7): dark, light, high contrast, 16 colours; kept in this machine's configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecc_tui import config
from ecc_tui.config import ConfigurationError
from ecc_tui.i18n import N_, _
from ecc_tui.themes import theme_for
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, told
from ecc_tui.wording import sentence

if TYPE_CHECKING:
    from textual.app import App

THEME_NAMES = {
    "auto": N_("automatic, by what the terminal can do"),
    "dark": N_("dark"),
    "light": N_("light"),
    "contrast": N_("high contrast"),
    "16": N_("16 colours"),
}


async def choose_theme(app: App[int]) -> None:
    """Ask, show at once, remember. Call it in a worker."""

    def choice() -> Choice:
        return Choice(_("Theme"), [ChoiceEntry(name, _(title)) for name, title in THEME_NAMES.items()])

    chosen = await app.push_screen_wait(told(choice))
    if chosen is None:
        return
    app.theme = theme_for(chosen, app)
    try:
        config.change(theme=chosen)
    except ConfigurationError as error:
        app.notify(sentence(error), severity="warning", markup=False)
