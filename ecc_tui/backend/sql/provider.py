"""The provider's side of a local store, for whoever can open its file: moves requests on, comments, gives passwords."""

from __future__ import annotations

from ecc_tui.backend.sql import instants
from ecc_tui.backend.sql.announcing import announce
from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.instants import Clock, to_micro
from ecc_tui.backend.sql.request_changes import add_comment, add_step, touch
from ecc_tui.domain.account import PasswordLevel, judge_password
from ecc_tui.domain.errors import InvalidInput, NotFound
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.request_forms import LONGEST_COMMENT
from ecc_tui.domain.requests import Outcome, Status, may_become
from ecc_tui.domain.text import clean, fold

LONGEST_NOTE = 4_000
LONGEST_AUTHOR = 100


def set_request(
    database: Database,
    id: str,
    status: Status,
    outcome: Outcome | None = None,
    note: str = "",
    *,
    clock: Clock = instants.now,
) -> None:
    """Give a request its next status, and the timeline a step by the provider, and tell of it, in one transaction.

    Raises NotFound, and InvalidInput for a status that can't follow, a missing or needless outcome, a long note.
    """
    if len(note) > LONGEST_NOTE:
        raise InvalidInput("note", "length", shortest=0, longest=LONGEST_NOTE)
    if (outcome is not None) != (status is Status.COMPLETED):
        raise InvalidInput("outcome", "completed-only", status=status)
    with database.writing() as statements:
        found = statements.row("SELECT issued, status FROM requests WHERE id = ?", (id,))
        if found is None:
            raise NotFound("request", id)
        issued, before = found
        if not may_become(Status(before), status, outcome):
            raise InvalidInput("status", "transition", before=Status(before), after=status)
        note = clean(note, multiline=True)
        at = touch(statements, issued, to_micro(clock()))
        add_step(statements, issued, at, status, outcome, _name(statements), note)
        announce(statements, Event.REQUEST_CHANGED, issued, at, note=note)


def comment_request(database: Database, id: str, text: str, author: str = "", *, clock: Clock = instants.now) -> None:
    """Say something about a request as the provider, or as somebody of his, and tell of it, in one transaction.

    Raises NotFound, and InvalidInput for a text that is empty or too long, a long name.
    """
    text, author = clean(text, multiline=True).strip(), clean(author.strip())
    if not 1 <= len(text) <= LONGEST_COMMENT:
        raise InvalidInput("text", "length", shortest=1, longest=LONGEST_COMMENT)
    if len(author) > LONGEST_AUTHOR:
        raise InvalidInput("author", "length", shortest=0, longest=LONGEST_AUTHOR)
    with database.writing() as statements:
        issued = statements.value("SELECT issued FROM requests WHERE id = ?", (id,))
        if issued is None:
            raise NotFound("request", id)
        at = touch(statements, issued, to_micro(clock()))
        add_comment(statements, issued, at, author or _name(statements), text)
        announce(statements, Event.REQUEST_COMMENTED, issued, at, author_name=author, note=text)


def _name(statements: Statements) -> str:
    return statements.value("SELECT value FROM store WHERE name = 'provider'") or ""


def set_password(database: Database, login: str, password: str, *, clock: Clock = instants.now) -> None:
    """Give a person another password; his sessions end and his failed tries are forgotten, in one transaction.

    Raises NotFound, and InvalidInput for a password that breaks rule A3 at the level of his company.
    """
    from ecc_tui.backend.sql.log_in import hash_password

    with database.reading() as statements:
        level = statements.value(
            "SELECT c.password_level FROM users u JOIN companies c ON c.id = u.company_id WHERE lower(u.login) = ?",
            (login.lower(),),
        )
    if level is None:
        raise NotFound("login", clean(login))
    verdict = judge_password(password, PasswordLevel(level))
    if not verdict.accepted:
        raise InvalidInput("password", "password", refused=clean(verdict.refused_character or ""))
    password_hash = hash_password(password)
    with database.writing() as statements:
        user = statements.value("SELECT id FROM users WHERE lower(login) = ?", (login.lower(),))
        if user is None:
            raise NotFound("login", clean(login))
        statements.execute("UPDATE users SET password_hash = ? WHERE id = ?", (password_hash, user))
        statements.execute(
            "UPDATE sessions SET ended = ? WHERE user_id = ? AND ended IS NULL", (to_micro(clock()), user)
        )
        statements.execute("DELETE FROM login_failures WHERE login_key = ?", (fold(login),))
