"""The criteria of the list and its saved views (Q2, S5)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ecc_tui.domain.requests import Kind, RequestFilter, Status
from ecc_tui.screens.request_filter import RequestFilterDialog
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.widgets.dialogs import Choice, TextPrompt
from ecc_tui.widgets.form import FormView
from ecc_tui.widgets.form_control import Control
from ecc_tui.widgets.form_lines import LineControl
from ecc_tui.widgets.form_options import TicksControl
from tests.screens.portal import (
    ask,
    grid_of,
    hear,
    open_requests,
    opened,
    press,
    rows_of,
    see,
    settled,
    type_text,
    words,
)
from tests.widgets.themed import until


def filter_of(pilot: Pilot[Any]) -> RequestFilter:
    assert isinstance(pilot.app.screen, RequestsScreen)
    return pilot.app.screen.filter


async def open_dialog(pilot: Pilot[Any]) -> RequestFilterDialog:
    await open_requests(pilot)
    await press(pilot, "f")
    await until(pilot, lambda: isinstance(pilot.app.screen, RequestFilterDialog))
    dialog = pilot.app.screen
    assert isinstance(dialog, RequestFilterDialog)
    await until(pilot, lambda: dialog.query_one(FormView).has_focus_within)
    return dialog


async def at(pilot: Pilot[Any], dialog: RequestFilterDialog, field: str) -> Control:
    """The focus is in a field."""
    form = dialog.query_one(FormView)
    form.focus_field(field)
    await until(pilot, lambda: form.cursor[0] == field)
    return form._rows[field].control


def line(dialog: RequestFilterDialog, field: str) -> LineControl:
    """The line in which a day is typed."""
    control = dialog.query_one(FormView)._rows[field].control
    assert isinstance(control, LineControl)
    return control


async def apply(pilot: Pilot[Any]) -> None:
    await press(pilot, "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, RequestsScreen))
    await settled(pilot)


@pytest.mark.parametrize(
    ("ids", "wanted", "told"),
    [
        (["status-submitted"], RequestFilter(statuses=frozenset({Status.SUBMITTED})), "status: submitted"),
        (
            ["status-submitted", "status-in-progress"],
            RequestFilter(statuses=frozenset({Status.SUBMITTED, Status.IN_PROGRESS})),
            "status: submitted, in progress",
        ),
        (["kind-incident"], RequestFilter(kinds=frozenset({Kind.INCIDENT})), "kind: incident"),
        (["mine"], RequestFilter(mine=True), "mine"),
        (
            ["status-completed", "kind-order", "mine"],
            RequestFilter(statuses=frozenset({Status.COMPLETED}), kinds=frozenset({Kind.ORDER}), mine=True),
            "status: completed · kind: order · mine",
        ),
    ],
)
async def test_ticks(demo: Path, ids: list[str], wanted: RequestFilter, told: str) -> None:
    async with opened(demo, "operator.demo") as pilot:
        dialog = await open_dialog(pilot)
        for id in ids:
            field, _, option = id.partition("-")
            control = await at(pilot, dialog, field)
            assert isinstance(control, TicksControl)
            control.moved([one.id for one in control.options].index(option or field))
            await press(pilot, "space")
        await apply(pilot)
        assert filter_of(pilot) == wanted
        await see(pilot, told)
        rows = rows_of(pilot)
        assert rows
        assert all(not wanted.statuses or row.status in wanted.statuses for row in rows)
        assert all(not wanted.kinds or row.kind in wanted.kinds for row in rows)
        assert all(not wanted.mine or row.requester == "Inès Kervella" for row in rows)
        await press(pilot, "z")
        assert filter_of(pilot) == RequestFilter()
        await until(pilot, lambda: told not in words(pilot))


async def test_a_contract_is_chosen_by_its_first_letters_and_remembered(demo: Path) -> None:
    """S5: the filter remembers the last choice."""
    async with opened(demo, "operator.demo") as pilot:
        dialog = await open_dialog(pilot)
        await at(pilot, dialog, "contract")
        await until(pilot, lambda: len(dialog.query_one(FormView).form.field("contract").options) > 1)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        assert isinstance(pilot.app.screen, Choice)
        assert "OCB0001260" not in {entry.id for entry in pilot.app.screen._entries}
        await type_text(pilot, "sandbox")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen is dialog)
        await apply(pilot)
        assert {row.contract for row in rows_of(pilot)} == {"OCB0001252"}
        await see(pilot, "contract: OCB0001252")
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await see(pilot, "contract: OCB0001252")
        await press(pilot, "z")
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        assert filter_of(pilot) == RequestFilter()


async def test_a_period_counts_both_its_days(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        dialog = await open_dialog(pilot)
        days = sorted({row.issued.date() for row in rows_of_all(demo)})
        first, last = days[10], days[20]
        await at(pilot, dialog, "first")
        await type_text(pilot, first.isoformat())
        await at(pilot, dialog, "last")
        await type_text(pilot, last.isoformat())
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestsScreen))
        await settled(pilot)
        assert filter_of(pilot) == RequestFilter(first_day=first, last_day=last)
        assert {row.issued.date() for row in rows_of(pilot)} <= {day for day in days if first <= day <= last}
        assert {first, last} <= {row.issued.date() for row in rows_of(pilot)}
        await see(pilot, f"{first.day} {first:%b} {first.year} to {last.day} {last:%b} {last.year}")


def rows_of_all(demo: Path) -> list[Any]:
    """Requests of the operator by their day in UTC, which is that of the zone for the demo's hours."""
    from datetime import UTC, datetime
    from types import SimpleNamespace

    found = ask(
        demo,
        "SELECT r.issued FROM requests r JOIN rights g ON g.contract_id = r.contract_id"
        " WHERE g.user_id = 'u-operator' AND g.orders >= 1",
    )
    return [SimpleNamespace(issued=datetime.fromtimestamp(micro / 1e6, UTC)) for (micro,) in found]


@pytest.mark.parametrize(
    ("first", "last", "language", "said", "focus"),
    [
        ("11/22/2026", "", "en", "Write a day, like 2026-11-22.", "first"),
        ("", "2026-02-30", "en", "Write a day, like 2026-11-22.", "last"),
        ("2026-11-22", "2026-11-21", "en", "Not before 22 Nov 2026.", "last"),
        ("tomorrow", "", "fr", "22/11/2026", "first"),
    ],
)
async def test_wrong_dates_are_told_beside_their_field(
    demo: Path, first: str, last: str, language: str, said: str, focus: str
) -> None:
    async with opened(demo, "operator.demo", language=language) as pilot:
        dialog = await open_dialog(pilot)
        line(dialog, "first").value = first
        line(dialog, "last").value = last
        await press(pilot, "ctrl+s")
        await see(pilot, said)
        assert pilot.app.screen is dialog
        await until(pilot, lambda: pilot.app.focused is line(dialog, focus))
        assert line(dialog, "first").value == first
        await press(pilot, "escape")
        assert filter_of(pilot) == RequestFilter()


async def test_a_wrong_date_is_told_again_in_the_other_language(demo: Path) -> None:
    """S2."""
    async with opened(demo, "operator.demo") as pilot:
        dialog = await open_dialog(pilot)
        line(dialog, "first").value = "12"
        await press(pilot, "ctrl+s")
        await see(pilot, "Write a day, like 2026-11-22.")
        await press(pilot, "ctrl+t")
        await until(pilot, lambda: "like 2026-11-22" not in words(pilot))
        await see(pilot, "22/11/2026")
        assert line(dialog, "first").value == "12"


async def test_the_dialog_shows_what_is_filtered_and_clear_keeps_the_search(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, RequestsScreen)
        now = RequestFilter(
            search="vpn", statuses=frozenset({Status.COMPLETED}), first_day=date(2026, 1, 1), mine=True,
            contracts=frozenset({"OCB0001234", "OCB0001235"}),
        )  # fmt: skip
        screen.use(now, screen.sort)
        await press(pilot, "f")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestFilterDialog))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.filter == now
        await press(pilot, "f")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestFilterDialog))
        pilot.app.screen.query_one("#clear").focus()
        await press(pilot, "enter")
        await until(pilot, lambda: screen.filter == RequestFilter(search="vpn"))


async def save_view(pilot: Pilot[Any], name: str, letter: str) -> None:
    await press(pilot, "v")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
    await type_text(pilot, "save this")
    await press(pilot, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, TextPrompt))
    await type_text(pilot, name)
    await press(pilot, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
    await press(pilot, letter, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, RequestsScreen))
    await hear(pilot, f"{letter} shows this list again: {name}.")


async def test_views_are_saved_called_back_replaced_and_removed(demo: Path) -> None:
    kept = "SELECT letter, name FROM saved_views WHERE user_id = 'u-operator' ORDER BY 1"
    before = ask(demo, kept)
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "vpn")
        await press(pilot, "enter")
        wanted = filter_of(pilot)
        await save_view(pilot, "Tunnels", "W")
        assert ask(demo, kept) == [*before, ("W", "Tunnels")]
        await see(pilot, "Requests › Tunnels")
        await press(pilot, "z")
        assert filter_of(pilot) == RequestFilter()
        await press(pilot, "W")
        assert filter_of(pilot) == wanted
        await press(pilot, "A")
        assert filter_of(pilot).statuses == {Status.SUBMITTED, Status.IN_PROGRESS}
        await save_view(pilot, "Others", "W")
        assert ask(demo, kept) == [*before, ("W", "Others")]
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await type_text(pilot, "remove others")
        await press(pilot, "enter")
        await hear(pilot, "The view W is removed.")
        assert ask(demo, kept) == before
        await press(pilot, "W")
        await hear(pilot, "No view has the letter W.")
    async with opened(demo, "operator.demo") as pilot:  # another start, or another machine
        await open_requests(pilot)
        await until(pilot, lambda: len(pilot.app.screen.views) == len(before))  # type: ignore[attr-defined]  # the list
        await press(pilot, "I")
        await see(pilot, "kind: incident")
        assert grid_of(pilot).has_focus


async def test_a_view_needs_a_name(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await type_text(pilot, "save this")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextPrompt))
        await press(pilot, "space", "enter")
        await see(pilot, "Give the view a name.")


async def test_criteria_typed_when_the_program_ended_are_there_again_until_they_are_answered(demo: Path) -> None:
    """C7."""
    async with opened(demo, "operator.demo") as pilot:
        dialog = await open_dialog(pilot)
        await at(pilot, dialog, "first")
        await type_text(pilot, "2026-1")
    async with opened(demo, "operator.demo") as pilot:
        dialog = await open_dialog(pilot)
        assert line(dialog, "first").value == "2026-1"
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestsScreen))
        await press(pilot, "f")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestFilterDialog))
        again = pilot.app.screen
        assert isinstance(again, RequestFilterDialog)
        assert line(again, "first").value == ""
