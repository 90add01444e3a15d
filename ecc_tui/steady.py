"""How the program behaves whatever it shows: keys come one at a time, what may not be read waits, idle time is used.

`app` stands on it and says what is shown; here nothing knows of sections, log-ins or stores.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from ecc_tui import collector, supervisor
from ecc_tui.i18n import _
from ecc_tui.keyboard import DealtWith, TypeAhead
from ecc_tui.stylesheet import LastingStylesheet
from ecc_tui.themes import THEMES, theme_for
from ecc_tui.widgets.toasts import Toasts

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

TURN_SECONDS = 0.0005
"""After so long the thread that draws lets those run that read keys and write to the terminal; Python's own 5 ms are
felt in each key.
"""
MOST_UNTOLD = 20
"""Toasts that wait while the portal is locked; of more the newest."""


class SteadyApp(App[int]):
    """An application with the program's manners."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the field with the focus sees them: no field swallows the way out of it (T-06).
        Binding("tab", "app.focus_next", show=False, priority=True, id="field.next"),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True, id="field.previous"),
    ]

    def __init__(self, *, theme: str, animation: bool) -> None:
        """`theme` by its name in the configuration."""
        super().__init__()
        self._notifications = Toasts()
        self._untold: deque[Callable[[], None]] = deque(maxlen=MOST_UNTOLD)
        self._last_touched = time.monotonic()
        self._type_ahead = TypeAhead(self, super().on_event)
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme_for(theme, self)
        self.stylesheet = LastingStylesheet(variables=self.get_css_variables())
        if not animation or supervisor.is_remote():
            self.animation_level = "none"

    async def begin(self) -> None:
        """What the program does first, once signals are watched."""

    async def on_mount(self) -> None:
        """Signals, threads that take turns, and what is done in pauses."""
        sys.setswitchinterval(TURN_SECONDS)
        supervisor.watch_signals(self)
        self.set_interval(collector.PAUSE_SECONDS, lambda: collector.collect_in_pause(self.idle_seconds))
        self.screen_change_signal.subscribe(self, self._tell_untold)
        await self.begin()

    def on_ready(self) -> None:
        """The first frame is out."""
        collector.begin()

    # Keys

    @property
    def idle_seconds(self) -> float:
        """How long nobody has touched a key or the mouse."""
        return time.monotonic() - self._last_touched

    async def on_event(self, event: events.Event) -> None:
        """Keys go through the queue of what was typed ahead; all that a person does puts the idle lock off."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._last_touched = time.monotonic()
            await self._type_ahead.take(event)
            return
        if isinstance(event, events.MouseDown):
            self._last_touched = time.monotonic()
        await super().on_event(event)

    @on(DealtWith)
    async def _dealt_with(self, message: DealtWith) -> None:
        await self._type_ahead.dealt_with(message)

    def action_help_quit(self) -> None:
        """ctrl+c copies what is selected elsewhere; here it says how to leave."""
        super().notify(_("ctrl+q leaves the program."), markup=False)  # also over the lock

    # Room

    def on_resize(self) -> None:
        """Looked at when the new size is everywhere: a screen that opened before would see the old one."""
        from ecc_tui.screens.too_small import cover_when_too_small

        self.call_later(cover_when_too_small, self)

    # What is said while nobody may read it

    @property
    def is_shut(self) -> bool:
        """Is what was shown hidden from whoever sits here now?"""
        return False

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Over the lock nothing is told (A5): what became of a form, say, waits for who typed it."""
        tell = partial(super().notify, message, title=title, severity=severity, timeout=timeout, markup=markup)
        if self.is_shut:
            self._untold.append(tell)
        else:
            tell()

    def forget_untold(self) -> None:
        """Whom it was for has gone."""
        self._untold.clear()

    def _tell_untold(self, _screen: Screen[Any]) -> None:
        while self._untold and not self.is_shut:
            self._untold.popleft()()
