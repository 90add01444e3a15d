"""Every screen and dialog of the program, each reached as a person reaches it: for tests that go over all of them.

Those of asking for things are `asking_scenes`.
"""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from ecc_tui.domain.errors import StoreFault, StoreUnusable
from ecc_tui.screens.budget import BudgetDialog
from ecc_tui.screens.lock import LockScreen
from ecc_tui.screens.log_in import LogInScreen
from ecc_tui.screens.request import RequestPanel, RequestScreen
from ecc_tui.screens.request_filter import RequestFilterDialog
from ecc_tui.screens.too_small import TooSmallScreen
from ecc_tui.widgets.dialogs import Choice, KeysHelp, Question, Reason, TextPrompt
from ecc_tui.widgets.form import FormView
from tests.screens.asking_scenes import ASKING_SCENES
from tests.screens.portal import (
    grid_of,
    on_contract,
    open_requests,
    press,
    settled,
    tree_of,
    type_text,
)
from tests.screens.scene import Going, Scene, on
from tests.widgets.themed import until

BROKEN = StoreUnusable(StoreFault.IO, "/srv/store.sqlite")


async def _nothing(pilot: Pilot[Any]) -> None:
    await pilot.pause()


async def door(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: pilot.app.focused is not None)
    await type_text(pilot, "operator.demo")


async def dashboard(pilot: Pilot[Any]) -> None:
    await on_contract(pilot, "OCB0001252")
    await until(pilot, lambda: tree_of(pilot).detail("OCB0001252") is not None)


async def dashboard_search(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await press(pilot, "slash")
    await type_text(pilot, "avenue")
    await until(pilot, lambda: tree_of(pilot).hits[0] == 2)


async def menu(pilot: Pilot[Any]) -> None:
    await on_contract(pilot, "OCB0001271")
    await press(pilot, "m")
    await until(pilot, on(Choice, pilot))


async def budget(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await press(pilot, "b")
    await until(pilot, on(BudgetDialog, pilot))
    await type_text(pilot, "7x7")
    await press(pilot, "left")


async def denied(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await press(pilot, "b")
    await until(pilot, on(Reason, pilot))


async def who(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await press(pilot, "ctrl+g")
    await until(pilot, on(Question, pilot))


async def keys(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await press(pilot, "question_mark")
    await until(pilot, on(KeysHelp, pilot))
    await press(pilot, "down", "down")


async def palette(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await press(pilot, "ctrl+p")
    await type_text(pilot, "doc")
    await until(pilot, lambda: pilot.app.screen._finding is False and len(pilot.app.screen._found) > 1)  # type: ignore[attr-defined]  # the palette
    await press(pilot, "down")


async def theme(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await pilot.app.run_action("perform('everywhere.theme')")
    await until(pilot, on(Choice, pilot))


async def requests(pilot: Pilot[Any]) -> None:
    await open_requests(pilot)
    await press(pilot, *["down"] * 3)
    panel = pilot.app.screen.query_one(RequestPanel)
    row = grid_of(pilot).row
    assert row is not None
    if panel.display and panel.parent is not None and panel.parent.display:
        await until(pilot, lambda: panel.details is not None and panel.details.row.id == row.id)


async def requests_found(pilot: Pilot[Any]) -> None:
    await open_requests(pilot)
    await press(pilot, "slash")
    await type_text(pilot, "vpn")
    await until(pilot, lambda: pilot.app.screen.filter.search == "vpn")  # type: ignore[attr-defined]  # the list
    await settled(pilot)
    await press(pilot, "left")


async def requests_marked(pilot: Pilot[Any]) -> None:
    await requests(pilot)
    await press(pilot, "space", "space")
    panel = pilot.app.screen.query_one(RequestPanel)
    row = grid_of(pilot).row
    assert row is not None
    if panel.details is not None:
        await until(pilot, lambda: panel.details is not None and panel.details.row.id == row.id)


async def requests_empty(pilot: Pilot[Any]) -> None:
    await open_requests(pilot)
    await press(pilot, "slash")
    await type_text(pilot, "zzzz")
    await until(pilot, lambda: grid_of(pilot).count == (0, True))
    await until(pilot, lambda: pilot.app.screen.query_one(RequestPanel).details is None)


async def requests_loading(pilot: Pilot[Any]) -> None:
    await press(pilot, "2")
    await until(pilot, lambda: bool(pilot.app.screen.query("#requests")))
    await until(pilot, lambda: grid_of(pilot)._dimmed)


async def requests_failed(pilot: Pilot[Any]) -> None:
    await press(pilot, "2")
    await until(pilot, lambda: bool(pilot.app.screen.query("#requests")))
    await until(pilot, lambda: grid_of(pilot)._failure is not None)


async def request(pilot: Pilot[Any]) -> None:
    await open_requests(pilot)
    row = grid_of(pilot).row
    assert row is not None
    await pilot.app.push_screen(RequestScreen(pilot.app.portal, pilot.app.screen.place, row.id))  # type: ignore[attr-defined]  # ours
    await until(pilot, lambda: bool(pilot.app.screen.query(RequestPanel)))
    panel = pilot.app.screen.query_one(RequestPanel)
    await until(pilot, lambda: panel.details is not None)
    await pilot.pause()


async def _in_field(pilot: Pilot[Any], form: FormView, field: str) -> None:
    form.focus_field(field)
    await until(pilot, lambda: form.cursor[0] == field)


async def filtering(pilot: Pilot[Any]) -> None:
    await open_requests(pilot)
    await press(pilot, "f")
    await until(pilot, on(RequestFilterDialog, pilot))
    form = pilot.app.screen.query_one(FormView)
    await until(pilot, lambda: form.has_focus_within)
    await press(pilot, "space")
    await _in_field(pilot, form, "first")
    await type_text(pilot, "2026-1x")
    await press(pilot, "left")


async def filtering_contract(pilot: Pilot[Any]) -> None:
    await open_requests(pilot)
    await press(pilot, "f")
    await until(pilot, on(RequestFilterDialog, pilot))
    form = pilot.app.screen.query_one(FormView)
    await until(pilot, lambda: len(form.form.field("contract").options) > 1)
    await _in_field(pilot, form, "contract")
    await press(pilot, "enter")
    await until(pilot, on(Choice, pilot))


def _choosing(key: str) -> Going:
    async def go(pilot: Pilot[Any]) -> None:
        await requests(pilot)
        await press(pilot, key)
        await until(pilot, on(Choice, pilot))

    return go


async def saving_view(pilot: Pilot[Any]) -> None:
    await _choosing("v")(pilot)
    await press(pilot, "down", "down", "enter")
    await until(pilot, on(TextPrompt, pilot))
    await type_text(pilot, "Weekly")
    await press(pilot, "left")


async def letter(pilot: Pilot[Any]) -> None:
    await saving_view(pilot)
    await press(pilot, "enter")
    await until(pilot, on(Choice, pilot))


async def lock(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await press(pilot, "ctrl+l")
    await until(pilot, on(LockScreen, pilot))
    await type_text(pilot, "Cloud")


async def not_built(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await press(pilot, "4")


async def too_small(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await pilot.resize_terminal(50, 12)
    await until(pilot, on(TooSmallScreen, pilot))
    await pilot.pause()


async def session_ended(pilot: Pilot[Any]) -> None:
    await dashboard(pilot)
    await pilot.app.portal.session.log_out()  # type: ignore[attr-defined]  # ours
    await press(pilot, "2")
    await until(pilot, on(LogInScreen, pilot))


async def dashboard_failed(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: not tree_of(pilot).display)


SCENES = (
    Scene("log-in", door, login=None),
    Scene("dashboard", dashboard, login="referent.demo"),
    Scene("dashboard-search", dashboard_search),
    Scene("dashboard-nobody", dashboard_failed, login="norights.demo"),
    Scene("dashboard-failed", dashboard_failed, prepare=lambda control: control.fail("contracts.tree", BROKEN)),
    Scene("dashboard-loading", _nothing, prepare=lambda control: control.hold("contracts.tree")),
    Scene("menu", menu),
    Scene("budget", budget, login="referent.demo"),
    Scene("denied", denied),
    Scene("who", who),
    Scene("keys", keys),
    Scene("palette", palette),
    Scene("theme", theme),
    Scene("requests", requests),
    Scene("requests-found", requests_found),
    Scene("requests-marked", requests_marked),
    Scene("requests-empty", requests_empty),
    Scene("requests-failed", requests_failed, prepare=lambda control: control.fail("requests.window", BROKEN)),
    Scene(
        "requests-loading",
        requests_loading,
        prepare=lambda control: (control.hold("requests.window"), control.hold("requests.count")),
    ),
    Scene("request", request),
    Scene("filter", filtering),
    Scene("filter-contract", filtering_contract),
    Scene("sort", _choosing("s")),
    Scene("views", _choosing("v")),
    Scene("save-view", saving_view),
    Scene("letter", letter),
    Scene("export", _choosing("x")),
    Scene("copy", _choosing("y")),
    Scene("lock", lock),
    Scene("not-built", not_built),
    Scene("too-small", too_small),
    Scene("session-ended", session_ended),
    *ASKING_SCENES,
)
