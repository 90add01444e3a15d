"""The provider's side of a local store, for whoever can open its file: moves requests on."""

from __future__ import annotations

from ecc_tui.backend.sql import instants
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.instants import Clock, to_micro
from ecc_tui.domain.errors import InvalidInput, NotFound
from ecc_tui.domain.requests import Outcome, Status, may_become
from ecc_tui.domain.text import clean

LONGEST_NOTE = 4_000


def set_request(
    database: Database,
    id: str,
    status: Status,
    outcome: Outcome | None = None,
    note: str = "",
    *,
    clock: Clock = instants.now,
) -> None:
    """Give a request its next status, and the timeline a step by the provider, in one transaction.

    Raises NotFound, and InvalidInput for a status that can't follow, a missing or needless outcome, a long note.
    """
    if len(note) > LONGEST_NOTE:
        raise InvalidInput("note", "length", shortest=0, longest=LONGEST_NOTE)
    if (outcome is not None) != (status is Status.COMPLETED):
        raise InvalidInput("outcome", "completed-only", status=status)
    with database.writing() as statements:
        found = statements.row("SELECT issued, status, changed FROM requests WHERE id = ?", (id,))
        if found is None:
            raise NotFound("request", id)
        issued, before, changed = found
        if not may_become(Status(before), status, outcome):
            raise InvalidInput("status", "transition", before=Status(before), after=status)
        at = max(to_micro(clock()), changed)  # a clock set back must not turn the timeline round
        statements.execute(
            "UPDATE requests SET status = ?, outcome = ?, changed = ? WHERE issued = ?", (status, outcome, at, issued)
        )
        author = statements.value("SELECT value FROM store WHERE name = 'provider'") or ""
        statements.execute(
            "INSERT INTO request_timeline (request, position, at, status, outcome, author, note)"
            " SELECT ?, coalesce(max(position), 0) + 1, ?, ?, ?, ?, ? FROM request_timeline WHERE request = ?",
            (issued, at, status, outcome, author, clean(note, multiline=True), issued),
        )
