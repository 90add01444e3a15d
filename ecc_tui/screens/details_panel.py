"""A panel beside a list: the details of what is under the cursor, asked when the cursor rests."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ecc_tui.domain.errors import DomainError
from ecc_tui.screens.portal import Portal
from ecc_tui.wording import sentence

Details = TypeVar("Details")


class DetailsPanel(VerticalScroll, Generic[Details]):
    """Loads one thing and shows it, or why it can't; a later `show` makes an earlier answer void.

    A subclass says how it is asked for, what its id is, and how it reads.
    """

    class Loaded(Message):
        """Other details are there, or none: what depends on them, such as rights, may be another now."""

    def __init__(self, portal: Portal) -> None:
        super().__init__()
        # Held, not looked for: an answer may come before it is mounted or after it was taken down.
        self._body = Static(classes="details", markup=False)
        self.portal = portal
        self.details: Details | None = None
        self._problem: DomainError | None = None
        self._wanted: str | None = None

    # What a subclass gives

    async def ask(self, id: str) -> Details:
        """The details of one thing. Raises what the backend raises."""
        raise NotImplementedError

    def id_of(self, details: Details) -> str:
        """What was asked for to get them."""
        raise NotImplementedError

    def content(self, details: Details) -> Content:
        """The details in the current language, as wide as the panel is now."""
        raise NotImplementedError

    # What is shown

    def compose(self) -> ComposeResult:
        yield self._body

    def show(self, id: str | None) -> None:
        """Another thing; None for none. The old one stays until the new one is there."""
        self._wanted = id
        if id is None:
            self.workers.cancel_group(self, "details")
            self._take(None, None)
        elif self.details is None or self.id_of(self.details) != id:
            self._load(id)

    def reload(self) -> None:
        """The same thing, asked again."""
        if self._wanted is not None:
            self._load(self._wanted)

    def words(self) -> None:
        """The same thing in the current language and width."""
        content = Content("")
        if self.details is not None:
            content = self.content(self.details)
        elif self._problem is not None:
            content = Content(sentence(self._problem))
        self._body.update(content)

    @work(exclusive=True, group="details")
    async def _load(self, id: str) -> None:
        details = problem = None
        try:
            details = await self.ask(id)
        except DomainError as error:
            problem = error
        if id == self._wanted:  # else the cursor went back to what is still shown
            self._take(details, problem)

    def _take(self, details: Details | None, problem: DomainError | None) -> None:
        before = self.details
        self.details, self._problem = details, problem
        if details is not None and (before is None or self.id_of(before) != self.id_of(details)):
            self.scroll_home(animate=False)
        self.words()
        self.post_message(self.Loaded())
