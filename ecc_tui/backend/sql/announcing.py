"""Telling people what happened: one event row, and a mail to each recipient who wants one (N1, N2).

Both are written in the transaction of what happened: neither is lost, and neither tells of what did not happen.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.account import LANGUAGE_PREFERENCE, Person
from ecc_tui.domain.notifications import Channel, Event, channels, preference_name
from ecc_tui.domain.text import one_line

LONGEST_NOTE = 500
"""Characters kept of what was said; the whole of it stands in the request."""
CONFIRMATIONS = frozenset({Event.ORDER_PLACED, Event.REQUEST_SUBMITTED})
"""Events that tell their author, and him alone, what he did; of all others he is not told."""

_WISHES = (
    "SELECT u.id, u.email, c.value, l.value FROM users u"
    " LEFT JOIN preferences c ON c.user_id = u.id AND c.name = ?"
    " LEFT JOIN preferences l ON l.user_id = u.id AND l.name = ? WHERE"
)
_FOLLOWING = (
    "u.id IN (SELECT requester_id FROM requests WHERE issued = ?"
    " UNION SELECT user_id FROM request_followers WHERE request = ?) AND u.id <> ?"
    " AND NOT EXISTS (SELECT 1 FROM request_followers f WHERE f.request = ? AND f.user_id = u.id AND f.follows = 0)"
    " AND EXISTS (SELECT 1 FROM rights g WHERE g.user_id = u.id AND g.contract_id = ? AND g.orders >= 1)"
    " ORDER BY u.id"
)


def announce(
    statements: Statements,
    event: Event,
    request: int,
    at: int,
    *,
    author: Person | None = None,
    author_name: str = "",
    note: str = "",
    language: str = "",
) -> bool:
    """Tell of a request, by its key: who ordered or asked of a confirmation, its followers of anything else.

    `author` is None for the provider's side, `author_name` whom it names. `language` is for whoever chose none; ""
    leaves it to the sender. Mails go to those who may still see the request, a confirmation to its author in any
    case. True when the requester gets one.
    """
    contract, requester, status, outcome = statements.rows(
        "SELECT contract_id, requester_id, status, outcome FROM requests WHERE issued = ?", (request,)
    )[0]
    author_id = author.id if author else None
    notification = statements.value(
        "INSERT INTO notifications (at, event, person_id, author_id, author, contract_id, request, status, outcome,"
        " note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            at,
            event,
            requester,
            author_id,
            author.name if author else author_name,
            contract,
            request,
            status,
            outcome,
            one_line(note, LONGEST_NOTE),
        ),
    )
    if event in CONFIRMATIONS:
        rows = statements.rows(f"{_WISHES} u.id = ?", (preference_name(event), LANGUAGE_PREFERENCE, requester))
    else:
        rows = statements.rows(
            f"{_WISHES} {_FOLLOWING}",
            (preference_name(event), LANGUAGE_PREFERENCE, request, request, author_id or "", request, contract),
        )
    mails = [
        (user, address, chosen or language)
        for user, address, wish, chosen in rows
        if Channel.MAIL in channels(event, {} if wish is None else {preference_name(event): wish})
    ]
    _put_in_outbox(statements, event, request, notification, at, mails)
    return any(user == requester for user, _, _ in mails)


def _put_in_outbox(
    statements: Statements,
    event: Event,
    request: int,
    notification: int,
    at: int,
    mails: Sequence[tuple[str, str, str]],
) -> None:
    store = statements.value("SELECT value FROM store WHERE name = 'id'") or ""
    # A domain of our own that no mail can be sent to, so that the id says nothing about the host (RFC 5322 3.6.4).
    domain = f"{re.sub('[^a-z0-9]+', '-', store.lower()).strip('-')[:63] or 'store'}.invalid"
    statements.execute_many(
        "INSERT INTO mails (message_id, event, user_id, address, language, request, notification, created, next_try)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (f"<{secrets.token_hex(16)}@{domain}>", event, user, address, language, request, notification, at, at)
            for user, address, language in mails
        ],
    )
