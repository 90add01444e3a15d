"""Requests in and out of a store: the row in its place, what hangs on it, and the text index beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.exchange.records import nano
from ecc_tui.backend.sql.exchange.request_records import (
    AnswerItem,
    AttachmentItem,
    CommentItem,
    FollowerItem,
    LineItem,
    RequestRecord,
    TimelineItem,
)
from ecc_tui.backend.sql.exchange.values import amount, upsert
from ecc_tui.backend.sql.instants import from_micro, to_micro
from ecc_tui.backend.sql.request_search import index_requests, name_key
from ecc_tui.backend.sql.service_rows import texts_json, texts_of, values_json, values_of
from ecc_tui.domain.forms import FieldKind

LONGEST_RUN = 1_000_000
"""Keys after an instant that requests of that same instant may have: a second."""

_PARTS = (
    "request_timeline",
    "request_comments",
    "request_lines",
    "request_answers",
    "request_followers",
    "request_attachments",
)

_NAMED_IN = ("notifications", "mails")
"""What goes on naming a request that is loaded again, wherever its place is then."""


def load_request(statements: Statements, record: RequestRecord) -> None:
    """The request with all that hangs on it, which replaces what the store had."""
    before = statements.value("SELECT issued FROM requests WHERE id = ?", (record.id,))
    place = _place(statements, to_micro(record.issued), before)
    if before is not None:
        for part in _PARTS:
            statements.execute(f"DELETE FROM {part} WHERE request = ?", (before,))
        if place != before:
            for table in _NAMED_IN:
                statements.execute(f"UPDATE {table} SET request = ? WHERE request = ?", (place, before))
            statements.execute("DELETE FROM requests_text WHERE rowid = ?", (before,))
            statements.execute("DELETE FROM requests WHERE issued = ?", (before,))
    values = {
        "id": record.id,
        "customer_reference": record.customer_reference,
        "tool_reference": record.tool_reference,
        "contract_id": record.contract,
        "kind": record.kind,
        "status": record.status,
        "outcome": record.outcome,
        "name": record.name,
        "name_key": name_key(record.name),
        "description": record.description,
        "requester_id": record.requester,
        "changed": to_micro(record.changed),
    }
    upsert(statements, "requests", {"issued": place}, values)
    index_requests(statements, [(place, record.id, record.name)])
    _load_parts(statements, place, record)


def _load_parts(statements: Statements, place: int, record: RequestRecord) -> None:
    def put(sql: str, rows: Iterable[Sequence[Any]]) -> None:
        statements.execute_many(sql, ((place, position, *row) for position, row in enumerate(rows)))

    put(
        "INSERT INTO request_timeline (request, position, at, status, outcome, author, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((to_micro(step.at), step.status, step.outcome, step.author, step.note) for step in record.timeline),
    )
    put(
        "INSERT INTO request_comments (request, position, at, author, text) VALUES (?, ?, ?, ?, ?)",
        ((to_micro(comment.at), comment.author, comment.text) for comment in record.comments),
    )
    put(
        "INSERT INTO request_lines (request, position, label, quantity, unit, unit_price, currency, monthly,"
        " label_texts, unit_texts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                line.label,
                line.quantity,
                line.unit,
                None if line.unit_price is None else nano("unit_price", line.unit_price),
                line.currency,
                int(line.monthly),
                texts_json(line.label_texts),
                texts_json(line.unit_texts),
            )
            for line in record.lines
        ),
    )
    put(
        'INSERT INTO request_answers (request, position, field, kind, label, "values", unit)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (answer.field, answer.kind, texts_json(answer.label), values_json(answer.values), texts_json(answer.unit))
            for answer in record.answers
        ),
    )
    put(
        "INSERT INTO request_attachments (request, position, name, sha256, author, at) VALUES (?, ?, ?, ?, ?, ?)",
        ((file.name, file.sha256, file.author, to_micro(file.at)) for file in record.attachments),
    )
    statements.execute_many(
        "INSERT INTO request_followers (request, user_id, follows, since) VALUES (?, ?, ?, ?)",
        [(place, one.user, int(one.follows), to_micro(one.since)) for one in record.followers],
    )


def _place(statements: Statements, issued: int, before: int | None) -> int:
    """A request's key: its issue instant or, where others have that already, a free one soon after.

    A request that is loaded again keeps its place as long as that is what its instant leads to.
    """

    def taken(key: int) -> bool:
        return statements.row("SELECT 1 FROM requests WHERE issued = ?", (key,)) is not None

    if issued == before or not taken(issued):
        return issued
    if before is not None and issued < before < issued + LONGEST_RUN and taken(before - 1):
        return before
    # Doubling, then halving, between a taken key and a free one: files that know days alone make long runs.
    last, free = issued, issued + 1
    while taken(free):
        last, free = free, free + 2 * (free - issued)
    while free - last > 1:
        middle = (last + free) // 2
        last, free = (middle, free) if taken(middle) else (last, middle)
    return free


def read_requests(statements: Statements, _secrets: bool) -> Iterator[RequestRecord]:
    """Oldest first."""
    timelines = _Parts(statements, "request_timeline", "at, status, outcome, author, note")
    comments = _Parts(statements, "request_comments", "at, author, text")
    lines = _Parts(
        statements,
        "request_lines",
        "label, quantity, unit, unit_price, currency, monthly, label_texts, unit_texts",
    )
    answers = _Parts(statements, "request_answers", 'field, kind, label, "values", unit')
    followers = _Parts(statements, "request_followers", "user_id, follows, since", order="user_id")
    attachments = _Parts(statements, "request_attachments", "name, sha256, author, at")
    columns = (
        "issued, id, customer_reference, tool_reference, contract_id, kind, status, outcome, name, description,"
        " requester_id, changed"
    )
    for row in statements.iterate(f"SELECT {columns} FROM requests ORDER BY issued"):
        issued, id, customer, tool, contract, kind, status, outcome, name, description, requester, changed = row
        yield RequestRecord(
            id=id,
            customer_reference=customer,
            tool_reference=tool,
            contract=contract,
            kind=kind,
            status=status,
            outcome=outcome,
            name=name,
            description=description,
            requester=requester,
            issued=from_micro(issued),
            changed=from_micro(changed),
            timeline=tuple(
                TimelineItem(at=from_micro(at), status=status, outcome=outcome, author=author, note=note)
                for at, status, outcome, author, note in timelines.of(issued)
            ),
            comments=tuple(
                CommentItem(at=from_micro(at), author=author, text=text) for at, author, text in comments.of(issued)
            ),
            lines=tuple(
                LineItem(
                    label=label,
                    label_texts=dict(texts_of(label_texts)),
                    quantity=quantity,
                    unit=unit,
                    unit_texts=dict(texts_of(unit_texts)),
                    unit_price=None if price is None else amount(price),
                    currency=currency,
                    monthly=bool(monthly),
                )
                for label, quantity, unit, price, currency, monthly, label_texts, unit_texts in lines.of(issued)
            ),
            answers=tuple(
                AnswerItem(
                    field=field,
                    kind=FieldKind(kind),
                    label=dict(texts_of(label)),
                    values=tuple(map(dict, values_of(values))),
                    unit=dict(texts_of(unit)),
                )
                for field, kind, label, values, unit in answers.of(issued)
            ),
            followers=tuple(
                FollowerItem(user=user, follows=bool(follows), since=from_micro(since))
                for user, follows, since in followers.of(issued)
            ),
            attachments=tuple(
                AttachmentItem(name=name, sha256=sha256, author=author, at=from_micro(at))
                for name, sha256, author, at in attachments.of(issued)
            ),
        )


class _Parts:
    """Rows that hang on requests, walked beside them in the same order: one statement for all."""

    def __init__(self, statements: Statements, table: str, columns: str, order: str = "position") -> None:
        rows = statements.iterate(f"SELECT request, {columns} FROM {table} ORDER BY request, {order}")
        self._groups: Iterator[tuple[int, Iterable[Sequence[Any]]]] = groupby(rows, key=itemgetter(0))
        self._next: tuple[int, list[Sequence[Any]]] | None = None
        self._advance()

    def _advance(self) -> None:
        found = next(self._groups, None)
        self._next = (found[0], [row[1:] for row in found[1]]) if found else None

    def of(self, issued: int) -> list[Sequence[Any]]:
        """What hangs on this request; to be asked in key order."""
        if self._next is None or self._next[0] != issued:
            return []
        rows = self._next[1]
        self._advance()
        return rows
