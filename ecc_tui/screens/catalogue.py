"""The service catalogue: what a contract can order, by category (C1, C2).

What the person wants here: the service he thinks of, by `/` and a few letters, then all about it beside (or `enter`),
then its form with `o`: five keys from the dashboard to a placed order (3, /, enter, o, enter).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from ecc_tui import actions, i18n
from ecc_tui.domain.catalogue import ServiceEntry
from ecc_tui.domain.errors import ActionDenied, DomainError
from ecc_tui.domain.links import Link, Place, ToPlace, ToService, to_text
from ecc_tui.domain.rights import ContractRights, Section
from ecc_tui.i18n import _, said
from ecc_tui.screens.copying import copy_choice
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.service import ServicePanel, ServiceScreen
from ecc_tui.screens.service_words import COLUMNS, by_category, service_cells, service_nodes
from ecc_tui.screens.shell import WIDE, SectionScreen
from ecc_tui.screens.shelves import Shelves, shelves_of
from ecc_tui.widgets.cells import CellLike
from ecc_tui.widgets.fields import SearchField
from ecc_tui.widgets.panel import Panel
from ecc_tui.widgets.states import State, StatePanel
from ecc_tui.widgets.tree import Node, Outline
from ecc_tui.wording import granters_sentence, sentence

LAST_CONTRACT = "catalogue.contract"
LOADING_SECONDS = 0.15
"""A first answer that takes longer says that it is on its way."""
ALL = ""


class CatalogueScreen(SectionScreen):
    """The services by category, with the one under the cursor beside them when the screen is wide."""

    CSS_PATH = "catalogue.tcss"
    AUTO_FOCUS = "#services"
    scopes = ("catalogue",)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("catalogue")]

    def __init__(self, portal: Portal, place: Place) -> None:
        super().__init__(portal, place)
        self._wanted = portal.choices.get(LAST_CONTRACT)
        """The contract to be shown; empty for any."""
        self._shelves: Shelves | None = None
        self._entries: Mapping[str, ServiceEntry] = {}
        self._category: str | None = None
        self._select: str | None = None
        """A service to put the cursor on when it is there."""
        self._is_stale = False
        self._tell_state: Callable[[], tuple[State, str, str]] | None = None

    def body(self) -> ComposeResult:
        with Panel(id="list"):
            yield SearchField(id="search")
            yield Outline[None](COLUMNS, self._cells, id="services")
            yield StatePanel(id="state")
        with Panel(id="beside"):
            yield ServicePanel(self.portal)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(SearchField).display = False
        self.query_one(StatePanel).display = False
        self.set_timer(LOADING_SECONDS, self._say_loading)
        self._load()

    def crumbs(self) -> tuple[str, ...]:
        shelves = self._shelves
        return (*super().crumbs(), *([f"{shelves.contract.id} {shelves.contract.name}"] if shelves else []))

    def words(self) -> None:
        super().words()
        self.query_one(SearchField).placeholder = _("words of a service's name or summary")
        self._services.empty = (_("No service matches"), _("z shows every service again"))
        self._plant()
        self._services.redraw()
        if self._tell_state is not None:
            self.query_one(StatePanel).say(*self._tell_state())
        self.query_one(ServicePanel).words()
        self._say_what_is_shown()

    @property
    def is_busy(self) -> bool:
        """Until there is a list or a reason why not, keys wait: letters for the search must not become commands."""
        return self._shelves is None and (self._tell_state is None or self._tell_state()[0] is State.LOADING)

    @property
    def _services(self) -> Outline[None]:
        return self.query_one("#services", Outline)

    @property
    def _entry(self) -> ServiceEntry | None:
        """The service under the cursor; None on a category."""
        node = self._services.node if self.is_mounted else None
        return self._entries.get(node.key) if node else None

    # Which services

    @work(exclusive=True, group="services")
    async def _load(self) -> None:
        wanted = self._wanted
        try:
            shelves = await shelves_of(self.portal, wanted)
        except DomainError as error:
            self._failed(wanted, error)
            return
        if shelves is None:
            await self._say_whom_to_ask()
            return
        if shelves == self._shelves and self._tell_state is None and self._select is None:
            return
        if self._shelves is not None and self._shelves.contract.id != shelves.contract.id:
            self._category = None
        self._shelves = shelves
        self._wanted = shelves.contract.id  # whatever changes, a person never orders for another contract unawares
        self._entries = {entry.id: entry for entry in shelves.entries}
        self._show_state(None if shelves.entries else self._nothing_to_order)
        self.query_one(ServicePanel).of_contract(shelves.contract.id)
        self._plant()
        if self._select is not None:
            self._services.select_key(self._select)
            self._select = None
        self._say_what_is_shown()
        self.refresh_frame()

    def _plant(self) -> None:
        if self._shelves is not None:
            self._services.set_nodes(service_nodes(self._shelves.entries, self._category))

    # Designed states in the list's place

    def _failed(self, wanted: str, error: DomainError) -> None:
        """The contract that was wanted has no catalogue for this person, or can't be read: the list says so."""
        self._shelves, self._entries = None, {}
        self._services.set_nodes(())  # it may be painted once more before it is hidden
        self.query_one(ServicePanel).show(None)
        if isinstance(error, ActionDenied):
            self._show_state(lambda: (State.DENIED, sentence(error), granters_sentence(error.denied)))
        elif wanted == self.portal.choices.get(LAST_CONTRACT) != ALL and error.code == "not-found":
            self.portal.choices.forget(LAST_CONTRACT)  # the contract that was chosen last is no longer visible
            self._wanted = ALL
            self._load()
        else:
            self._show_state(lambda: (State.FAILED, sentence(error), _("ctrl+r asks again, f chooses the contract")))
        self._say_what_is_shown()
        self.refresh_frame()

    async def _say_whom_to_ask(self) -> None:
        try:
            administrators = await self.portal.ask(lambda session: session.contracts.administrators())
        except DomainError:
            administrators = ()

        def tell() -> tuple[State, str, str]:
            names = ", ".join(administrators)
            hint = _("Ask your administrator: {names}.").format(names=names) if names else ""
            return State.DENIED, _("No contract shows its service catalogue to you."), hint

        self._show_state(tell)

    def _nothing_to_order(self) -> tuple[State, str, str]:
        id = self._shelves.contract.id if self._shelves else ""
        text = _("There is no service that {contract} can order.").format(contract=id)
        return State.EMPTY, text, _("f chooses another contract")

    def _say_loading(self) -> None:
        if self._shelves is None and self._tell_state is None:
            self._show_state(lambda: (State.LOADING, "", ""))

    def _show_state(self, tell: Callable[[], tuple[State, str, str]] | None) -> None:
        self._tell_state = tell
        panel, services = self.query_one(StatePanel), self._services
        panel.display = tell is not None
        services.display = services.can_focus = tell is None
        if tell is not None:
            panel.say(*tell())
            if self.focused in (services, self.query_one(SearchField)):
                self.set_focus(None)
        elif self.focused is None:
            services.focus()

    def _cells(self, node: Node, detail: None) -> Sequence[CellLike]:
        return service_cells(self._entries[node.key])

    def _say_what_is_shown(self) -> None:
        panel, shelves = self.query_one("#list", Panel), self._shelves
        shown, total = self._services.hits if shelves else (0, 0)
        category = next((e.category.name for e in self._entries.values() if e.category.id == self._category), {})
        contract = f"{shelves.contract.id} {shelves.contract.name}".strip() if shelves else self._wanted
        panel.head(" · ".join(filter(None, [_("Service catalogue"), contract, said(category)])))
        count = _("{shown} of {total}").format(shown=i18n.number(shown), total=i18n.number(len(self._entries)))
        panel.foot(count if total else "")

    # The service under the cursor

    @on(Outline.NodeSettled)
    def _settled(self) -> None:
        if self.is_wide:
            self._show_beside()

    def _show_beside(self) -> None:
        entry = self._entry
        self.query_one("#beside", Panel).head(said(entry.name) if entry else "")
        self.query_one(ServicePanel).show(entry.id if entry else None)

    def on_resize(self, event: events.Resize) -> None:
        """What was narrow may be wide now."""
        if event.size.width >= WIDE:
            self._show_beside()

    @on(Outline.NodeChosen)
    async def _chosen(self) -> None:
        await self.action_perform("catalogue.more")

    def rights_at_hand(self) -> ContractRights | None:
        return self._shelves.rights if self._shelves else None

    # Coming and going

    def show(self, link: Link) -> None:
        """The catalogue of a contract, or one service over it."""
        match link:
            case ToPlace(contract=str(contract)):
                self._use(contract)
            case ToService(contract=contract, id=id):
                self._select = id
                self._use(contract)
                self.app.push_screen(ServiceScreen(self.portal, self.place, contract, id))
            case _:
                pass

    def _use(self, contract: str) -> None:
        """Another contract; the search is over, its services are others."""
        self._wanted = contract
        if self.is_mounted:
            self._end_search()
            self._category = None
            self._load()

    def changed(self) -> None:
        """Out of view it is asked when it comes into view again: there may be thousands of services."""
        self._is_stale = self.app.screen is not self
        if not self._is_stale:
            self.do_catalogue_reload()

    def on_screen_resume(self) -> None:
        """What has changed meanwhile."""
        if self._is_stale:
            self._is_stale = False
            self.do_catalogue_reload()

    def do_everywhere_back(self) -> bool:
        """From detail or search to the list, then from the search to all services; False when nothing is to leave."""
        search, services = self.query_one(SearchField), self._services
        if search.has_focus or self.query_one(ServicePanel).has_focus:
            search.display = bool(services.filter)
            services.focus()
            return True
        if services.filter:
            self._end_search()
            return True
        return False

    # Search, category, contract

    def do_catalogue_search(self) -> None:
        """The search field; the list follows each letter. Over no list there is nothing to search."""
        if not self._entries:
            if self._tell_state is not None:
                self.notify(self._tell_state()[1], markup=False)
            return
        search = self.query_one(SearchField)
        search.display = True
        search.focus()

    @on(SearchField.Searched)
    def _searched(self, message: SearchField.Searched) -> None:
        self._services.filter = message.value
        self._say_what_is_shown()

    @on(SearchField.Left)
    def _search_left(self) -> None:
        self.do_everywhere_back()

    def _end_search(self) -> None:
        search = self.query_one(SearchField)
        search.value = self._services.filter = ""
        search.display = False
        self._say_what_is_shown()

    def do_catalogue_clear(self) -> None:
        """All services of the contract again."""
        self._category = None
        self._plant()
        self._end_search()
        self._services.focus()

    def do_catalogue_category(self) -> None:
        """One category, or all."""
        from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, told

        def choice() -> Choice:
            entries = self._shelves.entries if self._shelves else ()
            shelves = [
                ChoiceEntry(some[0].category.id, said(some[0].category.name), i18n.number(len(some)))
                for some in by_category(entries)
            ]
            every = ChoiceEntry(ALL, _("all categories"), i18n.number(len(entries)))
            return Choice(_("Category"), [every, *shelves], chosen=self._category or ALL)

        def chosen(category: str | None) -> None:
            if category is not None:
                self._category = category or None
                self._plant()
                self._say_what_is_shown()

        self.app.push_screen(told(choice), chosen)

    @work(group="dialog")
    async def do_catalogue_contract(self) -> None:
        """Another contract; remembered for the next time (S5)."""
        from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, told

        try:
            names = await self.portal.ask(lambda session: session.contracts.names(Section.SERVICES))
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)
            return
        now = self._shelves.contract.id if self._shelves else self._wanted

        def choice() -> Choice:
            entries = [ChoiceEntry(name.id, f"{name.id}  {name.name}", name.company) for name in names]
            return Choice(_("Contract"), entries, chosen=now)

        chosen = await self.app.push_screen_wait(told(choice))
        if chosen is not None:
            self.portal.choices.set(LAST_CONTRACT, chosen)
            self._use(chosen)

    def do_catalogue_expand(self) -> None:
        """All categories open, or all closed."""
        self._services.toggle_all()

    def do_catalogue_reload(self) -> None:
        """Everything asked again."""
        self._load()
        self.query_one(ServicePanel).reload()

    # The service

    def _chosen_entry(self) -> ServiceEntry | None:
        entry = self._entry
        if entry is None and self._entries:
            self.notify(_("Put the cursor on a service first."), markup=False)
        return entry

    def do_catalogue_more(self) -> None:
        """All about the service: beside the list when it is there, else over it."""
        entry = self._chosen_entry()
        if entry is None or self._shelves is None:
            return
        if self.is_wide:
            self.query_one(ServicePanel).focus()
        else:
            self.app.push_screen(ServiceScreen(self.portal, self.place, self._shelves.contract.id, entry.id))

    def do_catalogue_order(self) -> None:
        """The order form of the service."""
        from ecc_tui.screens.order import OrderScreen

        if (entry := self._chosen_entry()) and self._shelves is not None:
            self.app.push_screen(OrderScreen(self.portal, self.place, self._shelves.contract.id, entry.id))

    def do_catalogue_copy(self) -> None:
        """The id, the name or the link."""
        entry, shelves = self._chosen_entry(), self._shelves
        if entry is None or shelves is None:
            return
        link = f"ecc-tui open '{to_text(ToService(shelves.contract.id, entry.id))}'"
        copy_choice(self, lambda: [(_("id"), entry.id), (_("name"), said(entry.name)), (_("link"), link)])
