"""A small store with requests and mails about them, for the tests of mails."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ecc_tui.backend.sql import outbox
from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.instants import to_micro
from ecc_tui.domain.mails import Mail
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import Kind, Outcome, Status
from tests.backend.building import NOW, VISITOR_EVERYWHERE, Builder

PROVIDER = "Orbis Cloud"
ORDER, INCIDENT = "3-00286023", "3-00286024"
CONTRACT = "OCB0001234"


def fill_office(statements: Statements) -> None:
    """One contract, its referent `claire.morel` who reads French, `ann.other` who reads English, two requests."""
    builder = Builder(statements)
    statements.execute("UPDATE store SET value = ? WHERE name = 'provider'", (PROVIDER,))
    statements.execute("UPDATE store SET value = '0' WHERE name = 'demo'")
    builder.person("claire.morel", "Claire", "Morel")
    builder.person("ann.other", "Ann", "Other")
    builder.contract(CONTRACT, "Boutique en ligne", "claire.morel")
    builder.grant("ann.other", CONTRACT, VISITOR_EVERYWHERE)
    builder.request(ORDER, CONTRACT, "claire.morel", "Direct Connect")
    builder.request(INCIDENT, CONTRACT, "ann.other", "Slow API", kind=Kind.INCIDENT, issued=NOW + timedelta(minutes=1))
    statements.execute("UPDATE requests SET customer_reference = '#DEM-2026-000123' WHERE id = ?", (ORDER,))
    statements.execute("UPDATE requests SET description = 'It answers\nafter a minute.' WHERE id = ?", (INCIDENT,))
    add_line(statements, ORDER, 1, {"fr": "Port 1 Gbit/s", "en": "1 Gbit/s port"}, "2", {"": ""}, 1_250_500, True)
    add_line(statements, ORDER, 2, {"fr": "Mise en service", "en": "Set-up"}, "1", {}, 900_000, False)
    add_answer(statements, ORDER, 1, {"fr": "Date souhaitée", "en": "Wished date"}, "date", ["2026-12-01"])
    add_answer(statements, ORDER, 2, {"fr": "Redondance", "en": "Redundant"}, "yes-no", ["yes"])
    add_answer(statements, ORDER, 3, {"fr": "Débit", "en": "Rate"}, "number", ["1000"], {"": "Mbit/s"})
    add_answer(statements, ORDER, 4, {"fr": "Téléphone", "en": "Telephone"}, "phone", ["+33612345678"])


def make_office(path: Path) -> Database:
    """An open store."""
    return Database.create(path, fill_office)


def key_of(statements: Statements, request: str) -> int:
    return int(statements.value("SELECT issued FROM requests WHERE id = ?", (request,)))


def add_line(
    statements: Statements,
    request: str,
    position: int,
    label: dict[str, str],
    quantity: str,
    unit: dict[str, str],
    thousandths: int,
    monthly: bool,
) -> None:
    statements.execute(
        "INSERT INTO request_lines (request, position, label, quantity, unit, unit_price, currency, monthly,"
        " label_texts, unit_texts) VALUES (?, ?, '', ?, '', ?, 'EUR', ?, ?, ?)",
        (
            key_of(statements, request),
            position,
            quantity,
            thousandths * 10**6,
            monthly,
            json.dumps(label),
            json.dumps(unit),
        ),
    )


def add_answer(
    statements: Statements,
    request: str,
    position: int,
    label: dict[str, str],
    kind: str,
    values: list[str],
    unit: dict[str, str] | None = None,
    field: str = "",
) -> None:
    statements.execute(
        'INSERT INTO request_answers (request, position, field, kind, label, "values", unit)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            key_of(statements, request),
            position,
            field or f"field-{position}",
            kind,
            json.dumps(label),
            json.dumps([{"": value} for value in values]),
            json.dumps(unit or {}),
        ),
    )


def add_mail(
    database: Database,
    event: Event = Event.ORDER_PLACED,
    *,
    user: str = "claire.morel",
    address: str | None = None,
    language: str = "fr",
    request: str = ORDER,
    at: datetime = NOW,
    **about: Any,
) -> Mail:
    """A row of the outbox with its notification; `about`: status, outcome, note, author, message_id."""
    status: Status = about.get("status", Status.SUBMITTED)
    outcome: Outcome | None = about.get("outcome")
    with database.writing() as statements:
        key = key_of(statements, request)
        notification = statements.value(
            "INSERT INTO notifications (at, event, person_id, author, contract_id, request, status, outcome, note)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (to_micro(at), event, user, about.get("author", ""), CONTRACT, key, status, outcome, about.get("note", "")),
        )
        number = statements.value("SELECT coalesce(max(id), 0) + 1 FROM mails")
        id = statements.value(
            "INSERT INTO mails (message_id, event, user_id, address, language, request, notification, created,"
            " next_try) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                about.get("message_id", f"<mail-{number}@test.invalid>"),
                event,
                user,
                address or f"{user}@x.example",
                language,
                key,
                notification,
                to_micro(at),
                to_micro(at),
            ),
        )
        return outbox.read(statements, id)


def mails(database: Database) -> list[Mail]:
    """The whole outbox, oldest first."""
    with database.reading() as statements:
        return [*reversed(outbox.newest(statements, every=True))]
