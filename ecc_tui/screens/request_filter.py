"""The criteria of the list of requests (Q2): status, kind, contract, period, mine; *Apply* applies them.

What the person wants here: "what is still open on this contract", in a few keys: f, space, two tabs, the contract's
first letters, enter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import ClassVar

from msgspec import structs
from textual import on, work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from ecc_tui.domain.contracts import ContractName
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.forms import Entries, Entry, Field, FieldKind, Form, Option
from ecc_tui.domain.requests import Kind, RequestFilter, Status
from ecc_tui.domain.rights import Section
from ecc_tui.i18n import N_, _
from ecc_tui.screens.kept import begin_kept, forget_kept, leave_kept
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.buttons import relabel
from ecc_tui.widgets.dialogs import Dialog
from ecc_tui.widgets.dialogs.base import WIDEST
from ecc_tui.widgets.form import FormView
from ecc_tui.wording import kind_word, sentence, status_glyph, status_word

ANY_CONTRACT = "any"
MINE = "mine"


class RequestFilterDialog(Dialog[RequestFilter | None]):
    """Dismissed with the criteria, or None when they stay as they were. The search is kept as it is."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "apply", N_("Apply"), show=False, id="filter.apply"),
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
        self._draft = begin_kept(portal.drafts, "filter", title={"": _("Filter the requests")}, entries=self._entries())
        self._names: Sequence[ContractName] = ()
        self._problem: Callable[[], str] = str
        """Why the contracts can't be listed, in the language at the time of asking."""

    def fill(self) -> ComposeResult:
        draft = self._draft
        yield FormView(
            _form(self._names, self._contract),
            draft.entries if draft else self._entries(),
            keep=draft.enter if draft else None,
            moved=draft.move if draft else None,
            enter_sends=True,
            id="criteria",
        )
        yield Static(id="problem", classes="problem", markup=False)
        with Horizontal(classes="buttons"):
            yield Button(id="apply", variant="primary", compact=True)
            yield Button(id="clear", compact=True)
            yield Button(id="cancel", compact=True)

    def _entries(self) -> Entries:
        return {
            "status": tuple(self._filter.statuses),
            "kind": tuple(self._filter.kinds),
            "contract": self._contract,
            "first": _iso(self._filter.first_day),
            "last": _iso(self._filter.last_day),
            "mine": (MINE,) if self._filter.mine else (),
        }

    def on_mount(self) -> None:
        self.set_width(WIDEST)
        self.words()
        self.query_one(FormView).focus()
        self._list_contracts()

    def words(self) -> None:
        """All texts in the current language."""
        self.say(_("Filter the requests"), _("space choose · enter apply · esc cancel"))
        self.query_one(FormView).adopt(_form(self._names, self._contract))
        for name, text in {"apply": _("Apply"), "clear": _("Clear"), "cancel": _("Cancel")}.items():
            relabel(self.query_one(f"#{name}", Button), text)
        problem = self.query_one("#problem", Static)
        problem.update(self._problem())
        problem.display = bool(self._problem())

    @work(exclusive=True, group="contract")
    async def _list_contracts(self) -> None:
        """The contracts to choose from; the other criteria need not wait for them."""
        try:
            self._names = await self._portal.ask(lambda session: session.contracts.names(Section.ORDERS))
        except DomainError as error:
            problem = error
            self._problem = lambda: sentence(problem)
        self.words()

    # Leaving

    def dismiss(self, result: RequestFilter | None = None) -> AwaitComplete:
        """Applied or left: what was typed isn't needed any more."""
        forget_kept(self._draft)
        return super().dismiss(result)

    def on_unmount(self) -> None:
        """The program may end while it is open."""
        leave_kept(self._draft)

    def action_line(self, step: int) -> None:
        """Up and down go from the form to the buttons and back."""
        form = self.query_one(FormView)
        if form.has_focus_within:
            self.query_one("#apply").focus()
        else:
            form.focus_field("mine" if step < 0 else "status")

    @on(Button.Pressed, "#cancel")
    def _cancelled(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#clear")
    def _cleared(self) -> None:
        self.dismiss(RequestFilter(search=self._filter.search))

    @on(Button.Pressed, "#apply")
    @on(FormView.Sent)
    def action_apply(self) -> None:
        """Take the criteria over; a day that is none is marked and gets the focus."""
        verdict = self.query_one(FormView).judge()
        if not verdict.accepted:
            return
        answers = verdict.answers
        self.dismiss(
            structs.replace(
                self._filter,
                statuses=frozenset(map(Status, _several(answers.get("status")))),
                kinds=frozenset(map(Kind, _several(answers.get("kind")))),
                contracts=self._chosen_contracts(answers.get("contract")),
                first_day=_day(answers.get("first")),
                last_day=_day(answers.get("last")),
                mine=MINE in _several(answers.get("mine")),
            )
        )

    def _chosen_contracts(self, contract: Entry | None) -> frozenset[str]:
        """A link may name several contracts; they stay as long as no other one is chosen."""
        if contract == self._contract:
            return self._filter.contracts
        return frozenset({contract} if isinstance(contract, str) and contract != ANY_CONTRACT else ())


def _form(names: Iterable[ContractName], chosen: str) -> Form:
    """The criteria, in the language at hand; `names` are the contracts to choose from, as soon as they are known."""
    contracts = {name.id: _option(name.id, f"{name.id}  {name.name}", name.company) for name in names}
    if chosen != ANY_CONTRACT:
        contracts.setdefault(chosen, _option(chosen, chosen))
    return Form(
        "filter",
        (
            Field(
                id="status",
                kind=FieldKind.CHOICES,
                label={"": _("Status")},
                options=tuple(_option(status, f"{status_glyph(status)} {status_word(status)}") for status in Status),
            ),
            Field(
                id="kind",
                kind=FieldKind.CHOICES,
                label={"": _("Kind")},
                options=tuple(_option(kind, kind_word(kind)) for kind in Kind),
            ),
            Field(
                id="contract",
                kind=FieldKind.ELEMENT,
                label={"": _("Contract")},
                options=(_option(ANY_CONTRACT, _("all contracts")), *contracts.values()),
            ),
            Field(id="first", kind=FieldKind.DATE, label={"": _("Issued from")}),
            Field(id="last", kind=FieldKind.DATE, label={"": _("Issued until")}, not_before="first"),
            Field(
                id="mine",
                kind=FieldKind.CHOICES,
                label={"": _("Mine")},
                options=(_option(MINE, _("only requests that I made")),),
            ),
        ),
    )


def _option(id: str, label: str, detail: str = "") -> Option:
    return Option(id, {"": label}, {"": detail})


def _several(answer: Entry | None) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else ()


def _day(answer: Entry | None) -> date | None:
    return date.fromisoformat(answer) if isinstance(answer, str) else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
