"""Saved views (Q2): the present filter and sort under a name and a capital letter, kept with the account."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from textual.app import App

from ecc_tui.domain.account import LONGEST_VIEW_NAME, SavedView
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.text import clean, fold
from ecc_tui.i18n import _
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, TextPrompt, told
from ecc_tui.wording import sentence

_SAVE = "save"
_REMOVE = "remove "


async def manage_views(portal: Portal, app: App[int], views: Sequence[SavedView], link: str) -> str | None:
    """Ask what to do with the views; gives the letter of the one to show. Call it in a worker."""
    chosen = await app.push_screen_wait(told(lambda: Choice(_("Saved views"), _what_to_do(views))))
    try:
        if chosen == _SAVE:
            return await _save(portal, app, views, link)
        if chosen is not None and chosen.startswith(_REMOVE):
            letter = chosen.removeprefix(_REMOVE)
            await portal.ask(lambda session: session.account.remove_view(letter))
            app.notify(_("The view {letter} is removed.").format(letter=letter), markup=False)
            return None
    except DomainError as error:
        app.notify(sentence(error), severity="error", markup=False)
        return None
    return chosen


def _what_to_do(views: Sequence[SavedView]) -> list[ChoiceEntry]:
    return [
        *(ChoiceEntry(view.letter, f"{view.letter}  {view.name}") for view in views),
        ChoiceEntry(_SAVE, _("Save this list as a view…")),
        *(ChoiceEntry(_REMOVE + view.letter, _("Remove {name}").format(name=view.name)) for view in views),
    ]


async def _save(portal: Portal, app: App[int], views: Sequence[SavedView], link: str) -> str | None:
    def problem(text: str) -> str:
        return "" if text.strip() else _("Give the view a name.")

    def prompt() -> TextPrompt:
        return TextPrompt(_("Save this list"), _("Name of the view"), check=problem, max_length=LONGEST_VIEW_NAME)

    name = await app.push_screen_wait(told(prompt))
    if name is None:
        return None
    name = clean(name.strip())
    proposed = _proposed(name, views)
    letter = await app.push_screen_wait(
        told(lambda: Choice(_("The letter that calls it back"), _letters(views), chosen=proposed))
    )
    if letter is None:
        return None
    view = SavedView(name, letter, link)
    await portal.ask(lambda session: session.account.save_view(view))
    app.notify(_("{letter} shows this list again: {name}.").format(letter=letter, name=name), markup=False)
    return None


def _letters(views: Sequence[SavedView]) -> list[ChoiceEntry]:
    taken = {view.letter: view.name for view in views}
    return [
        ChoiceEntry(letter, letter, _("replaces {name}").format(name=taken[letter]) if letter in taken else "")
        for letter in ascii_uppercase
    ]


def _proposed(name: str, views: Sequence[SavedView]) -> str:
    """The first free letter of the name, else the first free one of all."""
    taken = {view.letter for view in views}
    wished = [letter for letter in fold(name).upper() if letter in ascii_uppercase]
    return next((letter for letter in (*wished, *ascii_uppercase) if letter not in taken), "A")
