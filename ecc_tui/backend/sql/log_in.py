"""Passwords and log-in: the same answer in the same time whether or not a login exists (A1, security.md S-1)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.instants import Clock, to_micro
from ecc_tui.domain.account import PASSWORD_LONGEST
from ecc_tui.domain.errors import LogInDelayed, WrongCredentials
from ecc_tui.domain.text import clean, fold

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FREE_FAILURES = 5
FIRST_DELAY = 5
LONGEST_DELAY = 15 * 60
FORGOTTEN_AFTER = 24 * 3600
"""Seconds without a failure after which counting starts again."""

LONGEST_LOGIN = 100
"""Characters of a typed login that are looked at; none that exists is longer than 64."""

MEMORY_KIB = 64 * 1024
PASSES = 3
LANES = 4


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _nobodys_hash() -> str:
    """Checked where there is no password to check, so that it takes as long; matches nothing but by 1 in 2^256."""
    import secrets

    return _hasher().hash(secrets.token_bytes(32))


def hash_password(password: str) -> str:
    """What the store keeps of a password: argon2id, 64 MiB, 3 passes, 4 lanes. Takes a tenth of a second."""
    return _hasher().hash(_bytes(password))


def _bytes(password: str) -> bytes:
    return password[: PASSWORD_LONGEST + 1].encode("utf-8", "replace")


def _matches(kept: str | None, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept or _nobodys_hash(), _bytes(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


async def check_password(database: Database, login: str, password: str, clock: Clock) -> None:
    """Raises WrongCredentials, or LogInDelayed without looking at the password.

    A try is counted before its password is looked at and forgotten when it was right, so that tries at the same
    time don't slip past the delay.
    """
    login = clean(login)[:LONGEST_LOGIN]
    key = fold(login)[:LONGEST_LOGIN]
    kept = await database.write(lambda statements: _count_try(statements, key, login, clock))
    if not await asyncio.to_thread(_matches, kept, password):
        raise WrongCredentials
    renewed = None
    if kept is not None and _hasher().check_needs_rehash(kept):
        renewed = await asyncio.to_thread(hash_password, password)

    def forget(statements: Statements) -> None:
        statements.execute("DELETE FROM login_failures WHERE login_key = ?", (key,))
        if renewed:
            statements.execute(
                "UPDATE users SET password_hash = ? WHERE lower(login) = lower(?) AND password_hash = ?",
                (renewed, login, kept),
            )

    await database.write(forget)


def delay_after(failures: int) -> int:
    """Seconds between a login's last failure and the next try."""
    if failures < FREE_FAILURES:
        return 0
    return min(FIRST_DELAY << min(failures - FREE_FAILURES, 20), LONGEST_DELAY)


def _count_try(statements: Statements, key: str, login: str, clock: Clock) -> str | None:
    at = to_micro(clock())
    second = timedelta(seconds=1) // timedelta(microseconds=1)
    failures, last = statements.row("SELECT failures, last_failed FROM login_failures WHERE login_key = ?", (key,)) or (
        0,
        0,
    )
    waited = max(at - last, 0)  # a clock set back must not lock anybody out for longer
    delay = delay_after(failures) * second
    if waited < delay:
        raise LogInDelayed(-(-(delay - waited) // second))
    failures = 1 if waited > FORGOTTEN_AFTER * second else failures + 1
    statements.execute(
        "INSERT INTO login_failures (login_key, failures, last_failed) VALUES (?, ?, ?)"
        " ON CONFLICT (login_key) DO UPDATE SET failures = excluded.failures, last_failed = excluded.last_failed",
        (key, failures, at),
    )
    kept: str | None = statements.value("SELECT password_hash FROM users WHERE lower(login) = lower(?)", (login,))
    return kept
