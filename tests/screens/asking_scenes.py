"""The scenes of asking for things: catalogue, forms and what becomes of them, requests, drafts, notifications."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from textual.pilot import Pilot

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.provider import comment_request, set_request
from ecc_tui.domain.errors import StoreFault, StoreUnusable
from ecc_tui.domain.requests import Outcome, Status
from ecc_tui.drafts import Draft, Drafts
from ecc_tui.screens.catalogue import CatalogueScreen
from ecc_tui.screens.delivery_words import in_every_language
from ecc_tui.screens.drafts import DraftsScreen
from ecc_tui.screens.form_screen import FormScreen, Stage
from ecc_tui.screens.notification_preferences import ChannelsScreen
from ecc_tui.screens.notifications import NotificationsScreen
from ecc_tui.screens.request import RequestPanel, RequestScreen
from ecc_tui.screens.sending import Call
from ecc_tui.screens.service import ServicePanel, ServiceScreen
from ecc_tui.state import opened_file
from ecc_tui.widgets.dialogs import Choice, KeysHelp, Question, TextPrompt
from ecc_tui.widgets.feed import Feed
from ecc_tui.widgets.form import FormView
from ecc_tui.widgets.tree import Outline
from tests.screens.portal import (
    NOW,
    Control,
    change,
    grid_of,
    open_requests,
    press,
    press_final,
    see,
    settled,
    type_text,
)
from tests.screens.scene import Scene, on
from tests.widgets.themed import until

INCIDENT, CHANGE = "3-00286022", "3-00286023"
"""Submitted ones of the operator's."""
COMMENTED, ORDERED = "3-00286017", "3-00286018"
"""A change with comments and a file; an order with answers of many kinds, lines and a file."""
GONE = StoreUnusable(StoreFault.GONE, "/srv/store.sqlite")
SERVICE = "virtual-machines"


# The catalogue


async def catalogue(pilot: Pilot[Any]) -> None:
    await press(pilot, "3")
    await until(pilot, on(CatalogueScreen, pilot))
    await until(pilot, lambda: services_of(pilot).line_count)
    await press(pilot, "down")
    await _beside(pilot, "expert-days")


def services_of(pilot: Pilot[Any]) -> Outline[None]:
    """The list of the catalogue."""
    return cast("Outline[None]", pilot.app.screen.query_one("#services", Outline))


async def _beside(pilot: Pilot[Any], service: str) -> None:
    """Wait for what stands beside the list, where there is room."""
    screen = cast(CatalogueScreen, pilot.app.screen)
    panel = screen.query_one(ServicePanel)
    if screen.is_wide:
        await until(pilot, lambda: panel.details is not None and panel.details.entry.id == service)


async def catalogue_search(pilot: Pilot[Any]) -> None:
    await catalogue(pilot)
    await press(pilot, "slash")
    await type_text(pilot, "s3")
    await until(pilot, lambda: services_of(pilot).hits[0] == 1)
    await _beside(pilot, "s3-storage")
    await press(pilot, "left")


async def catalogue_category(pilot: Pilot[Any]) -> None:
    await catalogue(pilot)
    await press(pilot, "g")
    await until(pilot, on(Choice, pilot))


async def catalogue_without_list(pilot: Pilot[Any]) -> None:
    await press(pilot, "3")
    await until(pilot, on(CatalogueScreen, pilot))
    await until(pilot, lambda: pilot.app.screen.query_one("#state").display)


async def service(pilot: Pilot[Any]) -> None:
    """*Learn more*: beside the list or over it."""
    await catalogue(pilot)
    assert services_of(pilot).select_key(SERVICE)
    await _beside(pilot, SERVICE)
    is_wide = cast(CatalogueScreen, pilot.app.screen).is_wide
    await press(pilot, "enter")
    if not is_wide:
        await until(pilot, on(ServiceScreen, pilot))
        panel = pilot.app.screen.query_one(ServicePanel)
        await until(pilot, lambda: panel.details is not None)


# The order and what becomes of it


async def form_of(pilot: Pilot[Any], stage: Stage = Stage.TYPING) -> FormScreen:
    """Wait for a form that has come so far."""
    await until(pilot, lambda: on(FormScreen, pilot)() and cast(FormScreen, pilot.app.screen).stage is stage)
    screen = cast(FormScreen, pilot.app.screen)
    if stage is Stage.TYPING:
        await until(pilot, lambda: screen.view.has_focus_within)
    await pilot.pause()
    return screen


async def order_of(pilot: Pilot[Any], id: str) -> FormScreen:
    """The order form of a service, fresh."""
    await catalogue(pilot)
    assert services_of(pilot).select_key(id)
    await _beside(pilot, id)
    await press(pilot, "o")
    return await form_of(pilot)


async def ordering(pilot: Pilot[Any]) -> None:
    await order_of(pilot, SERVICE)
    await press(pilot, "tab")
    await type_text(pilot, "2")


async def _filled(pilot: Pilot[Any]) -> FormScreen:
    screen = await order_of(pilot, SERVICE)
    screen.view.focus_field("name")
    await until(pilot, lambda: screen.view.cursor[0] == "name")
    await type_text(pilot, "web")
    return screen


async def order_errors(pilot: Pilot[Any]) -> None:
    screen = await order_of(pilot, SERVICE)
    screen.view.focus_field("network")
    await until(pilot, lambda: screen.view.cursor[0] == "network")
    await type_text(pilot, "10.20")
    screen.view.focus_field("machines")
    await until(pilot, lambda: screen.view.cursor[0] == "machines")
    await press(pilot, "backspace")
    await type_text(pilot, "500")
    await press_final(pilot)
    await until(pilot, lambda: screen.view.cursor[0] == "machines" and screen.view.has_focus_within)


async def order_throw_away(pilot: Pilot[Any]) -> None:
    await _filled(pilot)
    screen = cast(FormScreen, pilot.app.screen)
    screen.query_one("#throw-away").focus()
    await press(pilot, "enter")
    await until(pilot, on(Question, pilot))


async def order_sending(pilot: Pilot[Any]) -> None:
    await _filled(pilot)
    await press_final(pilot)
    await form_of(pilot, Stage.SENDING)


async def to_verify(pilot: Pilot[Any]) -> None:
    await _filled(pilot)
    await press_final(pilot)
    await form_of(pilot, Stage.TO_VERIFY)


async def receipt(pilot: Pilot[Any]) -> None:
    await _filled(pilot)
    await press_final(pilot)
    screen = await form_of(pilot, Stage.DONE)
    await until(pilot, lambda: screen.query_one("#open").has_focus and screen.portal.unread == 1)


async def changed_service(pilot: Pilot[Any]) -> None:
    screen = await _filled(pilot)
    change(
        pilot.app.start.store,  # type: ignore[attr-defined]  # the pilot knows an App[Any] alone
        "UPDATE services SET version = version + 1, prices = replace(prices, '118.26', '121.5'), form = "
        "replace(replace(form, 'Prefix of the name', 'Names begin with'), 'Préfixe du nom', 'Début du nom') "
        f"WHERE id = '{SERVICE}'",
    )
    await press_final(pilot)
    await until(pilot, lambda: screen.stage is Stage.TYPING and screen.query_one("#notice").display)
    await until(pilot, lambda: screen.view.cursor[0] == "size" and screen.view.has_focus_within)


async def keys_of_a_form(pilot: Pilot[Any]) -> None:
    screen = await order_of(pilot, SERVICE)
    screen.query_one("#leave").focus()
    await press(pilot, "question_mark")
    await until(pilot, on(KeysHelp, pilot))


# Incident and change


async def choosing_contract(pilot: Pilot[Any]) -> None:
    await open_requests(pilot)
    await press(pilot, "n")
    await until(pilot, on(Choice, pilot))


async def choosing_kind(pilot: Pilot[Any]) -> None:
    await choosing_contract(pilot)
    first = pilot.app.screen
    await press(pilot, "enter")
    await until(pilot, lambda: on(Choice, pilot)() and pilot.app.screen is not first)


async def incident(pilot: Pilot[Any]) -> None:
    await choosing_kind(pilot)
    await press(pilot, "enter")
    await form_of(pilot)
    await type_text(pilot, "Disk full")
    await press(pilot, "tab")
    await type_text(pilot, "No room left")
    await press(pilot, "left")


async def incident_errors(pilot: Pilot[Any]) -> None:
    await choosing_kind(pilot)
    await press(pilot, "enter")
    screen = await form_of(pilot)
    await press_final(pilot)
    await until(pilot, lambda: screen.view.cursor[0] == "title" and screen.view.has_focus_within)


async def change_asked(pilot: Pilot[Any]) -> None:
    await choosing_kind(pilot)
    await press(pilot, "down", "down", "enter")
    screen = await form_of(pilot)
    await type_text(pilot, "Third zone")
    screen.view.focus_field("interruption")
    await until(pilot, lambda: screen.view.cursor[0] == "interruption")
    await press(pilot, "space")
    await until(pilot, lambda: "window" in screen.view.entries or screen.view.entries.get("interruption"))


# A request, and what is said about it


async def _on_request(pilot: Pilot[Any], id: str) -> None:
    await open_requests(pilot)
    assert grid_of(pilot).select_key(id)
    panel = pilot.app.screen.query_one(RequestPanel)
    if panel.display and panel.parent is not None and panel.parent.display:
        await until(pilot, lambda: panel.details is not None and panel.details.row.id == id)
    await settled(pilot)


async def _request(pilot: Pilot[Any], id: str) -> RequestPanel:
    await _on_request(pilot, id)
    await press(pilot, "enter")
    if not on(RequestScreen, pilot)():
        await pilot.app.push_screen(RequestScreen(pilot.app.portal, pilot.app.screen.place, id))  # type: ignore[attr-defined]  # ours
        await until(pilot, on(RequestScreen, pilot))
    panel = pilot.app.screen.query_one(RequestPanel)
    await until(pilot, lambda: panel.details is not None)
    await pilot.pause()
    return panel


async def request_commented(pilot: Pilot[Any]) -> None:
    panel = await _request(pilot, COMMENTED)
    panel.scroll_end(animate=False)


async def request_ordered(pilot: Pilot[Any]) -> None:
    panel = await _request(pilot, ORDERED)
    panel.scroll_end(animate=False)


async def saving_file(pilot: Pilot[Any]) -> None:
    await _on_request(pilot, ORDERED)
    await press(pilot, "g")
    await until(pilot, on(TextPrompt, pilot))


async def comment(pilot: Pilot[Any]) -> None:
    await _on_request(pilot, INCIDENT)
    await press(pilot, "c")
    await form_of(pilot)
    await type_text(pilot, "It is back.")
    await press(pilot, "enter")
    await type_text(pilot, "Quite so.")
    await press(pilot, "left")


async def attach(pilot: Pilot[Any]) -> None:
    await _on_request(pilot, INCIDENT)
    await press(pilot, "t")
    await form_of(pilot)


async def cancel(pilot: Pilot[Any]) -> None:
    await _on_request(pilot, INCIDENT)
    await press(pilot, "o")
    await form_of(pilot)
    await type_text(pilot, "Solved")


async def _marked(pilot: Pilot[Any], key: str) -> None:
    await open_requests(pilot)
    await press(pilot, *["space"] * 8, key)
    await form_of(pilot)


async def comment_marked(pilot: Pilot[Any]) -> None:
    await _marked(pilot, "c")


async def cancel_marked(pilot: Pilot[Any]) -> None:
    await _marked(pilot, "o")


# Drafts


def _draft(drafts: Drafts, form: str, title: str, contract: str, typed: str) -> Draft:
    draft = drafts.begin(form, contract, title=in_every_language(title))
    draft.enter("title", typed, len(typed))
    return draft


async def drafts(pilot: Pilot[Any]) -> None:
    """One of each phase; begun elsewhere after the start, which would have verified them."""
    await open_requests(pilot)
    others = Drafts(opened_file(None), str(pilot.app.start.store), "operator.demo")  # type: ignore[attr-defined]  # ours
    _draft(others, "incident", "Report an incident", "OCB0001234", "Disk full").close()
    order = others.begin("order", "OCB0001252", SERVICE, title={"en": "Virtual machines", "fr": "Machines virtuelles"})
    order.enter("name", "web", 3)
    order.freeze(Call(form="order", contract="OCB0001252", subject=SERVICE).to_json())
    order.close()
    asked = _draft(others, "change", "Request a change", "OCB0001240", "Third zone")
    asked.freeze(Call(form="change", contract="OCB0001240").to_json())
    asked.unknown()
    asked.close()
    await drafts_empty(pilot)
    await see(pilot, "OCB0001234")


async def drafts_empty(pilot: Pilot[Any]) -> None:
    if not on(DraftsScreen, pilot)():
        await open_requests(pilot)
    await press(pilot, "u")
    await until(pilot, on(DraftsScreen, pilot))


async def draft_throw_away(pilot: Pilot[Any]) -> None:
    await drafts(pilot)
    await press(pilot, "end", "x")
    await until(pilot, on(Question, pilot))


async def keys_of_drafts(pilot: Pilot[Any]) -> None:
    await drafts_empty(pilot)
    await press(pilot, "question_mark")
    await until(pilot, on(KeysHelp, pilot))


# Notifications


def provider_acted(store: Path) -> None:
    """What people are told of, while the program was closed."""
    database = Database.open(store)
    set_request(database, INCIDENT, Status.IN_PROGRESS, note="We look at the load balancer.", clock=lambda: NOW)
    comment_request(database, CHANGE, "Which console?", clock=lambda: NOW)
    set_request(database, "3-00286020", Status.COMPLETED, outcome=Outcome.DELIVERED, clock=lambda: NOW)
    comment_request(database, "3-00286020", "Done before the night.", clock=lambda: NOW)
    database.close()


async def notifications_empty(pilot: Pilot[Any]) -> None:
    await open_requests(pilot)
    await press(pilot, "ctrl+n")
    await until(pilot, on(NotificationsScreen, pilot))
    feed = pilot.app.screen.query_one("#notifications", Feed)
    await until(pilot, lambda: not feed.is_loading)
    await pilot.pause()


async def notifications(pilot: Pilot[Any]) -> None:
    await notifications_empty(pilot)
    feed = pilot.app.screen.query_one("#notifications", Feed)
    await until(pilot, lambda: len(feed.rows) == 4)
    await press(pilot, "space")
    await until(pilot, lambda: feed.rows[0].read and feed.cursor == 1)


async def channels(pilot: Pilot[Any]) -> None:
    await notifications_empty(pilot)
    await press(pilot, "p")
    await until(pilot, on(ChannelsScreen, pilot))
    await until(pilot, lambda: bool(pilot.app.screen.query(FormView)))
    await until(pilot, lambda: pilot.app.screen.query_one(FormView).has_focus_within)


async def keys_of_notifications(pilot: Pilot[Any]) -> None:
    await notifications_empty(pilot)
    await press(pilot, "question_mark")
    await until(pilot, on(KeysHelp, pilot))


def _unanswered(control: Control) -> None:
    control.fail("catalogue.order", GONE)
    control.fail("requests.sent", GONE)


def _without_services(store: Path) -> None:
    change(store, "DELETE FROM service_offers")


def _may_only_look(store: Path) -> None:
    change(store, "UPDATE rights SET orders = 1 WHERE user_id = 'u-operator'")


REFERENT = "referent.demo"
ASKING_SCENES = (
    Scene("catalogue", catalogue, login=REFERENT),
    Scene("ordering", ordering, login=REFERENT),
    Scene("catalogue-search", catalogue_search, login=REFERENT),
    Scene("catalogue-category", catalogue_category, login=REFERENT),
    Scene("catalogue-empty", catalogue_without_list, login=REFERENT, happened=_without_services),
    Scene(
        "catalogue-failed",
        catalogue_without_list,
        login=REFERENT,
        prepare=lambda control: control.fail("catalogue.services", GONE),
    ),
    Scene("service", service, login=REFERENT),
    Scene("order-errors", order_errors, login=REFERENT),
    Scene("order-throw-away", order_throw_away, login=REFERENT),
    Scene("order-sending", order_sending, login=REFERENT, prepare=lambda control: control.hold("catalogue.order")),
    Scene("order-to-verify", to_verify, login=REFERENT, prepare=_unanswered),
    Scene("order-receipt", receipt, login=REFERENT),
    Scene("order-changed", changed_service, login=REFERENT),
    Scene("order-keys", keys_of_a_form, login=REFERENT),
    Scene("new-contract", choosing_contract),
    Scene("new-kind", choosing_kind, happened=_may_only_look),
    Scene("incident", incident),
    Scene("incident-errors", incident_errors),
    Scene("change", change_asked),
    Scene("request-commented", request_commented),
    Scene("request-ordered", request_ordered),
    Scene("save-file", saving_file),
    Scene("comment", comment),
    Scene("attach", attach),
    Scene("cancel", cancel),
    Scene("comment-marked", comment_marked),
    Scene("cancel-marked", cancel_marked),
    Scene("drafts", drafts),
    Scene("drafts-empty", drafts_empty),
    Scene("draft-throw-away", draft_throw_away),
    Scene("drafts-keys", keys_of_drafts),
    Scene("notifications", notifications, happened=provider_acted),
    Scene("notifications-empty", notifications_empty),
    Scene(
        "notifications-failed",
        notifications_empty,
        prepare=lambda control: control.fail("notifications.newest", GONE),
    ),
    Scene("notifications-keys", keys_of_notifications),
    Scene("channels", channels),
)
