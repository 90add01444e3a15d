"""Sessions: a secret token whose hash alone is kept, and the caller that every call of a section goes through."""

from __future__ import annotations

import hashlib
import secrets
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.instants import Clock, to_micro
from ecc_tui.domain.account import Person, Title
from ecc_tui.domain.errors import SessionEnded

Answer = TypeVar("Answer")

LONGEST_SESSION = timedelta(hours=12)
"""From log-in, active or not; the idle lock is the screen's (A5)."""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(statements: Statements, person_id: str, clock: Clock) -> str:
    """A new session's token: 256 random bits, of which the store keeps a hash (security.md 1.2)."""
    token = secrets.token_urlsafe(32)
    at = to_micro(clock())
    statements.execute(
        "INSERT INTO sessions (token_hash, user_id, host, started, last_seen) VALUES (?, ?, ?, ?, ?)",
        (_hash(token), person_id, socket.gethostname()[:64], at, at),
    )
    return token


def end_session(statements: Statements, token: str, clock: Clock) -> None:
    """Revoke it: its next call raises SessionEnded."""
    statements.execute(
        "UPDATE sessions SET ended = ? WHERE token_hash = ? AND ended IS NULL", (to_micro(clock()), _hash(token))
    )


def read_person(statements: Statements, login: str) -> Person | None:
    """The person with that login, case apart."""
    found = statements.row(
        "SELECT u.id, u.login, u.first_name, u.last_name, u.email, c.name, u.company_id, u.administrator, u.title,"
        " u.phone, u.mobile FROM users u JOIN companies c ON c.id = u.company_id WHERE lower(u.login) = lower(?)",
        (login,),
    )
    if found is None:
        return None
    id, login, first_name, last_name, email, company, company_id, administrator, title, phone, mobile = found
    return Person(
        id,
        login,
        first_name,
        last_name,
        email,
        company,
        company_id,
        administrator=bool(administrator),
        title=Title(title) if title else None,
        phone=phone,
        mobile=mobile,
    )


class Caller:
    """A person's way to the store: each call sees first whether the session still lives."""

    def __init__(self, database: Database, person: Person, token: str, clock: Clock) -> None:
        self.database = database
        self.person = person
        self.token = token
        self.clock = clock
        self._token_hash = _hash(token)

    async def read(self, work: Callable[[Statements], Answer]) -> Answer:
        """`Database.read` for this person. Raises SessionEnded too."""

        def checked(statements: Statements) -> Answer:
            self.require_alive(statements)
            return work(statements)

        return await self.database.read(checked)

    async def write(self, work: Callable[[Statements], Answer]) -> Answer:
        """`Database.write` for this person. Raises SessionEnded too."""

        def checked(statements: Statements) -> Answer:
            self.require_alive(statements)
            return work(statements)

        return await self.database.write(checked)

    def require_alive(self, statements: Statements) -> None:
        """Raises SessionEnded when the session was revoked or is too old."""
        started = statements.value(
            "SELECT started FROM sessions WHERE token_hash = ? AND ended IS NULL", (self._token_hash,)
        )
        if started is None or to_micro(self.clock()) - started > LONGEST_SESSION // timedelta(microseconds=1):
            raise SessionEnded
