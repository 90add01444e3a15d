"""Answers that come when nobody waits for them any more, and what goes on after a break."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecc_tui.domain.errors import StoreFault, StoreUnusable
from ecc_tui.screens.budget import BudgetDialog
from ecc_tui.screens.contract_panel import ContractPanel
from ecc_tui.screens.log_in import LogInScreen
from ecc_tui.screens.palette import Palette
from ecc_tui.widgets.fields import PasswordField
from tests.screens.portal import (
    PASSWORD,
    Control,
    change,
    on_contract,
    opened,
    press,
    see,
    tree_of,
    type_text,
)
from tests.widgets.themed import until


async def test_the_cursor_that_went_back_keeps_its_contract_beside_it(demo: Path) -> None:
    """The answer about the one in between comes when the first is under the cursor again."""
    control = Control()
    async with opened(demo, control=control) as pilot:
        await on_contract(pilot, "OCB0001234")
        panel, tree = pilot.app.screen.query_one(ContractPanel), tree_of(pilot)
        late = control.hold("contracts.details")
        tree.select_key("OCB0001240")
        await until(pilot, lambda: panel._wanted == "OCB0001240")
        tree.select_key("OCB0001234")
        await until(pilot, lambda: panel._wanted == "OCB0001234")
        late.set()
        await until(pilot, lambda: not [worker for worker in pilot.app.workers if worker.group == "details"])
        await pilot.pause()
        assert panel.details is not None
        assert panel.details.id == "OCB0001234"
        await see(pilot, "Éléonore Vasseur")


async def test_enter_in_the_palette_waits_for_the_last_letters_answer(demo: Path) -> None:
    """The search for the letters before is cancelled; its end is not the end of the one that counts."""
    control = Control()
    async with opened(demo, control=control) as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "ctrl+p")
        palette = pilot.app.screen
        assert isinstance(palette, Palette)
        wait = control.hold("contracts.find")
        palette._search("sandbo")
        await until(pilot, lambda: control.calls.count("contracts.find") == 1)
        palette._search("sandbox")
        await until(pilot, lambda: control.calls.count("contracts.find") == 2)
        await pilot.pause()
        assert palette._finding
        wait.set()
        await until(pilot, lambda: not palette._finding)
        assert [found.text for found in palette._found][:1] == ["OCB0001252  R&D sandbox"]


async def test_an_enter_that_found_a_failure_chooses_nothing_later(demo: Path) -> None:
    control = Control()
    async with opened(demo, control=control) as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "ctrl+p")
        palette = pilot.app.screen
        assert isinstance(palette, Palette)
        wait = control.hold("contracts.find")
        control.fail("contracts.find", StoreUnusable(StoreFault.BUSY, "demo"))
        await type_text(pilot, "sandbo")
        await press(pilot, "enter")
        assert palette._chosen_early
        wait.set()
        await see(pilot, "is busy")
        control.failing.clear()
        control.let_go("contracts.find")
        await type_text(pilot, "x")
        await see(pilot, "OCB0001252 R&D sandbox")
        await until(pilot, lambda: not palette._finding)
        assert pilot.app.screen is palette


async def test_changes_are_followed_again_after_another_log_in(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A5, Q9: whoever logged in again sees what changed before it, and what others change from then on."""
    monkeypatch.setattr("ecc_tui.screens.portal.FOLLOW_AGAIN_SECONDS", 0.02)
    monkeypatch.setattr("ecc_tui.backend.sql.changes.INTERVAL", 0.02)
    async with opened(demo) as pilot:
        await on_contract(pilot, "OCB0001234")
        change(demo, "UPDATE sessions SET ended = started")
        change(demo, "UPDATE contracts SET name = 'Renamed before' WHERE id = 'OCB0001252'")
        await pilot.pause(0.2)
        await press(pilot, "b")
        await until(pilot, lambda: isinstance(pilot.app.screen, LogInScreen))
        field = pilot.app.screen.query_one(PasswordField)
        field.value = PASSWORD
        await field.action_submit()
        await until(pilot, lambda: isinstance(pilot.app.screen, BudgetDialog))
        await press(pilot, "escape")
        await see(pilot, "Renamed before")
        change(demo, "UPDATE contracts SET name = 'Renamed after' WHERE id = 'OCB0001252'")
        await see(pilot, "Renamed after")
