"""The catalogue (C1, C2): found by search, category and contract; all about a service; its states and links."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from ecc_tui.app import CloudCustomerSpace
from ecc_tui.domain.errors import StoreFault, StoreUnusable
from ecc_tui.domain.links import Place, ToPlace, ToService
from ecc_tui.domain.rights import Role, Section
from ecc_tui.screens.catalogue import LAST_CONTRACT, CatalogueScreen
from ecc_tui.screens.order import OrderScreen
from ecc_tui.screens.service import ServicePanel, ServiceScreen
from ecc_tui.widgets.tree import Outline
from tests.screens.portal import (
    NARROW,
    WIDE,
    Control,
    ask,
    change,
    hear,
    on_contract,
    opened,
    press,
    see,
    type_text,
    words,
)
from tests.screens.services import CONTRACT, fill
from tests.widgets.themed import lines_of, shown, until

LOGIN = "referent.demo"


@pytest.fixture
def store(demo: Path) -> Path:
    """The demo with a small catalogue."""
    return fill(demo)


def services_of(pilot: Pilot[Any]) -> Outline[None]:
    return cast("Outline[None]", pilot.app.screen.query_one("#services", Outline))


def at_cursor(pilot: Pilot[Any]) -> str:
    node = services_of(pilot).node
    return node.key if node else ""


async def open_catalogue(pilot: Pilot[Any]) -> CatalogueScreen:
    await press(pilot, "3")
    await until(pilot, lambda: isinstance(pilot.app.screen, CatalogueScreen) and services_of(pilot).line_count)
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, CatalogueScreen)
    return screen


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("Support", "Compute", "Reserved servers", "3 days", "€50.00", "€30.50")),
        ("fr", ("Assistance", "Calcul", "Serveurs réservés", "50,00 €", "30,50 €")),
    ],
)
async def test_services_stand_by_category_with_delay_and_prices(
    store: Path, language: str, texts: tuple[str, ...]
) -> None:
    async with opened(store, LOGIN, size=NARROW, language=language) as pilot:
        await open_catalogue(pilot)
        await see(pilot, *texts, "3")
        lines = lines_of(pilot.app)
        assert max(map(len, lines)) <= NARROW[0]
        ends = {
            len(line[: line.index(price)] + price) for line in lines for price in ("30.50", "450.00") if price in line
        }
        assert len(ends) <= 1  # numbers stand under each other
        assert at_cursor(pilot) == "support"


@pytest.mark.parametrize("typed", ["RESERV", "réservés", "puissance dem", "servers power"])
async def test_a_search_takes_names_and_summaries_in_both_languages(store: Path, typed: str) -> None:
    async with opened(store, LOGIN, size=NARROW) as pilot:
        await open_catalogue(pilot)
        await press(pilot, "slash")
        await type_text(pilot, typed)
        await until(pilot, lambda: "support" not in at_cursor(pilot) and services_of(pilot).filter == typed)
        assert at_cursor(pilot) == "servers"
        await press(pilot, "enter", "escape")
        await until(pilot, lambda: services_of(pilot).hits == (3, 3))


async def test_beside_the_list_stands_all_about_the_service_at_the_cursor(store: Path) -> None:
    async with opened(store, LOGIN, size=WIDE) as pilot:
        await open_catalogue(pilot)
        await see(pilot, "All about support", "Delivered within 3 working days", "Conditions", "depends on the form")
        await press(pilot, "down", "down")
        await see(pilot, "All about servers", "€30.50 a month for each server", "€50.00 once")
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(ServicePanel).has_focus
        await press(pilot, "escape")
        assert services_of(pilot).has_focus


async def test_narrow_it_has_a_screen_of_its_own_and_back_keeps_the_search(store: Path) -> None:
    """S8."""
    async with opened(store, LOGIN, size=NARROW) as pilot:
        await open_catalogue(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "every")
        await until(pilot, lambda: services_of(pilot).hits == (1, 3))
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ServiceScreen))
        await see(pilot, "All about every", "free of charge")
        await press(pilot, "ctrl+t")
        await see(pilot, "Tous les champs")
        await press(pilot, "ctrl+t", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogueScreen))
        assert (at_cursor(pilot), services_of(pilot).hits) == ("every", (1, 3))


async def test_one_category_or_all(store: Path) -> None:
    async with opened(store, LOGIN, size=NARROW) as pilot:
        await open_catalogue(pilot)
        await press(pilot, "g")
        await see(pilot, "all categories")
        await type_text(pilot, "comp")
        await press(pilot, "enter")
        await until(pilot, lambda: services_of(pilot).hits == (2, 2))
        await see(pilot, "2 of 3", "Compute")
        await press(pilot, "ctrl+t")
        await see(pilot, "Calcul")
        assert services_of(pilot).hits == (2, 2)
        await press(pilot, "z")
        await until(pilot, lambda: services_of(pilot).hits == (3, 3))


async def test_the_contract_is_chosen_and_remembered(store: Path) -> None:
    """S5."""
    async with opened(store, LOGIN, size=NARROW) as pilot:
        await open_catalogue(pilot)
        await see(pilot, CONTRACT)
        others = ask(store, "SELECT contract_id FROM rights WHERE user_id = 'u-referent' AND services > 0")
        other = max(id for (id,) in others)
        assert other != CONTRACT
        await press(pilot, "f")
        await type_text(pilot, other)
        await press(pilot, "enter")
        await see(pilot, other)
        portal = cast(CloudCustomerSpace, pilot.app).portal
        assert portal is not None
        assert portal.choices.get(LAST_CONTRACT) == other
    async with opened(store, LOGIN, size=NARROW) as pilot:
        await open_catalogue(pilot)
        await see(pilot, other)


async def test_a_remembered_contract_that_is_no_longer_visible_is_forgotten(store: Path) -> None:
    from ecc_tui.state import open_choices

    open_choices(str(store), LOGIN).set(LAST_CONTRACT, "OCB9999999")
    async with opened(store, LOGIN, size=NARROW) as pilot:
        await open_catalogue(pilot)
        await see(pilot, CONTRACT, "3 of 3")


async def test_it_stays_on_its_contract_when_the_right_to_order_there_is_taken_away(store: Path) -> None:
    """Another contract in its place, unasked, would be ordered for by mistake."""
    async with opened(store, "operator.demo", size=NARROW) as pilot:
        screen = await open_catalogue(pilot)
        await until(pilot, lambda: allows_order(screen))
        held = screen.rights_at_hand()
        assert held is not None
        sql = "UPDATE rights SET services = 1 WHERE user_id = 'u-operator' AND contract_id = ?"
        change(store, sql, held.contract)
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: not allows_order(screen))
        await see(pilot, held.contract, "Reserved servers")


def allows_order(screen: CatalogueScreen) -> bool:
    held = screen.rights_at_hand()
    return held is not None and held.role(Section.SERVICES) is Role.MANAGER


async def test_from_a_contract_of_the_dashboard_it_opens_on_it(store: Path) -> None:
    """D5: its key, for visitors too; only *Order* asks for more."""
    change(store, "UPDATE rights SET services = 1 WHERE user_id = 'u-operator'")
    async with opened(store, "operator.demo", size=NARROW) as pilot:
        id = ask(store, "SELECT max(contract_id) FROM rights WHERE user_id = 'u-operator' AND dashboard > 0")[0][0]
        await on_contract(pilot, id)
        await press(pilot, "c")
        await until(pilot, lambda: pilot.app.current_mode == Place.CATALOGUE)
        await see(pilot, id, "Reserved servers")
        await press(pilot, "escape")
        assert pilot.app.current_mode == Place.DASHBOARD


async def test_a_link_opens_a_service_over_the_catalogue_of_its_contract(store: Path) -> None:
    async with opened(store, LOGIN, link=ToService(CONTRACT, "servers")) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ServiceScreen))
        await see(pilot, "All about servers")
        await press(pilot, "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, OrderScreen))
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogueScreen))
        assert at_cursor(pilot) == "servers"


async def test_the_palette_finds_services(store: Path) -> None:
    """S3."""
    async with opened(store, LOGIN) as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "every field")
        await see(pilot, "Every field")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ServiceScreen))
        await see(pilot, "All about every")


# States


async def test_loading_and_failed_are_told_and_asked_again(store: Path) -> None:
    control = Control()
    async with opened(store, LOGIN, size=NARROW, control=control) as pilot:
        go_on = control.hold("catalogue.services")
        await press(pilot, "3")
        await see(pilot, "Loading…")
        control.fail("catalogue.services", StoreUnusable(StoreFault.GONE, "x"))
        go_on.set()
        await see(pilot, "ctrl+r asks again")
        control.failing.clear()
        control.let_go("catalogue.services")
        await press(pilot, "ctrl+r")
        await see(pilot, "3 of 3")


async def test_a_contract_without_services_says_so(store: Path) -> None:
    change(store, "DELETE FROM service_offers")
    async with opened(store, LOGIN, size=NARROW) as pilot:
        await press(pilot, "3")
        await see(pilot, f"There is no service that {CONTRACT} can order.", "f chooses another contract")


async def test_who_may_see_no_catalogue_reads_whom_to_ask(store: Path) -> None:
    change(store, "UPDATE rights SET services = 0 WHERE user_id = 'u-operator'")
    async with opened(store, "operator.demo", size=NARROW) as pilot:
        await press(pilot, "3")
        await see(pilot, "No contract shows its service catalogue to you.", "Ask your administrator")
        await press(pilot, "o", "enter", "g", "escape")
        assert "Traceback" not in shown(pilot.app)


async def test_a_contract_on_which_the_catalogue_is_denied_says_who_can_grant_it(store: Path) -> None:
    change(store, "UPDATE rights SET services = 0 WHERE user_id = 'u-operator'")
    async with opened(store, "operator.demo", size=NARROW) as pilot:
        id = ask(store, "SELECT min(contract_id) FROM rights WHERE user_id = 'u-operator' AND dashboard > 0")[0][0]
        await cast(CloudCustomerSpace, pilot.app).go(ToPlace(Place.CATALOGUE, id))
        await see(pilot, "needs visitor on Services", "can grant it")


async def test_where_there_is_no_service_no_search_opens(store: Path) -> None:
    change(store, "DELETE FROM service_offers")
    async with opened(store, LOGIN, size=NARROW) as pilot:
        await press(pilot, "3")
        await see(pilot, "There is no service that")
        await press(pilot, "slash")
        await hear(pilot, "There is no service that")
        assert not pilot.app.screen.query_one("#search").display


async def test_a_price_that_does_not_fit_beside_its_line_stands_under_it(store: Path) -> None:
    async with opened(store, LOGIN, size=WIDE) as pilot:
        await open_catalogue(pilot)
        await press(pilot, "down", "down")
        await see(pilot, "All about servers")
        lines = [line.rpartition("│ ")[2].removesuffix("│").rstrip() for line in lines_of(pilot.app)]
        place = next(place for place, line in enumerate(lines) if line.endswith("· Server"))
        assert lines[place + 1].endswith("  €30.50 a month for each server")


async def test_two_thousand_services_are_drawn_by_the_line(demo: Path) -> None:
    """Widgets don't grow with the list."""
    fill(demo, many=2000)
    async with opened(demo, LOGIN, size=NARROW) as pilot:
        screen = await open_catalogue(pilot)
        await see(pilot, "2,003")
        assert len(list(screen.walk_children())) < 60
        await press(pilot, "slash")
        await type_text(pilot, "1999")
        await until(pilot, lambda: services_of(pilot).hits[0] == 1)
        assert at_cursor(pilot) == "more-1999"
        assert "Elastic service 1999" in words(pilot)
