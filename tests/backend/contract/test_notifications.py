"""Who is told what, on any backend, and who no longer is (product.md N1, N2)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from ecc_tui.backend.base import Session
from ecc_tui.backend.sql.provider import comment_request, set_request
from ecc_tui.domain.errors import InvalidInput, NotFound
from ecc_tui.domain.notifications import MOST_COUNTED, Event, Notification, preference_name
from ecc_tui.domain.requests import Kind, NewFile, Outcome, Receipt, Status
from tests.backend.asking import ONE, new_key, place
from tests.backend.building import NOW
from tests.backend.conftest import Portal
from tests.backend.contract.test_request_writes import report

MAILS = "SELECT event, user_id, address, language, message_id, state, next_try FROM mails ORDER BY id"


def mails(portal: Portal) -> list[tuple[str, str]]:
    """Event and addressee of each in the outbox."""
    with portal.database.reading() as statements:
        return [(event, user) for event, user, *_ in statements.rows(MAILS)]


def forget_mails(portal: Portal) -> None:
    with portal.database.writing() as statements:
        statements.execute("DELETE FROM mails")


def go_on(portal: Portal, id: str, note: str = "") -> None:
    """The provider begins it."""
    set_request(portal.database, id, Status.IN_PROGRESS, note=note, clock=portal.clock)


async def told(session: Session) -> list[tuple[str, str]]:
    """Event and request of each, newest first."""
    return [(str(one.event), one.request) for one in await session.notifications.newest()]


async def sessions(portal: Portal, *names: str) -> Sequence[Session]:
    return [await portal.enter(f"{name}.demo") for name in names]


async def test_an_order_tells_who_ordered_and_nobody_else(backend_under_test: Portal) -> None:
    referent, operator, clerk = await sessions(backend_under_test, "referent", "operator", "clerk")
    receipt = await place(referent)
    (one,) = await referent.notifications.newest()
    assert one == Notification(
        id=one.id,
        at=NOW,
        event=Event.ORDER_PLACED,
        read=False,
        author="Rose Référent",
        contract=ONE,
        request=receipt.id,
        request_name="Serveur élastique",
        kind=Kind.ORDER,
        status=Status.SUBMITTED,
        outcome=None,
        note="",
    )
    assert await referent.notifications.unread() == 1
    for other in (operator, clerk):
        await other.requests.follow(receipt.id, True)
        assert await told(other) == []
        assert await other.notifications.unread() == 0
    assert mails(backend_under_test) == [("order-placed", "referent.demo")]


async def test_a_mail_waits_with_all_that_sending_needs(backend_under_test: Portal) -> None:
    referent, buyer = await sessions(backend_under_test, "referent", "buyer")
    await buyer.account.set_preference("language", "en")
    await place(referent, language="fr")
    await place(buyer, language="fr")
    with backend_under_test.database.reading() as statements:
        rows = statements.rows(MAILS)
        ids = statements.rows("SELECT id FROM notifications ORDER BY id")
        assert statements.rows("SELECT notification FROM mails ORDER BY id") == ids
    assert [(address, language, state) for _, _, address, language, _, state, _ in rows] == [
        ("referent.demo@x.example", "fr", "waiting"),
        ("buyer.demo@x.example", "en", "waiting"),
    ]
    assert all(re.fullmatch(r"<[0-9a-f]{32}@[a-z0-9-]+\.invalid>", row[4]) for row in rows)
    assert rows[0][4] != rows[1][4]
    assert all(row[6] <= NOW.timestamp() * 10**6 for row in rows)


async def test_a_request_tells_its_requester(backend_under_test: Portal) -> None:
    clerk, referent = await sessions(backend_under_test, "clerk", "referent")
    receipt = await report(clerk)
    assert receipt.mailed
    assert await told(clerk) == [("request-submitted", receipt.id)]
    assert await told(referent) == []
    assert mails(backend_under_test) == [("request-submitted", "clerk.demo")]


async def test_the_providers_steps_and_words_tell_requester_and_followers(backend_under_test: Portal) -> None:
    clerk, referent, operator = await sessions(backend_under_test, "clerk", "referent", "operator")
    receipt = await report(clerk)
    await operator.requests.follow(receipt.id, True)
    await referent.requests.comment(receipt.id, "Me too", key=new_key())
    forget_mails(backend_under_test)
    backend_under_test.clock.forward(60)
    go_on(backend_under_test, receipt.id, "On our\nway\x1b")
    comment_request(backend_under_test.database, receipt.id, "Done soon", "Zoé", clock=backend_under_test.clock)
    set_request(
        backend_under_test.database,
        receipt.id,
        Status.COMPLETED,
        Outcome.DELIVERED,
        clock=backend_under_test.clock,
    )
    for session in (clerk, referent, operator):
        last, said, first = (await session.notifications.newest())[:3]
        assert (first.event, first.author, first.status, first.note) == (
            Event.REQUEST_CHANGED,
            "",
            Status.IN_PROGRESS,
            "On our way␛",
        )
        assert (said.event, said.author, said.note) == (Event.REQUEST_COMMENTED, "Zoé", "Done soon")
        assert (last.event, last.status, last.outcome) == (
            Event.REQUEST_CHANGED,
            Status.COMPLETED,
            Outcome.DELIVERED,
        )
        assert first.at == NOW + timedelta(seconds=60)
    people = ["clerk.demo", "operator.demo", "referent.demo"]
    events = ("request-changed", "request-commented", "request-changed")
    assert mails(backend_under_test) == [(event, person) for event in events for person in people]
    with backend_under_test.database.reading() as statements:
        found = statements.value("SELECT count(*) FROM notifications WHERE event LIKE 'request-c%'")
    assert found == 4, "one row an event, whoever is told"


async def test_the_author_is_not_told_what_he_did(backend_under_test: Portal) -> None:
    clerk, referent = await sessions(backend_under_test, "clerk", "referent")
    receipt = await report(clerk)
    forget_mails(backend_under_test)
    await clerk.requests.comment(receipt.id, "Still so", key=new_key())
    assert mails(backend_under_test) == []
    backend_under_test.clock.forward(60)
    await referent.requests.comment(receipt.id, "I look", key=new_key())
    await clerk.requests.cancel(receipt.id, "Solved", key=new_key())
    assert mails(backend_under_test) == [
        ("request-commented", "clerk.demo"),
        ("request-changed", "referent.demo"),
    ]
    assert await told(clerk) == [("request-commented", receipt.id), ("request-submitted", receipt.id)]
    assert await told(referent) == [("request-changed", receipt.id)]


async def test_files_are_told_by_their_names_without_a_mail(backend_under_test: Portal, tmp_path: Path) -> None:
    clerk, referent = await sessions(backend_under_test, "clerk", "referent")
    receipt = await report(clerk)
    forget_mails(backend_under_test)
    (tmp_path / "log.txt").write_text("full")
    await referent.requests.attach(receipt.id, [NewFile(tmp_path / "log.txt")], key=new_key())
    assert mails(backend_under_test) == []
    newest = (await clerk.notifications.newest())[0]
    assert (newest.event, newest.note) == (Event.FILES_ATTACHED, "log.txt")


async def test_following_begins_now_and_ends_now(backend_under_test: Portal) -> None:
    clerk, operator = await sessions(backend_under_test, "clerk", "operator")
    receipt = await report(clerk)
    database, clock = backend_under_test.database, backend_under_test.clock
    for step in ("before", "meanwhile", "after"):
        clock.forward(60)
        if step == "meanwhile":
            await operator.requests.follow(receipt.id, True)
            await clerk.requests.follow(receipt.id, True)
        if step == "after":
            await operator.requests.follow(receipt.id, False)
            await clerk.requests.follow(receipt.id, False)
        forget_mails(backend_under_test)
        comment_request(database, receipt.id, step, clock=clock)
        told_by_mail = {"before": ["clerk.demo"], "meanwhile": ["clerk.demo", "operator.demo"], "after": []}[step]
        assert [user for _, user in mails(backend_under_test)] == told_by_mail
        notes = [one.note for one in await operator.notifications.newest()]
        assert notes == {"before": [], "meanwhile": ["meanwhile"], "after": []}[step]
    notes = [one.note for one in await clerk.notifications.newest()]
    assert notes == ["meanwhile", "before", ""]


@pytest.mark.parametrize("roles", [{"orders": 0}, None], ids=["too little", "none"])
async def test_who_may_no_longer_see_a_request_is_told_nothing(
    backend_under_test: Portal, roles: dict[str, int] | None
) -> None:
    clerk, operator = await sessions(backend_under_test, "clerk", "operator")
    receipt = await report(clerk)
    await operator.requests.follow(receipt.id, True)
    go_on(backend_under_test, receipt.id)
    assert await operator.notifications.unread() == 1
    forget_mails(backend_under_test)
    with backend_under_test.database.writing() as statements:
        if roles is None:
            statements.execute(f"DELETE FROM rights WHERE contract_id = '{ONE}' AND user_id = 'operator.demo'")
        else:
            statements.execute(
                f"UPDATE rights SET orders = 0 WHERE contract_id = '{ONE}' AND user_id = 'operator.demo'"
            )
    assert await operator.notifications.newest() == []
    assert await operator.notifications.unread() == 0
    comment_request(backend_under_test.database, receipt.id, "Secret", clock=backend_under_test.clock)
    assert mails(backend_under_test) == [("request-commented", "clerk.demo")]
    await operator.notifications.mark([1, 2, 3], True)
    with backend_under_test.database.reading() as statements:
        assert statements.rows("SELECT * FROM notification_reads") == []


@pytest.mark.parametrize(
    ("chosen", "mailed"), [("mail", True), ("toast,mail", True), ("toast", False), ("", False), ("pigeon", False)]
)
async def test_a_mail_leaves_where_the_preference_says_so(
    backend_under_test: Portal, chosen: str, mailed: bool
) -> None:
    (referent,) = await sessions(backend_under_test, "referent")
    await referent.account.set_preference(preference_name(Event.ORDER_PLACED), chosen)
    receipt = await place(referent)
    assert receipt.mailed is mailed
    assert bool(mails(backend_under_test)) is mailed
    assert await referent.notifications.unread() == 1
    forget_mails(backend_under_test)
    go_on(backend_under_test, receipt.id)
    assert mails(backend_under_test) == [("request-changed", "referent.demo")], "each event has its own"


async def test_reading_and_unreading(backend_under_test: Portal) -> None:
    clerk, operator = await sessions(backend_under_test, "clerk", "operator")
    receipt = await report(clerk)
    await operator.requests.follow(receipt.id, True)
    for text in "abcd":
        comment_request(backend_under_test.database, receipt.id, text, clock=backend_under_test.clock)

    async def state(session: Session) -> str:
        newest = await session.notifications.newest()
        assert await session.notifications.unread() == sum(not one.read for one in newest)
        return "".join(one.note if one.read else one.note.upper() for one in newest)

    assert await state(clerk) == "DCBA"
    ids = [one.id for one in await clerk.notifications.newest()]
    await clerk.notifications.mark(ids[1:3], True)
    await clerk.notifications.mark(ids[1:3], True)
    assert await state(clerk) == "DcbA"
    assert await state(operator) == "DCBA", "a mark is a person's own"
    await clerk.notifications.mark_all()
    assert await state(clerk) == "dcba"
    await clerk.notifications.mark(ids[2:3], False)
    assert await state(clerk) == "dcBa"
    comment_request(backend_under_test.database, receipt.id, "e", clock=backend_under_test.clock)
    assert await state(clerk) == "EdcBa"
    await clerk.notifications.mark([*ids, 10**9], True)
    assert await state(clerk) == "Edcba"
    await clerk.notifications.mark([], True)
    await clerk.notifications.mark_all()
    assert await state(clerk) == "edcba"
    assert await state(operator) == "EDCBA"


async def test_the_list_comes_in_pieces(backend_under_test: Portal) -> None:
    (clerk,) = await sessions(backend_under_test, "clerk")
    receipt = await report(clerk)
    for number in range(6):
        comment_request(backend_under_test.database, receipt.id, str(number), clock=backend_under_test.clock)
    notes: list[str] = []
    before = None
    while piece := await clerk.notifications.newest(before, limit=3):
        notes += [one.note for one in piece]
        before = piece[-1].id
    assert notes == ["5", "4", "3", "2", "1", "0", ""]


async def test_counting_stops(backend_under_test: Portal) -> None:
    (clerk,) = await sessions(backend_under_test, "clerk")
    receipt = await report(clerk)
    for number in range(MOST_COUNTED + 10):
        comment_request(backend_under_test.database, receipt.id, str(number), clock=backend_under_test.clock)
    assert await clerk.notifications.unread() == MOST_COUNTED + 1


async def test_a_commenter_who_is_the_requester_is_told_once(backend_under_test: Portal) -> None:
    (clerk,) = await sessions(backend_under_test, "clerk")
    receipt = await report(clerk)
    await clerk.requests.comment(receipt.id, "Hello?", key=new_key())
    forget_mails(backend_under_test)
    go_on(backend_under_test, receipt.id)
    assert mails(backend_under_test) == [("request-changed", "clerk.demo")]
    assert await told(clerk) == [("request-changed", receipt.id), ("request-submitted", receipt.id)]


async def test_what_is_refused_tells_nobody(backend_under_test: Portal) -> None:
    (clerk,) = await sessions(backend_under_test, "clerk")
    receipt = await report(clerk)
    before = mails(backend_under_test)
    with pytest.raises(InvalidInput):
        set_request(backend_under_test.database, receipt.id, Status.SUBMITTED)
    for text in ("", " \n", "x" * 10_001):
        with pytest.raises(InvalidInput):
            comment_request(backend_under_test.database, receipt.id, text)
    with pytest.raises(InvalidInput):
        comment_request(backend_under_test.database, receipt.id, "x", "y" * 101)
    with pytest.raises(NotFound):
        comment_request(backend_under_test.database, "unknown", "x")
    assert mails(backend_under_test) == before
    assert len(await clerk.notifications.newest()) == 1


async def test_the_providers_comment_is_clean_and_bears_its_name(backend_under_test: Portal) -> None:
    (clerk,) = await sessions(backend_under_test, "clerk")
    receipt = await report(clerk)
    comment_request(backend_under_test.database, receipt.id, " a\x1b[2J\nb ", clock=backend_under_test.clock)
    comment_request(backend_under_test.database, receipt.id, "c", " Zoé\n", clock=backend_under_test.clock)
    details = await clerk.requests.get(receipt.id)
    assert [(one.author, one.text) for one in details.comments] == [("The provider", "a␛[2J\nb"), ("Zoé", "c")]


async def test_a_receipt_survives_as_json(backend_under_test: Portal) -> None:
    (clerk,) = await sessions(backend_under_test, "clerk")
    key = new_key()
    receipt = await report(clerk, key=key)
    with backend_under_test.database.reading() as statements:
        stored = json.loads(statements.value("SELECT answer FROM confirmed_writes WHERE key = ?", (key,)))
    assert stored["id"] == receipt.id
    assert isinstance(await clerk.requests.sent(key), Receipt)
