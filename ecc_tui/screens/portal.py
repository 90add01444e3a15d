"""What the screens of one log-in share: the session, and what was last chosen on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

from textual.message import Message

from ecc_tui.domain.errors import DomainError, SessionEnded
from ecc_tui.domain.links import Link, Place

if TYPE_CHECKING:
    from ecc_tui.backend.base import Session
    from ecc_tui.drafts import Drafts
    from ecc_tui.screens.sending import Delivery
    from ecc_tui.screens.shell import SectionScreen
    from ecc_tui.state import Choices

FOLLOW_AGAIN_SECONDS = 5.0
"""Until changes are followed again where they could not be."""

Answer = TypeVar("Answer")


def is_section(screen: object) -> TypeGuard[SectionScreen]:
    """Is this a screen of a section? The log-in screen is told apart without importing what sections need."""
    return getattr(screen, "place", None) is not None


class Go(Message):
    """A screen wants another place to be shown; the application goes there."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.link = link


class Portal:
    """One person's way to his backend.

    `ask` is how screens call it: when the session has ended, the person logs in again over the screen and the
    interrupted call is made once more (A5).
    """

    def __init__(
        self,
        session: Session,
        choices: Choices,
        drafts: Drafts,
        downloads: Path,
        ask_password: Callable[[str], Coroutine[Any, Any, Session]],
        keys: Mapping[str, str],
    ) -> None:
        """`ask_password` gets the login of the person who has to log in again; `keys` are those that the configuration
        changes, by action."""
        self.session = session
        self.choices = choices
        self.drafts = drafts
        self.downloads = downloads
        self.keys = keys
        self.unread = 0
        """Notifications; `screens.arrivals` counts them."""
        self.sent_here: set[str] = set()
        """Requests that this window has made or acted on: it need not be told of what it did itself."""
        self.deliveries: dict[str, Delivery] = {}
        """Forms on their way, by key: whoever opens one again watches its delivery instead of starting another."""
        self._ask_password = ask_password
        self._signing_in: asyncio.Task[Session] | None = None

    async def ask(self, question: Callable[[Session], Awaitable[Answer]]) -> Answer:
        """Put a question to the session. Raises what the backend raises, but not SessionEnded."""
        while True:
            session = self.session
            try:
                return await question(session)
            except SessionEnded:
                if session is self.session:
                    self.session = await self._sign_in_again()

    async def _sign_in_again(self) -> Session:
        """One log-in for all questions that wait for it."""
        if self._signing_in is None or self._signing_in.done():
            self._signing_in = asyncio.ensure_future(self._ask_password(self.session.person.login))
        return await asyncio.shield(self._signing_in)

    async def follow(self, tell: Callable[[Collection[Place]], None]) -> None:
        """Tell whenever something that the person sees has changed elsewhere, in any of his sessions; never ends."""
        mark: int | None = None
        session: Session | None = None
        while True:
            before, session = session, self.session
            if before not in (None, session):
                tell(frozenset(Place))  # nobody told what changed between two log-ins
            try:
                async for change in session.changes(mark):
                    mark = change.mark
                    tell(change.places)
            except DomainError:  # also a session that has ended: there will be another one
                await asyncio.sleep(FOLLOW_AGAIN_SECONDS)
