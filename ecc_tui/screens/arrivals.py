"""What arrives while the program is open (N2, Q9): screens look again, the unread count follows, a toast tells.

A toast is for what the person chose toasts for and didn't do himself in this window; many at once are one toast, and
what was there at the log-in is none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.links import Place
from ecc_tui.domain.notifications import Channel, Notification, channels
from ecc_tui.screens import notification_words
from ecc_tui.screens.portal import Portal, is_section

if TYPE_CHECKING:
    from ecc_tui.screens.shell import SectionScreen

LOOKED_AT = 50
"""The newest ones that are looked at after a change: more at once count as so many."""
TOAST_SECONDS = 8.0


async def count_unread(portal: Portal) -> None:
    """How many are unread now; raises what the backend raises, and never asks for a password."""
    portal.unread = await portal.session.notifications.unread()


class Arrivals:
    """One person's, from the log-in to the log-out."""

    def __init__(
        self,
        app: App[Any],
        portal: Portal,
        open_screens: Callable[[], Sequence[Screen[object]]],
        is_open: Callable[[], bool],
    ) -> None:
        """`open_screens` are those of every section; `is_open` says that the portal is in view, not locked."""
        self._app, self._portal = app, portal
        self._open_screens, self._is_open = open_screens, is_open
        self._last: int | None = None
        """The newest one that is known; None before the first look."""

    async def follow(self) -> None:
        """For as long as the portal is open."""
        await self.look()
        await self._portal.follow(self._changed)

    def _changed(self, places: Collection[Place]) -> None:
        for screen in self._sections():
            if screen.place in places:
                screen.changed()
        self._app.run_worker(self.look(), group="changes", exit_on_error=False)

    async def look(self) -> None:
        """Count what is unread and tell what is new. What can't be read now is told with a later change."""
        portal = self._portal
        try:
            newest = await portal.session.notifications.newest(None, LOOKED_AT)
            await count_unread(portal)
            preferences = await portal.session.account.preferences() if self._is_news(newest) else {}
        except DomainError:
            return
        for screen in self._sections():
            screen.show_standing()
        if self._last is None:
            self._last = newest[0].id if newest else 0
        elif self._is_news(newest) and self._is_open():  # nothing is told over the lock
            new = [one for one in newest if one.id > self._last]
            self._last = newest[0].id
            self._tell([one for one in new if self._is_toasted(one, preferences)])

    def _is_news(self, newest: Sequence[Notification]) -> bool:
        return self._last is not None and bool(newest) and newest[0].id > self._last

    def _is_toasted(self, one: Notification, preferences: Mapping[str, str]) -> bool:
        portal = self._portal
        # What is on its way has no id yet: its notification may come before its receipt.
        here = one.request in portal.sent_here or bool(portal.deliveries)
        own = here and one.author == portal.session.person.name
        return not own and not one.read and Channel.TOAST in channels(one.event, preferences)

    def _tell(self, toasted: Sequence[Notification]) -> None:
        if toasted:
            one = len(toasted) == 1
            text = notification_words.toast(toasted[0]) if one else notification_words.toast_for_several(len(toasted))
            self._app.notify(text, markup=False, timeout=TOAST_SECONDS)

    def _sections(self) -> Iterable[SectionScreen]:
        return [screen for screen in self._open_screens() if is_section(screen)]
