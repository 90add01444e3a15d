"""The talk with a mail server (RFC 5321): what it took, what it refused, and what nobody knows."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP

from ecc_tui.config import MailServer
from ecc_tui.domain.errors import MailUnusable
from ecc_tui.domain.text import clean

TIMEOUT = 20.0
"""Seconds for each answer; a claim on a mail (`outbox.CLAIM`) lasts for all of an exchange."""

_SERVICE_ENDS = 421
_LOG_IN_FIRST = frozenset({530, 534, 535, 538})
"""Refusals that are about us and how we are set up, not about the addressee."""


class NotTaken(Exception):
    """The mail did not leave, or nobody knows whether it did; it may be tried again. The text is what was said."""


class Lost(NotTaken):
    """The same, and the connection is gone."""


class Refused(Exception):
    """The server will never take this mail for this addressee. The text is what it said."""


class ClaimLost(Exception):
    """The mail is no longer ours to send; nothing of it was sent."""


class Connection:
    """An open connection, for several mails. Raises Lost where there is none to be had, MailUnusable."""

    def __init__(self, server: MailServer, password: str | None) -> None:
        self._sender = server.sender
        host, port = server.where
        context = _tls(server)
        smtp: smtplib.SMTP | None = None
        try:
            if server.security == "tls":
                smtp = smtplib.SMTP_SSL(host, port, _our_name(), timeout=TIMEOUT, context=context)
            else:
                smtp = smtplib.SMTP(host, port, _our_name(), timeout=TIMEOUT)
            if server.security == "starttls":
                smtp.starttls(context=context)  # raises where the server doesn't offer it: never in the clear
            smtp.ehlo_or_helo_if_needed()
            if password is not None:
                smtp.login(server.user, password)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            if smtp is not None:
                smtp.close()
            raise Lost(_said(error)) from error
        self._smtp = smtp

    def send(self, message: EmailMessage, address: str, keep_claim: Callable[[], bool]) -> None:
        """Returns when the server has taken the message. Raises NotTaken, Refused, ClaimLost.

        `keep_claim` is asked before the content goes: from then on a lost connection leaves it open whether the
        server took it, and a second copy may go.
        """
        try:
            self._exchange(message, address, keep_claim)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._smtp.close()
            raise Lost(_said(error)) from error
        except smtplib.SMTPException as error:
            raise NotTaken(_said(error)) from error

    def close(self) -> None:
        """Take leave, if the server still listens."""
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.quit()
        self._smtp.close()

    def _exchange(self, message: EmailMessage, address: str, keep_claim: Callable[[], bool]) -> None:
        international = not address.isascii()
        if international and not self._smtp.has_extn("smtputf8"):
            raise Refused("this server has no SMTPUTF8")
        options = ["SMTPUTF8", "BODY=8BITMIME"] if international else []
        try:
            content = message.as_bytes(policy=SMTP.clone(utf8=international))
        except Exception as error:
            # Headers are folded only here, which fails in ways of its own: one mail must not hold up all the others.
            raise NotTaken(type(error).__name__) from error
        self._require(*self._smtp.mail(self._sender, options), ours=True)
        self._require(*self._smtp.rcpt(address))
        if not keep_claim():
            self._smtp.rset()
            raise ClaimLost
        try:
            reply = self._smtp.data(content)
        except smtplib.SMTPDataError as error:
            reply = (error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")
        self._require(*reply)

    def _require(self, code: int, said: bytes, *, ours: bool = False) -> None:
        """`ours`: what the server refuses is our own address, so that every mail would be refused."""
        if 200 <= code < 300:
            return
        text = clean(f"{code} {said.decode('utf-8', 'replace')}", multiline=True)
        if code == _SERVICE_ENDS:
            self._smtp.close()
            raise Lost(text)
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.rset()
        if 500 <= code < 600 and code not in _LOG_IN_FIRST and not ours:
            raise Refused(text)
        raise NotTaken(text)


def _tls(server: MailServer) -> ssl.SSLContext:
    """The system's authorities, or those of `ca_file` alone; the name is checked."""
    try:
        context = ssl.create_default_context(cafile=server.ca_file or None)
    except (OSError, ValueError) as error:
        raise MailUnusable("authorities", clean(server.ca_file)) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _our_name() -> str:
    """How we greet; smtplib would ask the network for it, which may take its time."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[A-Za-z0-9.-]{1,255}", name) else "localhost"


def _said(error: Exception) -> str:
    """What went wrong, in one line of the server's or the system's words."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return clean(f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}")
    if isinstance(error, ssl.SSLCertVerificationError):
        return clean(f"TLS: {error.verify_message}")
    if isinstance(error, OSError) and error.strerror:
        return clean(error.strerror)
    return clean(str(error)) or type(error).__name__
