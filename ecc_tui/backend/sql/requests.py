"""Requests on the store (product.md section 5): any piece of a list of a million, in any order, at once."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from ecc_tui.backend.base import COUNT_LIMIT, Count, Window
from ecc_tui.backend.sql.attachments import save_attachment
from ecc_tui.backend.sql.confirmed import WRITES_WITH_RECEIPT, answered
from ecc_tui.backend.sql.database import Database, Interrupted, Statements
from ecc_tui.backend.sql.instants import from_micro
from ecc_tui.backend.sql.remembered import Remembered
from ecc_tui.backend.sql.request_details import read_details
from ecc_tui.backend.sql.request_query import Plan, Sql
from ecc_tui.backend.sql.request_scope import Scope
from ecc_tui.backend.sql.request_search import search_words
from ecc_tui.backend.sql.request_writes import RequestWriter
from ecc_tui.backend.sql.rights import require, shown_name
from ecc_tui.backend.sql.sessions import Caller
from ecc_tui.backend.sql.uploads import hashed
from ecc_tui.domain.errors import NotFound
from ecc_tui.domain.forms import Entries
from ecc_tui.domain.requests import (
    NEWEST_FIRST,
    SORTED_HITS,
    Column,
    Kind,
    NewFile,
    Outcome,
    Receipt,
    RequestDetails,
    RequestFilter,
    RequestRow,
    Sort,
    Status,
)
from ecc_tui.domain.rights import Action

FAR = 2_000
"""From this offset on it pays to know whether the list's end is nearer."""
BATCH = 1_000
"""Rows that `walk` gives at a time."""

_ROWS = (
    "SELECT r.issued, r.id, r.name, r.kind, r.contract_id, c.name, r.status, r.outcome, r.changed,"
    " u.first_name, u.last_name, u.login FROM requests r JOIN contracts c ON c.id = r.contract_id"
    " JOIN users u ON u.id = r.requester_id WHERE r.issued IN ({})"
)

Answer = TypeVar("Answer")


class Requests:
    """`backend.base.Requests` on the store."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._known = Remembered()

    async def count(self, filter: RequestFilter, *, exact: bool = False) -> Count:
        """Exact ones are remembered until something changes."""
        return await self._caller.read(lambda statements: self._count(statements, filter, exact))

    def _count(self, statements: Statements, filter: RequestFilter, exact: bool) -> Count:
        if exact:
            return Count(self._exact_count(statements, filter))
        number = self._capped_count(statements, filter)
        return Count(min(number, COUNT_LIMIT), exact=number <= COUNT_LIMIT)

    def _exact_count(self, statements: Statements, filter: RequestFilter) -> int:
        return self._known.get(
            statements.mark, ("exact", filter), lambda: self._plan(statements, filter, whole=True).count()
        )

    def _capped_count(self, statements: Statements, filter: RequestFilter) -> int:
        return self._known.get(
            statements.mark,
            ("capped", filter),
            lambda: self._plan(statements, filter, whole=True).count(COUNT_LIMIT + 1),
        )

    async def window(self, filter: RequestFilter, sort: Sort, offset: int, limit: int) -> Window[RequestRow]:
        """Read from the list's nearer end."""
        return await self._caller.read(lambda statements: self._window(statements, filter, sort, offset, limit))

    def _window(
        self, statements: Statements, filter: RequestFilter, sort: Sort, offset: int, limit: int
    ) -> Window[RequestRow]:
        kept = self._kept_sort(statements, filter, sort)
        order, skip, backwards = kept, offset, False
        if offset >= FAR:
            count = self._exact_count(statements, filter)
            limit = max(min(limit, count - offset), 0)
            if offset > count - offset - limit:
                order, skip, backwards = Sort(kept.column, not kept.descending), count - offset - limit, True
        keys: list[int] = []
        if limit:
            query = self._keys(statements, filter, order)
            found = statements.rows(f"{query.text} LIMIT ? OFFSET ?", (*query.parameters, limit, skip))
            keys = [key for (key,) in found]
        if backwards:
            keys.reverse()
        return Window(offset, _read_rows(statements, keys), sort_kept=kept == sort)

    def _kept_sort(self, statements: Statements, filter: RequestFilter, sort: Sort) -> Sort:
        """The asked sort, or date order where a search has too many hits to be sorted."""
        if sort.column is Column.ISSUED or not search_words(filter.search):
            return sort
        return sort if self._capped_count(statements, filter) <= SORTED_HITS else NEWEST_FIRST

    async def walk(self, filter: RequestFilter, sort: Sort) -> AsyncIterator[Sequence[RequestRow]]:
        """In one read transaction; the same order as `window`'s."""
        held = _HeldList(self._caller.database)

        def begin() -> None:
            statements = held.begin()
            self._caller.require_alive(statements)
            order = self._kept_sort(statements, filter, sort)
            held.read(self._keys(statements, filter, order, whole=True))

        try:
            await held.run(begin)
            while batch := await held.run(held.batch):
                yield batch
        finally:
            held.close()

    async def get(self, id: str) -> RequestDetails:
        """Raises NotFound, ActionDenied."""
        return await self._caller.read(lambda statements: self._get(statements, id))

    def _get(self, statements: Statements, id: str) -> RequestDetails:
        key = self._require_seen(statements, id)
        return read_details(statements, self._caller.person, key, _read_rows(statements, [key])[0])

    def _require_seen(self, statements: Statements, id: str) -> int:
        """The key of a request that the person may see."""
        found = statements.row("SELECT issued, contract_id FROM requests WHERE id = ?", (id,))
        if found is None:
            raise NotFound("request", id)
        require(statements, self._caller.person, found[1], Action.SEE_REQUESTS, what="request", id=id)
        return int(found[0])

    async def find(self, text: str, limit: int = 20) -> Sequence[RequestRow]:
        """None for a search without any word."""
        if not search_words(text):
            return ()
        return (await self.window(RequestFilter(search=text), NEWEST_FIRST, 0, limit)).rows

    async def create(
        self, contract: str, kind: Kind, answers: Entries, files: Sequence[NewFile] = (), *, key: str
    ) -> Receipt:
        """Files are read before anything is written, then once more into the same transaction."""
        uploads = await hashed(self._caller, {"files": files}, key)
        return await self._write(lambda writer: writer.create(contract, kind, answers, uploads, key))

    async def comment(self, id: str, text: str, *, key: str) -> Receipt:
        """Raises FormRefused for a text that is empty or too long."""
        return await self._write(lambda writer: writer.comment(id, text, key))

    async def attach(self, id: str, files: Sequence[NewFile], *, key: str) -> Receipt:
        """Raises FormRefused for no file or too many."""
        uploads = await hashed(self._caller, {"files": files}, key)
        return await self._write(lambda writer: writer.attach(id, uploads, key))

    async def cancel(self, id: str, reason: str, *, key: str) -> Receipt:
        """Raises FormRefused for a reason that is too long."""
        return await self._write(lambda writer: writer.cancel(id, reason, key))

    async def sent(self, key: str) -> Receipt | None:
        """Whatever his rights are by now: it is the answer to what he did."""
        return await self._caller.read(lambda statements: self._answered(statements, key))

    def _answered(self, statements: Statements, key: str) -> Receipt | None:
        return answered(statements, self._caller.person.id, key, WRITES_WITH_RECEIPT, Receipt)

    async def follow(self, id: str, follows: bool) -> None:
        """Raises NotFound, ActionDenied."""
        await self._write(lambda writer: writer.follow(id, follows))

    async def save_attachment(self, id: str, attachment: str, folder: Path) -> Path:
        """A folder that is missing is made."""
        store = self._caller.database.path

        def save(statements: Statements) -> Path:
            request = self._require_seen(statements, id)
            return save_attachment(statements, request, attachment, folder, store)

        return await self._caller.read(save)

    async def _write(self, work: Callable[[RequestWriter], Answer]) -> Answer:
        caller = self._caller
        return await caller.write(lambda statements: work(RequestWriter(statements, caller.person, caller.clock())))

    def _plan(self, statements: Statements, filter: RequestFilter, *, whole: bool = False) -> Plan:
        person = self._caller.person.id
        scope = self._known.get(statements.mark, "scope", lambda: Scope(statements, person))
        return Plan(statements, scope.select(statements, filter), whole=whole)

    def _keys(self, statements: Statements, filter: RequestFilter, sort: Sort, *, whole: bool = False) -> Sql:
        if sort.column is Column.ISSUED:
            return self._plan(statements, filter, whole=whole).keys(sort)
        total: int = self._known.get(
            statements.mark, "total", lambda: statements.value("SELECT count(*) FROM requests")
        )
        return self._plan(statements, filter, whole=whole or bool(filter.search)).keys(sort, total)


class _HeldList:
    """A list read piece by piece in one read transaction, whose steps run in readers' threads one at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._closed = False
        self._held = ExitStack()
        self._statements: Statements | None = None
        self._keys: Iterator[tuple[Any, ...]] = iter(())

    async def run(self, step: Callable[[], Answer]) -> Answer:
        """A step in a reader's thread."""

        def alone() -> Answer:
            with self._turn:
                if self._closed:
                    raise Interrupted
                return step()

        return await self._database.in_reader(alone)

    def begin(self) -> Statements:
        self._statements = self._held.enter_context(self._database.reading())
        return self._statements

    def read(self, query: Sql) -> None:
        assert self._statements
        keys = self._statements.iterate(query.text, query.parameters)
        self._held.callback(keys.close)
        self._keys = keys

    def batch(self) -> tuple[RequestRow, ...]:
        assert self._statements
        return _read_rows(self._statements, [key for (key,) in islice(self._keys, BATCH)])

    def close(self) -> None:
        """Also when nobody waits for a step that still runs: it is stopped first."""
        if self._statements:
            self._statements.stop()
        with self._turn:
            self._closed = True
            self._held.close()


def _read_rows(statements: Statements, keys: Sequence[int]) -> tuple[RequestRow, ...]:
    """The rows of a few keys, in the order of the keys."""
    found = {row[0]: row for row in statements.iterate(_ROWS.format(", ".join("?" * len(keys))), keys)} if keys else {}
    return tuple(_row(*found[key]) for key in keys)


def _row(
    issued: int,
    id: str,
    name: str,
    kind: str,
    contract: str,
    contract_name: str,
    status: str,
    outcome: str | None,
    changed: int,
    *person: str,
) -> RequestRow:
    return RequestRow(
        id=id,
        name=name,
        kind=Kind(kind),
        contract=contract,
        contract_name=contract_name,
        status=Status(status),
        outcome=Outcome(outcome) if outcome else None,
        issued=from_micro(issued),
        changed=from_micro(changed),
        requester=shown_name(*person),
    )
