"""The first start (A0): create a store with its company, first contract and first person, or open the demo.

Nobody gets an account that nobody created: the person typed here is the contract's referent and the company's
administrator.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from ecc_tui.backend import connect
from ecc_tui.domain.account import (
    LOGIN_RULE,
    PASSWORD_LONGEST,
    PASSWORD_SIGNS,
    SHORTEST_PASSWORD,
    NewStore,
    PasswordCondition,
    PasswordLevel,
    judge_password,
)
from ecc_tui.domain.errors import DomainError, InvalidInput
from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_, _, language
from ecc_tui.widgets.fields import Field, PasswordField
from ecc_tui.widgets.panel import Panel
from ecc_tui.wording import password_condition, sentence

if TYPE_CHECKING:
    from ecc_tui.backend.base import Backend


async def first_store(app: App[int], store: Path, demo: Path) -> Backend:
    """Ask until there is a store: the new one, or the demo. Call it in a worker."""
    screen = GuideScreen(store)
    while True:
        wish = await app.push_screen_wait(screen)
        try:
            if isinstance(wish, OpenDemo):
                return await asyncio.to_thread(connect.open_demo, demo, language())
            return await asyncio.to_thread(connect.create_store, store, wish)
        except DomainError as error:
            screen = GuideScreen(store, wish if isinstance(wish, NewStore) else None, error)


class OpenDemo(Struct, frozen=True):
    """The person wants to look at the demo first."""


_FIELDS = {
    "company": N_("Company"),
    "contract_id": N_("Contract id"),
    "contract_name": N_("Contract name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("E-mail"),
    "login": N_("Login"),
}
_LEVEL = PasswordLevel.STRONG


class GuideScreen(Screen["NewStore | OpenDemo"]):
    """Dismissed with the new store's content, or the wish for the demo."""

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = "#demo"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False, id="guide.up"),
        Binding("down", "app.focus_next", show=False, id="guide.down"),
    ]

    def __init__(self, store: Path, typed: NewStore | None = None, refused: DomainError | None = None) -> None:
        """`typed` and `refused` bring back what was typed when the backend did not take it."""
        super().__init__()
        self._store = store
        self._typed = {name: getattr(typed, name) if typed else "" for name in _FIELDS}
        self._refused = refused

    def compose(self) -> ComposeResult:
        with Panel(classes="card"):
            yield Static(id="welcome", markup=False)
            yield Button(id="demo", compact=True)
            yield Static(id="or-create", markup=False)
            for name in _FIELDS:
                with Horizontal(classes="row"):
                    yield Static(id=f"{name}-label", classes="label", markup=False)
                    yield Field(self._typed[name], id=name)
            for name in ("password", "again"):
                with Horizontal(classes="row"):
                    yield Static(id=f"{name}-label", classes="label", markup=False)
                    yield PasswordField(id=name)
            yield Static(id="conditions", markup=False)
            yield Static(id="problem", classes="problem", markup=False)
            yield Button(id="create", variant="primary", compact=True)
        yield Static(id="hint", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.words()
        if self._refused is not None:
            self._show_refusal(self._refused)

    def words(self) -> None:
        """All texts in the current language."""
        self.query_one(Panel).head(_("Cloud Customer Space"))
        self.query_one("#welcome", Static).update(_("Welcome. There is no store on this machine yet."))
        self.query_one("#demo", Button).label = _("Open the demo")
        self.query_one("#or-create", Static).update(
            _("Or create a store: its first contract and the person who looks after it.")
        )
        for name, label in _FIELDS.items():
            self.query_one(f"#{name}-label", Static).update(_(label) + " *")
        self.query_one("#password-label", Static).update(_("Password") + " *")
        self.query_one("#again-label", Static).update(_("Once more") + " *")
        self.query_one("#create", Button).label = _("Create the store")
        self.query_one("#hint", Static).update(
            _("The store is one file: {path}").format(path=clean(str(self._store)))
            + "\n"
            + _("tab next · ctrl+t language · ctrl+q quit")
        )
        self._judge()

    @on(Input.Changed, "#password")
    @on(Input.Changed, "#again")
    def _judge(self) -> None:
        """Rule A3, each condition turning green while one types."""
        password = self.query_one("#password", PasswordField).value
        verdict = judge_password(password, _LEVEL)
        lines = []
        for condition in PasswordCondition:
            met = condition in verdict.met and bool(password)
            words = password_condition(
                condition, length=SHORTEST_PASSWORD[_LEVEL], longest=PASSWORD_LONGEST, signs=PASSWORD_SIGNS
            )
            lines.append(Content.styled(f"{'✔' if met else '·'} {words}", "$text-success" if met else "$text-muted"))
        same = bool(password) and password == self.query_one("#again", PasswordField).value
        lines.append(
            Content.styled(
                f"{'✔' if same else '·'} {_('typed twice the same')}", "$text-success" if same else "$text-muted"
            )
        )
        self.query_one("#conditions", Static).update(Content("\n").join(lines))

    def _show_refusal(self, error: DomainError) -> None:
        """Why the backend did not take the store, and the field that it is about."""
        self.query_one("#problem", Static).update(sentence(error))
        if isinstance(error, InvalidInput) and error.field in (*_FIELDS, "password"):
            self.query_one(f"#{error.field}").focus()

    @on(Button.Pressed, "#demo")
    def _demo(self) -> None:
        self.dismiss(OpenDemo())

    @on(Input.Submitted)
    def _next(self) -> None:
        self.app.action_focus_next()

    @on(Button.Pressed, "#create")
    def _create(self) -> None:
        """Everything must be there; the first field that isn't gets the focus."""
        values = {name: clean(self.query_one(f"#{name}", Field).value.strip()) for name in _FIELDS}
        password = self.query_one("#password", PasswordField).value
        problem: tuple[str, str] | None = None
        if missing := [name for name in _FIELDS if not values[name]]:
            problem = (missing[0], _("Fill in all fields marked *."))
        elif "@" not in values["email"].strip("@"):
            problem = ("email", _("This is not an e-mail address."))
        elif not LOGIN_RULE.match(values["login"]):
            problem = ("login", _("A login has 8 to 64 letters without accents, digits, and . _ -"))
        elif not judge_password(password, _LEVEL).accepted:
            problem = ("password", _("The password does not keep the rule below its field."))
        elif password != self.query_one("#again", PasswordField).value:
            problem = ("again", _("The two passwords differ."))
        if problem is None:
            self.dismiss(NewStore(**values, password=password))
        else:
            self.query_one("#problem", Static).update(problem[1])
            self.query_one(f"#{problem[0]}").focus()
