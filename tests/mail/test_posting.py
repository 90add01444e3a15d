"""The thread that sends while the program is open."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ecc_tui.backend.sql.database import Database
from ecc_tui.config import MailServer
from ecc_tui.domain.mails import MailState
from ecc_tui.mail import posting
from ecc_tui.mail.posting import start_posting
from tests.mail.outboxes import add_mail, mails
from tests.mail.servers import SENDER, Mailbox

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "AFTER_A_WRITE", 0.01)


def posting_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "posting"]


def test_what_is_written_leaves_soon_and_the_end_ends_it(
    office: Database, mailbox: Mailbox, server: MailServer
) -> None:
    arrived = threading.Semaphore(0)
    mailbox.before_answer = arrived.release
    waiting = add_mail(office)
    stop = start_posting(office.path, server)
    try:
        assert arrived.acquire(timeout=30)
        written = add_mail(office)
        assert arrived.acquire(timeout=30)
    finally:
        stop()
        for thread in posting_threads():
            thread.join(30)
    assert mailbox.ids == [waiting.message_id, written.message_id]
    add_mail(office)
    assert [mail.state for mail in mails(office)] == [MailState.SENT, MailState.SENT, MailState.WAITING]
    assert posting_threads() == []


def test_a_mail_on_its_way_does_not_hold_up_the_end(
    office: Database, mailbox: Mailbox, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "LEAVE", 0.01)
    reached, released = threading.Event(), threading.Event()

    def hang() -> None:
        reached.set()
        released.wait(30)

    mailbox.before_answer = hang
    add_mail(office)
    stop = start_posting(office.path, server)
    assert reached.wait(30)
    stop()  # comes back although the server has not answered yet
    assert not released.is_set()
    (thread,) = posting_threads()
    assert thread.daemon  # nor does it keep the process
    released.set()
    thread.join(30)
    assert not thread.is_alive()


def test_settings_that_can_t_work_leave_the_program_alone(office: Database, tmp_path: Path) -> None:
    add_mail(office)
    broken = MailServer(host="127.0.0.1", port=9, sender=SENDER, user="x", password_file=str(tmp_path / "none"))
    stop = start_posting(office.path, broken)
    tried = threading.Event()
    while not tried.wait(0.01):
        if mails(office)[0].tries:
            tried.set()
    stop()
    assert "none" in mails(office)[0].last_error


def test_a_store_that_is_gone_leaves_the_program_alone(server: MailServer, tmp_path: Path) -> None:
    stop = start_posting(tmp_path / "gone.sqlite", server)
    for thread in posting_threads():
        thread.join(30)
    stop()
    assert posting_threads() == []


def test_nothing_that_talks_to_a_server_is_imported_before_there_is_a_mail() -> None:
    script = (
        "import sys; from ecc_tui.mail import posting\n"
        "print(*sorted({'smtplib', 'keyring', 'email', 'babel'} & {name.partition('.')[0] for name in sys.modules}))"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
