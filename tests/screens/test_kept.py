"""A form says whether what is typed outlives the program, and comes back unless a person has left it (C7)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import apsw
import pytest
from textual.pilot import Pilot
from textual.widgets import Button
from textual.widgets._toast import Toast

from ecc_tui import state
from ecc_tui.app import CloudCustomerSpace
from ecc_tui.drafts import DraftEntry
from ecc_tui.screens.form_screen import FormScreen, Stage
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.widgets.final_button import FinalBar
from ecc_tui.widgets.footer import Footer
from tests.screens.portal import NARROW, hear, open_requests, opened, press, see, type_text
from tests.widgets.themed import until


async def open_incident(pilot: Pilot[Any]) -> FormScreen:
    await open_requests(pilot)
    await press(pilot, "n", "enter", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen) and pilot.app.screen.stage is Stage.TYPING)
    await until(pilot, lambda: pilot.app.focused)
    return cast(FormScreen, pilot.app.screen)


def drafts_of(pilot: Pilot[Any]) -> list[DraftEntry]:
    portal = cast(CloudCustomerSpace, pilot.app).portal
    assert portal is not None
    return list(portal.drafts.all())


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    whole = state._whole

    def full(connection: apsw.Connection, work: Any, reads: bool) -> Any:
        if not reads:
            raise apsw.FullError
        return whole(connection, work, reads)

    with monkeypatch.context() as patch:
        patch.setattr(state, "_whole", full)
        patch.setattr("ecc_tui.drafts.sleep", lambda _seconds: None)
        yield


async def test_on_a_full_disk_the_form_doesnt_say_that_it_is_kept(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(demo) as pilot:
        await open_incident(pilot)
        await type_text(pilot, "before")
        await see(pilot, "every key is kept")
        with full_disk(monkeypatch):
            await type_text(pilot, " and after")
            await see(pilot, "not kept on the disk")
            await press(pilot, "escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, RequestsScreen))
            await hear(pilot, "only while the program is open")
            screen = await open_incident(pilot)
            assert screen.view.entries["title"] == "before and after"
        await see(pilot, "every key is kept")
        assert [entry.elsewhere for entry in drafts_of(pilot)] == [False]


@pytest.mark.parametrize("code", [129, 143, 1])
async def test_ended_under_the_person_the_form_is_open_at_the_next_start(demo: Path, code: int) -> None:
    """A hang-up, a signal, a fault of the program's own: nobody has left the form."""
    async with opened(demo) as pilot:
        await open_incident(pilot)
        await type_text(pilot, "half")
        pilot.app.exit(return_code=code)
    async with opened(demo) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen))
        await see(pilot, "half")


async def test_left_by_the_person_it_stays_among_the_drafts(demo: Path) -> None:
    async with opened(demo) as pilot:
        await open_incident(pilot)
        await type_text(pilot, "half")
        await press(pilot, "ctrl+q")
    async with opened(demo) as pilot:
        assert [entry.opened for entry in drafts_of(pilot)] == [False]


async def test_a_toast_hides_neither_a_field_nor_the_final_button(demo: Path) -> None:
    async with opened(demo, size=NARROW) as pilot:
        screen = await open_incident(pilot)
        pilot.app.notify("The provider commented on a request. " * 3)
        await until(pilot, lambda: screen.query(Toast))
        await pilot.pause()
        toast, form = screen.query_one(Toast).region, screen.query_one("#form").region
        assert toast.area
        assert not toast.overlaps(form)


async def test_the_footer_of_a_form_shows_the_keys_that_a_field_leaves(demo: Path) -> None:
    """In a field `?` is a question mark."""
    async with opened(demo, size=NARROW) as pilot:
        screen = await open_incident(pilot)
        shown = {entry.id: entry.key for entry in screen.query_one(Footer).actions}
        assert shown == {"everywhere.keys": "f1", "everywhere.palette": "^p", "everywhere.back": "esc"}
        await press(pilot, "question_mark")
        assert screen.view.entries["title"] == "?"


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_the_final_button_is_whole_on_the_narrowest_screen(
    demo: Path, size: tuple[int, int], language: str
) -> None:
    async with opened(demo, size=size, language=language) as pilot:
        screen = await open_incident(pilot)
        await pilot.pause()
        bar = screen.query_one(FinalBar)
        buttons = [button.region for button in bar.query(Button)]
        assert all(bar.region.contains_region(button) for button in buttons)
        assert min(button.width for button in buttons) >= 8
