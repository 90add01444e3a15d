"""Stores and lines that the tests of import and export start from."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.exchange.dump import dump_file
from ecc_tui.backend.sql.exchange.load import create_from_file, load_file

NOTE = "Règle 12\n".encode()

FORM: tuple[dict[str, Any], ...] = (
    {
        "id": "site",
        "kind": "choice",
        "label": {"fr": "Site", "en": "Site"},
        "mandatory": True,
        "options": [{"id": "lyon", "label": {"": "Lyon"}}, {"id": "other", "label": {"fr": "Autre", "en": "Other"}}],
        "default": "lyon",
    },
    {
        "id": "address",
        "kind": "text",
        "label": {"fr": "Adresse IP", "en": "IP address"},
        "help": {"fr": "IPv4 ou IPv6", "en": "IPv4 or IPv6"},
        "format": "address",
        "condition": {"field": "site", "any_of": ["other"]},
    },
    {
        "id": "hours",
        "kind": "number",
        "label": {"fr": "Heures", "en": "Hours"},
        "unit": {"fr": "h", "en": "h"},
        "lowest": "0.5",
        "highest": "24",
        "decimals": 1,
        "default": "1.5",
    },
    {"id": "start", "kind": "date", "label": {"en": "Start"}, "earliest_days": 1, "latest_days": 60},
    {"id": "end", "kind": "date", "label": {"en": "End"}, "not_before": "start"},
    {"id": "contact", "kind": "contact", "label": {"en": "Contact"}, "mandatory": True},
)

BASE: tuple[dict[str, Any], ...] = (
    {"type": "store", "format": 1, "provider": "Orbis Cloud"},
    {"type": "company", "id": "acme", "name": "Acmé Distribution"},
    {"type": "offer", "id": "engine", "name": "Flexible Engine", "kind": "infrastructure"},
    {"type": "contract_type", "id": "here", "name": "With invoices", "invoices_here": True},
    {"type": "platform", "id": "west", "name": "Flexible Engine", "region": "eu-west-0"},
    {
        "type": "health_event",
        "id": "e-1",
        "platform": "west",
        "state": "degraded",
        "starts": "2026-11-20T08:00:00.000001Z",
        "title": "Slow",
        "note": "one\ntwo",
    },
    {
        "type": "user",
        "id": "u-1",
        "login": "claire.morel",
        "email": "claire@acme.example",
        "first_name": "Claire",
        "last_name": "Morel",
        "company": "acme",
        "accounts": {"incidents": "CM"},
    },
    {
        "type": "user",
        "id": "u-2",
        "login": "paul.durand",
        "email": "p@acme.example",
        "last_name": "D",
        "company": "acme",
    },
    {
        "type": "contract",
        "id": "OCB1",
        "name": "Boutique",
        "company": "acme",
        "offer": "engine",
        "contract_type": "here",
        "platform": "west",
        "started": "2024-03-01",
        "referent": "u-1",
    },
    {"type": "rights", "user": "u-2", "contract": "OCB1", "roles": {"orders": "manager", "dashboard": "visitor"}},
    {"type": "budget", "contract": "OCB1", "amount": "1200.5", "currency": "EUR", "period": "month"},
    {
        "type": "consumption",
        "contract": "OCB1",
        "currency": "EUR",
        "day": "2026-11-20",
        "before_discount": "0.000000001",
        "after_discount": "-1",
    },
    {
        "type": "request",
        "id": "3-1",
        "contract": "OCB1",
        "kind": "order",
        "status": "completed",
        "outcome": "delivered",
        "name": "Règle de pare-feu",
        "description": "Port 443\n\tboutique",
        "requester": "u-2",
        "issued": "2026-11-20T08:00:00Z",
        "changed": "2026-11-20T09:00:00Z",
        "timeline": [
            {"at": "2026-11-20T08:00:00Z", "status": "submitted", "author": "D"},
            {"at": "2026-11-20T09:00:00Z", "status": "completed", "outcome": "delivered", "author": "Support"},
        ],
        "comments": [{"at": "2026-11-20T08:10:00Z", "author": "D", "text": "please"}],
        "lines": [
            {"label": "rule", "quantity": "1.50", "unit_price": "3.5", "currency": "EUR", "monthly": True},
            {
                "label": "heure",
                "label_texts": {"fr": "heure", "en": "hour"},
                "quantity": "2",
                "unit": "h",
                "unit_texts": {"": "h"},
            },
        ],
        "answers": [
            {
                "field": "site",
                "kind": "choice",
                "label": {"fr": "Site", "en": "Site"},
                "values": [{"fr": "Autre", "en": "Other"}],
            },
            {"field": "hours", "kind": "number", "values": [{"": "2"}], "unit": {"": "h"}},
            {"field": "why", "kind": "long-text", "values": [{"": "one\n\ttwo"}]},
        ],
        "followers": [
            {"user": "u-1", "since": "2026-11-20T08:10:00Z"},
            {"user": "u-2", "follows": False, "since": "2026-11-20T08:00:00Z"},
        ],
        "attachments": [
            {
                "name": "règle.txt",
                "sha256": hashlib.sha256(NOTE).hexdigest(),
                "author": "D",
                "at": "2026-11-20T08:10:00Z",
            }
        ],
    },
    {
        "type": "blob",
        "sha256": hashlib.sha256(NOTE).hexdigest(),
        "size": len(NOTE),
        "content": base64.b64encode(NOTE).decode(),
    },
    {"type": "category", "id": "network", "position": 2, "name": {"fr": "Réseau", "en": "Network"}},
    {
        "type": "service",
        "id": "support-hours",
        "category": "network",
        "position": 1,
        "offers": ["engine"],
        "name": {"fr": "Heures d'assistance", "en": "Support hours"},
        "summary": {"fr": "Sur site", "en": "On site"},
        "description": {"fr": "Un.\n\nDeux.", "en": "One.\n\nTwo."},
        "conditions": {"fr": "Préavis :\n- un jour", "en": "Notice:\n- a day"},
        "delay_days": 5,
        "currency": "EUR",
        "prices": [
            {
                "id": "hour",
                "label": {"fr": "Heure", "en": "Hour"},
                "price": "90.5",
                "quantity_field": "hours",
                "unit": {"": "h"},
            },
            {
                "id": "travel",
                "label": {"en": "Travel"},
                "price": "40",
                "condition": {"field": "site", "any_of": ["other"]},
            },
            {"id": "desk", "label": {"en": "Desk"}, "price": "12", "monthly": True},
        ],
        "form": list(FORM),
    },
    {
        "type": "subscription",
        "id": "s-1",
        "contract": "OCB1",
        "name": {"fr": "Machine", "en": "Machine"},
        "quantity": "3",
        "unit": {"": "u"},
        "unit_price": "12.5",
        "currency": "EUR",
        "started": "2025-01-01",
        "ends": "2026-12-31",
        "commitment_ends": "2026-06-30",
        "state": "ending",
        "request": "3-1",
    },
    {"type": "preference", "user": "u-1", "name": "language", "value": "fr"},
    {"type": "saved_view", "user": "u-1", "letter": "A", "name": "Open", "link": "ecc:requests?status=submitted"},
)

DERIVED_FROM_THE_FILE = (
    "sessions",
    "login_failures",
    "confirmed_writes",
    "counters",
    "notifications",
    "notification_marks",
    "notification_reads",
    "mails",
)
"""Tables that no file carries."""


def record(type: str, **changes: Any) -> dict[str, Any]:
    """The base's first record of a type, changed; a value of None leaves the field out."""
    found = next(line for line in BASE if line["type"] == type)
    return {name: value for name, value in {**found, **changes}.items() if value is not None}


def lines(records: Iterable[Any]) -> io.BytesIO:
    """A file of records; bytes stand as they are."""
    return io.BytesIO(
        b"\n".join(
            item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False).encode() for item in records
        )
    )


def base_store(path: Path) -> Database:
    """A store with the base in it."""
    create_from_file(path, lines(BASE))
    return Database.open(path)


def load(database: Database, *records: Any) -> None:
    """Import records."""
    load_file(database, lines(records))


def export(database: Database, *, with_secrets: bool = False) -> bytes:
    """The whole export."""
    file = io.BytesIO()
    dump_file(database, file, with_secrets=with_secrets)
    return file.getvalue()


def tables(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that a file carries, by table, in order; a text index by what it holds."""
    with database.reading() as statements:
        names = statements.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'requests_text%'"
            " AND name NOT LIKE 'sqlite_%'"
        )
        found = {
            name: sorted(statements.rows(f"SELECT * FROM {name}"), key=repr)
            for (name,) in names
            if name not in DERIVED_FROM_THE_FILE
        }
        found["store"] = [row for row in found["store"] if row[0] == "provider"]
        found["text"] = statements.rows("SELECT id FROM requests_text_docsize ORDER BY id")
        return found


def value(database: Database, sql: str, *parameters: Any) -> Any:
    """One value."""
    with database.reading() as statements:
        return statements.value(sql, parameters)
