"""A new request with what it was asked with: the row in its place, its first step, its answers and lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from ecc_tui.backend.sql.counters import next_request_id
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.instants import to_micro
from ecc_tui.backend.sql.request_search import index_requests, name_key
from ecc_tui.backend.sql.service_rows import texts_json, values_json
from ecc_tui.domain.account import Person
from ecc_tui.domain.catalogue import OrderLine
from ecc_tui.domain.forms import (
    OPTION_KINDS,
    SECRET_KINDS,
    Entries,
    Entry,
    Field,
    Form,
    Texts,
    in_view,
    pick,
)
from ecc_tui.domain.money import to_nano
from ecc_tui.domain.requests import Kind, Status


class NewRequest(Struct, frozen=True, kw_only=True):
    """What is asked: a form, with the options of this contract, and its canonical answers.

    `told` are fields that the request says elsewhere (name, description, attachments).
    """

    contract: str
    kind: Kind
    name: str
    customer_reference: str = ""
    description: str = ""
    form: Form
    answers: Entries
    told: frozenset[str] = frozenset()


def insert_request(statements: Statements, person: Person, request: NewRequest, now: datetime) -> tuple[str, int]:
    """Its id and its key, the instant at which it was issued."""
    id, issued = next_request_id(statements), _free_instant(statements, to_micro(now))
    statements.execute(
        "INSERT INTO requests (issued, id, customer_reference, contract_id, kind, status, name, name_key, description,"
        " requester_id, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            issued,
            id,
            request.customer_reference,
            request.contract,
            request.kind,
            Status.SUBMITTED,
            request.name,
            name_key(request.name),
            request.description,
            person.id,
            issued,
        ),
    )
    index_requests(statements, [(issued, id, request.name)])
    statements.execute(
        "INSERT INTO request_timeline (request, position, at, status, author) VALUES (?, 0, ?, ?, ?)",
        (issued, issued, Status.SUBMITTED, person.name),
    )
    _insert_answers(statements, issued, request)
    return id, issued


def _free_instant(statements: Statements, issued: int) -> int:
    while statements.row("SELECT 1 FROM requests WHERE issued = ?", (issued,)):
        issued += 1
    return issued


def _insert_answers(statements: Statements, issued: int, request: NewRequest) -> None:
    answered = (
        field
        for field in in_view(request.form, request.answers)
        if field.id in request.answers and field.id not in request.told and field.kind not in SECRET_KINDS
    )
    statements.execute_many(
        'INSERT INTO request_answers (request, position, field, kind, label, "values", unit)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                issued,
                position,
                field.id,
                field.kind,
                texts_json(field.label),
                values_json(_said(field, request.answers[field.id])),
                texts_json(field.unit),
            )
            for position, field in enumerate(answered)
        ],
    )


def _said(field: Field, entry: Entry) -> Sequence[Texts]:
    """An answer in words: options by their labels in every language, by their id where the product words them."""
    values = entry if isinstance(entry, tuple) else (entry,)
    if field.kind not in OPTION_KINDS:
        return [{"": value} for value in values]
    labels = {option.id: option.label for option in field.options}
    return [labels.get(value) or {"": value} for value in values]


def insert_lines(statements: Statements, issued: int, lines: Sequence[OrderLine], language: str) -> None:
    """The lines of an order, in every language and, for whoever reads only one, in that of who ordered."""
    statements.execute_many(
        "INSERT INTO request_lines (request, position, label, quantity, unit, unit_price, currency, monthly,"
        " label_texts, unit_texts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                issued,
                position,
                pick(line.label, language),
                f"{line.quantity.normalize():f}",
                pick(line.unit, language),
                to_nano(line.price.amount),
                line.price.currency,
                int(line.monthly),
                texts_json(line.label),
                texts_json(line.unit),
            )
            for position, line in enumerate(lines)
        ],
    )
