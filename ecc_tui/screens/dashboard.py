"""The dashboard: the contracts with health and budget (D1 to D5, D9).

What the person wants here: is anything wrong, and where; one look, no key. Then one contract, by arrows or `/` and a
few letters, and from it one key to whatever it is about.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from ecc_tui import actions
from ecc_tui.domain.contracts import ContractEntry, ContractState
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.links import Link, Place, ToContract, ToPlace
from ecc_tui.domain.rights import ContractRights
from ecc_tui.i18n import _
from ecc_tui.screens.contract_panel import ContractPanel
from ecc_tui.screens.contract_tree import COLUMNS, OPEN_UP_TO, contract_cells, contract_nodes
from ecc_tui.screens.contract_words import details_lines
from ecc_tui.screens.copying import copy_text
from ecc_tui.screens.portal import Go, Portal
from ecc_tui.screens.reasons import refusal_sentence, whom_to_ask
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.cells import CellLike
from ecc_tui.widgets.fields import SearchField
from ecc_tui.widgets.panel import Panel
from ecc_tui.widgets.states import State, StatePanel
from ecc_tui.widgets.tree import Node, Outline
from ecc_tui.wording import sentence

FIRST_LINES = 60
"""Contracts whose figures are asked together with the tree."""
UNFOLDED_MARGIN = 12
"""Cells that unfolded details leave to the tree's frame and indent."""

MENU = (
    "dashboard.requests",
    "dashboard.order",
    "dashboard.users",
    "dashboard.subscriptions",
    "dashboard.invoices",
    "dashboard.documents",
    "dashboard.help",
)
"""The contextual menu, in the order of D5."""


class DashboardScreen(SectionScreen):
    """The tree of contracts, with the one under the cursor beside it when the screen is wide."""

    CSS_PATH = "dashboard.tcss"
    AUTO_FOCUS = "#contracts"
    scopes = ("dashboard",)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("dashboard")]

    def __init__(self, portal: Portal, place: Place) -> None:
        super().__init__(portal, place)
        self._entries: Mapping[str, ContractEntry] = {}
        self._wanted: str | None = None
        """A contract that a link named before the tree was there."""
        self._tell_state: Callable[[], tuple[State, str, str]] | None = None
        self._unfolded: str | None = None
        """The contract whose details stand under its line."""
        # Asked while the screen is still being mounted: the first frame shows the answer.
        self._asked = asyncio.ensure_future(self._ask())

    def body(self) -> ComposeResult:
        with Panel(id="list"):
            yield SearchField(id="search")
            yield Outline[ContractState](COLUMNS, self._cells, id="contracts")
            yield StatePanel(id="state")
        with Panel(id="beside"):
            yield ContractPanel(self.portal)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(SearchField).display = False
        self.query_one(StatePanel).display = False
        self._load()

    def crumbs(self) -> tuple[str, ...]:
        entry = self._entry
        return (*super().crumbs(), *([f"{entry.id} {entry.name}"] if entry else []))

    def words(self) -> None:
        super().words()
        self.query_one(SearchField).placeholder = _("a contract's name or id, a company, an offer")
        tree = self._tree
        tree.empty = (_("No contract matches"), _("esc shows all of them again"))
        if self._entries:
            tree.set_nodes(contract_nodes(list(self._entries.values())))
        tree.redraw()
        if self._tell_state is not None:
            self.query_one(StatePanel).say(*self._tell_state())
        self.query_one(ContractPanel).words()
        self._unfold()
        self._say_what_is_shown()

    @property
    def _tree(self) -> Outline[ContractState]:
        return self.query_one("#contracts", Outline)

    @property
    def _entry(self) -> ContractEntry | None:
        """The contract under the cursor; None on a group."""
        node = self._tree.node if self.is_mounted else None
        return self._entries.get(node.key) if node else None

    # The tree

    async def _ask(self) -> _Answer:
        """The tree, and what its first lines add where the tree is short enough to be open."""
        entries = await self.portal.ask(lambda session: session.contracts.tree())
        if not entries:
            return _Answer((), {}, await self.portal.ask(lambda session: session.contracts.administrators()))
        first = [entry.id for entry in entries[:FIRST_LINES]] if len(entries) <= OPEN_UP_TO else []
        states = await self.portal.ask(lambda session: session.contracts.states(first)) if first else {}
        return _Answer(entries, states, ())

    @work(exclusive=True, group="tree")
    async def _load(self) -> None:
        try:
            answer = await self._asked
        except DomainError as error:
            problem = error
            self._show_state(lambda: (State.FAILED, sentence(problem), _("ctrl+r asks again")))
            return
        self._entries = {entry.id: entry for entry in answer.entries}
        if not answer.entries:
            self._show_state(
                lambda: (
                    State.DENIED,
                    _("No contract shows its dashboard to you."),
                    whom_to_ask(answer.administrators),
                )
            )
            return
        self._show_state(None)
        self._tree.set_nodes(contract_nodes(answer.entries))
        self._tree.set_details(answer.states)
        if self._wanted is not None:
            self._select(self._wanted)
        self._say_what_is_shown()

    def _show_state(self, tell: Callable[[], tuple[State, str, str]] | None) -> None:
        """A designed state in the tree's place, told in the current language; None shows the tree."""
        self._tell_state = tell
        panel = self.query_one(StatePanel)
        panel.display = tell is not None
        # What isn't shown takes no focus either, whichever comes first: no frame may look as if it had it.
        self._tree.display = self._tree.can_focus = tell is None
        if tell is not None:
            panel.say(*tell())
            self.set_focus(None)
        elif not self.query_one(SearchField).has_focus:
            self._tree.focus()

    def _cells(self, node: Node, state: ContractState | None) -> Sequence[CellLike]:
        return contract_cells(self._entries[node.key], state)

    @on(Outline.LinesInView)
    def _lines_in_view(self, message: Outline.LinesInView) -> None:
        self._load_states(message.keys)

    @work(group="states")
    async def _load_states(self, keys: Sequence[str]) -> None:
        try:
            self._tree.set_details(await self.portal.ask(lambda session: session.contracts.states(keys)))
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)

    def _say_what_is_shown(self) -> None:
        panel = self.query_one("#list", Panel)
        shown, total = self._tree.hits
        panel.head(_("Contracts"))
        panel.foot(_("{shown} of {total}").format(shown=shown, total=total) if total else "")

    # The contract under the cursor

    @on(Outline.NodeSettled)
    def _settled(self) -> None:
        entry = self._entry
        beside = self.query_one("#beside", Panel)
        beside.head(f"{entry.id} · {entry.name}" if entry else "")
        self.query_one(ContractPanel).show(entry.id if entry else None)
        self.refresh_frame()

    @on(ContractPanel.Loaded)
    def _details_loaded(self) -> None:
        self._unfold()
        self.refresh_frame()

    @on(Outline.LeafUnfolded)
    def _leaf_unfolded(self, message: Outline.LeafUnfolded) -> None:
        self._unfolded = message.node.key if message.node else None
        self._unfold()

    def _unfold(self) -> None:
        """Where there is no room beside the tree, the details stand under the contract's line (D4)."""
        details = self.query_one(ContractPanel).details
        if self.is_wide or self._unfolded is None:
            self._tree.unfold(None)
        elif details is not None and details.id == self._unfolded:
            self._tree.unfold(details.id, details_lines(details, self._tree.size.width - UNFOLDED_MARGIN))

    def on_resize(self) -> None:
        """What was narrow may be wide now."""
        self._unfold()

    @on(Outline.NodeChosen)
    async def _chosen(self) -> None:
        await self.action_perform("dashboard.sheet")

    def rights_at_hand(self) -> ContractRights | None:
        details, entry = self.query_one(ContractPanel).details, self._entry
        return details.rights if details and entry and details.id == entry.id else None

    async def rights_for(self, action: actions.Action) -> ContractRights | None:
        entry = self._entry
        if entry is None:
            return None
        return self.rights_at_hand() or await self.portal.ask(lambda session: session.contracts.rights(entry.id))

    def show(self, link: Link) -> None:
        """The contract that a link names, under the cursor."""
        match link:
            case ToContract(id=id) | ToPlace(contract=str(id)):
                if self._entries:
                    self._select(id)
                else:
                    self._wanted = id
            case _:
                pass

    def _select(self, id: str) -> None:
        self._wanted = None
        self._tree.filter = ""
        if not self._tree.select_key(id):
            from ecc_tui.domain.errors import NotFound

            self.notify(sentence(NotFound("contract", id)), severity="warning", markup=False)

    def changed(self) -> None:
        self._asked = asyncio.ensure_future(self._ask())
        self._load()
        self.workers.cancel_group(self, "states")
        self._tree.forget_details()
        self.query_one(ContractPanel).reload()

    # Actions

    def do_dashboard_search(self) -> None:
        """The search field; the tree follows each letter."""
        search = self.query_one(SearchField)
        search.display = True
        search.focus()

    @on(SearchField.Searched)
    def _searched(self, message: SearchField.Searched) -> None:
        self._tree.filter = message.value
        self._say_what_is_shown()

    @on(SearchField.Left)
    def _search_left(self) -> None:
        self.do_everywhere_back()

    def do_everywhere_back(self) -> bool:
        """From the search to the tree, then from the filter to all contracts; False when there is nothing to leave."""
        search, tree = self.query_one(SearchField), self._tree
        if search.has_focus:
            tree.focus()
            search.display = bool(tree.filter)
            return True
        if tree.filter:
            search.value = ""
            tree.filter = ""
            search.display = False
            self._say_what_is_shown()
            return True
        return False

    def do_dashboard_expand(self) -> None:
        """All groups open, or all closed."""
        self._tree.toggle_all()

    def do_dashboard_reload(self) -> None:
        """Everything asked again."""
        self.changed()

    def _chosen_entry(self) -> ContractEntry | None:
        """The contract that an action is about; where the cursor is on none, a word about it."""
        entry = self._entry
        if entry is None:
            if self._entries:
                self.notify(_("Put the cursor on a contract first."), markup=False)
            else:
                self.notify(_("No contract shows its dashboard to you."), markup=False)
        return entry

    def do_dashboard_copy(self) -> None:
        """The contract's id."""
        if entry := self._chosen_entry():
            copy_text(self, entry.id)

    def do_dashboard_sheet(self) -> None:
        """The contract's sheet."""
        self._later(_("The contract sheet"))

    def do_dashboard_consoles(self) -> None:
        """The technical consoles."""
        self._later(_("Access to the consoles"))

    def do_dashboard_subscriptions(self) -> None:
        """What is subscribed."""
        self._later(_("The list of subscriptions"))

    def _later(self, what: str) -> None:
        if self._chosen_entry():
            self.notify(_("{what} comes with a later version.").format(what=what), markup=False)

    def do_dashboard_menu(self) -> None:
        """What can be done with the contract (D5); what is denied is dimmed and explains itself."""
        from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, told

        entry = self._chosen_entry()
        if entry is None:
            return

        def choice() -> Choice:
            entries = [
                ChoiceEntry(
                    action.id,
                    _(action.help),
                    actions.shown_key(action, self.shown_keys),
                    reason="" if (denied := self.known_refusal(action)) is None else refusal_sentence(denied),
                )
                for action in map(actions.ACTIONS.__getitem__, MENU)
            ]
            return Choice(f"{entry.id} · {entry.name}", entries)

        self.app.push_screen(told(choice), self._menu_chosen)

    async def _menu_chosen(self, id: str | None) -> None:
        if id is not None:
            await self.action_perform(id)

    def _go_to(self, place: Place) -> None:
        if entry := self._chosen_entry():
            self.post_message(Go(ToPlace(place, entry.id)))

    def do_dashboard_requests(self) -> None:
        """The contract's requests."""
        self._go_to(Place.REQUESTS)

    def do_dashboard_order(self) -> None:
        """The catalogue, for the contract."""
        self._go_to(Place.CATALOGUE)

    def do_dashboard_users(self) -> None:
        """The contract's users."""
        self._go_to(Place.RIGHTS)

    def do_dashboard_invoices(self) -> None:
        """The contract's invoices."""
        self._go_to(Place.INVOICES)

    def do_dashboard_documents(self) -> None:
        """The contract's documents."""
        self._go_to(Place.DOCUMENTS)

    def do_dashboard_help(self) -> None:
        """Adviser and support."""
        self._go_to(Place.HELP)

    @work(group="dialog")
    async def do_dashboard_budget(self) -> None:
        """Modify the amount of the budget (D3)."""
        from ecc_tui.screens.budget import modify_budget

        entry = self._chosen_entry()
        if entry is None:
            return
        if await modify_budget(self.portal, self.app, entry.id):
            self.changed()


class _Answer(Struct, frozen=True):
    """What the tree shows; whom to ask when it is empty."""

    entries: Sequence[ContractEntry]
    states: Mapping[str, ContractState]
    administrators: Sequence[str]
