"""What is added to a request as it goes on, by people or by the provider: steps and comments."""

from __future__ import annotations

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.requests import Outcome, Status


def touch(statements: Statements, request: int, at: int) -> int:
    """The request, by its key, has changed: the instant, which a clock set back doesn't turn round."""
    at = max(at, int(statements.value("SELECT changed FROM requests WHERE issued = ?", (request,))))
    statements.execute("UPDATE requests SET changed = ? WHERE issued = ?", (at, request))
    return at


def add_step(
    statements: Statements, request: int, at: int, status: Status, outcome: Outcome | None, author: str, note: str
) -> None:
    """The next status and its line of the timeline; whether it may follow is asked before."""
    statements.execute("UPDATE requests SET status = ?, outcome = ? WHERE issued = ?", (status, outcome, request))
    statements.execute(
        "INSERT INTO request_timeline (request, position, at, status, outcome, author, note)"
        " SELECT ?, coalesce(max(position), -1) + 1, ?, ?, ?, ?, ? FROM request_timeline WHERE request = ?",
        (request, at, status, outcome, author, note, request),
    )


def add_comment(statements: Statements, request: int, at: int, author: str, text: str) -> None:
    """The last one."""
    statements.execute(
        "INSERT INTO request_comments (request, position, at, author, text)"
        " SELECT ?, coalesce(max(position), -1) + 1, ?, ?, ? FROM request_comments WHERE request = ?",
        (request, at, author, text, request),
    )
