"""One request (Q5): beside the list when the screen is wide, a screen of its own when it isn't."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from ecc_tui import actions
from ecc_tui.domain.links import Place, ToContract, ToRequest, to_text
from ecc_tui.domain.requests import RequestDetails, RequestRow
from ecc_tui.i18n import _
from ecc_tui.screens.copying import copy_choice
from ecc_tui.screens.details_panel import DetailsPanel
from ecc_tui.screens.portal import Go, Portal
from ecc_tui.screens.request_actions import ActsOnRequest
from ecc_tui.screens.request_details import ROOMY, details_content
from ecc_tui.screens.request_words import line_text
from ecc_tui.widgets.panel import Panel


class RequestPanel(DetailsPanel[RequestDetails], can_focus=True):
    """One request with its progress; the keys scroll it."""

    async def ask(self, id: str) -> RequestDetails:
        return await self.portal.ask(lambda session: session.requests.get(id))

    def id_of(self, details: RequestDetails) -> str:
        return details.row.id

    def content(self, details: RequestDetails) -> Content:
        return details_content(details, self.scrollable_content_region.width or ROOMY)

    def on_resize(self) -> None:
        """Lines break elsewhere."""
        self.words()


class RequestScreen(ActsOnRequest):
    """A request that fills the screen; escape leads back to the list as it was."""

    CSS_PATH = "requests.tcss"
    scopes = ("request",)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("request")]

    def __init__(self, portal: Portal, place: Place, id: str) -> None:
        super().__init__(portal, place)
        self._request = id

    def body(self) -> ComposeResult:
        with Panel():
            yield RequestPanel(self.portal)

    def on_mount(self) -> None:
        super().on_mount()
        panel = self.query_one(RequestPanel)
        self.query_one(Panel).head(self._request)
        panel.focus()
        panel.show(self._request)

    def crumbs(self) -> tuple[str, ...]:
        return (*super().crumbs(), self._request)

    def words(self) -> None:
        super().words()
        self.query_one(RequestPanel).words()

    def changed(self) -> None:
        self.query_one(RequestPanel).reload()

    def request_at_hand(self) -> RequestRow | None:
        """The one that it shows, once it is there."""
        details = next((panel.details for panel in self.query(RequestPanel)), None)
        return details.row if details else None

    @on(RequestPanel.Loaded)
    def _loaded(self) -> None:
        self.learn_rights(again=True)

    async def do_request_comment(self) -> None:
        """Say something about it."""
        await self.open_form("comment")

    async def do_request_attach(self) -> None:
        """Add files."""
        await self.open_form("attach")

    async def do_request_cancel(self) -> None:
        """Cancel it."""
        await self.open_form("cancel")

    def do_request_follow(self) -> None:
        """Be told of it, or no more."""
        self.follow()

    def do_request_save(self) -> None:
        """One of its attachments."""
        self.save()

    def do_request_copy(self) -> None:
        """The id, the line or the link."""
        details = self.query_one(RequestPanel).details

        def texts() -> list[tuple[str, str]]:
            line = [(_("line"), line_text(details.row))] if details else []
            return [(_("id"), self._request), *line, (_("link"), f"ecc-tui open {to_text(ToRequest(self._request))}")]

        copy_choice(self, texts)

    def do_request_contract(self) -> None:
        """The contract in the dashboard."""
        details = self.query_one(RequestPanel).details
        if details is not None:
            self.post_message(Go(ToContract(details.row.contract)))
