"""The list of drafts (C7): every form that was begun is found, taken up, thrown away after a question, or verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from ecc_tui.domain.errors import FormRefused, StoreFault, StoreUnusable
from ecc_tui.domain.forms import Wrong
from ecc_tui.drafts import Draft, DraftEntry, Drafts, Phase
from ecc_tui.screens.budget import BudgetDialog
from ecc_tui.screens.drafts import KEPT_FORMS, DraftsScreen
from ecc_tui.screens.form_screen import FormScreen, Stage
from ecc_tui.screens.request_filter import RequestFilterDialog
from ecc_tui.screens.request_forms import CommentScreen
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.screens.sending import Call
from ecc_tui.state import Unwritten, opened_file
from ecc_tui.widgets.feed import Feed
from ecc_tui.widgets.form import FormView
from tests.screens.portal import NARROW, WIDE, Control, ask, hear, open_requests, opened, press, see, type_text
from tests.widgets.themed import until

INCIDENT = "3-00286022"


def drafts_of(store: Path, program: str = "", login: str = "operator.demo") -> Drafts:
    """A person's drafts, as another program sees them."""
    return Drafts(opened_file(None), str(store), login, program)


def leave(store: Path, text: str, subject: str = INCIDENT) -> None:
    """A comment that was begun, and left."""
    draft = drafts_of(store).begin("comment", "OCB0001252", subject, title={"en": f"Comment on {subject}"})
    draft.enter("text", text, len(text))
    draft.close()


def comments(store: Path, text: str) -> int:
    return cast(int, ask(store, "SELECT count(*) FROM request_comments WHERE text = ?", text)[0][0])


async def list_of(pilot: Pilot[Any]) -> Feed[DraftEntry]:
    """Open the list from Requests."""
    await press(pilot, "u")
    await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
    feed: Feed[DraftEntry] = pilot.app.screen.query_one("#drafts", Feed)
    await pilot.pause()
    return feed


async def test_a_form_that_was_left_is_listed_and_goes_on_as_it_was(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        grid_row = pilot.app.screen.query_one("#requests")
        assert grid_row.select_key(INCIDENT)  # type: ignore[attr-defined]  # a Grid
        await press(pilot, "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen) and pilot.app.screen.stage is Stage.TYPING)
        await until(pilot, lambda: pilot.app.focused)
        await type_text(pilot, "Half a thought")
        await press(pilot, "escape")
        await see(pilot, "u: 1 draft")
        feed = await list_of(pilot)
        await see(pilot, f"Comment on {INCIDENT}", "OCB0001252", "not sent")
        assert len(feed.rows) == 1
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommentScreen))
        await see(pilot, "Half a thought")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, DraftsScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RequestsScreen)


async def test_one_is_thrown_away_after_a_question(demo: Path) -> None:
    leave(demo, "First")
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        feed = await list_of(pilot)
        await press(pilot, "x")
        await see(pilot, "Throw away?", "What was typed will be lost.")
        await press(pilot, "enter")  # the safe answer has the focus
        assert len(feed.rows) == 1
        await press(pilot, "x")
        await see(pilot, "Throw away?")
        await press(pilot, "right", "enter")
        await until(pilot, lambda: not feed.rows)
        await see(pilot, "No draft")
    assert list(drafts_of(demo).all()) == []


async def test_what_a_dialog_held_when_the_program_was_killed_goes_on_there(demo: Path) -> None:
    drafts = drafts_of(demo, login="referent.demo")
    budget = drafts.begin("budget", "OCB0001234", title={"": "A budget"})
    budget.enter("amount", "4321")
    search = drafts.begin("filter", "", title={"": "A filter"})
    search.enter("status", ("completed",))
    for draft in (budget, search):
        assert draft.form in KEPT_FORMS
        draft.close()
    async with opened(demo, "referent.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        feed = await list_of(pilot)
        await until(pilot, lambda: [entry.form for entry in feed.rows] == ["filter", "budget"])
        await press(pilot, "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, BudgetDialog))
        await see(pilot, "4321")
        await press(pilot, "escape")
        await until(pilot, lambda: len(feed.rows) == 1)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestFilterDialog))
        view = pilot.app.screen.query_one(FormView)
        await until(pilot, lambda: view.entries["status"] == ("completed",))


async def test_a_form_that_is_not_known_can_be_thrown_away(demo: Path) -> None:
    draft = drafts_of(demo).begin("of-tomorrow", "OCB0001252", title={"": "Newer"})
    draft.enter("text", "x")
    draft.close()
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        feed = await list_of(pilot)
        await press(pilot, "enter")
        await hear(pilot, "This version of the program doesn't know that form.")
        await press(pilot, "x", "right", "enter")
        await until(pilot, lambda: not feed.rows)


async def test_one_that_is_open_in_another_window_is_left_alone(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecc_tui.drafts.runs_here", lambda program: program == "another")
    draft = drafts_of(demo, "another").begin("comment", "OCB0001252", INCIDENT, title={"": "Comment"})
    draft.enter("text", "There", 5)
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        feed = await list_of(pilot)
        await see(pilot, "open elsewhere")
        for key in ("enter", "x", "v"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, DraftsScreen)
        await hear(pilot, "It is open in another window: close it there first.")
        assert len(feed.rows) == 1


def freeze(store: Path, text: str) -> None:
    """A comment whose program ended in the moment in which it was sent."""
    draft = drafts_of(store).begin("comment", "OCB0001252", INCIDENT, title={"": f"Comment on {INCIDENT}"})
    draft.enter("text", text, len(text))
    draft.freeze(Call(form="comment", contract="OCB0001252", subject=INCIDENT, answers={"text": text}).to_json())
    draft.unknown()
    draft.close()


async def test_one_that_never_arrived_is_sent_exactly_once(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        freeze(demo, "Was it sent?")  # by another window, after this one has begun
        assert [entry.phase for entry in drafts_of(demo).all()] == [Phase.TO_VERIFY]
        feed = await list_of(pilot)
        await see(pilot, "to be verified")
        assert comments(demo, "Was it sent?") == 0
        await press(pilot, "v")
        await hear(pilot, INCIDENT)
        await until(pilot, lambda: not feed.rows)
    assert comments(demo, "Was it sent?") == 1


async def test_what_becomes_of_it_while_its_screen_opens_is_shown_there(demo: Path) -> None:
    control = Control()
    async with opened(demo, "operator.demo", size=NARROW, control=control) as pilot:
        await open_requests(pilot)
        freeze(demo, "Was it sent?")
        await list_of(pilot)
        control.fail("requests.comment", FormRefused([Wrong("text", "mandatory")]))
        asks, loads = control.hold("requests.sent"), control.hold("requests.get")
        await press(pilot, "v", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen))
        asks.set()
        await until(pilot, lambda: not cast(Any, pilot.app).portal.deliveries)
        loads.set()
        screen = cast(FormScreen, pilot.app.screen)
        await until(pilot, lambda: screen.stage is Stage.TYPING and screen.view.has_focus_within)
        await type_text(pilot, "No. ")
        (entry,) = drafts_of(demo).all()
        assert entry.phase is Phase.TYPING
    assert "No. " in str(drafts_of(demo).take_up(entry.key).entries["text"])


async def test_a_form_that_cannot_be_opened_now_is_not_lost_to_the_list(demo: Path) -> None:
    control = Control()
    async with opened(demo, "operator.demo", size=NARROW, control=control) as pilot:
        await open_requests(pilot)
        freeze(demo, "Was it sent?")
        await list_of(pilot)
        control.fail("requests.get", StoreUnusable(StoreFault.IO, "x"))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen) and pilot.app.screen.stage is Stage.FAILED)
        control.failing.clear()
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
        await press(pilot, "v")
        await hear(pilot, INCIDENT)
    assert comments(demo, "Was it sent?") == 1


async def test_who_asks_in_vain_is_told_and_it_is_asked_again(demo: Path) -> None:
    control = Control()
    async with opened(demo, "operator.demo", size=NARROW, control=control) as pilot:
        await open_requests(pilot)
        freeze(demo, "Was it sent?")
        feed = await list_of(pilot)
        control.fail("requests.sent", StoreUnusable(StoreFault.IO, "x"))
        await press(pilot, "v")
        await hear(pilot, "asked again until it is known")
        control.failing.clear()
        await press(pilot, "v")
        await until(pilot, lambda: not feed.rows)
    assert comments(demo, "Was it sent?") == 1


async def test_a_draft_that_cannot_be_taken_out_of_its_file_is_told(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(demo, "First")

    def full(self: Draft) -> None:
        raise Unwritten

    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        feed = await list_of(pilot)
        monkeypatch.setattr(Draft, "remove", full)
        await press(pilot, "x")
        await see(pilot, "Throw away?")
        await press(pilot, "right", "enter")
        await hear(pilot, "still among them")
        assert len(feed.rows) == 1


async def test_what_was_never_sent_has_nothing_to_verify(demo: Path) -> None:
    leave(demo, "First")
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await list_of(pilot)
        await press(pilot, "v")
        await hear(pilot, "It was not sent yet: enter opens it.")
