"""Notifications (N1, N2): counted in the title bar, told by toasts as preferred, kept in a centre with read marks."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.provider import comment_request, set_request
from ecc_tui.backend.sql.store import Store
from ecc_tui.domain.errors import StoreFault, StoreUnusable
from ecc_tui.domain.forms import Entries
from ecc_tui.domain.notifications import MOST_COUNTED, Channel, Event, Notification, channels, preference_name
from ecc_tui.domain.requests import Kind, Outcome, Status
from ecc_tui.drafts import Drafts
from ecc_tui.i18n import set_language
from ecc_tui.screens import notification_words
from ecc_tui.screens.lock import LockScreen
from ecc_tui.screens.notification_preferences import ChannelsScreen
from ecc_tui.screens.notifications import WINDOW, NotificationsScreen
from ecc_tui.screens.request import RequestScreen
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.state import opened_file
from ecc_tui.widgets.feed import Feed
from tests.screens.portal import (
    NARROW,
    NOW,
    PASSWORD,
    WIDE,
    Control,
    ask,
    change,
    grid_of,
    hear,
    open_requests,
    opened,
    press,
    said_by,
    see,
    type_text,
    words,
)
from tests.widgets.themed import lines_of, until

INCIDENT = "3-00286022"
"""A submitted incident of the operator's."""
CHANGE = "3-00286023"
"""A submitted change of the operator's."""


class Provider:
    """The other side, on a connection of its own."""

    def __init__(self, store: Path) -> None:
        self._database = Database.open(store)

    def begin(self, id: str, note: str = "") -> None:
        """Take a request up."""
        set_request(self._database, id, Status.IN_PROGRESS, note=note, clock=lambda: NOW)

    def comment(self, id: str, text: str) -> None:
        """Say something about it."""
        comment_request(self._database, id, text, clock=lambda: NOW)


@pytest.fixture
def provider(demo: Path) -> Provider:
    """The provider of the demo."""
    return Provider(demo)


def title(pilot: Pilot[Any]) -> str:
    """The first line of the screen."""
    return lines_of(pilot.app)[0]


async def counted(pilot: Pilot[Any], number: str) -> None:
    """Wait until the title bar says how many are unread."""
    await until(pilot, lambda: f"✉ {number} " in title(pilot))


def toasts(pilot: Pilot[Any]) -> list[str]:
    return said_by(pilot)


async def centre(pilot: Pilot[Any]) -> Feed[Notification]:
    """Open it, and wait for what it shows."""
    await press(pilot, "ctrl+n")
    await until(pilot, lambda: isinstance(pilot.app.screen, NotificationsScreen))
    feed: Feed[Notification] = pilot.app.screen.query_one("#notifications", Feed)
    await until(pilot, lambda: not feed.is_loading)
    await pilot.pause()
    return feed


async def first_look(pilot: Pilot[Any]) -> None:
    """What is there at the log-in has been counted: what comes now is new."""
    await open_requests(pilot)
    await until(pilot, lambda: pilot.app.workers)
    await asyncio.sleep(0.1)
    await pilot.pause()


# What arrives


async def test_another_process_is_seen_and_told_and_nothing_moves(demo: Path) -> None:
    """Q9, N2: the provider's own command, in a process of its own."""
    async with opened(demo, "operator.demo") as pilot:
        await first_look(pilot)
        await press(pilot, "down", "down", "down")
        grid = grid_of(pilot)
        before = (grid.row, grid.cursor, grid.first_visible)
        what = ("request", "set", INCIDENT, "--status", "in-progress", "--note", "Looked at.")
        command = ("store", "--store", str(demo), *what)
        done = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "ecc_tui", *command], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        await hear(pilot, f"The incident {INCIDENT} is in progress")
        assert "“Looked at.”" in toasts(pilot)[-1]
        await counted(pilot, "1")
        await see(pilot, "◐ in progress 18 Nov 14:23")
        assert (grid.row, grid.cursor, grid.first_visible) == before


async def test_what_was_there_at_the_log_in_is_counted_and_not_told(demo: Path, provider: Provider) -> None:
    provider.begin(INCIDENT)
    async with opened(demo, "operator.demo") as pilot:
        await counted(pilot, "1")
        assert toasts(pilot) == []
        provider.comment(INCIDENT, "And now?")  # the control: the next one is told
        await hear(pilot, f"The provider commented on {INCIDENT}")
        assert len(toasts(pilot)) == 1


async def test_several_at_once_are_one_toast(demo: Path, provider: Provider) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await first_look(pilot)
        for number in range(3):
            provider.comment(INCIDENT, f"Comment {number}")
        await counted(pilot, "3")
        await until(pilot, lambda: sum(1 for said in toasts(pilot) if "new notification" in said) == 1)
        assert len(toasts(pilot)) <= 2, "at most one of them was seen before the others"


@pytest.mark.parametrize(("chosen", "told"), [("mail", False), ("", False), ("toast", True), ("toast,mail", True)])
async def test_a_toast_only_where_the_preference_says_so(
    demo: Path, provider: Provider, chosen: str, told: bool
) -> None:
    name = preference_name(Event.REQUEST_COMMENTED)
    change(demo, "INSERT INTO preferences (user_id, name, value) VALUES ('u-operator', ?, ?)", name, chosen)
    async with opened(demo, "operator.demo") as pilot:
        await first_look(pilot)
        provider.comment(INCIDENT, "Hello")
        await counted(pilot, "1")
        provider.begin(CHANGE)  # of another event: its toast proves that the first one has had its chance
        await hear(pilot, f"The change {CHANGE} is in progress")
        assert any("commented" in said for said in toasts(pilot)) == told


async def test_nobody_else_hears_of_it(demo: Path, provider: Provider) -> None:
    async with opened(demo, "finance.demo") as pilot:
        await press(pilot, "1")
        provider.begin(INCIDENT)
        await asyncio.sleep(2.5)
        await counted(pilot, "0")
        assert toasts(pilot) == []


def incident() -> Entries:
    return {
        "title": "Disk full",
        "description": "No room left.",
        "impact": "degraded",
        "urgency": "high",
        "contact": "u-operator",
    }


@pytest.mark.parametrize("here", [True, False], ids=["in this window", "elsewhere"])
async def test_what_one_did_oneself_in_this_window_is_counted_and_not_told(demo: Path, here: bool) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await first_look(pilot)
        portal = pilot.app.portal  # type: ignore[attr-defined]  # the pilot knows an App[Any] alone
        other = Store.open(demo, clock=lambda: NOW)
        session = portal.session if here else await other.demo_session("operator.demo")
        receipt = await session.requests.create("OCB0001234", Kind.INCIDENT, incident(), key="key-of-this-form-000001")
        if here:
            portal.sent_here.add(receipt.id)  # as the form does
        await counted(pilot, "1")
        await asyncio.sleep(0.2)
        assert any(f"The incident {receipt.id} is submitted" in said for said in toasts(pilot)) == (not here)
        await other.close()


async def test_nothing_is_told_over_the_lock(demo: Path, provider: Provider) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await first_look(pilot)
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))
        provider.comment(INCIDENT, "A secret")
        await asyncio.sleep(2.5)
        assert toasts(pilot) == []
        assert "secret" not in words(pilot)
        await type_text(pilot, PASSWORD.replace("!", ""))
        await press(pilot, "exclamation_mark", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestsScreen))
        await counted(pilot, "1")
        provider.comment(INCIDENT, "Another")  # told together, or the first with the change that unlocking was
        await until(pilot, lambda: any("2 new" in said or "A secret" in said for said in toasts(pilot)))


def test_every_event_is_a_whole_sentence_in_both_languages() -> None:
    for event in Event:
        for kind in Kind:
            for status, outcome in [(Status.SUBMITTED, None), (Status.IN_PROGRESS, None)] + [
                (Status.COMPLETED, outcome) for outcome in Outcome
            ]:
                for author in ("", "Ana Roy"):
                    one = Notification(
                        1, NOW, event, False, author, "OCB0001234", INCIDENT, "Disk full", kind, status, outcome, ""
                    )
                    for language in ("en", "fr"):
                        set_language(language)
                        said = notification_words.told(one)
                        assert INCIDENT in said
                        assert "Disk full" in said
                        assert "{" not in said


# The centre


async def test_the_centre_lists_newest_first_and_opens_what_it_is_about(demo: Path, provider: Provider) -> None:
    provider.begin(INCIDENT)
    provider.comment(CHANGE, "Which console?")
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        feed = await centre(pilot)
        assert [one.request for one in feed.rows] == [CHANGE, INCIDENT]
        await see(pilot, "● The provider commented on", "2 unread")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        await see(pilot, "Which console?")
        await counted(pilot, "1")
        await press(pilot, "escape", "escape")
        feed = await centre(pilot)
        assert [one.read for one in feed.rows] == [True, False]
        await see(pilot, "1 unread")


async def test_escape_leads_back_and_a_second_press_opens_no_second_one(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "n")
        await see(pilot, "for which contract?")
        await press(pilot, "escape")
        await centre(pilot)
        await see(pilot, "Nothing has happened yet")
        await press(pilot, "ctrl+n")
        assert len(pilot.app.screen_stack) == 2
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RequestsScreen)


async def test_read_and_unread_belong_to_the_person(demo: Path, provider: Provider) -> None:
    other = "u-referent"
    key = ask(demo, "SELECT issued FROM requests WHERE id = ?", INCIDENT)[0][0]
    change(demo, "INSERT INTO request_followers (request, user_id, follows, since) VALUES (?, ?, 1, 0)", key, other)
    provider.begin(INCIDENT)
    provider.comment(INCIDENT, "Hello")
    async with opened(demo, "operator.demo") as pilot:
        feed = await centre(pilot)
        await press(pilot, "space")
        await until(pilot, lambda: [one.read for one in feed.rows] == [True, False])
        assert feed.cursor == 1
        await counted(pilot, "1")
        await press(pilot, "up", "space")
        await until(pilot, lambda: [one.read for one in feed.rows] == [False, False])
        await press(pilot, "a")
        await until(pilot, lambda: all(one.read for one in feed.rows))
        await counted(pilot, "0")
        await see(pilot, "all read")
    async with opened(demo, "referent.demo") as pilot:
        await counted(pilot, "2")
        feed = await centre(pilot)
        assert not any(one.read for one in feed.rows)


async def test_older_ones_come_as_they_are_reached(demo: Path, provider: Provider) -> None:
    for number in range(2 * WINDOW + 10):
        provider.comment(INCIDENT, f"Comment {number}")
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await counted(pilot, f"{MOST_COUNTED}+")
        feed = await centre(pilot)
        assert len(feed.rows) == WINDOW
        for _time in range(4):
            await press(pilot, "end")
            await pilot.pause(0.1)
        await until(pilot, lambda: len(feed.rows) == 2 * WINDOW + 10)
        await press(pilot, "end")
        assert feed.row is not None
        assert feed.row.note == "Comment 0"
        await see(pilot, "“Comment 0”")
        row, height = feed.row, feed.cursor - feed.first_visible
        provider.begin(CHANGE)
        await until(pilot, lambda: feed.rows[0].request == CHANGE)
        assert (feed.row, feed.cursor - feed.first_visible) == (row, height)


async def test_a_failure_says_so_and_r_asks_again(demo: Path, provider: Provider) -> None:
    provider.begin(INCIDENT)
    control = Control()
    async with opened(demo, "operator.demo", control=control) as pilot:
        await counted(pilot, "1")
        control.fail("notifications.newest", StoreUnusable(StoreFault.GONE, "/srv/store"))
        await press(pilot, "ctrl+n")
        await see(pilot, "The store /srv/store was moved or removed", "Press r to try again")
        control.failing.clear()
        await press(pilot, "r")
        await see(pilot, f"The incident {INCIDENT} is in progress")


async def test_the_centre_speaks_the_language_of_now(demo: Path, provider: Provider) -> None:
    provider.begin(INCIDENT)
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        feed = await centre(pilot)
        row = feed.row
        await press(pilot, "ctrl+t")
        await see(pilot, "Tableau de bord › Notifications")
        assert feed.row == row


# Preferences


async def test_the_channels_of_an_event_are_chosen_and_saved(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await centre(pilot)
        await press(pilot, "p")
        await see(pilot, "a demo sends its mails to this machine alone", "An order of mine is placed")
        await until(pilot, lambda: pilot.app.focused)
        await press(pilot, "space", "ctrl+s")
        await hear(pilot, "Your choice is saved.")
        await until(pilot, lambda: isinstance(pilot.app.screen, NotificationsScreen))
    kept = dict(ask(demo, "SELECT name, value FROM preferences WHERE user_id = 'u-operator'"))
    assert channels(Event.ORDER_PLACED, kept) == {Channel.MAIL}
    assert channels(Event.REQUEST_COMMENTED, kept) == {Channel.TOAST, Channel.MAIL}


async def test_preferences_that_are_not_saved_are_a_draft(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await centre(pilot)
        await press(pilot, "p")
        await see(pilot, "An order of mine is placed")
        await until(pilot, lambda: pilot.app.focused)
        await press(pilot, "space", "escape")
        assert [entry.form for entry in Drafts(opened_file(None), str(demo), "operator.demo").all()] == [
            "notifications"
        ]
        await press(pilot, "p")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChannelsScreen))
        await see(pilot, "[ ] Toast [✔] Mail")
    assert ask(demo, "SELECT 1 FROM preferences WHERE user_id = 'u-operator' AND name LIKE 'notify.%'") == []
