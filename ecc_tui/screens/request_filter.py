"""The criteria of the list of requests (Q2): status, kind, contract, period, mine; *Apply* applies them.

What the person wants here: "what is still open on this contract", in five keys: f, space, tab to the contract, its
first letters, enter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from msgspec import structs
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from ecc_tui import i18n
from ecc_tui.domain.contracts import ContractName
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.requests import Kind, RequestFilter, Status
from ecc_tui.domain.rights import Section
from ecc_tui.i18n import N_, _
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.buttons import relabel
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, Dialog, told
from ecc_tui.widgets.dialogs.base import WIDEST
from ecc_tui.widgets.fields import Field
from ecc_tui.widgets.ticks import Tick
from ecc_tui.wording import kind_word, sentence, status_glyph, status_word

ANY_CONTRACT = ""


class RequestFilterDialog(Dialog[RequestFilter | None]):
    """Dismissed with the criteria, or None when they stay as they were. The search is kept as it is."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "Tick"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "apply", N_("Apply"), show=False, id="filter.apply"),
        Binding("left", "app.focus_previous", show=False, id="filter.previous"),
        Binding("right", "app.focus_next", show=False, id="filter.next"),
        Binding("up", "line(-1)", show=False, id="filter.up"),
        Binding("down", "line(1)", show=False, id="filter.down"),
    ]

    def __init__(self, portal: Portal, filter: RequestFilter) -> None:
        super().__init__("")
        self._portal = portal
        self._filter = filter
        self._contract = next(iter(sorted(filter.contracts)), ANY_CONTRACT)
        self._problem: Callable[[], str] = str
        """What is wrong, in the language at the time of asking."""

    def fill(self) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Static(id="status-label", classes="label", markup=False)
            for status in Status:
                yield Tick(value=status in self._filter.statuses, id=f"status-{status}")
        with Horizontal(classes="row"):
            yield Static(id="kind-label", classes="label", markup=False)
            for kind in Kind:
                yield Tick(value=kind in self._filter.kinds, id=f"kind-{kind}")
        with Horizontal(classes="row"):
            yield Static(id="contract-label", classes="label", markup=False)
            yield Button(id="contract", compact=True)
        with Horizontal(classes="row"):
            yield Static(id="first-label", classes="label", markup=False)
            yield Field(_iso(self._filter.first_day), id="first-day", classes="date")
            yield Static(id="last-label", markup=False)
            yield Field(_iso(self._filter.last_day), id="last-day", classes="date")
        yield Static(id="problem", classes="problem", markup=False)
        with Horizontal(classes="row"):
            yield Static(id="mine-label", classes="label", markup=False)
            yield Tick(value=self._filter.mine, id="mine")
        with Horizontal(classes="buttons"):
            yield Button(id="apply", variant="primary", compact=True)
            yield Button(id="clear", compact=True)
            yield Button(id="cancel", compact=True)

    def on_mount(self) -> None:
        self.set_width(WIDEST)
        self.words()

    def words(self) -> None:
        """All texts in the current language."""
        self.say(_("Filter the requests"), _("space choose · enter apply · esc cancel"))
        labels = {
            "status": _("Status"),
            "kind": _("Kind"),
            "contract": _("Contract"),
            "first": _("Issued from"),
            "last": _("to"),
            "mine": _("Mine"),
        }
        for name, text in labels.items():
            self.query_one(f"#{name}-label", Static).update(text)
        for status in Status:
            self.query_one(f"#status-{status}", Tick).label = Content(f"{status_glyph(status)} {status_word(status)}")
        for kind in Kind:
            self.query_one(f"#kind-{kind}", Tick).label = Content(kind_word(kind))
        self.query_one("#mine", Tick).label = Content(_("only requests that I made"))
        relabel(self.query_one("#contract", Button), self._contract or _("all contracts"))
        for name, text in {"apply": _("Apply"), "clear": _("Clear"), "cancel": _("Cancel")}.items():
            relabel(self.query_one(f"#{name}", Button), text)
        for name in ("first-day", "last-day"):
            self.query_one(f"#{name}", Field).placeholder = _("YYYY-MM-DD")
        self.query_one("#problem", Static).update(self._problem())

    def _refuse(self, problem: Callable[[], str]) -> None:
        self._problem = problem
        self.query_one("#problem", Static).update(problem())

    # Contract

    @on(Button.Pressed, "#contract")
    @work(exclusive=True, group="contract")
    async def _choose_contract(self) -> None:
        try:
            names = await self._portal.ask(lambda session: session.contracts.names(Section.ORDERS))
        except DomainError as error:
            problem = error
            self._refuse(lambda: sentence(problem))
            return
        chosen = await self.app.push_screen_wait(
            told(lambda: Choice(_("Contract"), _contract_options(names), chosen=self._contract))
        )
        if chosen is not None:
            self._contract = chosen
            self.words()
            self.query_one("#first-day").focus()

    # Leaving

    def action_line(self, step: int) -> None:
        """Up and down go from line to line."""
        rows = [row for row in self.query("Horizontal") if row.query("Tick, Button, Input")]
        here = next((index for index, row in enumerate(rows) if row.has_focus_within), 0)
        rows[(here + step) % len(rows)].query("Tick, Button, Input").first().focus()

    @on(Button.Pressed, "#cancel")
    def _cancelled(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#clear")
    def _cleared(self) -> None:
        self.dismiss(RequestFilter(search=self._filter.search))

    @on(Button.Pressed, "#apply")
    @on(Input.Submitted)
    def action_apply(self) -> None:
        """Take the criteria over; a date that is none is marked and gets the focus."""
        days: dict[str, date | None] = {}
        for name in ("first-day", "last-day"):
            field = self.query_one(f"#{name}", Field)
            try:
                days[name] = date.fromisoformat(field.value.strip()) if field.value.strip() else None
            except ValueError:
                self._refuse(lambda: _("Write the date like {example}.").format(example=i18n.today().isoformat()))
                field.focus()
                return
        first, last = days["first-day"], days["last-day"]
        if first and last and first > last:
            self._refuse(lambda: _("The period ends before it begins."))
            self.query_one("#last-day").focus()
            return
        self.dismiss(
            structs.replace(
                self._filter,
                statuses=frozenset(s for s in Status if self.query_one(f"#status-{s}", Tick).value),
                kinds=frozenset(k for k in Kind if self.query_one(f"#kind-{k}", Tick).value),
                contracts=self._chosen_contracts(),
                first_day=first,
                last_day=last,
                mine=self.query_one("#mine", Tick).value,
            )
        )

    def _chosen_contracts(self) -> frozenset[str]:
        """A link may name several contracts; they stay as long as no other one is chosen."""
        if self._contract in self._filter.contracts:
            return self._filter.contracts
        return frozenset({self._contract} if self._contract else ())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _contract_options(names: Sequence[ContractName]) -> list[ChoiceEntry]:
    return [
        ChoiceEntry(ANY_CONTRACT, _("all contracts")),
        *(ChoiceEntry(name.id, f"{name.id}  {name.name}", name.company) for name in names),
    ]
