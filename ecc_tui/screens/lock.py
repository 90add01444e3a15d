"""The idle lock (A5): hides the screen until the password is typed; what lies under it stays as it was."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from ecc_tui.domain.errors import DomainError
from ecc_tui.i18n import _
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.fields import PasswordField
from ecc_tui.widgets.panel import Panel
from ecc_tui.wording import sentence


class LockScreen(Screen[None]):
    """Dismissed once the password was right."""

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = "#password"
    shuts_out = True
    is_busy = False
    """While a password is checked keys wait: they are for the screen below."""

    def __init__(self, portal: Portal) -> None:
        super().__init__()
        self._portal = portal

    def compose(self) -> ComposeResult:
        with Panel(classes="ecc-panel card"):
            yield Static(id="locked", markup=False)
            with Horizontal(classes="row"):
                yield Static(id="password-label", classes="label", markup=False)
                yield PasswordField(id="password")
            yield Static(id="problem", classes="problem", markup=False)
        yield Static(id="hint", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.words()

    def words(self) -> None:
        """All texts in the current language."""
        person = self._portal.session.person
        self.query_one(Panel).head(_("Locked"))
        self.query_one("#locked", Static).update(
            _("{login}, type your password to go on where you were.").format(login=person.login)
        )
        self.query_one("#password-label", Static).update(_("Password"))
        self.query_one("#hint", Static).update(_("enter unlock · ctrl+t language · ctrl+q quit"))

    @on(Input.Submitted)
    def _submit(self, message: Input.Submitted) -> None:
        if message.value:
            self._unlock(message.value)

    @work(exclusive=True, group="unlock")
    async def _unlock(self, password: str) -> None:
        field = self.query_one("#password", PasswordField)
        field.clear()
        self.query_one("#problem", Static).update(_("Checking…"))
        self.is_busy = True
        try:
            await self._portal.ask(lambda session: session.unlock(password))
        except DomainError as problem:
            self.query_one("#problem", Static).update(sentence(problem))
        else:
            self.dismiss(None)
        finally:
            self.is_busy = False
