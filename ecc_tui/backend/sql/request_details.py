"""All of one request: its progress, comments, lines, answers and files (Q5)."""

from __future__ import annotations

from decimal import Decimal

from ecc_tui.backend.sql.attachments import read_attachments
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.instants import from_micro
from ecc_tui.backend.sql.service_rows import texts_of, values_of
from ecc_tui.domain.account import Person
from ecc_tui.domain.forms import FieldKind
from ecc_tui.domain.money import Money, from_nano
from ecc_tui.domain.requests import (
    Answered,
    Comment,
    Outcome,
    RequestDetails,
    RequestLine,
    RequestRow,
    Status,
    TimelineEntry,
)


def read_details(statements: Statements, person: Person, key: int, row: RequestRow) -> RequestDetails:
    """The request with that key, whose line in the list is `row`, as a person sees it."""
    customer_reference, tool_reference, description, requester = statements.rows(
        "SELECT customer_reference, tool_reference, description, requester_id FROM requests WHERE issued = ?", (key,)
    )[0]
    follows = statements.value(
        "SELECT follows FROM request_followers WHERE user_id = ? AND request = ?", (person.id, key)
    )
    mine = requester == person.id
    return RequestDetails(
        row=row,
        customer_reference=customer_reference,
        tool_reference=tool_reference,
        description=description,
        timeline=_timeline(statements, key),
        comments=_comments(statements, key),
        lines=read_lines(statements, key),
        answers=read_answers(statements, key),
        attachments=read_attachments(statements, key),
        requested_by_me=mine,
        followed=mine if follows is None else bool(follows),
    )


def _timeline(statements: Statements, key: int) -> tuple[TimelineEntry, ...]:
    rows = statements.rows(
        "SELECT at, status, outcome, author, note FROM request_timeline WHERE request = ? ORDER BY position", (key,)
    )
    return tuple(
        TimelineEntry(from_micro(at), Status(status), Outcome(outcome) if outcome else None, author, note)
        for at, status, outcome, author, note in rows
    )


def _comments(statements: Statements, key: int) -> tuple[Comment, ...]:
    rows = statements.rows("SELECT at, author, text FROM request_comments WHERE request = ? ORDER BY position", (key,))
    return tuple(Comment(from_micro(at), author, text) for at, author, text in rows)


def read_lines(statements: Statements, key: int) -> tuple[RequestLine, ...]:
    """An order's lines."""
    rows = statements.rows(
        "SELECT label, quantity, unit, unit_price, currency, monthly, label_texts, unit_texts FROM request_lines"
        " WHERE request = ? ORDER BY position",
        (key,),
    )
    return tuple(
        RequestLine(
            texts_of(label_texts) or {"": label},
            Decimal(quantity),
            texts_of(unit_texts) or {"": unit},
            Money(from_nano(price), currency) if currency else None,
            bool(monthly),
        )
        for label, quantity, unit, price, currency, monthly, label_texts, unit_texts in rows
    )


def read_answers(statements: Statements, key: int) -> tuple[Answered, ...]:
    """What the form was answered with."""
    rows = statements.rows(
        'SELECT field, label, kind, "values", unit FROM request_answers WHERE request = ? ORDER BY position', (key,)
    )
    return tuple(
        Answered(field, texts_of(label), FieldKind(kind), values_of(values), texts_of(unit))
        for field, label, kind, values, unit in rows
    )
