"""The outbox of a store (product.md N2): rows are written with what they tell of, sent after it by who claims them.

A claim is a short transaction: a row is sent by one sender at a time, outside any transaction, and a claim that is not
kept expires. Each function takes the statements of one transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.instants import from_micro, to_micro
from ecc_tui.backend.sql.request_details import read_answers, read_lines
from ecc_tui.domain.account import ZONE_PREFERENCE
from ecc_tui.domain.errors import NotFound
from ecc_tui.domain.mails import Mail, MailContent, MailRequest, MailState
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import Kind, Outcome, Status
from ecc_tui.domain.text import clean

CLAIM = timedelta(minutes=3)
"""How long a row is its sender's: several times what one exchange with a server may take."""
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
"""Between two tries: twice as long each time, and a little uneven, so that rows don't all come back at once."""
LONGEST_ERROR = 500

# A time further ahead than any that is written here was written by a clock that was wrong: it counts as come.
_COME = "(? OR next_try NOT BETWEEN ? AND ?)"
_FREE = "(claimed_until IS NULL OR claimed_until NOT BETWEEN ? AND ?)"

_MAILS = (
    "SELECT m.id, m.message_id, m.event, m.address, m.language, coalesce(r.id, ''), m.created, m.state, m.tries,"
    " m.next_try, m.last_error, m.sent FROM mails m LEFT JOIN requests r ON r.issued = m.request"
)

WHOLE = {
    Event.REQUEST_COMMENTED: (
        "SELECT text FROM request_comments WHERE request = ? AND at = ? ORDER BY position DESC LIMIT 1"
    ),
    Event.REQUEST_CHANGED: (
        "SELECT note FROM request_timeline WHERE request = ? AND at = ? ORDER BY position DESC LIMIT 1"
    ),
}


def claim(
    statements: Statements, claimant: str, now: datetime, *, after: int = 0, before_time: bool = False
) -> Mail | None:
    """The first waiting row after a row's id whose time has come, now this claimant's for `CLAIM`; None when none is.

    `before_time` also takes those whose next try lies ahead: somebody asked for it.
    """
    id = statements.value(
        f"SELECT id FROM mails WHERE state = 'waiting' AND id > ? AND {_COME} AND {_FREE} ORDER BY id LIMIT 1",
        (after, *_due(now, before_time)),
    )
    if id is None:
        return None
    statements.execute(
        "UPDATE mails SET claimed_by = ?, claimed_until = ? WHERE id = ?", (claimant, to_micro(now + CLAIM), id)
    )
    return read(statements, id)


def keep_claim(statements: Statements, id: int, claimant: str, now: datetime) -> bool:
    """Claim a row on from now; False when it is no longer this claimant's: another one may be sending it."""
    return bool(
        statements.execute(
            "UPDATE mails SET claimed_until = ?"
            " WHERE id = ? AND state = 'waiting' AND claimed_by = ? AND claimed_until > ?",
            (to_micro(now + CLAIM), id, claimant, to_micro(now)),
        )
    )


def mark_sent(statements: Statements, id: int, now: datetime) -> None:
    """A server took it: also when the claim has expired meanwhile, because it is so."""
    statements.execute(
        "UPDATE mails SET state = 'sent', sent = ?, tries = tries + 1, last_error = '', claimed_by = NULL,"
        " claimed_until = NULL WHERE id = ? AND state <> 'sent'",
        (to_micro(now), id),
    )


def mark_refused(statements: Statements, id: int, claimant: str, error: str) -> None:
    """It can never be delivered: shown in the list, not tried again."""
    statements.execute(
        "UPDATE mails SET state = 'refused', tries = tries + 1, last_error = ?, claimed_by = NULL,"
        " claimed_until = NULL WHERE id = ? AND state = 'waiting' AND claimed_by = ?",
        (_told(error), id, claimant),
    )


def mark_failed(statements: Statements, id: int, claimant: str, error: str, now: datetime) -> None:
    """It didn't leave this time: it waits for its next try."""
    tries = statements.value(
        "SELECT tries FROM mails WHERE id = ? AND state = 'waiting' AND claimed_by = ?", (id, claimant)
    )
    if tries is not None:
        _put_off(statements, id, tries + 1, error, now)


def put_off_due(statements: Statements, error: str, now: datetime, *, before_time: bool = False) -> int:
    """No server answers: every row whose time has come waits for its next try; how many they are."""
    rows = statements.rows(
        f"SELECT id, tries FROM mails WHERE state = 'waiting' AND {_COME} AND {_FREE}", _due(now, before_time)
    )
    for id, tries in rows:
        _put_off(statements, id, tries + 1, error, now)
    return len(rows)


def let_go(statements: Statements, id: int, claimant: str) -> None:
    """The claimant doesn't send it after all: it was not a try."""
    statements.execute(
        "UPDATE mails SET claimed_by = NULL, claimed_until = NULL WHERE id = ? AND claimed_by = ?", (id, claimant)
    )


def is_due(statements: Statements, now: datetime) -> bool:
    """Is there anything to claim?"""
    sql = f"SELECT 1 FROM mails WHERE state = 'waiting' AND {_COME} AND {_FREE} LIMIT 1"
    return statements.row(sql, _due(now, False)) is not None


def waiting(statements: Statements) -> int:
    """How many have not left and are not refused."""
    return int(statements.value("SELECT count(*) FROM mails WHERE state = 'waiting'"))


def delay(tries: int) -> timedelta:
    """How long a row waits after so many tries, without its unevenness."""
    doublings = min(max(tries, 1) - 1, 16)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _due(now: datetime, before_time: bool) -> tuple[int, ...]:
    """The parameters of `_COME` and `_FREE`."""
    ahead = to_micro(now) + 1
    return before_time, ahead, to_micro(now + LONGEST_DELAY), ahead, to_micro(now + CLAIM)


def _put_off(statements: Statements, id: int, tries: int, error: str, now: datetime) -> None:
    unevenly = delay(tries) * (800 + secrets.randbelow(401)) / 1000
    statements.execute(
        "UPDATE mails SET tries = ?, next_try = ?, last_error = ?, claimed_by = NULL, claimed_until = NULL"
        " WHERE id = ?",
        (tries, to_micro(now + min(unevenly, LONGEST_DELAY)), _told(error), id),
    )


def _told(error: str) -> str:
    return clean(" ".join(error.split()))[:LONGEST_ERROR]


def newest(statements: Statements, *, every: bool = False) -> Sequence[Mail]:
    """The outbox, newest first; without `every` only what has not left."""
    rows = statements.rows(f"{_MAILS} WHERE ? OR m.state <> 'sent' ORDER BY m.id DESC", (every,))
    return [_mail(*row) for row in rows]


def read(statements: Statements, id: int) -> Mail:
    """One row. Raises NotFound."""
    found = statements.row(f"{_MAILS} WHERE m.id = ?", (id,))
    if found is None:
        raise NotFound("mail", str(id))
    return _mail(*found)


def content(statements: Statements, id: int) -> MailContent:
    """One row with all that it tells. Raises NotFound."""
    mail = read(statements, id)
    found = statements.row(
        "SELECT m.request, u.first_name, u.last_name, u.login, p.value, n.author, n.at, n.status, n.outcome, n.note"
        " FROM mails m JOIN users u ON u.id = m.user_id LEFT JOIN notifications n ON n.id = m.notification"
        " LEFT JOIN preferences p ON p.user_id = u.id AND p.name = ? WHERE m.id = ?",
        (ZONE_PREFERENCE, id),
    )
    assert found is not None
    request, first, last, login, zone, author, at, status, outcome, note = found
    # The notification keeps the beginning of what was said, the request the whole.
    if mail.event in WHOLE and request is not None and at is not None:
        note = statements.value(WHOLE[mail.event], (request, at)) or note
    return MailContent(
        mail=mail,
        addressee=f"{first} {last}".strip() or login,
        zone=zone or "",
        provider=statements.value("SELECT value FROM store WHERE name = 'provider'") or "",
        author=author or "",
        at=from_micro(at) if at is not None else mail.created,
        note=note or "",
        request=None if request is None else _request(statements, request, status, outcome),
    )


def _mail(
    id: int,
    message_id: str,
    event: str,
    address: str,
    language: str,
    request: str,
    created: int,
    state: str,
    tries: int,
    next_try: int,
    last_error: str,
    sent: int | None,
) -> Mail:
    return Mail(
        id=id,
        message_id=message_id,
        event=Event(event),
        address=address,
        language=language,
        request=request,
        created=from_micro(created),
        state=MailState(state),
        tries=tries,
        next_try=from_micro(next_try),
        last_error=last_error,
        sent=from_micro(sent) if sent is not None else None,
    )


def _request(statements: Statements, key: int, status: str | None, outcome: str | None) -> MailRequest:
    found = statements.row(
        "SELECT r.id, r.name, r.kind, r.contract_id, c.name, r.customer_reference, r.tool_reference, u.first_name,"
        " u.last_name, u.login, r.status, r.outcome, r.description FROM requests r"
        " JOIN contracts c ON c.id = r.contract_id JOIN users u ON u.id = r.requester_id WHERE r.issued = ?",
        (key,),
    )
    assert found is not None
    id, name, kind, contract, contract_name, customer, tool, first, last, login, now_status, now_outcome, text = found
    if status is None:
        status, outcome = now_status, now_outcome
    return MailRequest(
        id=id,
        name=name,
        kind=Kind(kind),
        contract=contract,
        contract_name=contract_name,
        customer_reference=customer,
        tool_reference=tool,
        requester=f"{first} {last}".strip() or login,
        issued=from_micro(key),
        status=Status(status),
        outcome=Outcome(outcome) if outcome else None,
        description=text,
        lines=read_lines(statements, key),
        answers=read_answers(statements, key),
    )
