"""The other language, on every open screen at once, and for the next time (S2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.screen import Screen

from ecc_tui.domain.account import LANGUAGE_PREFERENCE
from ecc_tui.domain.errors import DomainError
from ecc_tui.i18n import LANGUAGES, language, set_language
from ecc_tui.screens.portal import Portal
from ecc_tui.state import Choices
from ecc_tui.wording import sentence


async def next_language(app: App[Any], screens: Iterable[Screen[Any]], portal: Portal | None, choices: Choices) -> None:
    """Switch all screens; `choices` are those made before anybody has logged in. What is typed stays."""
    codes = list(LANGUAGES)
    chosen = codes[(codes.index(language()) + 1) % len(codes)]
    set_language(chosen)
    for screen in screens:
        words = getattr(screen, "words", None)
        if words is not None:
            words()
    choices.set("language", chosen)
    if portal is not None:
        try:
            await portal.ask(lambda session: session.account.set_preference(LANGUAGE_PREFERENCE, chosen))
        except DomainError as error:
            app.notify(sentence(error), severity="warning", markup=False)
