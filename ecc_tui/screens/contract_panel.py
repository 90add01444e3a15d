"""The panel beside the tree of contracts: the details of the one under the cursor (D4)."""

from __future__ import annotations

from textual.content import Content

from ecc_tui.domain.contracts import ContractDetails
from ecc_tui.screens.contract_words import DetailLine, details_lines
from ecc_tui.screens.details_panel import DetailsPanel

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


class ContractPanel(DetailsPanel[ContractDetails], can_focus=False):
    """The contract under the tree's cursor, with its budget and its health."""

    async def ask(self, id: str) -> ContractDetails:
        return await self.portal.ask(lambda session: session.contracts.details(id))

    def id_of(self, details: ContractDetails) -> str:
        return details.id

    def content(self, details: ContractDetails) -> Content:
        width = max(LEAST_WIDTH, self.scrollable_content_region.width)
        return Content("\n").join(map(toned, details_lines(details, width)))

    def on_resize(self) -> None:
        """Lines wrap anew."""
        self.words()
