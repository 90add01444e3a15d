"""Sections, keys, the palette, back, the idle lock, sessions that end, logging out (S1 to S8, A5, A6)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widgets import Button, Input

from ecc_tui.actions import PLACE_KEYS
from ecc_tui.domain.links import Place
from ecc_tui.screens.budget import BudgetDialog
from ecc_tui.screens.dashboard import DashboardScreen
from ecc_tui.screens.lock import LockScreen
from ecc_tui.screens.log_in import LogInScreen
from ecc_tui.screens.palette import Palette
from ecc_tui.screens.request import RequestScreen
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.screens.too_small import TooSmallScreen
from ecc_tui.widgets.dialogs import KeysHelp, Question, Reason
from ecc_tui.widgets.fields import PasswordField
from tests.screens.portal import (
    NARROW,
    NEWEST,
    PASSWORD,
    ask,
    change,
    hear,
    on_contract,
    open_requests,
    opened,
    press,
    see,
    tree_of,
    type_text,
    words,
)
from tests.screens.test_language import seen
from tests.widgets.themed import until

END_ALL = "UPDATE sessions SET ended = started WHERE ended IS NULL"


async def over(pilot: Pilot[Any], kind: type[Any]) -> None:
    """Wait until a screen of that kind is on top."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await pilot.pause()


@pytest.mark.parametrize("start", list(Place))
async def test_each_section_has_one_key_everywhere(demo: Path, start: Place) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await press(pilot, PLACE_KEYS[start])
        for place, key in PLACE_KEYS.items():
            await press(pilot, key)
            await until(pilot, lambda place=place: pilot.app.current_mode == place)  # type: ignore[misc]  # mypy can't type a default
            if place not in (Place.DASHBOARD, Place.REQUESTS, Place.CATALOGUE):
                await see(pilot, "comes with a later version.")
        await press(pilot, PLACE_KEYS[start])
        assert pilot.app.current_mode == start


async def test_back_goes_through_the_sections_one_came_by(demo: Path) -> None:
    """S8."""
    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001252")
        await press(pilot, "2", "5", "escape")
        assert pilot.app.current_mode == Place.REQUESTS
        await press(pilot, "escape")
        assert pilot.app.current_mode == Place.DASHBOARD
        node = tree_of(pilot).node
        assert node is not None
        assert node.key == "OCB0001252"
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, DashboardScreen)


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_the_keys_of_the_screen_with_their_reasons(demo: Path, key: str) -> None:
    async with opened(demo, "operator.demo", size=(120, 70)) as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, key)
        await over(pilot, KeysHelp)
        await see(pilot, "Sections", "Everywhere", "budget: Modify the amount of the contract's budget")
        await see(pilot, "Modify the budget needs manager on Contracts", "^q")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, DashboardScreen)


@pytest.mark.parametrize(
    ("typed", "language", "place"),
    [
        ("invoices and", "en", Place.INVOICES),
        ("factures", "en", Place.INVOICES),
        ("catalogue", "fr", Place.CATALOGUE),
        ("my account", "fr", Place.ACCOUNT),
        ("demandes", "en", Place.REQUESTS),
    ],
)
async def test_the_palette_finds_actions_in_both_languages(demo: Path, typed: str, language: str, place: Place) -> None:
    """S3."""
    async with opened(demo, "operator.demo", language=language) as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "ctrl+p")
        await over(pilot, Palette)
        await type_text(pilot, typed)
        await until(pilot, lambda: bool(pilot.app.screen._found))  # type: ignore[attr-defined]  # the palette
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.current_mode == place)


async def test_the_palette_finds_contracts_and_requests_by_name_and_id(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "ctrl+p", *"sandbox", "enter")
        await until(
            pilot, lambda: pilot.app.current_mode == Place.DASHBOARD and not isinstance(pilot.app.screen, Palette)
        )
        await see(pilot, "Dashboard › OCB0001252")
        await press(pilot, "ctrl+p")
        await type_text(pilot, NEWEST)
        await press(pilot, "enter")
        await over(pilot, RequestScreen)
        await see(pilot, f"Requests › {NEWEST}", "Progress")


@pytest.mark.parametrize("typed", ["OCB0001260", "paie", "zzzz"])
async def test_the_palette_says_when_nothing_begins_so(demo: Path, typed: str) -> None:
    """A contract without any role is like one that does not exist."""
    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "ctrl+p")
        await over(pilot, Palette)
        await type_text(pilot, typed)
        await see(pilot, "Nothing begins so.")
        await press(pilot, "escape")  # empties the field
        assert isinstance(pilot.app.screen, Palette)
        await press(pilot, "escape")
        await over(pilot, DashboardScreen)


async def test_a_denied_action_of_the_palette_explains_itself(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "ctrl+p")
        await over(pilot, Palette)
        await type_text(pilot, "budget")
        await press(pilot, "enter")
        await over(pilot, Reason)


async def test_the_lock_hides_everything_and_gives_it_back(demo: Path) -> None:
    """A5: form included."""
    async with opened(demo, "referent.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "b")
        await over(pilot, BudgetDialog)
        await type_text(pilot, "4321")
        await press(pilot, "left")
        prompt, before = pilot.app.screen, seen(pilot)
        await press(pilot, "ctrl+l")
        await over(pilot, LockScreen)
        hidden = " ".join(seen(pilot))
        assert "Locked" in hidden
        for text in ("OCB", "4321", "Budget", "Vasseur", "Aurélac", "Dashboard"):
            assert text not in hidden
        await press(pilot, "1", "escape", "ctrl+p", "ctrl+g", "f1", "ctrl+n")
        assert isinstance(pilot.app.screen, LockScreen), "no key leads around it"
        assert "OCB" not in " ".join(seen(pilot))
        field = pilot.app.screen.query_one(PasswordField)
        field.value = "Wrong-Passw0rd!"
        await press(pilot, "enter")
        await see(pilot, "The login or the password is wrong.")
        field.value = PASSWORD
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen is prompt)
        await pilot.pause()
        assert seen(pilot) == before
        assert prompt.query_one(Input).cursor_position == 3
        assert pilot.app.focused is prompt.query_one(Input)


async def test_nobody_at_the_keys_locks_it(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        app: Any = pilot.app
        await app._lock_when_idle()
        assert isinstance(app.screen, DashboardScreen)
        app._last_touched = time.monotonic() - 15 * 60
        await app._lock_when_idle()
        await over(pilot, LockScreen)
        await app._lock_when_idle()
        assert sum(isinstance(screen, LockScreen) for screen in app.screen_stack) == 1
        app.do_everywhere_theme()  # open to all
        await until(pilot, lambda: not isinstance(app.screen, LockScreen))
        assert not app.is_open, "what lies over the lock opens nothing"
        await app._lock_when_idle()
        assert sum(isinstance(screen, LockScreen) for screen in app.screen_stack) == 1


async def test_a_session_that_ends_completes_what_was_begun(demo: Path) -> None:
    """A5: the person logs in over the screen, then the interrupted action is done."""
    async with opened(demo, "referent.demo") as pilot:
        await on_contract(pilot, "OCB0001251")
        await press(pilot, "b")
        await over(pilot, BudgetDialog)
        await type_text(pilot, "999")
        change(demo, END_ALL)
        await press(pilot, "enter")
        await over(pilot, LogInScreen)
        await see(pilot, "The session has ended. Log in again: everything is where you left it.")
        assert "OCB" not in " ".join(seen(pilot))
        await press(pilot, "escape", "ctrl+p", "ctrl+g", "ctrl+l")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, LogInScreen), "no key leads around it"
        field = pilot.app.screen.query_one(PasswordField)
        field.value = "Wrong-Passw0rd!"
        field.focus()
        await press(pilot, "enter")
        await see(pilot, "The login or the password is wrong.")
        field.value = PASSWORD
        pilot.app.screen.query_one("#submit", Button).press()
        await hear(pilot, "The budget of OCB0001251 is now €999.00.")
        await over(pilot, DashboardScreen)
        node = tree_of(pilot).node
        assert node is not None
        assert node.key == "OCB0001251"


async def test_a_session_that_ends_between_two_sections(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        change(demo, END_ALL)
        await press(pilot, "2")
        await over(pilot, LogInScreen)
        field = pilot.app.screen.query_one(PasswordField)
        field.value = PASSWORD
        field.focus()
        pilot.app.screen.query_one("#submit", Button).press()
        await over(pilot, RequestsScreen)
        await see(pilot, NEWEST)


async def test_logging_out_revokes_the_session_and_leads_to_the_door(demo: Path) -> None:
    """A6."""
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "ctrl+g")
        await over(pilot, Question)
        await see(pilot, "Inès Kervella · operator.demo", "Aurélac Distribution", "local store · demo")
        await press(pilot, "enter")  # the safe answer has the focus
        assert isinstance(pilot.app.screen, RequestsScreen)
        await press(pilot, "ctrl+g")
        await over(pilot, Question)
        await press(pilot, "right", "enter")
        await over(pilot, LogInScreen)
        assert ask(demo, "SELECT count(*) FROM sessions WHERE ended IS NULL") == [(0,)]
        await press(pilot, "ctrl+p", "escape", "ctrl+l")
        assert isinstance(pilot.app.screen, LogInScreen)
        field = pilot.app.screen.query_one("#login", Input)
        field.value = "referent.demo"
        pilot.app.screen.query_one(PasswordField).value = PASSWORD
        pilot.app.screen.query_one(PasswordField).focus()
        await press(pilot, "enter")
        await over(pilot, DashboardScreen)
        await see(pilot, "referent.demo", "8 of 8")


@pytest.mark.parametrize("login", ["operator.demo", "nobody.at.all"])
async def test_a_wrong_login_and_a_wrong_password_are_told_in_the_same_words(demo: Path, login: str) -> None:
    """A1."""
    async with opened(demo, None) as pilot:
        await until(pilot, lambda: pilot.app.focused is not None)
        await type_text(pilot, login)
        await press(pilot, "enter")
        await type_text(pilot, "Wrong-1234")
        await press(pilot, "enter")
        await see(pilot, "The login or the password is wrong.")
        assert pilot.app.screen.query_one(PasswordField).value == ""
        assert pilot.app.focused is pilot.app.screen.query_one(PasswordField)


async def test_the_demo_shows_its_logins_at_its_door(demo: Path) -> None:
    async with opened(demo, None, size=NARROW) as pilot:
        await see(pilot, "operator.demo", "norights.demo", PASSWORD)
        assert "OCB" not in words(pilot)


@pytest.mark.parametrize("keys", [(), ("2",), ("2", "f")], ids=["dashboard", "requests", "a dialog"])
async def test_a_terminal_made_small_and_large_again_shows_what_it_showed(demo: Path, keys: tuple[str, ...]) -> None:
    """One resize is told several times; only the notice goes away, not what lies under it (S7)."""
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await press(pilot, *keys)
        before = pilot.app.screen
        for _turn in range(3):
            await pilot.resize_terminal(50, 12)
            await over(pilot, TooSmallScreen)
            notice = pilot.app.screen
            await pilot.resize_terminal(*NARROW)
            notice.post_message(events.Resize(Size(*NARROW), Size(*NARROW)))
            await until(pilot, lambda: pilot.app.screen is before)
            await pilot.pause()
            assert pilot.app.screen is before


async def test_an_emptied_palette_no_longer_says_that_nothing_was_found(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await press(pilot, "ctrl+p")
        await over(pilot, Palette)
        await type_text(pilot, "zzz")
        await see(pilot, "Nothing begins so.")
        await press(pilot, "escape")
        await until(pilot, lambda: "Nothing begins so." not in words(pilot))
        assert isinstance(pilot.app.screen, Palette)
