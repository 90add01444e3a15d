"""The log-in screen (A1, A7), also shown over another screen when a session has ended (A5)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from ecc_tui.backend.base import CodeNeeded, Session
from ecc_tui.domain import demo
from ecc_tui.domain.errors import DomainError, LogInDelayed
from ecc_tui.i18n import LANGUAGES, _, language
from ecc_tui.widgets.buttons import relabel
from ecc_tui.widgets.fields import Field, PasswordField
from ecc_tui.widgets.panel import Panel
from ecc_tui.wording import backend_name, sentence

if TYPE_CHECKING:
    from ecc_tui.backend.base import Backend
    from ecc_tui.state import Choices


async def sign_in_over(app: App[int], backend: Backend, choices: Choices, login: str) -> Session:
    """The same person logs in again over whatever is on the screen, which stays as it was."""
    answer: asyncio.Future[Session] = asyncio.get_running_loop().create_future()

    async def signed_in(session: Session) -> None:
        answer.set_result(session)
        # Not awaited: the screen's own worker comes here, and its end would end the application that takes it down.
        screen.dismiss()

    screen = LogInScreen(backend, choices, signed_in, login=login)
    await app.push_screen(screen)
    return await answer


class LogInScreen(Screen[None]):
    """Login and password; `enter` gets the session.

    With `login` it is the same person again, over the screen he was on.
    """

    CSS_PATH = "cards.tcss"
    AUTO_FOCUS = ""
    shuts_out = True
    is_busy = False
    """From the check of a password until the next screen is open keys wait: they are for that one."""

    def __init__(
        self,
        backend: Backend,
        choices: Choices,
        enter: Callable[[Session], Awaitable[None]],
        demo_logins: Sequence[str] = (),
        *,
        login: str | None = None,
    ) -> None:
        super().__init__()
        self._backend = backend
        self._choices = choices
        self._enter = enter
        self._demo_logins = demo_logins
        self._again = login
        self._problem: DomainError | None = None
        self._delayed_until = 0.0

    def compose(self) -> ComposeResult:
        with Panel(classes="ecc-panel card"):
            with Horizontal(classes="row"):
                yield Static(id="login-label", classes="label", markup=False)
                yield Field(self._again or self._choices.get("login", ""), id="login", disabled=bool(self._again))
            with Horizontal(classes="row"):
                yield Static(id="password-label", classes="label", markup=False)
                yield PasswordField(id="password")
            yield Static(id="problem", classes="problem", markup=False)
            yield Button(id="submit", variant="primary", compact=True)
        yield Static(id="hint", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.words()
        self.set_interval(1.0, self._show_problem)

    def on_screen_resume(self) -> None:
        """Whoever comes next starts with an empty password."""
        self._problem = None
        self._show_problem()
        self.query_one("#password", PasswordField).clear()
        self.query_one("#password" if self.query_one("#login", Field).value else "#login").focus()

    def words(self) -> None:
        """All texts in the current language."""
        card = self.query_one(Panel)
        card.head(_("Cloud Customer Space"))
        card.foot(backend_name(self._backend.capabilities))
        self.query_one("#login-label", Static).update(_("Login"))
        self.query_one("#password-label", Static).update(_("Password"))
        relabel(self.query_one("#submit", Button), _("Log in"))
        self.query_one("#hint", Static).update(self._hint())
        self._show_problem()

    def _hint(self) -> str:
        languages = " / ".join(code.upper() if code == language() else code for code in LANGUAGES)
        lines = [_("ctrl+t language {languages} · ctrl+q quit").format(languages=languages)]
        if self._again:
            lines.insert(0, _("The session has ended. Log in again: everything is where you left it."))
        if self._demo_logins:
            lines.append("")
            lines.append(_("Demo logins, password {password}").format(password=demo.PASSWORD))
            lines.append("  ".join(self._demo_logins))
        return "\n".join(lines)

    @on(Input.Submitted, "#login")
    def _to_password(self) -> None:
        self.query_one("#password").focus()

    @on(Input.Submitted, "#password")
    @on(Button.Pressed, "#submit")
    def _submit(self) -> None:
        login, password = self.query_one("#login", Field), self.query_one("#password", PasswordField)
        for field in (login, password):
            if not field.value:
                field.focus()
                return
        if not self.query_one("#submit", Button).disabled:
            self._log_in(login.value, password.value)

    @work(exclusive=True, group="log-in")
    async def _log_in(self, login: str, password: str) -> None:
        button = self.query_one("#submit", Button)
        button.disabled = self.is_busy = True
        relabel(button, _("Checking…"))
        try:
            answer = await self._backend.log_in(login, password)
            assert not isinstance(answer, CodeNeeded)
            self._choices.set("login", login)
            await self._enter(answer)
        except DomainError as problem:
            self._refused(problem)
        finally:
            button.disabled = self.is_busy = False
            relabel(button, _("Log in"))

    def _refused(self, problem: DomainError) -> None:
        self._problem = problem
        if isinstance(problem, LogInDelayed):
            self._delayed_until = asyncio.get_running_loop().time() + problem.seconds
        self._show_problem()
        password = self.query_one("#password", PasswordField)
        password.clear()
        password.focus()

    def _show_problem(self) -> None:
        """The refusal; a delay counts down and goes away by itself."""
        if isinstance(self._problem, LogInDelayed):
            left = round(self._delayed_until - asyncio.get_running_loop().time())
            self._problem = LogInDelayed(left) if left > 0 else None
        text = sentence(self._problem) if self._problem else ""
        self.query_one("#problem", Static).update(text)
