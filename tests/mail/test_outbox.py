"""The rows of the outbox: one sender at a time, claims that expire, tries that lie ever further apart."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from msgspec import structs

from ecc_tui.backend.sql import outbox
from ecc_tui.backend.sql.database import Database
from ecc_tui.domain.errors import NotFound
from ecc_tui.domain.mails import Mail, MailState
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import Outcome, Status
from tests.backend.building import NOW, Clock
from tests.mail.outboxes import INCIDENT, ORDER, add_mail, key_of, mails


def claim(database: Database, claimant: str, clock: Clock, *, after: int = 0, before_time: bool = False) -> Mail | None:
    with database.writing() as statements:
        return outbox.claim(statements, claimant, clock(), after=after, before_time=before_time)


def test_the_oldest_that_is_due_is_claimed_and_nobody_else_gets_it(office: Database, clock: Clock) -> None:
    first, second = add_mail(office), add_mail(office)
    assert claim(office, "a", clock) == first
    assert claim(office, "b", clock) == second
    assert claim(office, "c", clock) is None


def test_nothing_is_claimed_before_its_time_unless_somebody_asks_for_it(office: Database, clock: Clock) -> None:
    mail = add_mail(office, at=NOW + timedelta(minutes=1))
    assert claim(office, "a", clock) is None
    assert claim(office, "a", clock, before_time=True) == mail


def test_a_claim_that_is_not_kept_expires(office: Database, clock: Clock) -> None:
    mail = add_mail(office)
    assert claim(office, "dead", clock) == mail
    clock.forward(outbox.CLAIM.total_seconds() - 1)
    assert claim(office, "other", clock) is None
    clock.forward(1)
    assert claim(office, "other", clock) == mail
    with office.writing() as statements:
        assert not outbox.keep_claim(statements, mail.id, "dead", clock())
        assert outbox.keep_claim(statements, mail.id, "other", clock())


def test_a_claim_is_kept_by_its_claimant_alone_and_not_after_its_end(office: Database, clock: Clock) -> None:
    mail = add_mail(office)
    claim(office, "a", clock)
    clock.forward(100)
    with office.writing() as statements:
        assert outbox.keep_claim(statements, mail.id, "a", clock())
    clock.forward(100)  # beyond the first claim's end, within the kept one
    assert claim(office, "b", clock) is None
    clock.forward(outbox.CLAIM.total_seconds())
    with office.writing() as statements:
        assert not outbox.keep_claim(statements, mail.id, "a", clock())


def test_many_claimants_share_the_outbox_without_a_row_twice(office: Database, clock: Clock) -> None:
    wanted = {add_mail(office).id for _ in range(30)}
    taken: list[int] = []
    together = threading.Barrier(4)

    def work(name: str) -> None:
        database = Database.open(office.path)
        together.wait()
        while (mail := claim(database, name, clock)) is not None:
            taken.append(mail.id)
        database.close()

    threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(wanted)


def test_what_was_sent_is_sent_also_when_the_claim_has_gone_to_another(office: Database, clock: Clock) -> None:
    mail = add_mail(office)
    claim(office, "slow", clock)
    clock.forward(outbox.CLAIM.total_seconds())
    claim(office, "other", clock)
    with office.writing() as statements:
        outbox.mark_sent(statements, mail.id, clock())
        assert not outbox.keep_claim(statements, mail.id, "other", clock())
        outbox.mark_failed(statements, mail.id, "other", "late", clock())
        outbox.mark_refused(statements, mail.id, "other", "late")
    (sent,) = mails(office)
    assert (sent.state, sent.sent, sent.tries, sent.last_error) == (MailState.SENT, clock(), 1, "")


def test_tries_lie_ever_further_apart_up_to_an_hour(office: Database, clock: Clock) -> None:
    mail = add_mail(office)
    waits = []
    for _ in range(12):
        assert claim(office, "a", clock) is not None
        with office.writing() as statements:
            outbox.mark_failed(statements, mail.id, "a", "450 later", clock())
        (waiting,) = mails(office)
        waits.append((waiting.next_try - clock()).total_seconds() / 60)
        clock.instant = waiting.next_try
    for wait, minutes in zip(waits, (1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60), strict=True):
        assert 0.8 * minutes <= wait <= min(1.2 * minutes, 60)
    assert len({round(wait, 3) for wait in waits[-6:]}) > 1  # not all at once
    assert (waiting.state, waiting.tries) == (MailState.WAITING, 12)


def test_what_the_server_said_is_kept_harmless_and_short(office: Database, clock: Clock) -> None:
    mail = add_mail(office)
    claim(office, "a", clock)
    with office.writing() as statements:
        outbox.mark_failed(statements, mail.id, "a", "450 \x1b[2Jlater\r\nor\tnever\u202e " + "x" * 2_000, clock())
    (waiting,) = mails(office)
    assert waiting.last_error.startswith("450 ␛[2Jlater or never\ufffd xxx")
    assert len(waiting.last_error) == outbox.LONGEST_ERROR


def test_a_refused_one_is_shown_and_not_tried_again(office: Database, clock: Clock) -> None:
    mail = add_mail(office)
    claim(office, "a", clock)
    with office.writing() as statements:
        outbox.mark_refused(statements, mail.id, "a", "550 no such user")
        assert [(one.state, one.last_error) for one in outbox.newest(statements)] == [
            (MailState.REFUSED, "550 no such user")
        ]
    clock.forward(100_000)
    assert claim(office, "a", clock) is None


def test_when_no_server_answers_all_that_is_due_waits_together(office: Database, clock: Clock) -> None:
    due = [add_mail(office) for _ in range(3)]
    later = add_mail(office, at=NOW + timedelta(minutes=30))
    claim(office, "other", clock)
    with office.writing() as statements:
        assert outbox.put_off_due(statements, "refused", clock()) == 2
        assert not outbox.is_due(statements, clock())
        assert outbox.is_due(statements, clock() + timedelta(minutes=2))
    rows = {mail.id: mail for mail in mails(office)}
    assert [rows[mail.id].tries for mail in due] == [0, 1, 1]
    assert rows[later.id] == later


def test_a_clock_that_was_wrong_for_a_while_holds_no_mail_back(office: Database, clock: Clock) -> None:
    clock.forward(365 * 86_400)
    claimed, failed = add_mail(office), add_mail(office)
    claim(office, "then", clock)
    claim(office, "then", clock)
    with office.writing() as statements:
        outbox.mark_failed(statements, failed.id, "then", "450 later", clock())
    clock.instant = NOW  # set right again: both times lie a year ahead
    with office.reading() as statements:
        assert outbox.is_due(statements, clock())
    assert [claim(office, "now", clock), claim(office, "now", clock)] == [
        claimed, structs.replace(failed, tries=1, next_try=mails(office)[1].next_try, last_error="450 later"),
    ]  # fmt: skip


def test_letting_go_is_no_try(office: Database, clock: Clock) -> None:
    mail = add_mail(office)
    claim(office, "a", clock)
    with office.writing() as statements:
        outbox.let_go(statements, mail.id, "somebody else")
    assert claim(office, "b", clock) is None
    with office.writing() as statements:
        outbox.let_go(statements, mail.id, "a")
    assert claim(office, "b", clock) == mail


def test_the_list_is_newest_first_and_leaves_out_what_has_left(office: Database, clock: Clock) -> None:
    ids = [add_mail(office).id for _ in range(3)]
    with office.writing() as statements:
        outbox.mark_sent(statements, ids[1], clock())
        assert [mail.id for mail in outbox.newest(statements)] == [ids[2], ids[0]]
        assert [mail.id for mail in outbox.newest(statements, every=True)] == ids[::-1]
        assert outbox.waiting(statements) == 2


def test_a_mail_has_all_that_it_tells(office: Database) -> None:
    mail = add_mail(office)
    with office.reading() as statements:
        content = outbox.content(statements, mail.id)
    assert (content.addressee, content.provider, content.zone) == ("Claire Morel", "Orbis Cloud", "")
    assert content.request is not None
    assert (content.request.id, content.request.contract_name) == (ORDER, "Boutique en ligne")
    assert [line.label["en"] for line in content.request.lines] == ["1 Gbit/s port", "Set-up"]
    assert [dict(answer.label)["fr"] for answer in content.request.answers][:2] == ["Date souhaitée", "Redondance"]


def test_a_mail_tells_what_happened_then_not_where_the_request_is_now(office: Database) -> None:
    mail = add_mail(office, Event.REQUEST_CHANGED, status=Status.IN_PROGRESS, note="Begun")
    with office.writing() as statements:
        statements.execute("UPDATE requests SET status = 'completed', outcome = 'rejected' WHERE id = ?", (ORDER,))
    with office.reading() as statements:
        content = outbox.content(statements, mail.id)
    assert content.request is not None
    assert (content.request.status, content.request.outcome) == (Status.IN_PROGRESS, None)
    late = add_mail(office, Event.REQUEST_CHANGED, status=Status.COMPLETED, outcome=Outcome.REJECTED)
    with office.reading() as statements:
        told = outbox.content(statements, late.id).request
    assert told is not None
    assert told.outcome is Outcome.REJECTED


@pytest.mark.parametrize(
    ("event", "table", "columns", "values"),
    [
        (Event.REQUEST_COMMENTED, "request_comments", "text", ("The whole\nof it",)),
        (Event.REQUEST_CHANGED, "request_timeline", "note, status", ("The whole\nof it", "in-progress")),
    ],
)
def test_a_mail_tells_the_whole_of_what_the_notification_keeps_the_beginning_of(
    office: Database, event: Event, table: str, columns: str, values: tuple[str, ...]
) -> None:
    mail = add_mail(office, event, request=INCIDENT, note="The whole…")
    with office.writing() as statements:
        at = statements.value("SELECT at FROM notifications")
        statements.execute(
            f"INSERT INTO {table} (request, position, at, author, {columns})"
            f" VALUES (?, 9, ?, 'A'{', ?' * len(values)})",
            (key_of(statements, INCIDENT), at, *values),
        )
        assert outbox.content(statements, mail.id).note == "The whole\nof it"


def test_a_mail_that_is_not_there(office: Database) -> None:
    with office.reading() as statements, pytest.raises(NotFound):
        outbox.content(statements, 1)
