"""The panel beside the tree of contracts: the details of the one under the cursor (D4)."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ecc_tui.domain.contracts import ContractDetails
from ecc_tui.domain.errors import DomainError
from ecc_tui.screens.contract_words import DetailLine, details_lines
from ecc_tui.screens.portal import Portal
from ecc_tui.wording import sentence

LEAST_WIDTH = 20

TONE_STYLES = {
    "": "",
    "muted": "$text-muted",
    "faint": "$border-blurred",
    "good": "$text-success",
    "warn": "$text-warning",
    "bad": "$text-error",
    "accent": "$text-accent",
}
"""The tones of lists as styles of text."""


def toned(line: DetailLine) -> Content:
    """A line of toned pieces as text."""
    return Content.assemble(*((text, TONE_STYLES[tone]) for text, tone in line))


class ContractPanel(VerticalScroll, can_focus=False):
    """Loads a contract and shows it; a later `show` makes an earlier answer void."""

    class Loaded(Message):
        """The details are there: the rights in them dim what is denied."""

    def __init__(self, portal: Portal) -> None:
        super().__init__()
        self._portal = portal
        self.details: ContractDetails | None = None
        self._problem: DomainError | None = None
        self._wanted: str | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="contract", markup=False)

    def show(self, id: str | None) -> None:
        """Another contract; None for none. The old one stays until the new one is there."""
        self._wanted = id
        if id is None:
            self.workers.cancel_group(self, "contract")
            self.details = self._problem = None
            self._draw(Content(""))
            self.post_message(self.Loaded())
        elif self.details is None or self.details.id != id:
            self._load(id)

    def reload(self) -> None:
        """The same contract, asked again."""
        if self._wanted is not None:
            self._load(self._wanted)

    def words(self) -> None:
        """The same contract in the current language, as wide as the panel is now."""
        if self.details is not None:
            width = max(LEAST_WIDTH, self.scrollable_content_region.width)
            self._draw(Content("\n").join(map(toned, details_lines(self.details, width))))
        elif self._problem is not None:
            self._draw(Content(sentence(self._problem)))

    def on_resize(self) -> None:
        """Lines wrap anew."""
        self.words()

    def _draw(self, content: Content) -> None:
        self.query_one("#contract", Static).update(content)

    @work(exclusive=True, group="contract")
    async def _load(self, id: str) -> None:
        details = problem = None
        try:
            details = await self._portal.ask(lambda session: session.contracts.details(id))
        except DomainError as error:
            problem = error
        if id != self._wanted:
            return  # the cursor went back to what is still shown
        self.details, self._problem = details, problem
        self.words()
        self.post_message(self.Loaded())
