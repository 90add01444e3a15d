"""Keys typed ahead reach the screen that they were meant for (security.md T-06).

Textual hands a key to whatever has the focus when the key arrives. When several arrive in one read (a slow line, a
password manager, a quick typist), those behind a key that moves the focus or opens a screen land in the old place: a
password in the login field, a search word as commands. Here each key waits until the one before it has been dealt
with and the screen that it opened has its focus.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from itertools import pairwise
from math import inf
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker

Typed = events.Key | events.Paste

LOOK_AGAIN_SECONDS = 0.01
PATIENCE_SECONDS = 5.0
"""No key waits longer than this for a screen to be ready."""
BUSY_SECONDS = 15.0
"""Nor than this for one that says that it is busy."""
FOCUS_SECONDS = 0.15
"""A screen without focus for so long has nothing to focus."""
REMEMBERED_KEYS = 4096
"""Arrivals that are remembered: as many keys may wait in the queue and still know what came before them."""


class DealtWith(Message, bubble=True):
    """Follows a key through the same widgets: when it arrives at the application, the key has been dealt with.

    It goes three times: what a widget says because of a key (that a field was submitted, a button pressed) is only said
    while the key is dealt with, and so comes behind the first round; what is said because of that (that the list under
    the field has chosen) comes behind the second.
    """

    def __init__(self, target: MessagePump, rounds: int = 3) -> None:
        super().__init__()
        self.target = target
        self.rounds = rounds


class TypeAhead:
    """The keys of an application, one at a time. `deliver` is how the application hands one on."""

    def __init__(self, app: App[Any], deliver: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._arrivals: deque[float] = deque(maxlen=REMEMBERED_KEYS)
        self._deliver = deliver
        self._waiting: deque[Typed] = deque()
        self._on_its_way = False
        self._target: DOMNode = app
        self._delivered_at = 0.0
        self._screen: Screen[Any] | None = None
        self._screen_since = 0.0
        self._opener: tuple[Worker[Any], Screen[Any]] | None = None
        self._looking = False

    async def take(self, event: Typed) -> None:
        """A key has arrived."""
        _queues[self._app] = self
        self._arrivals.append(event.time)
        self._waiting.append(event)
        await self._give()

    def pause_before(self, event: Typed) -> float:
        """Seconds between the arrival of a key and that of the one before it; 0 where that isn't known any more."""
        before = self._arrivals[0] if len(self._arrivals) == REMEMBERED_KEYS else -inf  # forgotten, or never
        for arrived, earlier in pairwise((*reversed(self._arrivals), before)):
            if arrived == event.time:
                return arrived - earlier
        return 0.0

    async def dealt_with(self, message: DealtWith) -> None:
        """The key that was handed on has been dealt with; a focus that it moves is moved by the next callback."""
        again = message.rounds > 1 and message.target.post_message(DealtWith(message.target, message.rounds - 1))
        if not again:  # a widget that is gone takes no message
            self._app.call_later(self._next)

    def opening(self, worker: Worker[Any]) -> None:
        """A worker was started that is about to open a screen: keys wait for it."""
        self._opener = (worker, self._app.screen)

    async def _next(self) -> None:
        self._on_its_way = False
        await self._give()

    async def _give(self) -> None:
        while self._waiting:
            if not self._is_ready():
                self._look_again()
                return
            event = self._waiting.popleft()
            target = self._app.focused or self._app.screen
            self._on_its_way = True
            self._target = target
            self._delivered_at = monotonic()
            await self._deliver(event)
            target.post_message(DealtWith(target))

    def _is_ready(self) -> bool:
        screen, now = self._app.screen, monotonic()
        if screen is not self._screen:
            self._screen, self._screen_since = screen, now
        busy = getattr(screen, "is_busy", False)
        if now - self._delivered_at > (BUSY_SECONDS if busy else PATIENCE_SECONDS):
            self._opener = None
            return True
        if busy or (self._on_its_way and self._target.is_attached):  # what was closed by its key never answers
            return False
        if self._opener is not None:
            worker, before = self._opener
            if worker.is_finished:
                self._opener = None
            elif screen is before:  # the first dialog is on its way, or the next one behind it
                return False
        return screen.focused is not None or now - self._screen_since > FOCUS_SECONDS

    def _look_again(self) -> None:
        if not self._looking:
            self._looking = True
            self._app.set_timer(LOOK_AGAIN_SECONDS, self._looked)

    async def _looked(self) -> None:
        self._looking = False
        await self._give()


_queues: WeakKeyDictionary[App[Any], TypeAhead] = WeakKeyDictionary()


def pause_before(app: App[Any], event: Typed) -> float:
    """How long before a key nothing was typed: by when keys arrived, not when they were dealt with (T-10).

    0 in an application without a queue of keys: there nobody knows.
    """
    queue = _queues.get(app)
    return queue.pause_before(event) if queue is not None else 0.0
