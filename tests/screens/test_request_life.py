"""What people do with requests (Q5 to Q9): create, comment, attach, cancel, follow, save a file; one, or all marked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec import structs
from textual.pilot import Pilot

from ecc_tui.backend.base import Session
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.provider import comment_request, set_request
from ecc_tui.domain.errors import NotNow, StoreFault, StoreUnusable
from ecc_tui.domain.forms import FieldKind
from ecc_tui.domain.links import ToRequest
from ecc_tui.domain.money import Money
from ecc_tui.domain.requests import (
    Answered,
    Attachment,
    Kind,
    Outcome,
    Receipt,
    RequestDetails,
    RequestLine,
    RequestRow,
    Status,
)
from ecc_tui.i18n import set_language
from ecc_tui.screens.catalogue import CatalogueScreen
from ecc_tui.screens.form_screen import FormScreen, Stage
from ecc_tui.screens.marked_calls import Sum, cancel_each, key_of
from ecc_tui.screens.request import RequestPanel, RequestScreen
from ecc_tui.screens.request_create import IncidentScreen
from ecc_tui.screens.request_details import details_content
from ecc_tui.screens.request_forms import sum_sentence
from ecc_tui.screens.request_words import file_size
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.screens.sending import Call
from ecc_tui.widgets.dialogs import Reason
from tests.screens.portal import (
    NARROW,
    NOW,
    WIDE,
    ask,
    change,
    grid_of,
    hear,
    open_requests,
    opened,
    press,
    press_final,
    see,
    settled,
    type_text,
)
from tests.widgets.themed import until

INCIDENT, CHANGE, ORDER = "3-00286022", "3-00286023", "3-00286021"
"""Submitted; the first two are the operator's."""
BEGUN = "3-00286020"
"""A change of the operator's that is in progress."""


def status_of(store: Path, id: str) -> tuple[str, str | None]:
    return cast("tuple[str, str | None]", ask(store, "SELECT status, outcome FROM requests WHERE id = ?", id)[0])


def comments_of(store: Path, id: str) -> list[str]:
    rows = ask(
        store,
        "SELECT text FROM request_comments JOIN requests r ON r.issued = request WHERE r.id = ? ORDER BY position",
        id,
    )
    return [text for (text,) in rows]


async def on_request(pilot: Pilot[Any], id: str) -> None:
    """Put the cursor of the list on a request."""
    assert grid_of(pilot).select_key(id)
    await pilot.pause()


async def form(pilot: Pilot[Any]) -> FormScreen:
    """Wait for a form that can be filled."""
    await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen) and pilot.app.screen.stage is Stage.TYPING)
    await until(pilot, lambda: pilot.app.focused)
    await pilot.pause()
    return cast(FormScreen, pilot.app.screen)


async def back_in_list(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, RequestsScreen))
    await settled(pilot)


# Comment


async def test_a_comment_of_several_lines_is_written_once(demo: Path) -> None:
    before = comments_of(demo, INCIDENT)
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "c")
        await form(pilot)
        await type_text(pilot, "It is back.")
        await press(pilot, "enter")
        await type_text(pilot, "Since noon.")
        await press_final(pilot)
        await hear(pilot, f"Your comment is with {INCIDENT}.")
        await back_in_list(pilot)
        assert comments_of(demo, INCIDENT) == [*before, "It is back.\nSince noon."]
        assert pilot.app.portal.drafts.all() == []  # type: ignore[attr-defined]  # an App[Any] to the pilot


async def test_an_empty_comment_is_sent_nowhere(demo: Path) -> None:
    before = comments_of(demo, INCIDENT)
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "c")
        await form(pilot)
        await press_final(pilot)
        await see(pilot, "Fill this in.")
    assert comments_of(demo, INCIDENT) == before


@pytest.mark.parametrize("key", ["c", "t"])
async def test_a_visitor_is_told_why_not(demo: Path, key: str) -> None:
    change(demo, "UPDATE rights SET orders = 1 WHERE user_id = 'u-operator'")
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        await press(pilot, key)
        await until(pilot, lambda: isinstance(pilot.app.screen, Reason))
        await see(pilot, "Comment on a request needs manager on Orders")


# Cancel (Q7, C4)


async def test_an_incident_is_cancelled_with_a_reason(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=WIDE, link=ToRequest(INCIDENT)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        await see(pilot, "○ submitted")
        await press(pilot, "o")
        await form(pilot)
        await see(pilot, INCIDENT, "Erreurs 502", "it can't be taken up again")
        await type_text(pilot, "It was our own fault")
        assert status_of(demo, INCIDENT) == ("submitted", None)
        await press_final(pilot)
        await hear(pilot, f"The request {INCIDENT} is cancelled.")
        await see(pilot, "● cancelled", "It was our own fault")
    assert status_of(demo, INCIDENT) == ("completed", "cancelled")


@pytest.mark.parametrize("id", [ORDER, BEGUN])
async def test_what_cannot_be_cancelled_says_so_and_is_dimmed(demo: Path, id: str) -> None:
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        await on_request(pilot, id)
        await press(pilot, "o")
        await hear(pilot, f"{id} can't be cancelled")
        assert isinstance(pilot.app.screen, RequestsScreen)
        await press(pilot, "question_mark")
        await see(pilot, f"{id} can't be cancelled")


async def test_its_requester_may_cancel_whatever_his_role_and_another_visitor_may_not(demo: Path) -> None:
    change(demo, "UPDATE rights SET orders = 1 WHERE referent = 0")
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "o")
        assert (await form(pilot)).form_name == "cancel"
    async with opened(demo, "auditor.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reason))
    assert status_of(demo, INCIDENT) == ("submitted", None)


async def test_one_that_the_provider_takes_up_meanwhile_is_not_cancelled(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "o")
        await form(pilot)
        set_request(Database.open(demo), INCIDENT, Status.IN_PROGRESS, clock=lambda: NOW)
        await press_final(pilot)
        await see(pilot, f"{INCIDENT} can't be cancelled")
    assert status_of(demo, INCIDENT) == ("in-progress", None)


# Marked ones (Q8)


async def test_marked_requests_are_cancelled_and_the_sum_is_told(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        for id in (INCIDENT, CHANGE, ORDER, BEGUN):
            await on_request(pilot, id)
            await press(pilot, "space")
        await press(pilot, "o")
        await form(pilot)
        await see(pilot, "Cancel 4 requests", INCIDENT, CHANGE, ORDER, BEGUN)
        await press_final(pilot)
        await hear(
            pilot,
            "2 requests are cancelled. 2 are not: an order, or no longer submitted (1), a higher role is needed (1).",
        )
    assert status_of(demo, INCIDENT) == status_of(demo, CHANGE) == ("completed", "cancelled")
    assert status_of(demo, ORDER) == ("submitted", None)
    assert status_of(demo, BEGUN) == ("in-progress", None)


async def test_all_that_match_are_commented_once_each(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "OCB0001252")
        await press(pilot, "enter")
        await settled(pilot)
        number, exact = grid_of(pilot).count
        assert exact
        assert number > 1
        pilot.app.screen.query_one("#requests").focus()
        await press(pilot, "a", "c")
        await form(pilot)
        await type_text(pilot, "Season is over")
        await press_final(pilot)
        await hear(pilot, f"{number} requests have your comment.")
    written = ask(demo, "SELECT count(*), count(DISTINCT request) FROM request_comments WHERE text = 'Season is over'")
    assert written == [(number, number)]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "No request is cancelled. 2 are not: an order, or no longer submitted (2)."),
        ("fr", "Aucune demande n’est annulée. "),
    ],
)
def test_none_that_could_be_cancelled_is_a_sentence_of_its_own(language: str, said: str) -> None:
    set_language(language)
    done = Sum(id="", reference="", at=NOW, done=0, refused={"not-now": 2})
    assert sum_sentence("cancel-marked", done).startswith(said)


class Faulty:
    """Requests of a session that fail once in the middle, and remember keys as a backend does."""

    def __init__(self) -> None:
        self.cancelled: list[str] = []
        self.keys: dict[str, str] = {}
        self.fails_at = "c"

    async def cancel(self, id: str, reason: str, *, key: str) -> Receipt:
        assert self.keys.setdefault(key, id) == id
        if id == self.fails_at:
            self.fails_at = ""
            raise StoreUnusable(StoreFault.IO, "/srv/store")
        if id == "o":
            raise NotNow("cancel", id)
        if id not in self.cancelled:
            self.cancelled.append(id)
        return Receipt(id, "", NOW)


async def test_a_fault_in_the_middle_is_sent_again_with_the_same_keys() -> None:
    requests = Faulty()
    session = cast(Session, type("Session", (), {"requests": requests})())
    call = Call(form="cancel-marked", contract="", subject="a o b c d")
    with pytest.raises(StoreUnusable):
        await cancel_each(session, call, "form-key")
    done = await cancel_each(session, call, "form-key")
    assert isinstance(done, Sum)
    assert (done.done, done.refused) == (4, {"not-now": 1})
    assert requests.cancelled == ["a", "b", "c", "d"]
    assert len(requests.keys) == 5
    assert key_of("form-key", "a") != key_of("another", "a")


async def test_more_than_one_form_takes_is_told(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecc_tui.screens.marked_calls.MOST_MARKED", 3)
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await press(pilot, "a", "c")
        await hear(pilot, "At most 3 requests at once")
        assert isinstance(pilot.app.screen, RequestsScreen)


# Attach, save, follow


async def test_a_file_is_attached_and_saved_back(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "trace.txt"
    file.write_bytes(b"ping 10.0.0.1\n" * 100_000)
    folder = tmp_path / "saved"
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "t")
        screen = await form(pilot)
        assert screen.draft is not None
        screen.draft.enter("files", (str(file),))
        await press(pilot, "escape")
        await back_in_list(pilot)
        await press(pilot, "t")  # the draft is here again, with the file
        await form(pilot)
        await press_final(pilot)
        await hear(pilot, f"The files are with {INCIDENT}.")
        await back_in_list(pilot)
        await see(pilot, "Attachments", "trace.txt", "1.4 MB")
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22")
        pilot.app.portal.choices.set("downloads.folder", str(folder))  # type: ignore[attr-defined]  # App[Any]
        await press(pilot, "g")
        await see(pilot, "Save the attachment", "Folder for trace.txt")
        await press(pilot, "enter")
        await see(pilot, "trace.txt is in", "Fetch it with:", "scp ")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RequestsScreen)
    assert (folder / "trace.txt").read_bytes() == file.read_bytes()


async def test_a_request_without_files_says_so(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "g")
        await hear(pilot, f"{INCIDENT} has no attachment.")


async def test_a_folder_that_takes_nothing_is_one_sentence(demo: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    file = tmp_path / "a.txt"
    file.write_text("x")
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "t")
        screen = await form(pilot)
        assert screen.draft is not None
        screen.draft.enter("files", (str(file),))
        await press(pilot, "escape")
        await back_in_list(pilot)
        await press(pilot, "t")
        await form(pilot)
        await press_final(pilot)
        await hear(pilot, "The files are with")
        pilot.app.portal.choices.set("downloads.folder", str(blocked))  # type: ignore[attr-defined]  # App[Any]
        await press(pilot, "g")
        await see(pilot, "Save the attachment")
        await press(pilot, "enter")
        await see(pilot, "can't be written")


async def test_follow_and_no_more(demo: Path) -> None:
    async with opened(demo, "referent.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        await on_request(pilot, INCIDENT)
        await press(pilot, "w")
        await hear(pilot, f"You are told of what happens to {INCIDENT}.")
        comment_request(Database.open(demo), INCIDENT, "Hello", clock=lambda: NOW)
        await hear(pilot, f"The provider commented on {INCIDENT}")
        await press(pilot, "w")
        await hear(pilot, f"You are no longer told of {INCIDENT}.")


# Create (Q6)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_an_incident_is_reported_and_opened(demo: Path, language: str) -> None:
    change(demo, "UPDATE users SET mobile = '+33 1 42 68 53 00' WHERE id = 'u-operator'")
    async with opened(demo, "operator.demo", size=NARROW, language=language) as pilot:
        await open_requests(pilot)
        await press(pilot, "n")
        await see(pilot, "OCB0001252")
        await type_text(pilot, "OCB0001252")
        await press(pilot, "enter")
        await see(pilot, "· OCB0001252")
        await press(pilot, "enter")
        screen = await form(pilot)
        assert isinstance(screen, IncidentScreen)
        assert screen.view.entries["contact"] == "u-operator"
        assert screen.view.entries["phone"] == "+33 1 42 68 53 00"
        await type_text(pilot, "Disk full")
        await press(pilot, "tab")
        await type_text(pilot, "No room left")
        await press(pilot, "tab")
        await press(pilot, "enter", "down", "enter")
        await press_final(pilot)
        await until(pilot, lambda: screen.stage is Stage.DONE)
        found = ask(demo, "SELECT id, kind, status, contract_id FROM requests WHERE name = 'Disk full'")
        assert [row[1:] for row in found] == [("incident", "submitted", "OCB0001252")]
        await see(pilot, found[0][0])
        await asyncio.sleep(0.35)  # an Enter that is still held down opens nothing
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        await see(pilot, "No room left", "Inès Kervella")


async def test_a_number_that_the_form_would_refuse_is_not_proposed(demo: Path) -> None:
    change(demo, "UPDATE users SET mobile = '12', phone = '' WHERE id = 'u-operator'")
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await press(pilot, "n")
        await see(pilot, "for which contract?")
        await press(pilot, "enter")
        await see(pilot, "Report an incident")
        await press(pilot, "enter")
        screen = await form(pilot)
        assert not screen.view.entries.get("phone")


async def test_a_list_of_one_contract_is_not_asked_again(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        screen = cast(RequestsScreen, pilot.app.screen)
        screen.use(structs.replace(screen.filter, contracts=frozenset({"OCB0001234"})), screen.sort)
        await press(pilot, "n")
        await see(pilot, "Create a request · OCB0001234")
        await type_text(pilot, "order")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CatalogueScreen))
        await see(pilot, "OCB0001234")


async def test_a_kind_that_one_may_not_create_is_dimmed_and_says_why(demo: Path) -> None:
    change(demo, "UPDATE rights SET orders = 1 WHERE user_id = 'u-operator'")
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await press(pilot, "n")
        await see(pilot, "for which contract?")
        await press(pilot, "enter")
        await see(pilot, "Report an incident", "not allowed")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reason))
        await see(pilot, "Report an incident needs manager on Orders")


async def test_a_kind_that_is_not_taken_here_leads_to_the_providers_tool(demo: Path) -> None:
    async with opened(demo, "operator.demo", size=WIDE) as pilot:
        await open_requests(pilot)
        portal = pilot.app.portal  # type: ignore[attr-defined]  # App[Any] to the pilot
        portal.session.capabilities = structs.replace(
            portal.session.capabilities, takes=frozenset({Kind.ORDER}), tool="https://tool.example.com/incidents"
        )
        await press(pilot, "n")
        await see(pilot, "for which contract?")
        await press(pilot, "enter")
        await see(pilot, "in the provider's tool")
        await press(pilot, "enter")
        await see(pilot, "https://tool.example.com/incidents", "Log in there", "Copy the link")


# The detail (Q5, Q9)


def details(**more: Any) -> RequestDetails:
    row = RequestRow(
        INCIDENT, "Disk full", Kind.INCIDENT, "OCB0001234", "Shop", Status.COMPLETED, Outcome.DELIVERED, NOW, NOW, "Ana"
    )
    return RequestDetails(row, "", "", "No room left", (), (), (), **more)


def test_answers_are_in_the_persons_words() -> None:
    asked = (
        Answered("impact", {}, FieldKind.CHOICE, ({"": "service-down"},)),
        Answered("since", {}, FieldKind.DATE, ({"": "2026-12-01"},)),
        Answered("phone", {}, FieldKind.PHONE, ({"": "+33639981241"},)),
        Answered("backup", {"en": "Backup", "fr": "Sauvegarde"}, FieldKind.YES_NO, ({"": "yes"},)),
        Answered("size", {"en": "Size", "fr": "Taille"}, FieldKind.NUMBER, ({"": "1200.5"},), {"en": "GB", "fr": "Go"}),
        Answered("level", {"en": "Level", "fr": "Niveau"}, FieldKind.CHOICE, ({"en": "Gold", "fr": "Or"},)),
        Answered("odd", {"en": "Odd"}, FieldKind.DATE, ({"": "some day"},)),
    )
    text = details_content(details(answers=asked)).plain
    for line in (
        "The service is down",
        "1 Dec 2026",
        "+33 6 39 98 12 41",
        "Backup",
        "yes",
        "1,200.5 GB",
        "Gold",
        "some day",
    ):
        assert line in text, line
    assert "service-down" not in text
    set_language("fr")
    text = details_content(details(answers=asked)).plain
    assert "Sauvegarde" in text
    assert "1\u00a0200,5 Go" in text
    assert "Or" in text
    assert "1er déc. 2026" in text


def test_lines_come_to_what_is_paid_once_and_each_month() -> None:
    def line(price: str, quantity: int, monthly: bool, currency: str = "EUR") -> RequestLine:
        from decimal import Decimal

        return RequestLine({"": "x"}, Decimal(quantity), {}, Money(Decimal(price), currency), monthly)

    lines = (line("10.10", 3, True), line("50", 1, False), line("0.10", 2, True), line("7", 1, False, "USD"))
    text = details_content(structs.replace(details(), lines=lines)).plain
    assert "€50.00" in text
    assert "US$7.00" in text or "$7.00" in text
    assert "€30.50" in text


def test_hostile_names_of_files_stay_one_line() -> None:
    file = Attachment("0", "a\nb[/b].txt", 812, "Ana [red]", datetime(2026, 11, 22, tzinfo=UTC))
    text = details_content(details(attachments=(file,))).plain
    assert "a b[/b].txt  812 B · Ana [red]" in text


@pytest.mark.parametrize(("size", "words"), [(0, "0 B"), (999, "999 B"), (14_200, "14.2 kB"), (20_971_520, "21 MB")])
def test_sizes_of_files(size: int, words: str) -> None:
    assert file_size(size) == words


async def test_what_the_provider_says_appears_in_place(demo: Path) -> None:
    """Q9: comments and steps come into the open detail; its scroll stays."""
    provider = Database.open(demo)
    async with opened(demo, "operator.demo", size=NARROW, link=ToRequest(CHANGE)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestScreen))
        await see(pilot, "○ submitted")
        panel = pilot.app.screen.query_one(RequestPanel)
        panel.scroll_to(y=4, animate=False)
        await pilot.pause()
        where = panel.scroll_y
        assert where > 0
        set_request(provider, CHANGE, Status.IN_PROGRESS, note="Begun", clock=lambda: NOW)
        comment_request(provider, CHANGE, "Which console?\nThe new one?", clock=lambda: NOW)
        await until(pilot, lambda: panel.details is not None and len(panel.details.timeline) == 2)
        await until(pilot, lambda: panel.details is not None and panel.details.comments[-1].text.startswith("Which"))
        assert panel.scroll_y == where
        panel.scroll_end(animate=False)
        await see(pilot, "Which console?", "The new one?")


@pytest.mark.parametrize(("key", "word"), [("c", "in progress"), ("o", "can't be cancelled")])
async def test_a_form_about_a_request_says_where_it_stands_now(demo: Path, key: str, word: str) -> None:
    """Q9: moved on by the provider while one types."""
    async with opened(demo, "operator.demo", size=NARROW) as pilot:
        await open_requests(pilot)
        await on_request(pilot, CHANGE)
        await press(pilot, key)
        await form(pilot)
        await type_text(pilot, "half a")
        set_request(Database.open(demo), CHANGE, Status.IN_PROGRESS, clock=lambda: NOW)
        await see(pilot, "in progress", word, "half a")
