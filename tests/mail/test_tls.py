"""What goes to a server goes enciphered, to the server that is meant, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ecc_tui.backend.sql.database import Database
from ecc_tui.config import MailServer
from ecc_tui.domain.errors import MailUnusable
from ecc_tui.domain.mails import MailState
from ecc_tui.mail.sender import Report, send_due
from tests.backend.building import Clock
from tests.mail.outboxes import add_mail, mails
from tests.mail.servers import PASSWORD, SENDER, USER, Mailbox, authenticator, make_certificate, serving


def test_starttls_with_a_password(office: Database, mailbox: Mailbox, clock: Clock, tmp_path: Path) -> None:
    context, authority = make_certificate(tmp_path)
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n")
    secret.chmod(0o600)
    add_mail(office)
    options: dict[str, Any] = {
        "tls_context": context,
        "require_starttls": True,
        "authenticator": authenticator,
        "auth_required": True,
    }
    with serving(mailbox, **options) as port:
        settings: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": port,
            "sender": SENDER,
            "user": USER,
            "password_file": str(secret),
        }
        stranger = MailServer(**settings)
        report = send_due(office, stranger, "a", clock=clock, before_time=True)
        assert report.failed == 1
        assert "TLS: self-signed certificate" in report.error
        trusting = MailServer(**settings, ca_file=str(authority))
        assert send_due(office, trusting, "a", clock=clock, before_time=True) == Report(sent=1)
        secret.write_text("another")
        add_mail(office)
        report = send_due(office, trusting, "a", clock=clock, before_time=True)
        assert (report.failed, report.waiting) == (1, 1)
        assert report.error.startswith("535 ")
        assert PASSWORD not in report.error
    assert len(mailbox.messages) == 1


def test_a_certificate_for_another_host_is_not_trusted(
    office: Database, mailbox: Mailbox, clock: Clock, tmp_path: Path
) -> None:
    context, authority = make_certificate(tmp_path, "127.0.0.2")
    add_mail(office)
    with serving(mailbox, tls_context=context) as port:
        server = MailServer(host="127.0.0.1", port=port, sender=SENDER, ca_file=str(authority))
        report = send_due(office, server, "a", clock=clock)
    assert report.failed == 1
    assert "TLS: " in report.error
    assert mailbox.messages == []


def test_tls_from_the_first_byte(office: Database, mailbox: Mailbox, clock: Clock, tmp_path: Path) -> None:
    context, authority = make_certificate(tmp_path)
    add_mail(office)
    with serving(mailbox, ssl_context=context) as port:
        server = MailServer(host="127.0.0.1", port=port, security="tls", sender=SENDER, ca_file=str(authority))
        assert send_due(office, server, "a", clock=clock) == Report(sent=1)


def test_a_server_without_starttls_gets_nothing_in_the_clear(
    office: Database, mailbox: Mailbox, server: MailServer, clock: Clock
) -> None:
    add_mail(office)
    secretive = MailServer(host=server.host, port=server.port, sender=SENDER)
    report = send_due(office, secretive, "a", clock=clock)
    assert (report.failed, report.waiting) == (1, 1)
    assert "STARTTLS" in report.error
    assert mailbox.messages == []


def test_settings_that_can_t_work_are_told_and_the_mails_wait(office: Database, clock: Clock, tmp_path: Path) -> None:
    add_mail(office)
    missing = MailServer(host="127.0.0.1", port=9, sender=SENDER, ca_file=str(tmp_path / "none.pem"))
    with pytest.raises(MailUnusable) as told:
        send_due(office, missing, "a", clock=clock)
    assert told.value.problem == "authorities"
    (mail,) = mails(office)
    assert (mail.state, mail.tries) == (MailState.WAITING, 1)
    assert "none.pem" in mail.last_error
