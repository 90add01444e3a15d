"""Sending over real servers: each mail arrives, none twice, and what is refused or lost is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.instants import from_micro
from ecc_tui.config import MailServer
from ecc_tui.domain.errors import MailUnusable
from ecc_tui.domain.mails import MailState
from ecc_tui.mail import server as smtp
from ecc_tui.mail.sender import Report, send_due
from tests.backend.building import Clock
from tests.mail.outboxes import add_mail, mails
from tests.mail.servers import SENDER, Mailbox, plain_server, serving

ROOT = Path(__file__).parent.parent.parent


def states(database: Database) -> list[str]:
    return [mail.state.value for mail in mails(database)]


def test_what_is_due_arrives_over_one_connection(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    real = smtp.Connection.__init__

    def counted(self: smtp.Connection, *arguments: Any) -> None:
        opened.append(self)
        real(self, *arguments)

    monkeypatch.setattr(smtp.Connection, "__init__", counted)
    wanted = [add_mail(office), add_mail(office, user="ann.other", language="en"), add_mail(office)]
    assert send_due(office, server, "a", clock=clock) == Report(sent=3)
    assert mailbox.ids == [mail.message_id for mail in wanted]
    assert mailbox.recipients == [mail.address for mail in wanted]
    assert mailbox.senders == [SENDER] * 3
    assert str(mailbox.messages[1]["To"]) == "Ann Other <ann.other@x.example>"
    assert states(office) == ["sent"] * 3
    assert [mail.sent for mail in mails(office)] == [clock()] * 3
    assert len(opened) == 1
    assert send_due(office, server, "a", clock=clock) == Report()
    assert len(mailbox.messages) == 3


def test_a_server_that_is_down_for_the_first_hour_loses_nothing(
    office: Database, mailbox: Mailbox, clock: Clock
) -> None:
    with serving(Mailbox()) as port:
        pass  # a port on which nobody listens any more
    server = plain_server(port)
    begin = clock()
    wanted = [add_mail(office).message_id for _ in range(5)]
    while (clock() - begin).total_seconds() < 3600:
        report = send_due(office, server, "a", clock=clock)
        assert (report.sent, report.waiting) == (0, 5)
        clock.forward(20)
    assert all(mail.tries > 3 and "refused" in mail.last_error for mail in mails(office))
    assert all(mail.tries < 12 for mail in mails(office))  # it was not asked every 20 seconds
    wanted.append(add_mail(office, at=clock()).message_id)
    with serving(mailbox, port=port):
        for _ in range(190):
            send_due(office, server, "a", clock=clock)
            clock.forward(20)
    assert Counter(mailbox.ids) == Counter(wanted)
    assert states(office) == ["sent"] * 6


def test_a_person_who_asks_does_not_wait_for_the_next_try(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock
) -> None:
    add_mail(office)
    mailbox.to_content = "451 busy"
    assert send_due(office, server, "a", clock=clock) == Report(failed=1, waiting=1, error="451 busy")
    mailbox.to_content = "250 OK"
    assert send_due(office, server, "a", clock=clock) == Report(waiting=1)
    assert send_due(office, server, "a", clock=clock, before_time=True) == Report(sent=1)


def test_each_mail_is_tried_once_in_a_round(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock
) -> None:
    for _ in range(3):
        add_mail(office)
    mailbox.to_content = "451 busy"
    assert send_due(office, server, "a", clock=clock, before_time=True).failed == 3
    assert [mail.tries for mail in mails(office)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ("550 5.1.1 no such user", MailState.REFUSED),
        ("553 not allowed", MailState.REFUSED),
        ("450 mailbox busy", MailState.WAITING),
        ("530 log in first", MailState.WAITING),
        ("421 closing", MailState.WAITING),
    ],
)
def test_what_a_server_says_of_one_addressee_is_about_him_alone(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock, reply: str, state: MailState
) -> None:
    mailbox.to_recipients["claire.morel@x.example"] = reply
    add_mail(office)
    add_mail(office, user="ann.other")
    report = send_due(office, server, "a", clock=clock)
    told, other = mails(office)
    assert (told.state, told.last_error, told.tries) == (state, reply, 1)
    assert other.state is MailState.SENT
    refused = int(state is MailState.REFUSED)
    assert report == Report(sent=1, refused=refused, failed=1 - refused, waiting=1 - refused, error=reply)


def test_content_that_is_refused_for_good_is_not_sent_again(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock
) -> None:
    add_mail(office)
    mailbox.to_content = "554 no thanks \x1b[2J"
    send_due(office, server, "a", clock=clock)
    (mail,) = mails(office)
    assert (mail.state, mail.last_error) == (MailState.REFUSED, "554 no thanks ␛[2J")


def test_a_server_that_refuses_us_refuses_no_addressee(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock
) -> None:
    add_mail(office)
    mailbox.to_sender = "550 unknown sender"
    assert send_due(office, server, "a", clock=clock) == Report(failed=1, waiting=1, error="550 unknown sender")


def test_two_senders_at_once_send_no_mail_twice(office: Database, mailbox: Mailbox, server: MailServer) -> None:
    wanted = [add_mail(office).message_id for _ in range(40)]
    together = threading.Barrier(3)

    def work(name: str) -> None:
        database = Database.open(office.path)
        together.wait()
        send_due(database, server, name)
        database.close()

    threads = [threading.Thread(target=work, args=(f"s{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mailbox.ids) == sorted(wanted)
    assert states(office) == ["sent"] * 40


def test_the_same_test_sees_second_copies_where_claims_are_not_looked_at(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock
) -> None:
    """The control: a sender that comes while another one is about to send, and claims what is claimed."""
    mail = add_mail(office)

    def steal() -> None:
        mailbox.before_answer = lambda: None
        with office.writing() as statements:
            statements.execute("UPDATE mails SET claimed_by = NULL, claimed_until = NULL")
        send_due(office, server, "thief", clock=clock)

    mailbox.before_answer = lambda: None
    thread = threading.Thread(target=steal)

    def meanwhile() -> None:
        mailbox.before_answer = lambda: None
        thread.start()

    mailbox.before_answer = meanwhile
    real = smtp.Connection.send

    def sent_then_wait(self: smtp.Connection, *arguments: Any) -> None:
        real(self, *arguments)
        if threading.current_thread() is not thread:
            thread.join()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smtp.Connection, "send", sent_then_wait)
        send_due(office, server, "a", clock=clock)
    assert mailbox.ids == [mail.message_id] * 2


def test_a_claim_that_was_lost_before_the_content_went_sends_nothing(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_mail(office)
    real = smtp.Connection.send

    def delayed(self: smtp.Connection, *arguments: Any) -> None:
        with office.writing() as statements:
            statements.execute("UPDATE mails SET claimed_by = 'another'")
        real(self, *arguments)

    monkeypatch.setattr(smtp.Connection, "send", delayed)
    assert send_due(office, server, "a", clock=clock) == Report(waiting=1)
    assert mailbox.messages == []


DYING_SERVER = """
import os, signal, sys, time
from aiosmtpd.controller import Controller
kept, deadly, port = open(sys.argv[1], "ab", buffering=0), int(sys.argv[2]), int(sys.argv[3])
class Dying:
    taken = 0
    async def handle_DATA(self, server, session, envelope):
        kept.write(b"%d\\n" % len(envelope.content) + envelope.content)
        Dying.taken += 1
        if Dying.taken == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return "250 OK"
class Server(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
server = Server(Dying(), hostname="127.0.0.1", port=port)
server.start()
print(server.port, flush=True)
sys.stdin.read()
server.stop()
"""


def kept_ids(file: Path) -> list[str]:
    """Message-IDs of all that a dying server had read in full."""
    return [
        line.partition(b":")[2].strip().decode()
        for line in file.read_bytes().splitlines()
        if line.lower().startswith(b"message-id:")
    ]


def test_a_server_killed_between_accepting_and_answering_gets_exactly_that_mail_again(
    office: Database, clock: Clock, tmp_path: Path
) -> None:
    wanted = [add_mail(office).message_id for _ in range(5)]
    kept = tmp_path / "kept"
    port = "0"
    for deadly in (3, 2, 0):
        command = [sys.executable, "-c", DYING_SERVER, str(kept), str(deadly), port]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            report = send_due(office, plain_server(int(port)), "a", clock=clock)
            assert report.waiting == (0 if deadly == 0 else report.failed)
            process.stdin.close()
        clock.forward(3600)
    # The third was read when the server died; at the second start two went before it died again, one of them the third.
    ids = kept_ids(kept)
    assert set(ids) == set(wanted)
    copies = {id: count for id, count in Counter(ids).items() if count > 1}
    assert copies == {wanted[2]: 2, wanted[3]: 2}
    assert states(office) == ["sent"] * 5


SENDER_PROCESS = """
import sys
from pathlib import Path
from ecc_tui.backend.sql.database import Database
from ecc_tui.config import MailServer
from ecc_tui.mail.sender import send_due
database = Database.open(Path(sys.argv[1]))
send_due(database, MailServer(host="127.0.0.1", port=int(sys.argv[2]), security="none", sender="a@b.example"), "killed")
"""


def test_a_sender_killed_before_the_answer_leaves_a_claim_that_expires_and_one_second_copy(
    office: Database, mailbox: Mailbox, server: MailServer
) -> None:
    clock = Clock()
    wanted = [add_mail(office).message_id for _ in range(3)]
    command = [sys.executable, "-c", SENDER_PROCESS, str(office.path), str(server.port)]
    process = subprocess.Popen(command, cwd=ROOT)

    def kill_at_the_second() -> None:
        if len(mailbox.messages) == 1:
            os.kill(process.pid, signal.SIGKILL)

    mailbox.before_answer = kill_at_the_second
    assert process.wait() == -signal.SIGKILL
    mailbox.before_answer = lambda: None
    assert states(office) == ["sent", "waiting", "waiting"]
    with office.reading() as statements:
        until = statements.value("SELECT claimed_until FROM mails WHERE id = 2")
    assert until is not None
    clock.instant = from_micro(until)
    assert send_due(office, server, "next", clock=clock) == Report(sent=2)
    assert Counter(mailbox.ids) == Counter({wanted[0]: 1, wanted[1]: 2, wanted[2]: 1})
    first, second = (content for content, id in zip(mailbox.contents, mailbox.ids, strict=True) if id == wanted[1])
    assert first.replace(b"a@b.example", SENDER.encode()) == second


def test_the_mails_of_a_demo_go_to_no_other_machine(office: Database, mailbox: Mailbox, server: MailServer) -> None:
    add_mail(office)
    with office.writing() as statements:
        statements.execute("UPDATE store SET value = '1' WHERE name = 'demo'")
    with pytest.raises(MailUnusable) as told:
        send_due(office, MailServer(host="mail.orbis.example", sender=SENDER), "a")
    assert told.value.problem == "demo"
    assert [mail.tries for mail in mails(office)] == [0]
    assert send_due(office, server, "a") == Report(sent=1)


def test_one_mail_that_can_t_be_worded_holds_up_no_other(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock
) -> None:
    add_mail(office)
    good = add_mail(office)
    with office.writing() as statements:
        statements.execute("UPDATE mails SET event = 'order-placed', message_id = 'no id at all' WHERE id = 1")
    assert send_due(office, server, "a", clock=clock) == Report(
        sent=1, refused=1, error="unfit for a header: no id at all"
    )
    assert mailbox.ids == [good.message_id]


def test_one_mail_whose_headers_can_t_be_folded_holds_up_no_other(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = add_mail(office), add_mail(office)
    fold = EmailMessage.as_bytes

    def fails(self: EmailMessage, *arguments: Any, **options: Any) -> bytes:
        if bad.message_id in str(self["Message-ID"]):
            raise IndexError
        return fold(self, *arguments, **options)

    monkeypatch.setattr(EmailMessage, "as_bytes", fails)
    assert send_due(office, server, "a", clock=clock) == Report(sent=1, failed=1, waiting=1, error="IndexError")
    assert mailbox.ids == [good.message_id]


def test_a_round_stops_between_two_mails(office: Database, mailbox: Mailbox, server: MailServer, clock: Clock) -> None:
    for _ in range(3):
        add_mail(office)
    assert send_due(office, server, "a", clock=clock, stopping=lambda: len(mailbox.messages) == 1) == Report(
        sent=1, waiting=2
    )


def test_an_address_in_other_letters_needs_a_server_that_knows_them(
    office: Database, mailbox: Mailbox, clock: Clock
) -> None:
    add_mail(office, address="zoé@büro.example")
    add_mail(office, address="zoe@büro.example")
    with serving(mailbox, enable_SMTPUTF8=False) as port:
        assert send_due(office, plain_server(port), "a", clock=clock).refused == 1
    assert mailbox.recipients == ["zoe@xn--bro-hoa.example"]
    add_mail(office, address="zoé@büro.example")
    with serving(mailbox, enable_SMTPUTF8=True) as port:
        assert send_due(office, plain_server(port), "a", clock=clock).sent == 1
    assert mailbox.recipients[1:] == ["zoé@xn--bro-hoa.example"]
