"""The application: wires session, sections, themes and language; no business logic.

A section is a mode of the application with a stack of screens of its own; its module is imported when it is first
opened. Everything a key does goes through `perform`: look the action up, say why not, or do it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import Worker

from ecc_tui import actions, config, crash
from ecc_tui.domain.account import LANGUAGE_PREFERENCE, ZONE_PREFERENCE
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.links import Link, Place, ToPlace, place_of
from ecc_tui.drafts import open_drafts
from ecc_tui.i18n import set_language, set_zone
from ecc_tui.keymap import keymap
from ecc_tui.screens.portal import Go, Portal, is_section
from ecc_tui.screens.sections import section_screen
from ecc_tui.state import open_choices
from ecc_tui.steady import SteadyApp
from ecc_tui.widgets import guard
from ecc_tui.wording import sentence, trouble_sentence

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ecc_tui.backend.base import Backend, Session
    from ecc_tui.start import Start

IDLE_CHECK_SECONDS = 5.0
"""Between two looks at how long nobody has touched a key."""

OPEN_TO_ALL = ("everywhere.language", "everywhere.quit", "everywhere.theme")
"""What works before anybody has logged in, and over the lock."""


class CloudCustomerSpace(SteadyApp):
    """One person at one terminal."""

    CSS_PATH = "styles.tcss"
    DEFAULT_MODE = "door"
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("everywhere", "go", namespace="app")]

    def __init__(self, start: Start, backend: Backend | None) -> None:
        super().__init__(theme=start.configuration.theme, animation=start.configuration.animation)
        self.start = start
        self.backend = backend
        self.portal: Portal | None = None
        self.keys = keymap(start.configuration.keys)
        self._came_from: list[Place] = []
        self._link = start.link
        self._store = start.store
        self._demo_logins: Sequence[str] = ()
        self._ends: Sequence[Callable[[], None]] = ()
        self.add_mode(self.DEFAULT_MODE, self._door)
        self.set_keymap(self.keys)

    # Coming in and going out

    async def prepare(self) -> None:
        """Before the first frame: a demo that opens logged in has no other screen before its own."""
        if self.backend is not None and self.start.demo_login is None:
            self._demo_logins = await self.backend.demo_logins()
        elif self.backend is not None and self.start.demo_login is not None:
            await self._open_portal(await self.backend.demo_session(self.start.demo_login))
            # The first mode can't be chosen otherwise; a log-in screen mounted for nothing costs 30 ms.
            self._current_mode = self._first_place
            self._screen_stacks = {self._current_mode: []}

    def _door(self) -> Screen[None]:
        """The log-in screen, or the guide of a first start."""
        if self.backend is None:
            from ecc_tui.screens.guide import GuideScreen

            sends_mail = self.start.configuration.sends_mail
            return GuideScreen(config.default_store(), config.demo_store(), self._first_store, sends_mail)
        from ecc_tui.screens.log_in import LogInScreen

        choices = open_choices(self._connection, "")
        return LogInScreen(self.backend, choices, self.enter, self._demo_logins)

    async def begin(self) -> None:
        """The idle lock, and the portal of a demo that opens logged in."""
        self.set_interval(IDLE_CHECK_SECONDS, self._lock_when_idle)
        if self.portal is not None:
            await self._begin()

    @property
    def _connection(self) -> str:
        """The name of this connection among the last choices on this machine."""
        return str(self._store or "")

    async def _first_store(self, backend: Backend, store: Path) -> None:
        self._store = store
        self.backend = backend
        self._demo_logins = await backend.demo_logins()
        self._begin_beside()
        await self.push_screen(self._door())  # the first screen of a mode can't be switched

    async def enter(self, session: Session) -> None:
        """Open the portal for a person who has logged in."""
        await self._open_portal(session)
        await self.switch_mode(self._first_place)
        await self._begin()

    @property
    def _first_place(self) -> Place:
        return place_of(self._link) if self._link else Place.DASHBOARD

    async def _open_portal(self, session: Session) -> None:
        choices = open_choices(self._connection, session.person.login)
        drafts = open_drafts(self._connection, session.person.login)
        downloads = self.start.configuration.downloads()
        self.portal = Portal(session, choices, drafts, downloads, self._ask_password, self.keys)
        preferences = await session.account.preferences()
        set_zone(preferences.get(ZONE_PREFERENCE))
        chosen = preferences.get(LANGUAGE_PREFERENCE)
        if chosen is not None and not self.start.language_asked:
            set_language(chosen)
        if trouble := choices.trouble():
            self.call_later(self.notify, trouble_sentence(trouble), severity="warning", markup=False)
        for place in Place:
            self.add_mode(place, partial(section_screen, self.portal, place))

    def on_ready(self) -> None:
        """The first frame is out."""
        self._begin_beside()

    def _begin_beside(self) -> None:
        """What the start wants beside the screens, once there is a store."""
        if self._store is not None and not self._ends:
            self._ends = [begin(self._store) for begin in self.start.beside]

    def end_beside(self) -> None:
        """The program is over."""
        for end in self._ends:
            end()

    @work(thread=True, exclusive=True, group="connection")
    def _remember_connection(self) -> None:
        """The next start without a store opens this one."""
        with suppress(config.ConfigurationError):  # a comfort: a file that can't be written is told where it matters
            if self._store is not None:
                config.remember_store(self._store)

    async def _begin(self) -> None:
        self._remember_connection()
        link, self._link = self._link, None
        if link is not None:
            await self.go(link)
        self._follow_changes()
        self._take_up_unfinished(reopen=link is None)

    async def log_out(self) -> None:
        """Revoke the session, forget its screens, and ask who comes next (A6)."""
        portal, self.portal = self.portal, None
        if portal is None:
            return
        self._stop_asking()
        self._came_from.clear()
        self.forget_untold()
        await self.switch_mode(self.DEFAULT_MODE)
        for place in Place:
            await self.remove_mode(place)
        try:
            await portal.session.log_out()
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)

    def exit(self, result: int | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave; what is still asked is asked no more."""
        self._stop_asking()
        super().exit(result, return_code, message)

    def _stop_asking(self) -> None:
        """An answer that comes while its screen is taken down finds no widget to show it, and would be a crash."""
        for worker in self.workers:
            if worker.node is not self or worker.group in ("changes", "sending"):
                worker.cancel()

    async def _ask_password(self, login: str) -> Session:
        """The session has ended: the same person logs in again over the screen (A5)."""
        from ecc_tui.screens.log_in import sign_in_over

        assert self.backend is not None
        return await sign_in_over(self, self.backend, open_choices(self._connection, ""), login)

    @work(exclusive=True, group="changes", exit_on_error=False)
    async def _follow_changes(self) -> None:
        """What others change appears on the open screens by itself, and is told (Q9, N2)."""
        from ecc_tui.screens.arrivals import Arrivals

        if self.portal is not None:
            await Arrivals(self, self.portal, self.open_screens, lambda: self.is_open).follow()

    @work(group="unfinished")
    async def _take_up_unfinished(self, *, reopen: bool) -> None:
        """What the last program left in the middle (C5, C7)."""
        from ecc_tui.screens.unfinished import take_up_unfinished

        if self.portal is not None:
            await take_up_unfinished(self, self.portal, reopen=reopen)

    def open_screens(self) -> list[Screen[object]]:
        """Every screen of every section, also those that are not in view."""
        return [screen for stack in self._screen_stacks.values() for screen in stack if screen.is_mounted]

    # Going from place to place

    @on(Go)
    async def _go(self, message: Go) -> None:
        await self.go(message.link)

    async def go(self, link: Link) -> None:
        """Show what a link names; its section takes it up."""
        place = place_of(link)
        if self.current_mode != place:
            if self.current_mode in tuple(Place):
                self._came_from.append(Place(self.current_mode))
            await self.switch_mode(place)
        if link == ToPlace(place):
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if is_section(self.screen):
            self.screen.show(link)

    async def do_everywhere_back(self) -> None:
        """One level up; from a section's first screen to the section before it (S8)."""
        if self.portal is not None and len(self.screen_stack) > 1:
            await self.pop_screen()
        elif self._came_from:
            await self.switch_mode(self._came_from.pop())

    # Actions

    async def action_perform(self, id: str) -> None:
        """Do an action of the table, or say why not."""
        action = actions.ACTIONS[id]
        if id not in OPEN_TO_ALL and (self.portal is None or not self.is_open):
            return
        if action.scope == "go":
            await self.go(ToPlace(Place(id.removeprefix("go."))))
            return
        for owner in (self.screen, self):
            method = getattr(owner, action.method, None)
            if method is None:
                continue
            refusal = await owner.refusal(action) if is_section(owner) else None
            if refusal is not None:
                from ecc_tui.screens.reasons import explain

                explain(self, refusal)
                return
            answer = method()
            if isinstance(answer, Worker):
                self._type_ahead.opening(answer)
            elif isawaitable(answer):
                answer = await answer
            if answer is not False:
                return

    @property
    def is_open(self) -> bool:
        """Is the portal in view, not locked and not asking for a password, whatever lies over that?"""
        return not any(getattr(screen, "shuts_out", False) for screen in self.screen_stack)

    @property
    def is_shut(self) -> bool:
        return self.portal is not None and not self.is_open

    def do_everywhere_keys(self) -> None:
        """Every key of the screen, dimmed ones with their reason."""
        from ecc_tui.screens.keys import keys_help
        from ecc_tui.widgets.dialogs import told

        if is_section(self.screen):
            self.push_screen(told(partial(keys_help, self.screen)))

    @work(group="dialog")
    async def do_everywhere_palette(self) -> None:
        """Ask for anything, then do it or go there."""
        from ecc_tui.screens.palette import Palette, palette_entries

        assert self.portal is not None
        section = next((screen for screen in reversed(self.screen_stack) if is_section(screen)), None)
        if section is None or isinstance(self.screen, Palette):
            return
        chosen = await self.push_screen_wait(Palette(self.portal, palette_entries(section)))
        if isinstance(chosen, str):
            await self.action_perform(chosen)
        elif chosen is not None:
            await self.go(chosen)

    async def do_everywhere_notifications(self) -> None:
        """What has happened (N1)."""
        from ecc_tui.screens.notifications import open_centre

        await open_centre(self, self.portal)

    @work(exclusive=True, group="language")
    async def do_everywhere_language(self) -> None:
        """The next language, on every open screen, and for the next time (S2)."""
        from ecc_tui.screens.language import next_language

        await next_language(self, self.open_screens(), self.portal, open_choices(self._connection, ""))

    @work(group="dialog")
    async def do_everywhere_who(self) -> None:
        """Who I am and on which backend; log out (A6)."""
        from ecc_tui.screens.who import who_am_i

        assert self.portal is not None
        if await who_am_i(self.portal, self):
            await self.log_out()

    async def do_everywhere_lock(self) -> None:
        """Hide everything until the password is typed (A5)."""
        from ecc_tui.screens.lock import LockScreen

        if self.portal is not None and self.is_open:
            await self.push_screen(LockScreen(self.portal))

    @work(group="dialog")
    async def do_everywhere_theme(self) -> None:
        """Another theme, tried while choosing, kept in the configuration."""
        from ecc_tui.screens.theme import choose_theme

        await choose_theme(self)

    async def do_everywhere_quit(self) -> None:
        """Leave; the session ends with the program."""
        if self.portal is not None:
            with suppress(DomainError):  # it ends by itself
                await self.portal.session.log_out()
        self.exit(0)

    async def _lock_when_idle(self) -> None:
        if self.idle_seconds >= self.start.configuration.idle_minutes * 60:
            await self.do_everywhere_lock()


def run(start: Start) -> int:
    """Open the application; the process's exit code. Raises StoreUnusable and ConfigurationError before any screen."""
    from ecc_tui.backend.connect import open_store

    set_language(start.language)
    backend = None
    if start.store is not None:
        backend = open_store(start.store, sends_mail=start.configuration.sends_mail(start.store))
    guard.install()
    app = CloudCustomerSpace(start, backend)
    try:
        return crash.run(app, prepare=app.prepare, mouse=start.mouse)
    finally:
        app.end_beside()
