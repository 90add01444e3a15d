"""The whole application in a pilot, on a copy of the small demo whose day never changes.

async with opened(demo, "operator.demo", size=(80, 24)) as pilot:
    await press(pilot, "2")
    await see(pilot, "3-00286023")
"""

from __future__ import annotations

import asyncio
import gc
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any, Self, cast

import apsw
from textual.pilot import Pilot

from ecc_tui.app import CloudCustomerSpace
from ecc_tui.backend.base import Backend
from ecc_tui.backend.sql.store import Store
from ecc_tui.config import Configuration
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.links import Link
from ecc_tui.domain.requests import RequestRow
from ecc_tui.i18n import set_language
from ecc_tui.start import Start
from ecc_tui.widgets.grid import Grid
from ecc_tui.widgets.tree import Outline
from tests.widgets.themed import shown, until

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
PASSWORD = "Cloud-Demo1!"
NARROW, WIDE = (80, 24), (120, 40)
NEWEST = "3-00286023"


class FixedClock(datetime):
    """Stands for `datetime` where the interface asks what time it is."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Always the same instant."""
        return cast(Self, NOW.astimezone(tz))


def copy_of(store: Path, folder: Path) -> Path:
    """A store of the test's own."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Path(shutil.copy(store, folder / "demo.sqlite"))


class Control:
    """What happens to calls on their way to the backend: some fail, some wait until they are let go.

    Calls are named by section and method: `requests.window`.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.failing: dict[str, DomainError] = {}
        self._held: dict[str, asyncio.Event] = {}

    def fail(self, call: str, error: DomainError) -> None:
        """From now on that call raises."""
        self.failing[call] = error

    def hold(self, call: str) -> asyncio.Event:
        """Calls made from now on wait for the event."""
        self._held[call] = asyncio.Event()
        return self._held[call]

    def let_go(self, call: str) -> None:
        """Later calls go through again; those that wait still wait for their event."""
        self._held.pop(call, None)

    async def pass_on(self, call: str) -> None:
        """What a call meets before it reaches the backend."""
        self.calls.append(call)
        if (event := self._held.get(call)) is not None:
            await event.wait()
        if (error := self.failing.get(call)) is not None:
            raise error


class _Part:
    """A section of the session with the control before each of its calls."""

    def __init__(self, inner: Any, name: str, control: Control) -> None:
        self._inner, self._name, self._control = inner, name, control

    def __getattr__(self, method: str) -> Any:
        original, call, control = getattr(self._inner, method), f"{self._name}.{method}", self._control

        async def passed(*arguments: Any, **options: Any) -> Any:
            await control.pass_on(call)
            return await original(*arguments, **options)

        async def walked(*arguments: Any) -> AsyncIterator[Sequence[RequestRow]]:
            async for rows in original(*arguments):
                await control.pass_on(call)
                yield rows

        return walked if method == "walk" else passed


class ControlledSession:
    """A session of the real backend behind a control."""

    def __init__(self, inner: Any, control: Control) -> None:
        self._inner = inner
        self.contracts = _Part(inner.contracts, "contracts", control)
        self.requests = _Part(inner.requests, "requests", control)
        self.catalogue = _Part(inner.catalogue, "catalogue", control)
        self.notifications = _Part(inner.notifications, "notifications", control)
        self.account = _Part(inner.account, "account", control)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class ControlledBackend:
    """The real backend; the sessions that it opens are behind a control."""

    def __init__(self, inner: Store, control: Control) -> None:
        self._inner, self._control = inner, control

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def log_in(self, login: str, password: str) -> Any:
        """As the real one."""
        return ControlledSession(await self._inner.log_in(login, password), self._control)

    async def demo_session(self, login: str) -> Any:
        """As the real one."""
        return ControlledSession(await self._inner.demo_session(login), self._control)


@asynccontextmanager
async def opened(
    store: Path,
    login: str | None = "referent.demo",
    *,
    size: tuple[int, int] = WIDE,
    language: str = "en",
    link: Link | None = None,
    control: Control | None = None,
    configuration: Configuration | None = None,
) -> AsyncIterator[Pilot[Any]]:
    """The application, logged in as somebody of the demo; without a login on its log-in screen."""
    app, backend = await application(
        store, login, language=language, link=link, control=control, configuration=configuration
    )
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            try:
                yield pilot
            finally:
                app._stop_asking()
    finally:
        await backend.close()
        gc.unfreeze()  # each start freezes what is there: over many tests nothing would ever be collected


async def application(
    store: Path,
    login: str | None,
    *,
    language: str = "en",
    link: Link | None = None,
    control: Control | None = None,
    configuration: Configuration | None = None,
) -> tuple[CloudCustomerSpace, Store]:
    """The application as it is before its first frame, and the store that it stands on."""
    set_language(language)
    backend = Store.open(store, clock=lambda: NOW)
    start = Start(
        configuration=configuration or Configuration(animation=False),
        language=language,
        language_asked=True,
        store=store,
        demo_login=login,
        link=link,
    )
    used = backend if control is None else cast(Backend, ControlledBackend(backend, control))
    app = CloudCustomerSpace(start, used)
    await app.prepare()
    return app, backend


# What a person does and sees


def quiet(pilot: Pilot[Any]) -> None:
    """As if nothing had been typed for a while: the final button of a form listens to Enter."""
    cast(CloudCustomerSpace, pilot.app)._type_ahead._arrivals.clear()


async def press_final(pilot: Pilot[Any]) -> None:
    """Go to the final button of the form in view, and press it."""
    pilot.app.screen.query_one("#final").focus()
    await pilot.pause()
    quiet(pilot)
    await press(pilot, "enter")


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, and wait until the last one has been dealt with."""
    await pilot.press(*keys)
    typed = cast(CloudCustomerSpace, pilot.app)._type_ahead
    await until(pilot, lambda: not typed._waiting and not (typed._on_its_way and typed._target.is_attached))
    await pilot.pause()


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type a text letter by letter."""
    await press(pilot, *(_NAMES.get(letter, letter) for letter in text))


_NAMES = {
    " ": "space",
    "-": "minus",
    "_": "underscore",
    ".": "full_stop",
    ",": "comma",
    ":": "colon",
    "#": "number_sign",
}


def words(pilot: Pilot[Any]) -> str:
    """What the screen says, in one line: borders and line ends are spaces."""
    return re.sub(r"[\s│╭╮╰╯─▌▎]+", " ", shown(pilot.app))


async def see(pilot: Pilot[Any], *texts: str) -> None:
    """Wait until each text is on the screen, wherever its lines break."""
    for text in texts:
        try:
            await until(pilot, lambda text=text: text.replace("\u00a0", " ") in words(pilot))  # type: ignore[misc]  # mypy can't type a default
        except AssertionError:
            raise AssertionError(f"no {text!r} in:\n{shown(pilot.app)}") from None


async def hear(pilot: Pilot[Any], text: str) -> None:
    """Wait until a notification holds a text."""
    try:
        await until(pilot, lambda: any(text in said for said in said_by(pilot)))
    except AssertionError:
        raise AssertionError(f"no {text!r} in {said_by(pilot)}") from None


def said_by(pilot: Pilot[Any]) -> list[str]:
    """The notifications of the application, oldest first."""
    return [str(notification.message) for notification in pilot.app._notifications]


def tree_of(pilot: Pilot[Any]) -> Outline[Any]:
    """The contracts of the dashboard."""
    return pilot.app.screen.query_one("#contracts", Outline)


def grid_of(pilot: Pilot[Any]) -> Grid[RequestRow]:
    """The list of requests."""
    return cast("Grid[RequestRow]", pilot.app.screen.query_one("#requests", Grid))


def rows_of(pilot: Pilot[Any]) -> list[RequestRow]:
    """The rows that the list has at hand, in its order."""
    return [row for _index, row in sorted(grid_of(pilot)._pages.rows(), key=lambda pair: pair[0])]


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until the list has the answer to its last question."""
    grid = grid_of(pilot)
    await until(pilot, lambda: not grid.is_loading and grid.count[1] and grid._failure is None)
    await pilot.pause()


async def on_contract(pilot: Pilot[Any], id: str) -> None:
    """Put the cursor of the dashboard on a contract, and wait for its details."""
    from ecc_tui.screens.contract_panel import ContractPanel

    tree = tree_of(pilot)
    await until(pilot, lambda: tree.line_count)
    assert tree.select_key(id)
    panel = pilot.app.screen.query_one(ContractPanel)
    await until(pilot, lambda: panel.details is not None and panel.details.id == id)
    await pilot.pause()


async def open_requests(pilot: Pilot[Any]) -> None:
    """Go to the list of requests."""
    await press(pilot, "2")
    await until(pilot, lambda: bool(pilot.app.screen.query("#requests")))
    await settled(pilot)


def change(store: Path, sql: str, *parameters: object) -> None:
    """Change the store behind the program's back.

    By the same library: with a second one in the process each would undo the other's locks.
    """
    ask(store, sql, *parameters)


def ask(store: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Look into the store."""
    connection = apsw.Connection(str(store))
    try:
        connection.set_busy_timeout(10_000)
        return connection.execute(sql, cast(Any, parameters)).fetchall()
    finally:
        connection.close()
