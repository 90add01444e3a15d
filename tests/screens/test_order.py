"""The order form (C3 to C7, T-10): five keys, one press one order, nothing typed is lost, nobody orders who may not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from textual import events
from textual.pilot import Pilot

from ecc_tui.app import CloudCustomerSpace
from ecc_tui.backend.sql.catalogue import Catalogue
from ecc_tui.domain.errors import FormRefused, StoreFault, StoreUnusable
from ecc_tui.domain.forms import Wrong
from ecc_tui.domain.links import Place, ToPlace, ToService
from ecc_tui.drafts import Drafts, Phase
from ecc_tui.screens.form_screen import Stage
from ecc_tui.screens.lock import LockScreen
from ecc_tui.screens.order import OrderScreen
from ecc_tui.screens.request import RequestScreen
from ecc_tui.state import opened_file
from ecc_tui.widgets.dialogs import Reason
from ecc_tui.widgets.final_button import QUIET_SECONDS
from tests.screens.portal import (
    NARROW,
    PASSWORD,
    WIDE,
    Control,
    ask,
    change,
    hear,
    opened,
    press,
    said_by,
    see,
    type_text,
    words,
)
from tests.screens.services import CONTRACT, fill
from tests.widgets.themed import lines_of, until

LOGIN = "referent.demo"
ORDERS = "SELECT id FROM requests WHERE kind = 'order' ORDER BY id"


@pytest.fixture
def store(demo: Path) -> Path:
    """The demo with a small catalogue."""
    return fill(demo)


def orders(store: Path) -> set[str]:
    return {id for (id,) in ask(store, ORDERS)}


def form_of(pilot: Pilot[Any]) -> OrderScreen:
    screen = pilot.app.screen
    assert isinstance(screen, OrderScreen), screen
    return screen


def quiet(pilot: Pilot[Any]) -> None:
    """As if nothing had been typed for a while."""
    cast(CloudCustomerSpace, pilot.app)._type_ahead._arrivals.clear()


async def ready(pilot: Pilot[Any], stage: Stage = Stage.TYPING) -> OrderScreen:
    """Wait until a form is at a stage."""
    await until(pilot, lambda: isinstance(pilot.app.screen, OrderScreen) and pilot.app.screen.stage is stage)
    await pilot.pause()
    return form_of(pilot)


async def open_form(pilot: Pilot[Any], service: str = "servers") -> OrderScreen:
    """The order form of a service, its first field in focus."""
    app = cast(CloudCustomerSpace, pilot.app)
    assert app.portal is not None
    await app.go(ToPlace(Place.CATALOGUE))
    screen = OrderScreen(app.portal, Place.CATALOGUE, CONTRACT, service)
    await app.push_screen(screen)
    await ready(pilot)
    await until(pilot, lambda: app.focused is not None)
    return screen


async def fill_servers(pilot: Pilot[Any], name: str = "web") -> OrderScreen:
    """The form of `servers`, filled, its final button in focus."""
    screen = await open_form(pilot)
    await press(pilot, "tab")
    await type_text(pilot, name)
    screen.query_one("#final").focus()
    await pilot.pause()
    return screen


async def order(pilot: Pilot[Any]) -> None:
    """Enter, after a moment without keys."""
    quiet(pilot)
    await press(pilot, "enter")


def arrive(pilot: Pilot[Any], keys: Sequence[str], seconds: float, *, after: float = 10.0) -> None:
    """Keys that arrive so many seconds apart, the first one long after any other."""
    app = cast(CloudCustomerSpace, pilot.app)
    start = (app._type_ahead._arrivals[-1] if app._type_ahead._arrivals else 0.0) + after
    for number, key in enumerate(keys):
        event = events.Key(key, {"enter": "\r", "tab": "\t", "space": " "}.get(key, key))
        event.time = start + number * seconds
        app.post_message(event)


async def dealt_with(pilot: Pilot[Any]) -> None:
    typed = cast(CloudCustomerSpace, pilot.app)._type_ahead
    await pilot.pause()
    await until(pilot, lambda: not typed._waiting and not (typed._on_its_way and typed._target.is_attached))
    await pilot.pause()


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_five_keys_from_the_dashboard_to_a_placed_order(store: Path, language: str) -> None:
    """S1: counted are 3, /, enter, o, enter; text, tab and arrows are not."""
    before = orders(store)
    async with opened(store, LOGIN, size=NARROW, language=language) as pilot:
        await press(pilot, "3", "slash")
        await type_text(pilot, "reserv")
        await until(pilot, lambda: "30" in words(pilot))
        await press(pilot, "enter", "o")
        await ready(pilot)
        await press(pilot, "tab")
        await type_text(pilot, "web")
        await press(pilot, "tab", "tab", "tab", "tab")
        assert pilot.app.focused is form_of(pilot).query_one("#final")
        await order(pilot)
        screen = await ready(pilot, Stage.DONE)
        (placed,) = orders(store) - before
        await see(pilot, placed, "#DEM-2026-", screen._done.key[:8] if screen._done else "?")
        quiet(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        await see(pilot, placed)
        assert ask(store, "SELECT status FROM requests WHERE id = ?", placed) == [("submitted",)]


async def test_the_receipt_says_that_the_mail_waits_and_escape_leads_back(store: Path) -> None:
    async with opened(store, LOGIN) as pilot:
        await fill_servers(pilot)
        await order(pilot)
        await ready(pilot, Stage.DONE)
        await see(pilot, "waits in the outbox: a demo sends its mails to this machine alone")
        await press(pilot, "escape")
        await see(pilot, "Reserved servers", "3 of 3")


@pytest.mark.parametrize(("language", "label"), [("en", "Name *"), ("fr", "Nom *")])
async def test_a_missing_field_is_marked_and_nothing_is_sent(store: Path, language: str, label: str) -> None:
    """C4."""
    before = orders(store)
    async with opened(store, LOGIN, language=language, size=NARROW) as pilot:
        screen = await open_form(pilot)
        screen.query_one("#final").focus()
        await pilot.pause()
        await order(pilot)
        await until(pilot, lambda: screen.view.cursor[0] == "name" and screen.view.has_focus_within)
        await see(pilot, label)
        assert [id for id, row in screen.view._rows.items() if row.is_wrong] == ["name"]
        assert orders(store) == before
        await type_text(pilot, "web")
        screen.query_one("#final").focus()
        await pilot.pause()
        await order(pilot)
        await ready(pilot, Stage.DONE)
        assert len(orders(store) - before) == 1


# Keys that nobody meant (T-10)


async def test_twenty_presses_in_a_second_are_one_order(store: Path) -> None:
    before = orders(store)
    async with opened(store, LOGIN) as pilot:
        screen = await fill_servers(pilot)
        arrive(pilot, ["enter"] * 20, 0.05)
        await dealt_with(pilot)
        await ready(pilot, Stage.DONE)
        assert len(orders(store) - before) == 1
        assert pilot.app.screen is screen  # the others opened nothing either


async def test_enter_held_down_since_another_key_orders_nothing_and_says_so(store: Path) -> None:
    before = orders(store)
    async with opened(store, LOGIN, size=NARROW) as pilot:
        screen = await fill_servers(pilot)
        arrive(pilot, ["shift+tab", "tab", *["enter"] * 30], 0.033)
        await dealt_with(pilot)
        await see(pilot, "Enter was ignored")
        assert screen.stage is Stage.TYPING
        assert orders(store) == before
        await order(pilot)  # alone, after a moment, it counts
        await ready(pilot, Stage.DONE)
        assert len(orders(store) - before) == 1


async def test_the_pause_is_counted_between_arrivals(store: Path) -> None:
    """However late a key is dealt with: what counts is when it came."""
    before = orders(store)
    async with opened(store, LOGIN) as pilot:
        screen = await fill_servers(pilot)
        arrive(pilot, ["f12", "enter"], QUIET_SECONDS - 0.01)
        await dealt_with(pilot)
        assert screen.stage is Stage.TYPING
        arrive(pilot, ["f12", "enter"], QUIET_SECONDS + 0.01)
        await dealt_with(pilot)
        await ready(pilot, Stage.DONE)
        assert len(orders(store) - before) == 1


@pytest.mark.parametrize("focus", ["name", "final"])
async def test_a_block_with_line_ends_typed_into_the_form_orders_nothing(store: Path, focus: str) -> None:
    """A terminal without bracketed paste: 1 KB, each newline is Enter."""
    before = orders(store)
    block = ("some words of a text\r" * 50)[:1024]
    async with opened(store, LOGIN) as pilot:
        screen = await fill_servers(pilot)
        if focus == "name":
            screen.view.focus_field("name")
            await until(pilot, lambda: screen.view.has_focus_within)
        arrive(pilot, [{"\r": "enter", " ": "space"}.get(sign, sign) for sign in block], 0.0001)
        await dealt_with(pilot)
        assert orders(store) == before


@pytest.mark.parametrize("guarded", [True, False])
async def test_a_paste_that_ends_its_own_bracket_orders_nothing(
    store: Path, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ESC[201~ the rest is typed: Tab, Tab, ... Enter comes to the button, too soon; unguarded it orders."""
    if not guarded:
        monkeypatch.setattr("ecc_tui.widgets.final_button.QUIET_SECONDS", 0.0)
    before = orders(store)
    async with opened(store, LOGIN) as pilot:
        screen = await fill_servers(pilot)
        screen.view.focus_field("name")
        await until(pilot, lambda: screen.view.has_focus_within)
        paste = events.Paste("harmless")
        pilot.app.post_message(paste)
        arrive(pilot, ["tab", "tab", "tab", "tab", "enter"], 0.00001, after=0.00001)
        await dealt_with(pilot)
        if guarded:
            assert pilot.app.focused is screen.query_one("#final")
            await see(pilot, "Enter was ignored")
            assert orders(store) == before
        else:
            await until(pilot, lambda: len(orders(store) - before) == 1)


async def test_enter_in_a_field_and_escape_never_order(store: Path) -> None:
    before = orders(store)
    async with opened(store, LOGIN) as pilot:
        screen = await open_form(pilot)
        assert pilot.app.focused is not screen.query_one("#final")
        for _field in range(8):
            await order(pilot)
        assert screen.stage is Stage.TYPING
        assert pilot.app.focused is not screen.query_one("#final")
        await press(pilot, "escape")
        assert orders(store) == before


# Answers that are lost, refusals, changes


async def test_while_it_is_sent_it_cannot_be_left_and_who_is_elsewhere_is_told(store: Path) -> None:
    before, control = orders(store), Control()
    async with opened(store, LOGIN, control=control) as pilot:
        screen = await fill_servers(pilot)
        go_on = control.hold("catalogue.order")
        await order(pilot)
        await ready(pilot, Stage.SENDING)
        assert screen.draft is not None
        assert screen.draft.phase is Phase.SENDING
        assert screen.view.read_only
        await press(pilot, "escape")
        await hear(pilot, "wait for the answer")
        assert pilot.app.screen is screen
        await press(pilot, "1")
        go_on.set()
        await hear(pilot, "sent, the request is")
        assert len(orders(store) - before) == 1
        await press(pilot, "3")
        await ready(pilot, Stage.DONE)


async def test_what_became_of_it_is_not_told_over_the_lock_but_after_it(store: Path) -> None:
    control = Control()
    async with opened(store, LOGIN, control=control) as pilot:
        await fill_servers(pilot)
        go_on = control.hold("catalogue.order")
        await order(pilot)
        await ready(pilot, Stage.SENDING)
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))
        app = cast(CloudCustomerSpace, pilot.app)
        go_on.set()
        await until(pilot, lambda: not any(worker.group == "sending" for worker in app.workers))
        assert not any("request is" in said for said in said_by(pilot))
        await type_text(pilot, PASSWORD.replace("!", ""))
        await press(pilot, "exclamation_mark", "enter")
        await hear(pilot, "sent, the request is")


async def test_an_answer_that_was_lost_is_verified_and_nothing_is_ordered_twice(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C5: the store has taken the order, the program hears of trouble."""
    before, control = orders(store), Control()
    place = Catalogue.order

    async def lost(self: Catalogue, *arguments: Any, **options: Any) -> Any:
        await place(self, *arguments, **options)
        raise StoreUnusable(StoreFault.IO, "x")

    async with opened(store, LOGIN, control=control) as pilot:
        screen = await fill_servers(pilot)
        monkeypatch.setattr(Catalogue, "order", lost)
        go_on = control.hold("requests.sent")
        await order(pilot)
        await ready(pilot, Stage.TO_VERIFY)
        await see(pilot, "not known yet")
        assert screen.view.read_only
        go_on.set()
        await press(pilot, "ctrl+r")
        await ready(pilot, Stage.DONE)
        (placed,) = orders(store) - before
        await see(pilot, placed)


async def test_a_refused_form_is_marked_and_can_be_sent_again(store: Path) -> None:
    before, control = orders(store), Control()
    async with opened(store, LOGIN, control=control) as pilot:
        screen = await fill_servers(pilot)
        assert screen.draft is not None
        key = screen.draft.key
        control.fail("catalogue.order", FormRefused([Wrong("name", "length", {"shortest": 0, "longest": 2})]))
        await order(pilot)
        await until(pilot, lambda: screen.stage is Stage.TYPING and screen.view.cursor[0] == "name")
        await until(pilot, lambda: screen.view._rows["name"].is_wrong)
        assert screen.draft.key != key
        assert orders(store) == before
        control.failing.clear()
        screen.query_one("#final").focus()
        await pilot.pause()
        await order(pilot)
        await ready(pilot, Stage.DONE)
        assert len(orders(store) - before) == 1


async def test_a_service_that_has_changed_shows_the_difference_first(store: Path) -> None:
    before = orders(store)
    async with opened(store, LOGIN, size=WIDE) as pilot:
        screen = await fill_servers(pilot)
        change(
            store,
            "UPDATE services SET version = version + 1, prices = replace(prices, '30.5', '31.5'), "
            "form = replace(form, 'Number of servers', 'How many') WHERE id = 'servers'",
        )
        await order(pilot)
        await see(pilot, "nothing was ordered", "€30.50 a month → €50.00 once, €31.50 a month")
        await ready(pilot)
        await see(pilot, "Changed fields: How many")
        await until(pilot, lambda: screen.view.cursor[0] == "count" and screen.view.has_focus_within)
        assert orders(store) == before
        assert screen.view.entries["name"] == "web"
        assert any("How many *" in line for line in lines_of(pilot.app))
        screen.query_one("#final").focus()
        await pilot.pause()
        await order(pilot)
        await ready(pilot, Stage.DONE)
        assert len(orders(store) - before) == 1


async def test_who_leaves_while_the_changed_service_is_fetched_finds_the_draft(store: Path) -> None:
    control = Control()
    async with opened(store, LOGIN, control=control) as pilot:
        screen = await fill_servers(pilot)
        change(store, "UPDATE services SET version = version + 1 WHERE id = 'servers'")
        go_on = control.hold("catalogue.service")
        await order(pilot)
        await ready(pilot, Stage.TYPING)
        await press(pilot, "escape")
        await until(pilot, lambda: not screen.is_attached)
        go_on.set()
        await until(pilot, lambda: not any(worker.group == "sending" for worker in pilot.app.workers))
        assert pilot.app.return_code in (None, 0)
        assert [entry.phase for entry in cast(Any, pilot.app).portal.drafts.all()] == [Phase.TYPING]


# Nothing typed is lost (C7)


async def test_who_leaves_and_comes_back_finds_what_was_typed(store: Path) -> None:
    async with opened(store, LOGIN) as pilot:
        screen = await fill_servers(pilot, "web")
        await press(pilot, "escape")
        await hear(pilot, "The draft is kept")
        await until(pilot, lambda: not screen.is_attached)
        again = await open_form(pilot)
        assert again.view.entries["name"] == "web"
        await hear(pilot, "Your draft is here again")


async def test_a_draft_that_is_thrown_away_is_gone(store: Path) -> None:
    async with opened(store, LOGIN) as pilot:
        screen = await fill_servers(pilot, "web")
        screen.query_one("#throw-away").focus()
        await press(pilot, "enter", "right", "enter")
        await until(pilot, lambda: not screen.is_attached)
        assert cast(CloudCustomerSpace, pilot.app).portal.drafts.all() == []  # type: ignore[union-attr]
        again = await open_form(pilot)
        assert "name" not in again.view.entries


async def test_another_language_keeps_fields_focus_and_price(store: Path) -> None:
    async with opened(store, LOGIN, size=NARROW) as pilot:
        screen = await open_form(pilot)
        await press(pilot, "tab")
        await type_text(pilot, "web")
        await see(pilot, "Number of servers", "€30.50 a month")
        focused, entries = pilot.app.focused, screen.view.entries
        await press(pilot, "ctrl+t")
        await see(pilot, "Nombre", "30,50 €")
        assert (pilot.app.focused, screen.view.entries) == (focused, entries)
        await type_text(pilot, "2")
        assert screen.view.entries["name"] == "web2"


async def test_the_price_follows_each_key(store: Path) -> None:
    async with opened(store, LOGIN) as pilot:
        await open_form(pilot)
        await press(pilot, "end")
        await type_text(pilot, "0")
        await see(pilot, "€305.00 a month")
        await press(pilot, "backspace")
        await see(pilot, "€30.50 a month")


# After a program that died


@pytest.fixture
def dead(store: Path, monkeypatch: pytest.MonkeyPatch) -> Drafts:
    """The drafts as a program that runs no more held them."""
    monkeypatch.setattr("ecc_tui.drafts.runs_here", lambda program: False)
    return Drafts(opened_file(None), str(store), LOGIN, program="999999999 0 nowhere")


async def test_the_form_that_was_open_is_open_again_as_it_was(store: Path, dead: Drafts) -> None:
    draft = dead.begin("order", CONTRACT, "servers", version=1, title={"en": "Reserved servers"})
    draft.enter("count", "12", 2)
    draft.enter("name", "web", 2)
    async with opened(store, LOGIN) as pilot:
        screen = await ready(pilot)
        assert (screen.view.entries["count"], screen.view.entries["name"]) == ("12", "web")
        await until(pilot, lambda: screen.view.has_focus_within)
        await type_text(pilot, "x")
        assert screen.view.entries["name"] == "wexb"
        await press(pilot, "escape")
        await see(pilot, "Service catalogue")
        assert pilot.app.current_mode == Place.CATALOGUE


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_form_that_was_on_its_way_is_verified_and_its_state_told(
    store: Path, dead: Drafts, arrived: bool
) -> None:
    """Killed behind or before the commit: one order, and the person hears of it."""
    before = orders(store)
    async with opened(store, LOGIN) as pilot:
        screen = await fill_servers(pilot)
        call = screen.call(screen.view.judge())
    draft = dead.begin("order", CONTRACT, "servers", version=1, title={"en": "Reserved servers"})
    draft.enter("name", "web", 3)
    draft.freeze(call.to_json())
    key = draft.key
    if arrived:
        async with opened(store, LOGIN) as pilot:
            portal = cast(CloudCustomerSpace, pilot.app).portal
            assert portal is not None
            await until(pilot, lambda: len(orders(store) - before) == 1)
        again = dead.begin("order", CONTRACT, "servers", version=1, title={"en": "Reserved servers"})
        again.key = key
        again.freeze(call.to_json())
    async with opened(store, LOGIN) as pilot:
        await hear(pilot, "Reserved servers: sent, the request is")
        assert len(orders(store) - before) == 1
        await until(pilot, lambda: not dead.all() or all(e.phase is Phase.TYPING for e in dead.all()))


async def test_a_form_of_a_service_that_is_gone_is_told(store: Path, dead: Drafts) -> None:
    draft = dead.begin("order", CONTRACT, "servers", version=1, title={"en": "Reserved servers"})
    draft.enter("name", "web", 3)
    change(store, "UPDATE services SET withdrawn = 1 WHERE id = 'servers'")
    async with opened(store, LOGIN) as pilot:
        await ready(pilot, Stage.FAILED)
        await see(pilot, "a draft is kept")
        await press(pilot, "escape")
        assert [entry.key for entry in dead.all()] == [draft.key]


# Rights (C2)


@pytest.fixture
def visitor(store: Path) -> Path:
    """`operator.demo` is visitor of the services, and nowhere their manager."""
    change(store, "UPDATE rights SET services = 1 WHERE user_id = 'u-operator'")
    return store


async def test_a_visitor_orders_by_no_way(visitor: Path) -> None:
    """By key, by the palette, over a link, by the form itself."""
    before = orders(visitor)
    async with opened(visitor, "operator.demo") as pilot:
        await press(pilot, "3")
        await see(pilot, "Reserved servers")
        await press(pilot, "down", "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reason))
        await see(pilot, "needs manager on Services")
        await press(pilot, "escape", "ctrl+p")
        await type_text(pilot, "order form")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reason))
        await press(pilot, "escape")
        app = cast(CloudCustomerSpace, pilot.app)
        assert app.portal is not None
        contract = ask(visitor, "SELECT contract_id FROM rights WHERE user_id = 'u-operator' LIMIT 1")[0][0]
        await app.go(ToService(contract, "servers"))
        await see(pilot, "Delivered within 3 working days")
        await press(pilot, "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reason))
        await press(pilot, "escape")
        await app.push_screen(OrderScreen(app.portal, Place.CATALOGUE, contract, "servers"))
        await ready(pilot, Stage.FAILED)
        await see(pilot, "needs manager on Services")
        assert orders(visitor) == before


async def test_a_person_who_may_order_and_not_see_the_budget_reads_so(store: Path) -> None:
    change(store, "UPDATE rights SET dashboard = 0, services = 2 WHERE user_id = 'u-operator'")
    async with opened(store, "operator.demo") as pilot:
        await press(pilot, "3")
        await see(pilot, "Reserved servers")
        await press(pilot, "o")
        await ready(pilot)
        await see(pilot, "you may not see the budget of this contract")


async def test_who_logs_out_while_it_is_sent_hears_of_it_at_the_next_log_in(store: Path) -> None:
    """Nothing is cancelled that may have been taken: the next log-in asks by the form's key."""
    before, control = orders(store), Control()
    async with opened(store, LOGIN, control=control) as pilot:
        app = cast(CloudCustomerSpace, pilot.app)
        screen = await fill_servers(pilot)
        control.hold("catalogue.order")
        await order(pilot)
        await ready(pilot, Stage.SENDING)
        await app.log_out()
        await until(pilot, lambda: screen.draft is not None and screen.draft.phase is Phase.TO_VERIFY)
        assert orders(store) == before
        control.let_go("catalogue.order")
        assert app.backend is not None
        await app.enter(await app.backend.demo_session(LOGIN))
        await hear(pilot, "sent, the request is")
        assert len(orders(store) - before) == 1
