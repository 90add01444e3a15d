"""Mails that wait to leave, have left, or were refused (product.md N2)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import Answered, Kind, Outcome, RequestLine, Status


class MailState(StrEnum):
    """Where a mail stands: it only leaves `waiting`."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    """For good, by the server, for this addressee; the others of the outbox go on."""


class Mail(Struct, frozen=True):
    """A row of the outbox, as it is listed; instants are UTC."""

    id: int
    message_id: str
    """The same for every copy, so that a second one is known as such."""
    event: Event
    address: str
    language: str
    request: str
    """Its id; empty for a mail about none."""
    created: datetime
    state: MailState
    tries: int
    next_try: datetime
    last_error: str
    """What the server or the system said, cleaned; empty when nothing went wrong."""
    sent: datetime | None


class MailRequest(Struct, frozen=True):
    """The request that a mail is about. `status` and `outcome` are those of the event, because the request goes on."""

    id: str
    name: str
    kind: Kind
    contract: str
    contract_name: str
    customer_reference: str
    tool_reference: str
    requester: str
    issued: datetime
    status: Status
    outcome: Outcome | None
    description: str
    lines: tuple[RequestLine, ...]
    answers: tuple[Answered, ...]


class MailContent(Struct, frozen=True):
    """All that a mail says, before it is worded: `note` is what was said of the step, or the whole comment."""

    mail: Mail
    addressee: str
    zone: str
    provider: str
    author: str
    """Who did it; empty for the provider."""
    at: datetime
    note: str
    request: MailRequest | None
