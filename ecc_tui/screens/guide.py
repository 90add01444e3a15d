"""The first start (A0): create a store with its company, first contract and first person, or open the demo.

Nobody gets an account that nobody created: the person typed here is the contract's referent and the company's
administrator.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from ecc_tui.backend import connect
from ecc_tui.domain.account import (
    PASSWORD_LONGEST,
    PASSWORD_SIGNS,
    SHORTEST_PASSWORD,
    PasswordCondition,
    PasswordLevel,
    judge_password,
)
from ecc_tui.domain.errors import DomainError, InvalidInput
from ecc_tui.domain.first_store import FIRST_STORE, new_store, password_rules
from ecc_tui.domain.forms import Wrong
from ecc_tui.domain.text import clean
from ecc_tui.drafts import open_drafts
from ecc_tui.i18n import _, language
from ecc_tui.screens.kept import begin_kept, forget_kept, leave_kept
from ecc_tui.widgets.buttons import relabel
from ecc_tui.widgets.focus import focus_alone, update_focus_styles
from ecc_tui.widgets.form import FormView
from ecc_tui.widgets.form_lines import SecretControl
from ecc_tui.widgets.panel import Panel
from ecc_tui.wording import password_condition, refused_character, sentence
from ecc_tui.wording.form_words import worded

if TYPE_CHECKING:
    from ecc_tui.backend.base import Backend


_LEVEL = PasswordLevel.STRONG


class GuideScreen(Screen[None]):
    """`opened` gets the backend: the new store, or the demo."""

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = "#demo"
    focused = focus_alone()
    _update_focus_styles = update_focus_styles
    is_busy = False
    """While a store is made keys wait, and nothing starts to make another one."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False, id="guide.up"),
        Binding("down", "app.focus_next", show=False, id="guide.down"),
    ]

    def __init__(
        self,
        store: Path,
        demo: Path,
        opened: Callable[[Backend, Path], Awaitable[None]],
        sends_mail: Callable[[Path], bool] = lambda _store: False,
    ) -> None:
        super().__init__()
        self._sends_mail = sends_mail
        self._store = store
        self._demo_store = demo
        self._opened = opened
        self._draft = begin_kept(open_drafts("", ""), FIRST_STORE.id)

    def compose(self) -> ComposeResult:
        with Panel(classes="ecc-panel card"):
            yield Static(id="welcome", markup=False)
            yield Button(id="demo", compact=True)
            yield Static(id="or-create", markup=False)
            draft = self._draft
            yield FormView(
                worded(FIRST_STORE),
                draft.entries if draft else None,
                keep=draft.enter if draft else None,
                moved=draft.move if draft else None,
                rules=password_rules,
                id="fields",
            )
            yield Static(id="conditions", markup=False)
            yield Static(id="problem", classes="problem", markup=False)
            yield Button(id="create", variant="primary", compact=True)
        yield Static(id="hint", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.words()

    def on_unmount(self) -> None:
        """What was typed is there again at the next first start, but for the passwords."""
        leave_kept(self._draft)

    def words(self) -> None:
        """All texts in the current language."""
        self.query_one(Panel).head(_("Cloud Customer Space"))
        self.query_one("#welcome", Static).update(_("Welcome. There is no store on this machine yet."))
        relabel(self.query_one("#demo", Button), _("Open the demo"))
        self.query_one("#or-create", Static).update(
            _("Or create a store: its first contract and the person who looks after it.")
        )
        self.query_one(FormView).words()
        relabel(self.query_one("#create", Button), _("Create the store"))
        self.query_one("#hint", Static).update(
            _("The store is one file: {path}").format(path=clean(str(self._store)))
            + "\n"
            + _("tab next · ctrl+t language · ctrl+q quit")
        )
        self._judge()

    @on(FormView.Edited)
    def _judge(self) -> None:
        """Rule A3, each condition turning green while one types."""
        entries = self.query_one(FormView).entries
        password = str(entries.get("password", ""))
        verdict = judge_password(password, _LEVEL)
        lines = []
        for condition in PasswordCondition:
            met = condition in verdict.met and bool(password)
            words = password_condition(
                condition, length=SHORTEST_PASSWORD[_LEVEL], longest=PASSWORD_LONGEST, signs=PASSWORD_SIGNS
            )
            if condition is PasswordCondition.ONLY_ALLOWED and verdict.refused_character:
                words = refused_character(verdict.refused_character)
            lines.append(Content.styled(f"{'✔' if met else '·'} {words}", "$text-success" if met else "$text-muted"))
        same = bool(password) and password == entries.get("again")
        twice = _("typed twice the same")
        lines.append(Content.styled(f"{'✔' if same else '·'} {twice}", "$text-success" if same else "$text-muted"))
        self.query_one("#conditions", Static).update(Content("\n").join(lines))

    def _open(self, store: Path, opening: Callable[[], Backend]) -> None:
        if not self.is_busy:
            self.is_busy = True
            self._make(store, opening)

    @work
    async def _make(self, store: Path, opening: Callable[[], Backend]) -> None:
        """Make the store; what is refused is told beside what was typed."""
        self.query_one("#problem", Static).update(_("One moment…"))
        try:
            backend = await asyncio.to_thread(opening)
        except DomainError as error:
            self._show_problem(sentence(error))
            if isinstance(error, InvalidInput):
                self.query_one(FormView).mark([Wrong(error.field, error.rule, error.parameters)])
        else:
            for field in self.query(SecretControl):
                field.clear()
            if store == self._store:
                forget_kept(self._draft)
            await self._opened(backend, store)
        finally:
            self.is_busy = False

    def _show_problem(self, text: str) -> None:
        self.query_one("#problem", Static).update(text)

    @on(Button.Pressed, "#demo")
    def _demo(self) -> None:
        sends_mail = self._sends_mail(self._demo_store)
        self._open(self._demo_store, partial(connect.open_demo, self._demo_store, language(), sends_mail=sends_mail))

    @on(Button.Pressed, "#create")
    def _create(self) -> None:
        """Everything must be there; the first field that isn't gets the focus."""
        verdict = self.query_one(FormView).judge()
        if verdict.accepted:
            new, sends_mail = new_store(verdict), self._sends_mail(self._store)
            self._open(self._store, partial(connect.create_store, self._store, new, sends_mail=sends_mail))
        else:
            self._show_problem("")
