"""The frame around every section: title bar, breadcrumb, the section's body, two lines of keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from ecc_tui import actions
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.links import Link, Place
from ecc_tui.domain.rights import ContractRights, Denied, allowed
from ecc_tui.i18n import _, language
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.focus import focus_alone, update_focus_styles
from ecc_tui.widgets.footer import Entry, EntryState, Footer
from ecc_tui.widgets.title_bar import Breadcrumb, Standing, TitleBar
from ecc_tui.wording import backend_name, place_name, place_short_name

WIDE = 110
"""Columns from which list and detail stand side by side."""


class SectionScreen(Screen[None]):
    """The first screen of a section, or one opened from it.

    A section gives `body()`, `words()` for all its texts, `show(link)`, and a method `do_…` for each action of its
    `scopes`. Its texts are set by `words()` alone, so that a change of language touches nothing that was typed.
    """

    scopes: ClassVar[tuple[str, ...]] = ()
    is_typed_into: ClassVar[bool] = False
    """Most of it are fields: the footer shows the keys that no field takes as a letter, and the way out."""
    focused = focus_alone()
    _update_focus_styles = update_focus_styles

    def __init__(self, portal: Portal, place: Place) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self.portal = portal
        self.place = place

    @property
    def shown_keys(self) -> Mapping[str, str]:
        """The keys that the configuration changes, by action."""
        return self.portal.keys

    # What a section gives

    def body(self) -> ComposeResult:
        """What stands between breadcrumb and footer."""
        yield from ()

    def show(self, link: Link) -> None:
        """Take up what a link names."""

    def changed(self) -> None:
        """Something that this section shows was changed elsewhere: ask again, without moving the cursor."""

    def crumbs(self) -> tuple[str, ...]:
        """Where one is, from the section down."""
        return (place_name(self.place),)

    def own_name(self) -> str:
        """What its keys are headed with: the section's name, for a screen that has none of its own."""
        return place_name(self.place)

    def rights_at_hand(self) -> ContractRights | None:
        """The rights on the contract that actions would be about, as far as they are known: dims what is denied."""
        return None

    async def rights_for(self, action: actions.Action) -> ContractRights | None:
        """The same, surely: asked of the backend when they aren't known. None where an action is about no contract."""
        return self.rights_at_hand()

    # The frame

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Breadcrumb()
        with Container(id="body"):
            yield from self.body()
        yield Footer()

    def on_mount(self) -> None:
        self.words()

    @property
    def is_wide(self) -> bool:
        """Is there room for list and detail side by side?"""
        return self.size.width >= WIDE

    def words(self) -> None:
        """Set every text in the current language; sections add theirs."""
        self.show_standing()
        self.refresh_frame()

    def show_standing(self) -> None:
        """The title bar again: language, unread notifications."""
        session = self.portal.session
        if not self.query(TitleBar):
            return  # being taken down: what was asked for it may still be answered
        self.query_one(TitleBar).standing = Standing(
            company=session.person.company,
            person=session.person.login,
            backend=backend_name(session.capabilities),
            language=language(),
            unread=self.portal.unread,
        )

    def refresh_frame(self) -> None:
        """Breadcrumb and footer again, after a change of place, rights or language."""
        if not self.query(Breadcrumb) or not self.query(Footer):
            return  # being taken down
        self.query_one(Breadcrumb).steps = self.crumbs()
        footer = self.query_one(Footer)
        footer.sections = [
            Entry(
                f"go.{place}",
                key,
                place_name(place),
                place_short_name(place),
                EntryState.CURRENT if place == self.place else EntryState.NORMAL,
            )
            for place, key in actions.PLACE_KEYS.items()
        ]
        footer.actions = [
            Entry(
                action.id,
                key,
                _(action.title),
                state=EntryState.NORMAL if self.known_refusal(action) is None else EntryState.DIMMED,
            )
            for action in (*actions.of_scopes(self.scopes), *actions.of_scopes(["everywhere"]))
            if (action.footer or (self.is_typed_into and action.id == "everywhere.back"))
            and (key := actions.shown_key(action, self.shown_keys, in_field=self.is_typed_into))
        ]

    @on(TitleBar.Pressed)
    async def _title_bar_pressed(self, message: TitleBar.Pressed) -> None:
        places = {"notifications": "notifications", "language": "language", "account": "who"}
        await self.action_perform(f"everywhere.{places[message.id]}")

    @on(Footer.Pressed)
    async def _footer_pressed(self, message: Footer.Pressed) -> None:
        await self.action_perform(message.id)

    async def action_perform(self, id: str) -> None:
        """A key of this section: the application looks the action up and does it."""
        await self.run_action(f"app.perform('{id}')")

    # Rights

    def known_refusal(self, action: actions.Action) -> Denied | DomainError | None:
        """Why an action would be refused, as far as it is known without asking."""
        rights = self.rights_at_hand()
        if action.needs is None or rights is None:
            return None
        verdict = allowed(rights, action.needs)
        return verdict if isinstance(verdict, Denied) else None

    async def refusal(self, action: actions.Action) -> Denied | DomainError | None:
        """Why an action is refused, surely; None when it may be done."""
        if action.needs is None:
            return None
        try:
            rights = await self.rights_for(action)
        except DomainError as error:
            return error
        if rights is None:
            return None
        verdict = allowed(rights, action.needs)
        return verdict if isinstance(verdict, Denied) else None
