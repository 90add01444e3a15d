"""What a person is told (product.md section 11): read under his rights of now, from one row per event."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from ecc_tui.backend.sql.announcing import CONFIRMATIONS
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.instants import from_micro
from ecc_tui.backend.sql.sessions import Caller
from ecc_tui.domain.notifications import MOST_COUNTED, Event, Notification
from ecc_tui.domain.requests import Kind, Outcome, Status

_CANDIDATES = (
    "SELECT id FROM notifications WHERE person_id = ?1 AND id > ?2 AND id < ?3"
    " UNION SELECT n.id FROM request_followers f CROSS JOIN notifications n ON n.request = f.request"
    " WHERE f.user_id = ?1 AND f.follows = 1 AND n.id > ?2 AND n.id < ?3"
)
"""What may concern a person, found by indexes: his own and those of the requests that he follows."""
_CONFIRMATION = f"n.event IN ({', '.join(repr(str(event)) for event in sorted(CONFIRMATIONS))})"
_CONCERNS = (
    "JOIN requests r ON r.issued = n.request"
    " JOIN rights g ON g.user_id = ?1 AND g.contract_id = n.contract_id AND g.orders >= 1"
    " LEFT JOIN request_followers f ON f.user_id = ?1 AND f.request = n.request"
    " LEFT JOIN notification_reads k ON k.user_id = ?1 AND k.notification = n.id"
    f" WHERE CASE WHEN {_CONFIRMATION} THEN n.person_id = ?1"
    " WHEN n.author_id = ?1 THEN FALSE"
    " WHEN f.follows = 1 THEN n.person_id = ?1 OR n.at >= f.since"
    " WHEN f.follows = 0 THEN n.person_id = ?1 AND n.at < f.since"
    " ELSE n.person_id = ?1 END"
)
"""Does it really: not what he did himself, not before he followed nor after he left, and only what he may see now."""
_END = 2**62


class Notifications:
    """`backend.base.Notifications` on the store."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._person = caller.person

    async def unread(self) -> int:
        """Counts no further than one more than is told."""
        return await self._caller.read(self._unread)

    def _unread(self, statements: Statements) -> int:
        read_up_to = self._read_up_to(statements)
        count: int = statements.value(
            f"SELECT count(*) FROM (SELECT n.id FROM ({_CANDIDATES} UNION SELECT notification FROM notification_reads"
            " WHERE user_id = ?1 AND read = 0 AND notification <= ?2) c CROSS JOIN notifications n ON n.id = c.id"
            f" {_CONCERNS} AND coalesce(k.read, 0) = 0 LIMIT ?4)",
            (self._person.id, read_up_to, _END, MOST_COUNTED + 1),
        )
        return count

    async def newest(self, before: int | None = None, limit: int = 100) -> Sequence[Notification]:
        """Each with the request's name of now and what happened as it was then."""
        return await self._caller.read(
            lambda statements: self._newest(statements, _END if before is None else before, limit)
        )

    def _newest(self, statements: Statements, before: int, limit: int) -> Sequence[Notification]:
        parameters = (self._person.id, self._read_up_to(statements))
        candidates = statements.iterate(f"{_CANDIDATES} ORDER BY id DESC", (self._person.id, 0, before))
        rows: list[tuple[Any, ...]] = []
        try:
            # As many as are asked for at a time: nearly all of them concern him.
            while len(rows) < limit and (ids := [id for (id,) in islice(candidates, limit)]):
                rows += statements.rows(
                    "SELECT n.id, n.at, n.event, coalesce(k.read, CASE WHEN n.id <= ?2 THEN 1 ELSE 0 END), n.author,"
                    " n.contract_id, r.id, r.name, r.kind, n.status, n.outcome, n.note FROM notifications n"
                    f" {_CONCERNS} AND n.id IN ({', '.join('?' * len(ids))}) ORDER BY n.id DESC",
                    (*parameters, *ids),
                )
        finally:
            candidates.close()
        return [
            Notification(
                id=id,
                at=from_micro(at),
                event=Event(event),
                read=bool(read),
                author=author,
                contract=contract,
                request=request,
                request_name=name,
                kind=Kind(kind),
                status=Status(status),
                outcome=Outcome(outcome) if outcome else None,
                note=note,
            )
            for id, at, event, read, author, contract, request, name, kind, status, outcome, note in rows[:limit]
        ]

    async def mark(self, ids: Sequence[int], read: bool) -> None:
        """Those that don't concern the person are left out."""

        def write(statements: Statements) -> None:
            for id in dict.fromkeys(ids):
                statements.execute(
                    "INSERT INTO notification_reads (user_id, notification, read)"
                    f" SELECT ?1, n.id, ?3 FROM notifications n {_CONCERNS} AND n.id = ?2"
                    " ON CONFLICT (user_id, notification) DO UPDATE SET read = excluded.read",
                    (self._person.id, id, int(read)),
                )

        await self._caller.write(write)

    async def mark_all(self) -> None:
        """One mark for all of them."""

        def write(statements: Statements) -> None:
            newest = statements.value("SELECT coalesce(max(id), 0) FROM notifications")
            statements.execute(
                "INSERT INTO notification_marks (user_id, read_up_to) VALUES (?, ?)"
                " ON CONFLICT (user_id) DO UPDATE SET read_up_to = excluded.read_up_to",
                (self._person.id, newest),
            )
            statements.execute(
                "DELETE FROM notification_reads WHERE user_id = ? AND notification <= ?", (self._person.id, newest)
            )

        await self._caller.write(write)

    def _read_up_to(self, statements: Statements) -> int:
        return statements.value("SELECT read_up_to FROM notification_marks WHERE user_id = ?", (self._person.id,)) or 0
