"""A load that fails or is slow never looks like an empty list, and never moves the cursor (S6)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecc_tui.domain.errors import ActionDenied, DomainError, NotFound, StoreFault, StoreUnusable
from ecc_tui.domain.rights import Action, Denied, Role, Section
from ecc_tui.screens.palette import Palette
from tests.screens.portal import (
    NEWEST,
    Control,
    change,
    grid_of,
    hear,
    on_contract,
    open_requests,
    opened,
    press,
    rows_of,
    see,
    settled,
    tree_of,
    type_text,
    words,
)
from tests.widgets.themed import until

DENIED = Denied(Action.SEE_REQUESTS, "OCB0001234", Section.ORDERS, Role.VISITOR, Role.NONE, ("Éléonore Vasseur",))
FAULTS = [
    (StoreUnusable(StoreFault.GONE, "/srv/store"), "The store /srv/store was moved or removed while it was open"),
    (StoreUnusable(StoreFault.CORRUPT, "/srv/store"), "The store /srv/store is damaged"),
    (NotFound("contract", "OCB0001234"), "There is no contract OCB0001234, or none that you may see."),
    (ActionDenied(DENIED), "See the requests needs visitor on Orders for OCB0001234; you have no access there."),
]


LONGER = """
WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 250)
INSERT INTO requests (issued, id, contract_id, kind, status, name, name_key, requester_id, changed)
SELECT issued - x, id || '-' || x, contract_id, kind, 'submitted', name, name_key, requester_id, changed
FROM n, (SELECT * FROM requests WHERE contract_id = 'OCB0001234' ORDER BY issued LIMIT 1)
"""
"""More requests than one window holds: only then is their number asked."""


@pytest.mark.parametrize(("error", "said"), FAULTS)
@pytest.mark.parametrize("call", ["requests.window", "requests.count"])
async def test_the_list_says_so_and_r_tries_again(demo: Path, call: str, error: DomainError, said: str) -> None:
    change(demo, LONGER)
    control = Control()
    control.fail(call, error)
    async with opened(demo, "operator.demo", control=control, size=(140, 30)) as pilot:
        await press(pilot, "2")
        await see(pilot, said[:50], "Press r to try again")
        assert "No request matches" not in words(pilot)
        await until(pilot, lambda: NEWEST not in words(pilot))
        control.failing.clear()
        await press(pilot, "r")
        await see(pilot, NEWEST)
        assert said[:50] not in words(pilot)


async def test_a_later_failure_keeps_the_place(demo: Path) -> None:
    control = Control()
    async with opened(demo, "operator.demo", control=control) as pilot:
        await open_requests(pilot)
        await press(pilot, *["down"] * 6)
        row = grid_of(pilot).row
        control.fail("requests.window", FAULTS[0][0])
        await press(pilot, "ctrl+r")
        await see(pilot, "Press r to try again")
        control.failing.clear()
        await press(pilot, "r")
        await until(pilot, lambda: grid_of(pilot).row == row)
        assert grid_of(pilot).cursor == 6


@pytest.mark.parametrize(("error", "said"), FAULTS)
async def test_the_tree_says_so(demo: Path, error: DomainError, said: str) -> None:
    control = Control()
    control.fail("contracts.tree", error)
    async with opened(demo, "operator.demo", control=control, size=(160, 30)) as pilot:
        await see(pilot, said[:50], "ctrl+r asks again")
        assert "No contract" not in words(pilot)
        control.failing.clear()
        await press(pilot, "ctrl+r")
        await see(pilot, "OCB0001252", "7 of 7")


@pytest.mark.parametrize("call", ["contracts.details", "contracts.states"])
async def test_what_the_tree_adds_says_so(demo: Path, call: str) -> None:
    control = Control()
    async with opened(demo, "operator.demo", control=control) as pilot:
        await on_contract(pilot, "OCB0001234")
        control.fail(call, FAULTS[0][0])
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: call in control.calls[-8:])
        if call == "contracts.details":
            await see(pilot, "The store /srv/store was moved or")
            control.failing.clear()
            await press(pilot, "ctrl+r")
            await see(pilot, "Éléonore Vasseur")
        else:
            await until(pilot, lambda: "/srv/store" in words(pilot) or not tree_of(pilot).display)


async def test_a_request_says_so_and_can_be_asked_again(demo: Path) -> None:
    control = Control()
    control.fail("requests.get", FAULTS[0][0])
    async with opened(demo, "operator.demo", control=control) as pilot:
        await open_requests(pilot)
        await see(pilot, "The store /srv/store was moved")
        control.failing.clear()
        await press(pilot, "ctrl+r")
        await see(pilot, "Progress")


@pytest.mark.parametrize("call", ["contracts.find", "requests.find"])
async def test_the_palette_says_so(demo: Path, call: str) -> None:
    control = Control()
    control.fail(call, FAULTS[0][0])
    async with opened(demo, "operator.demo", control=control) as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, Palette))
        await type_text(pilot, "vpn")
        await see(pilot, "The store /srv/store was moved")
        assert "Nothing begins so." not in words(pilot)


async def test_views_that_cannot_be_read_say_so(demo: Path) -> None:
    control = Control()
    control.fail("account.saved_views", FAULTS[0][0])
    async with opened(demo, "operator.demo", control=control) as pilot:
        await open_requests(pilot)
        await hear(pilot, "The store /srv/store was moved")


async def test_a_slow_answer_keeps_the_old_rows_and_a_late_one_is_dropped(demo: Path) -> None:
    control = Control()
    async with opened(demo, "operator.demo", control=control) as pilot:
        await open_requests(pilot)
        number = grid_of(pilot).count
        slow, slow_count = control.hold("requests.window"), control.hold("requests.count")
        await press(pilot, "I")
        await until(pilot, lambda: grid_of(pilot)._dimmed)
        await see(pilot, NEWEST)
        assert grid_of(pilot).is_loading
        control.let_go("requests.window")
        control.let_go("requests.count")
        await press(pilot, "z")
        await settled(pilot)
        await press(pilot, "down", "down")
        row = grid_of(pilot).row
        slow.set()
        slow_count.set()
        await pilot.pause(0.2)
        assert grid_of(pilot).count == number
        assert grid_of(pilot).row == row
        assert grid_of(pilot).cursor == 2


async def test_the_first_load_says_that_it_loads(demo: Path) -> None:
    control = Control()
    slow = control.hold("requests.window")
    slow_count = control.hold("requests.count")
    async with opened(demo, "operator.demo", control=control) as pilot:
        await press(pilot, "2")
        await see(pilot, "Loading…")
        assert "No request matches" not in words(pilot)
        slow.set()
        slow_count.set()
        await see(pilot, NEWEST)
        assert len(rows_of(pilot)) > 20


async def test_a_slow_tree_is_not_an_empty_one(demo: Path) -> None:
    control = Control()
    slow = control.hold("contracts.tree")
    async with opened(demo, "operator.demo", control=control) as pilot:
        await pilot.pause(0.2)
        assert "No contract" not in words(pilot)
        assert "Nothing" not in words(pilot)
        slow.set()
        await see(pilot, "OCB0001252")
