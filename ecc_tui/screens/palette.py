"""The palette (S3) and global search (S4): any action, section, contract, request or service by name, from anywhere.

Titles are matched in both languages, whatever the current one is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ecc_tui.actions import Action, of_scopes, shown_key
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.links import Link, ToContract, ToRequest, ToService
from ecc_tui.domain.text import fold, one_line
from ecc_tui.i18n import LANGUAGES, _, catalogue_of, said
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.request_words import status_text
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.dialogs import Dialog
from ecc_tui.widgets.dialogs.base import WIDEST
from ecc_tui.widgets.fields import SearchField
from ecc_tui.wording import sentence

FOUND_LIMIT = 8
"""Contracts, requests and services shown of each."""


class ActionEntry(Struct, frozen=True):
    """An action that the palette offers; `dimmed` ones explain themselves when chosen."""

    action: Action
    key: str
    dimmed: bool


def palette_entries(screen: SectionScreen) -> list[ActionEntry]:
    """All that can be done on a screen and everywhere, sections first."""
    return [
        ActionEntry(action, shown_key(action, screen.shown_keys), screen.known_refusal(action) is not None)
        for action in of_scopes(("go", *screen.scopes, "everywhere"))
        if action.id not in ("everywhere.palette", "everywhere.back")
    ]


class Found(Struct, frozen=True):
    """A line of the palette and what choosing it gives: an action's id or a link."""

    value: str | Link
    text: str
    hint: str
    dimmed: bool = False


def matching_actions(entries: Sequence[ActionEntry], typed: str) -> list[Found]:
    """The actions whose title or help has words that begin with the words typed, in either language; titles first."""
    words = fold(typed).split()
    ranked: list[tuple[int, int, Found]] = []
    for place, entry in enumerate(entries):
        found = Found(entry.action.id, _(entry.action.title), _(entry.action.help), entry.dimmed)
        rank = min(_rank(entry.action, words, catalogue_of(code).gettext) for code in LANGUAGES)
        if rank < 3:
            ranked.append((rank, place, found))
    return [found for _rank_, _place, found in sorted(ranked, key=lambda item: item[:2])]


def _rank(action: Action, words: Sequence[str], translate: Callable[[str], str]) -> int:
    """0: the title begins so, 1: words of the title do, 2: words of title or help do, 3: no."""
    title, help = fold(translate(action.title)), fold(translate(action.help))
    if title.startswith(" ".join(words)):
        return 0
    if _all_begin(words, title):
        return 1
    return 2 if _all_begin(words, f"{title} {help}") else 3


def _all_begin(words: Sequence[str], text: str) -> bool:
    parts = text.replace("'", " ").replace("’", " ").split()
    return all(any(part.startswith(word) for part in parts) for word in words)


class Palette(Dialog["str | Link | None"]):
    """Dismissed with an action's id, a link, or None."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "#palette-search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True, id="palette.down"),
        Binding("up", "move(-1)", show=False, priority=True, id="palette.up"),
        Binding("pagedown", "move(8)", show=False, priority=True, id="palette.page-down"),
        Binding("pageup", "move(-8)", show=False, priority=True, id="palette.page-up"),
        Binding("enter", "choose", show=False, priority=True, id="palette.choose"),
    ]

    def __init__(self, portal: Portal, entries: Sequence[ActionEntry]) -> None:
        super().__init__("")
        self._portal = portal
        self._entries = entries
        self._typed = ""
        self._found: list[Found] = []
        self._finding = False
        self._chosen_early = False
        """Enter came before the answer: the first thing that is found is meant."""

    def fill(self) -> ComposeResult:
        yield SearchField(id="palette-search")
        yield OptionList(id="palette-found", markup=False)
        yield Static(id="palette-state", classes="ecc-dialog-muted", markup=False)

    def on_mount(self) -> None:
        self.set_width(WIDEST)
        self.words()

    def words(self) -> None:
        """All texts in the current language."""
        self.say(_("Go to, do, find"), _("enter choose · esc close"))
        self.query_one(SearchField).placeholder = _("an action, a section, a contract, a request, a service")
        self._search(self._typed)

    @on(SearchField.Searched)
    def _searched(self, message: SearchField.Searched) -> None:
        if message.value.strip() != self._typed:  # else Enter was faster, and what it wants must not be forgotten
            self._search(message.value)

    @on(SearchField.Left)
    def _left(self) -> None:
        self.dismiss(None)

    def _search(self, typed: str) -> None:
        self._typed = typed.strip()
        self.workers.cancel_group(self, "palette")
        self._show(matching_actions(self._entries, self._typed))
        self._finding, self._chosen_early = bool(self._typed), False
        if self._typed:
            self._find(self._typed)
        else:
            self.query_one("#palette-state", Static).update("")

    @work(exclusive=True, group="palette")
    async def _find(self, typed: str) -> None:
        """Contracts, requests and services come as they are found, after the actions."""
        state = self.query_one("#palette-state", Static)
        try:
            contracts = await self._portal.ask(lambda session: session.contracts.find(typed, FOUND_LIMIT))
            self._show(
                [*self._found, *(Found(ToContract(c.id), f"{c.id}  {c.name}", c.company) for c in contracts)],
            )
            requests = await self._portal.ask(lambda session: session.requests.find(typed, FOUND_LIMIT))
            self._show(
                [*self._found, *(Found(ToRequest(r.id), f"{r.id}  {r.name}", status_text(r)) for r in requests)],
            )
            services = await self._portal.ask(lambda session: session.catalogue.find(typed, FOUND_LIMIT))
            found = [
                Found(ToService(contract, one.id), said(one.name), f"{contract} · {said(one.category.name)}")
                for contract, one in services
            ]
            self._show([*self._found, *found])
        except DomainError as error:
            self._finding = self._chosen_early = False
            state.update(sentence(error))
            return
        self._finding = False
        state.update("" if self._found else _("Nothing begins so."))
        if self._chosen_early and self._found:
            self.dismiss(self._found[0].value)
        self._chosen_early = False

    def _show(self, found: list[Found]) -> None:
        options = self.query_one("#palette-found", OptionList)
        place = options.highlighted or 0
        self._found = found
        options.set_options(Option(_line(one)) for one in found)
        if found:
            options.highlighted = min(place, len(found) - 1)

    def action_move(self, lines: int) -> None:
        """The arrows move in the list while the field keeps the keyboard."""
        options = self.query_one("#palette-found", OptionList)
        if self._found:
            options.highlighted = max(0, min(len(self._found) - 1, (options.highlighted or 0) + lines))

    def action_choose(self) -> None:
        """What is highlighted; what was typed last counts even before the list has followed."""
        search = self.query_one(SearchField)
        if search.value.strip() != self._typed:
            self._search(search.value)
        if self._finding and not self._found:
            self._chosen_early = True
            return
        place = self.query_one("#palette-found", OptionList).highlighted
        self.dismiss(self._found[place].value if self._found and place is not None else None)

    @on(OptionList.OptionSelected)
    def _selected(self, message: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[message.option_index].value)


def _line(found: Found) -> Content:
    tone = "$text-muted" if found.dimmed else ""
    return Content.assemble((one_line(found.text, 120), tone), ("  " + one_line(found.hint, 80), "$text-muted"))
