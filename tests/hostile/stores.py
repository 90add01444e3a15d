"""Stores whose every text is hostile: written behind the store's back, or loaded through its front door.

Both come from the demo, so that every screen has something to show. Rows take the payloads in turn.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import count, cycle
from pathlib import Path
from typing import Any

from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.demo.small import mark_as_demo
from ecc_tui.backend.sql.exchange.dump import dump_file
from ecc_tui.backend.sql.exchange.load import create_from_file
from ecc_tui.backend.sql.provider import comment_request
from ecc_tui.i18n import today

LIMITS = {
    ("companies", "name"): 200,
    ("offers", "name"): 200,
    ("contract_types", "name"): 200,
    ("platforms", "name"): 200,
    ("platforms", "region"): None,
    ("health_events", "title"): None,
    ("health_events", "note"): None,
    ("users", "first_name"): None,
    ("users", "last_name"): None,
    ("users", "phone"): None,
    ("users", "mobile"): None,
    ("contracts", "name"): 200,
    ("requests", "name"): None,
    ("requests", "description"): None,
    ("requests", "customer_reference"): None,
    ("requests", "tool_reference"): None,
    ("request_timeline", "author"): None,
    ("request_timeline", "note"): None,
    ("request_comments", "author"): None,
    ("request_comments", "text"): None,
    ("request_lines", "label"): None,
    ("request_lines", "unit"): None,
    ("request_attachments", "name"): 255,
    ("request_attachments", "author"): None,
    ("notifications", "author"): None,
    ("notifications", "note"): None,
    ("mails", "last_error"): None,
    ("saved_views", "name"): 80,
    ("saved_views", "link"): None,
}
"""Every text that a person sees, and how long the schema lets it be."""

TEXTS = (
    ("categories", "name"),
    ("services", "name"),
    ("services", "summary"),
    ("services", "description"),
    ("services", "conditions"),
    ("services", "prices"),
    ("services", "form"),
    ("subscriptions", "name"),
    ("subscriptions", "unit"),
    ("request_lines", "label_texts"),
    ("request_lines", "unit_texts"),
    ("request_answers", "label"),
    ("request_answers", "values"),
    ("request_answers", "unit"),
)
"""Columns of JSON with texts by language, or with objects that have such."""

NOT_SEEN = {
    ("store", "name"),
    ("store", "value"),
    ("users", "login"),
    ("users", "email"),
    ("contracts", "billing_zone"),
    ("request_lines", "quantity"),
    ("preferences", "name"),
    ("preferences", "value"),
    ("external_accounts", "tool"),
    ("external_accounts", "account"),
    ("subscriptions", "quantity"),
    ("services", "name_key"),
    ("counters", "name"),
    ("mails", "parameters"),
}
"""Texts that no screen shows, or that have a form of their own: a login, an e-mail, a zone, a number."""

LANGUAGES = frozenset({"", "en", "fr"})

HOSTILE_CONTRACT = "OCB0001234"
"""The demo's contract that gets a hostile id as well."""


def raw_store(demo: Path, path: Path, payloads: Sequence[str]) -> Path:
    """A copy of the demo with payloads in all texts, as a broken or malicious program would write them."""
    shutil.copyfile(demo, path)
    path.chmod(0o600)
    database = Database.open(path)
    _tell(database, ["plain"])
    with database.writing() as statements:
        turn = count()
        for (table, column), limit in LIMITS.items():
            _write_raw(statements, table, column, limit, payloads, turn)
        for table, column in TEXTS:
            _write_raw_texts(statements, table, column, payloads, turn)
        short = [payload for payload in payloads if len(payload) <= 60]
        if short:
            _write_raw_ids(statements, short)
    database.close()
    return path


def _write_raw(
    statements: Statements, table: str, column: str, limit: int | None, payloads: Sequence[str], turn: Iterator[int]
) -> None:
    keys = [name for _i, name, _t, _n, _d, key in statements.rows(f"PRAGMA table_info({table})") if key]
    rows = statements.rows(f"SELECT {', '.join(keys)} FROM {table} ORDER BY {', '.join(keys)}")
    where = " AND ".join(f"{key} = ?" for key in keys)
    values = [(payloads[next(turn) % len(payloads)][:limit], *row) for row in rows]
    statements.execute_many(f"UPDATE {table} SET {column} = ? WHERE {where}", values)


def _write_raw_texts(
    statements: Statements, table: str, column: str, payloads: Sequence[str], turn: Iterator[int]
) -> None:
    keys = [name for _i, name, _t, _n, _d, key in statements.rows(f"PRAGMA table_info({table})") if key]
    rows = statements.rows(f'SELECT "{column}", {", ".join(keys)} FROM {table} ORDER BY {", ".join(keys)}')
    where = " AND ".join(f"{key} = ?" for key in keys)
    values = [(json.dumps(_hostile_texts(json.loads(stored), payloads, turn)), *row) for stored, *row in rows]
    statements.execute_many(f'UPDATE {table} SET "{column}" = ? WHERE {where}', values)


def _hostile_texts(value: Any, payloads: Sequence[str], turn: Iterator[int], limit: int | None = None) -> Any:
    """The value with payloads instead of all texts by language."""
    if isinstance(value, list):
        return [_hostile_texts(item, payloads, turn, limit) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() <= LANGUAGES:
        return {language: payloads[next(turn) % len(payloads)][:limit] for language in value}
    return {name: _hostile_texts(item, payloads, turn, limit) for name, item in value.items()}


def _write_raw_ids(statements: Statements, payloads: Sequence[str]) -> None:
    """The newest requests and a contract are called so as well."""
    newest = statements.rows("SELECT issued FROM requests ORDER BY issued DESC LIMIT ?", (len(payloads),))
    statements.execute_many(
        "UPDATE requests SET id = ? WHERE issued = ?",
        [(payload, issued) for payload, (issued,) in zip(payloads, newest, strict=False)],
    )
    statements.execute("PRAGMA defer_foreign_keys = ON")
    statements.execute("UPDATE contracts SET id = ? WHERE id = ?", (payloads[0], HOSTILE_CONTRACT))
    for table in ("rights", "budgets", "budget_thresholds", "daily_consumption", "requests", "subscriptions"):
        statements.execute(f"UPDATE {table} SET contract_id = ? WHERE contract_id = ?", (payloads[0], HOSTILE_CONTRACT))


def loaded_store(demo: Path, path: Path, payloads: Sequence[str]) -> Path:
    """The demo's records with payloads in all texts, loaded as a company loads its own."""
    database = Database.open(demo)
    file = io.BytesIO()
    dump_file(database, file, with_secrets=True)
    database.close()
    turn = count()
    records = [_hostile_record(json.loads(line), payloads, turn) for line in file.getvalue().splitlines()]
    lines = [json.dumps(record).encode() for record in records]
    create_from_file(path, io.BytesIO(b"\n".join(lines)))
    database = Database.open(path)
    with database.writing() as statements:
        mark_as_demo(statements, today())
    _tell(database, payloads)
    database.close()
    return path


def _tell(database: Database, texts: Sequence[str]) -> None:
    """The provider says so about requests that the referent follows: he is notified, and a mail waits for him."""
    with database.reading() as statements:
        newest = statements.rows("SELECT issued, id FROM requests ORDER BY issued DESC LIMIT ?", (max(4, len(texts)),))
    with database.writing() as statements:
        statements.execute_many(
            "INSERT OR REPLACE INTO request_followers (request, user_id, follows, since)"
            " VALUES (?, 'u-referent', 1, 0)",
            [(issued,) for issued, _id in newest],
        )
    for (_issued, id), text in zip(newest, cycle(texts), strict=False):
        comment_request(database, id, text)


_LONG_TEXTS = frozenset({"description", "note", "text", "label"})
_LONG_BY_LANGUAGE = frozenset({"description", "conditions", "values", "label_texts"})
_RECORD_TEXTS = frozenset(column for _table, column in LIMITS) - {"link"} | {"provider"}


def _hostile_record(value: Any, payloads: Sequence[str], turn: Iterator[int]) -> Any:
    if isinstance(value, list):
        return [_hostile_record(item, payloads, turn) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("type")
    if kind == "preference":
        return value
    changed = {}
    for name, inner in value.items():
        if name in _LONG_BY_LANGUAGE and not isinstance(inner, str):
            changed[name] = _hostile_texts(inner, payloads, turn)
        elif isinstance(inner, dict) and inner.keys() <= LANGUAGES:
            changed[name] = _hostile_texts(inner, payloads, turn, 200)
        elif name == "name" and "sha256" in value:
            changed[name] = payloads[next(turn) % len(payloads)][:200].replace("/", "|")
        elif name in _RECORD_TEXTS and isinstance(inner, str) and (kind, name) != ("user", "title"):
            changed[name] = payloads[next(turn) % len(payloads)][: _longest(kind, name)]
        else:
            changed[name] = _hostile_record(inner, payloads, turn)
    return changed


def _longest(kind: str | None, name: str) -> int | None:
    if name in _LONG_TEXTS or (kind, name) in (("request", "name"), ("health_event", "title")):
        return None
    return 80 if kind == "saved_view" else 200
