"""What the screens of one log-in share: the session, and what was last chosen on this machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from textual.message import Message

from ecc_tui.domain.errors import SessionEnded

if TYPE_CHECKING:
    from ecc_tui.backend.base import Session
    from ecc_tui.domain.links import Link
    from ecc_tui.screens.shell import SectionScreen
    from ecc_tui.state import Choices

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
        downloads: Path,
        sign_in_again: Callable[[], Awaitable[Session]],
    ) -> None:
        self.session = session
        self.choices = choices
        self.downloads = downloads
        self._sign_in_again = sign_in_again

    async def ask(self, question: Callable[[Session], Awaitable[Answer]]) -> Answer:
        """Put a question to the session. Raises what the backend raises, but not SessionEnded."""
        while True:
            session = self.session
            try:
                return await question(session)
            except SessionEnded:
                if session is self.session:
                    self.session = await self._sign_in_again()
