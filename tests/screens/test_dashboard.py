"""The dashboard: the tree and its figures, details, menu, search, whom to ask (D1 to D5, D9)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.widgets import Static

from ecc_tui.domain.links import Place, ToContract
from ecc_tui.screens.contract_panel import ContractPanel
from ecc_tui.screens.dashboard import MENU
from ecc_tui.widgets.dialogs import Choice, Reason
from ecc_tui.widgets.footer import EntryState, Footer
from tests.screens.portal import (
    NARROW,
    WIDE,
    ask,
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
from tests.widgets.themed import lines_of, until


def line_with(lines: Sequence[str], text: str) -> str:
    """The first line that holds a text."""
    return next(line for line in lines if text in line)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_contracts_stand_under_company_and_offer_with_its_kind(demo: Path, size: tuple[int, int]) -> None:
    async with opened(demo, "operator.demo", size=size) as pilot:
        await see(pilot, "OCB0001252 R&D sandbox", "108%")
        lines = lines_of(pilot.app)
        places = [next(n for n, line in enumerate(lines) if text in line) for text in (
            "▾ Aurélac", "Cloud Avenue", "OCB0001251", "OCB0001252",
            "Flexible Computing Advanced", "OCB0001240", "Flexible Engine", "OCB0001234",
        )]  # fmt: skip
        assert places == sorted(places)
        assert "Infrastructure" in line_with(lines, "Flexible Engine ·")
        assert "Managed services" in line_with(lines, "Flexible Computing Advanced ·")
        assert "operational" in line_with(lines, "OCB0001234")
        assert "108%" in line_with(lines, "OCB0001234")
        assert "degraded" in line_with(lines, "OCB0001240")
        assert "%" not in line_with(lines, "OCB0001240").replace("%!", "")


async def test_open_requests_and_alerts_are_those_of_the_store(demo: Path) -> None:
    async with opened(demo, size=(160, 45)) as pilot:
        await see(pilot, "108%")
        tree = tree_of(pilot)
        for contract, number in ask(
            demo, "SELECT contract_id, count(*) FROM requests WHERE status <> 'completed' GROUP BY 1"
        ):
            if contract != "OCB0002001":
                assert (state := tree.detail(contract)) is not None
                assert state.open_requests == number
        assert (state := tree.detail("OCB0001234")) is not None
        assert state.alerts > 0
        assert f"! {state.alerts}" in line_with(lines_of(pilot.app), "OCB0001234")


async def test_a_contract_without_any_role_is_not_in_the_tree(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await see(pilot, "OCB0001234", "7 of 7")
        await press(pilot, "slash")
        await type_text(pilot, "paie")
        await see(pilot, "No contract matches")
    async with opened(demo, "referent.demo") as pilot:
        await see(pilot, "OCB0001260", "8 of 8")


async def test_nobody_without_visitor_on_any_dashboard_sees_an_empty_tree(demo: Path) -> None:
    """D9: the screen says whom to ask."""
    async with opened(demo, "norights.demo") as pilot:
        await see(pilot, "No contract shows its dashboard to you.", "Ask your administrator: Maëlle Rousseau.")
        await see(pilot, "The other sections work by their own roles.")


async def test_sections_of_somebody_without_dashboard_work_by_their_own_roles(demo: Path) -> None:
    change(demo, "UPDATE rights SET dashboard = 0 WHERE user_id = 'u-operator'")
    async with opened(demo, "operator.demo") as pilot:
        await see(pilot, "No contract shows its dashboard to you.")
        await open_requests(pilot)
        assert rows_of(pilot)


async def test_details_stand_beside_the_tree_when_wide(demo: Path) -> None:
    async with opened(demo) as pilot:
        await on_contract(pilot, "OCB0001234")
        await see(
            pilot, "Flexible Engine · Infrastructure", "Éléonore Vasseur", "Gold", "Budget November 2026",
            "forecast", "used up since", "net of tax", "thresholds 80%, 100%", "Health eu-west-0",
            "Core network renewal",
        )  # fmt: skip
        await on_contract(pilot, "OCB0001240")
        await see(pilot, "No budget is set.", "degraded", "Backups are slow")


async def test_details_unfold_under_their_line_when_narrow(demo: Path) -> None:
    async with opened(demo, size=NARROW) as pilot:
        await on_contract(pilot, "OCB0001251")
        assert "Solène Morel" not in words(pilot)
        await press(pilot, "right")
        await see(pilot, "Solène Morel", "Budget November 2026")
        await press(pilot, "left")
        await until(pilot, lambda: "Solène Morel" not in words(pilot))


async def test_a_late_answer_about_another_contract_is_dropped(demo: Path) -> None:
    from tests.screens.portal import Control

    control = Control()
    async with opened(demo, control=control) as pilot:
        await on_contract(pilot, "OCB0001234")
        late = control.hold("contracts.details")
        tree = tree_of(pilot)
        tree.select_key("OCB0001235")
        await until(pilot, lambda: control.calls.count("contracts.details") >= 2)
        control.let_go("contracts.details")
        await on_contract(pilot, "OCB0001240")
        late.set()
        await pilot.pause(0.2)
        details = pilot.app.screen.query_one(ContractPanel).details
        assert details is not None
        assert details.id == "OCB0001240"
        assert tree.node is not None
        assert tree.node.key == "OCB0001240"


async def test_the_menu_opens_sections_filtered_on_the_contract(demo: Path) -> None:
    """D5."""
    async with opened(demo) as pilot:
        await on_contract(pilot, "OCB0001252")
        await press(pilot, "m")
        assert isinstance(pilot.app.screen, Choice)
        assert [entry.id for entry in pilot.app.screen._entries] == list(MENU)
        await see(pilot, "OCB0001252 · R&D sandbox")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.current_mode == Place.REQUESTS)
        await see(pilot, "contract: OCB0001252")
        await settled(pilot)
        assert {row.contract for row in rows_of(pilot)} == {"OCB0001252"}
        assert grid_of(pilot).count == (13, True)


@pytest.mark.parametrize(
    ("id", "place"),
    [
        ("dashboard.users", Place.RIGHTS),
        ("dashboard.invoices", Place.INVOICES),
        ("dashboard.documents", Place.DOCUMENTS),
        ("dashboard.help", Place.HELP),
    ],
)
async def test_each_entry_of_the_menu_leads_to_its_section(demo: Path, id: str, place: Place) -> None:
    async with opened(demo) as pilot:
        await on_contract(pilot, "OCB0001234")
        await pilot.app.screen.action_perform(id)  # type: ignore[attr-defined]  # the dashboard
        await until(pilot, lambda: pilot.app.current_mode == place)
        await see(pilot, "comes with a later version")


async def test_what_a_role_forbids_is_dimmed_in_the_menu_and_explains_itself(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001271")
        await press(pilot, "m")
        assert isinstance(pilot.app.screen, Choice)
        dimmed = {entry.id for entry in pilot.app.screen._entries if entry.reason}
        # The catalogue may be looked at by visitors; its own *Order* is dimmed there.
        assert dimmed == {
            "dashboard.users", "dashboard.subscriptions", "dashboard.invoices", "dashboard.documents",
        }  # fmt: skip
        await press(pilot, "down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reason))
        said = "See the users needs visitor on Users for OCB0001271; you have no access there."
        await until(pilot, lambda: said in [str(line.render()) for line in pilot.app.screen.query(Static)])
        await press(pilot, "escape")
        assert pilot.app.current_mode == Place.DASHBOARD


async def test_the_footer_dims_what_a_role_forbids(demo: Path) -> None:
    def states() -> dict[str, EntryState]:
        return {entry.id: entry.state for entry in pilot.app.screen.query_one(Footer).actions}

    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        await until(pilot, lambda: states()["dashboard.budget"] is EntryState.DIMMED)
        assert states()["dashboard.requests"] is EntryState.NORMAL
    async with opened(demo, "referent.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        await until(pilot, lambda: states()["dashboard.budget"] is EntryState.NORMAL)


async def test_the_tree_is_filtered_as_one_types(demo: Path) -> None:
    async with opened(demo) as pilot:
        await see(pilot, "8 of 8")
        await press(pilot, "slash")
        await type_text(pilot, "donnees")  # accents don't matter
        await see(pilot, "1 of 8", "OCB0001235")
        assert "OCB0001234" not in words(pilot)
        await press(pilot, "enter")
        assert tree_of(pilot).has_focus
        assert tree_of(pilot).node is not None
        await press(pilot, "escape")
        await see(pilot, "8 of 8")
        await press(pilot, "slash")
        await type_text(pilot, "avenue")  # an offer
        await see(pilot, "2 of 8")


async def test_groups_close_and_open(demo: Path) -> None:
    async with opened(demo) as pilot:
        await see(pilot, "OCB0001251")
        await press(pilot, "e")
        await see(pilot, "▸ Aurélac")
        assert "OCB0001251" not in words(pilot)
        await press(pilot, "e")
        await see(pilot, "OCB0001251")


async def test_a_link_puts_the_cursor_on_its_contract(demo: Path) -> None:
    async with opened(demo, "operator.demo", link=ToContract("OCB0001252")) as pilot:
        await until(pilot, lambda: tree_of(pilot).node is not None and tree_of(pilot).node.key == "OCB0001252")  # type: ignore[union-attr]  # looked at before
    async with opened(demo, "operator.demo", link=ToContract("OCB0001260")) as pilot:
        await hear(pilot, "There is no contract OCB0001260, or none that you may see.")
    async with opened(demo, "operator.demo", link=ToContract("OCB9999999")) as pilot:
        await hear(pilot, "There is no contract OCB9999999, or none that you may see.")


async def test_a_change_elsewhere_appears_and_the_cursor_stays(demo: Path) -> None:
    async with opened(demo, size=(160, 45)) as pilot:
        await on_contract(pilot, "OCB0001252")
        change(demo, "UPDATE contracts SET name = 'Renamed meanwhile' WHERE id = 'OCB0001234'")
        await see(pilot, "Renamed meanwhile")
        node = tree_of(pilot).node
        assert node is not None
        assert node.key == "OCB0001252"
