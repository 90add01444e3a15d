"""*Learn more* about a service (C1): beside the catalogue when the screen is wide, a screen of its own when it isn't.

What the person wants here: to know what he gets, how soon and at what price, without a key (wide) or with `enter`;
then to order it with `o`.
"""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from ecc_tui import actions
from ecc_tui.domain.catalogue import Service
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.links import Place, ToService, to_text
from ecc_tui.domain.rights import ContractRights
from ecc_tui.i18n import _, said
from ecc_tui.screens.copying import copy_choice
from ecc_tui.screens.details_panel import DetailsPanel
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.service_words import ROOMY, service_content
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.panel import Panel


class ServicePanel(DetailsPanel[Service], can_focus=True):
    """All about one service of a contract; the keys scroll it."""

    def __init__(self, portal: Portal, contract: str = "") -> None:
        super().__init__(portal)
        self.contract = contract

    async def ask(self, id: str) -> Service:
        contract = self.contract
        return await self.portal.ask(lambda session: session.catalogue.service(contract, id))

    def id_of(self, details: Service) -> str:
        return details.entry.id

    def content(self, details: Service) -> Content:
        return service_content(details, self.scrollable_content_region.width or ROOMY)

    def on_resize(self) -> None:
        """Lines break elsewhere."""
        self.words()

    def of_contract(self, contract: str) -> None:
        """Services of another contract from now on: their prices and forms may be others."""
        if contract != self.contract:
            self.contract = contract
            self.show(None)


class ServiceScreen(SectionScreen):
    """A service that fills the screen; escape leads back to the catalogue as it was."""

    CSS_PATH = "catalogue.tcss"
    scopes = ("service",)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("service")]

    def __init__(self, portal: Portal, place: Place, contract: str, id: str) -> None:
        super().__init__(portal, place)
        self._contract, self._service = contract, id
        self._rights: ContractRights | None = None

    def body(self) -> ComposeResult:
        with Panel():
            yield ServicePanel(self.portal, self._contract)

    def on_mount(self) -> None:
        super().on_mount()
        panel = self.query_one(ServicePanel)
        panel.focus()
        panel.show(self._service)
        self._learn_rights()

    @work(group="rights")
    async def _learn_rights(self) -> None:
        try:
            self._rights = await self.portal.ask(lambda session: session.contracts.rights(self._contract))
        except DomainError:
            return  # the panel says what is wrong; an action asks again
        self.refresh_frame()

    def on_details_panel_loaded(self) -> None:
        """The service's name is known."""
        self._say_what_is_shown()

    def _say_what_is_shown(self) -> None:
        details = self.query_one(ServicePanel).details
        self.query_one(Panel).head(said(details.entry.name) if details else self._service)
        self.query_one(Panel).foot(self._contract)
        self.refresh_frame()

    def crumbs(self) -> tuple[str, ...]:
        details = self.query_one(ServicePanel).details
        return (*super().crumbs(), self._contract, said(details.entry.name) if details else self._service)

    def words(self) -> None:
        super().words()
        self.query_one(ServicePanel).words()
        self._say_what_is_shown()

    def changed(self) -> None:
        self.query_one(ServicePanel).reload()
        self._learn_rights()

    def rights_at_hand(self) -> ContractRights | None:
        return self._rights

    async def rights_for(self, action: actions.Action) -> ContractRights | None:
        return self._rights or await self.portal.ask(lambda session: session.contracts.rights(self._contract))

    def do_service_order(self) -> None:
        """The order form."""
        from ecc_tui.screens.order import OrderScreen

        self.app.push_screen(OrderScreen(self.portal, self.place, self._contract, self._service))

    def do_service_copy(self) -> None:
        """The id, the name or the link."""
        details = self.query_one(ServicePanel).details

        def texts() -> list[tuple[str, str]]:
            name = [(_("name"), said(details.entry.name))] if details else []
            link = f"ecc-tui open '{to_text(ToService(self._contract, self._service))}'"
            return [(_("id"), self._service), *name, (_("link"), link)]

        copy_choice(self, texts)
