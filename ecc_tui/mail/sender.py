"""Sends what the outbox holds, mail by mail: claim, compose, hand over, write down what became of it (N2).

At least once: a mail that a server took without saying so waits for its next try, and a second copy carries the same
Message-ID. Whoever else sends from the same store meanwhile takes other rows.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from email.message import EmailMessage

from msgspec import Struct

from ecc_tui.backend.sql import instants, outbox
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.instants import Clock
from ecc_tui.config import MailServer
from ecc_tui.domain.errors import MailUnusable
from ecc_tui.domain.mails import Mail, MailContent
from ecc_tui.mail.compose import Unfit, compose
from ecc_tui.mail.password import password_of
from ecc_tui.mail.server import ClaimLost, Connection, Lost, NotTaken, Refused
from ecc_tui.wording import sentence


class Report(Struct, frozen=True):
    """What became of the mails that were tried, and how many still wait."""

    sent: int = 0
    failed: int = 0
    refused: int = 0
    waiting: int = 0
    error: str = ""
    """What went wrong last."""


def new_claimant() -> str:
    """A name under which to claim rows: this machine, this process, this try."""
    return f"{socket.gethostname()[:100]}:{os.getpid()}:{secrets.token_hex(4)}"


def require_usable(database: Database, server: MailServer) -> None:
    """Raises MailUnusable for a demo, whose people are invented, with a server that others can reach."""
    with database.reading() as statements:
        demo = statements.value("SELECT value FROM store WHERE name = 'demo'") == "1"
    if demo and not server.on_this_machine:
        raise MailUnusable("demo", server.host)


def send_due(
    database: Database,
    server: MailServer,
    claimant: str,
    *,
    clock: Clock = instants.now,
    before_time: bool = False,
    stopping: Callable[[], bool] = lambda: False,
) -> Report:
    """Try each mail that is due once, oldest first, over one connection; `before_time`: each that waits.

    `stopping` is asked before each mail. Raises StoreUnusable, and MailUnusable, then nothing was tried.
    """
    require_usable(database, server)
    round_ = _Round(database, server, claimant, clock, before_time)
    try:
        while not stopping() and round_.next():
            pass
    finally:
        round_.close()
    return round_.report()


class _Round:
    """One walk through the outbox."""

    def __init__(self, database: Database, server: MailServer, claimant: str, clock: Clock, before_time: bool) -> None:
        self._database = database
        self._server = server
        self._claimant = claimant
        self._clock = clock
        self._before_time = before_time
        self._after = 0
        self._connection: Connection | None = None
        self._password: str | None = None
        self._has_password = False
        self._sent = self._failed = self._refused = 0
        self._error = ""

    def next(self) -> bool:
        """Try one mail; False when none is left, or no server answers."""
        with self._database.writing() as statements:
            mail = outbox.claim(
                statements, self._claimant, self._clock(), after=self._after, before_time=self._before_time
            )
        if mail is None:
            return False
        self._after = mail.id
        try:
            if self._connection is None:
                self._connection = self._connect()
        except Lost as error:
            self._put_off(mail, str(error))
            return False
        except MailUnusable as error:
            self._put_off(mail, sentence(error))
            raise
        self._send(self._connection, mail)
        return True

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def report(self) -> Report:
        with self._database.reading() as statements:
            left = outbox.waiting(statements)
        return Report(self._sent, self._failed, self._refused, left, self._error)

    def _connect(self) -> Connection:
        if not self._has_password:
            self._password, self._has_password = password_of(self._server), True
        return Connection(self._server, self._password)

    def _send(self, connection: Connection, mail: Mail) -> None:
        try:
            with self._database.reading() as statements:
                content = outbox.content(statements, mail.id)
            message = self._compose(content)
            connection.send(message, message["To"].addresses[0].addr_spec, lambda: self._keep(mail))
        except ClaimLost:
            return
        except (Refused, Unfit) as error:
            self._refused += 1
            self._error = str(error)
            with self._database.writing() as statements:
                outbox.mark_refused(statements, mail.id, self._claimant, str(error))
        except NotTaken as error:
            if isinstance(error, Lost):
                self._connection = None
            self._failed += 1
            self._error = str(error)
            with self._database.writing() as statements:
                outbox.mark_failed(statements, mail.id, self._claimant, str(error), self._clock())
        else:
            with self._database.writing() as statements:
                outbox.mark_sent(statements, mail.id, self._clock())
            self._sent += 1

    def _compose(self, content: MailContent) -> EmailMessage:
        try:
            return compose(content, self._server.sender)
        except Unfit:
            raise
        except Exception as error:
            # One mail that can't be worded must not hold up all the others.
            raise NotTaken(type(error).__name__) from error

    def _keep(self, mail: Mail) -> bool:
        with self._database.writing() as statements:
            return outbox.keep_claim(statements, mail.id, self._claimant, self._clock())

    def _put_off(self, mail: Mail, error: str) -> None:
        """This one and all others that are due: the server is asked once, not once for each."""
        self._error = error
        with self._database.writing() as statements:
            outbox.let_go(statements, mail.id, self._claimant)
            self._failed += outbox.put_off_due(statements, error, self._clock(), before_time=self._before_time)
