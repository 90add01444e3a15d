"""Is a store sound? Read from the first page to the last, and each thing derived compared with what it derives from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import msgspec
from msgspec import Struct

from ecc_tui.backend.sql.confirmed import KEPT
from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.request_search import match_expression, name_key, search_words
from ecc_tui.backend.sql.service_rows import search_key, texts_of
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import Receipt
from ecc_tui.domain.text import fold

SHOWN = 20
"""Findings of one kind that are told."""
SAMPLE = 2_000
"""Requests whose words are looked up in the text index, spread over all."""


class Finding(Struct, frozen=True):
    """What is wrong: a stable name, and which row or what the engine says."""

    rule: str
    where: str


def check_store(database: Database) -> tuple[Finding, ...]:
    """Everything that is wrong with a store; empty when it is sound. Raises StoreUnusable where it can't be read."""
    with database.reading() as statements:
        return tuple(_findings(statements))


def _findings(statements: Statements) -> Iterator[Finding]:
    damaged = [said for (said,) in statements.rows(f"PRAGMA quick_check({SHOWN})") if said != "ok"]
    yield from (Finding("damaged", said) for said in damaged)
    if damaged:
        return  # what follows would read nonsense
    references: dict[str, int] = {}
    for table, *_rest in statements.iterate("PRAGMA foreign_key_check"):
        references[table] = references.get(table, 0) + 1
    yield from (Finding("reference", f"{table}: {number}") for table, number in references.items())
    yield from _of("referent", statements, _WITHOUT_REFERENT)
    yield from _names(statements)
    yield from _of("text-missing", statements, _NOT_INDEXED)
    yield from _of("text-needless", statements, _NEEDLESSLY_INDEXED)
    yield from _text(statements)
    yield from _files(statements)
    yield from _keys(statements)


_WITHOUT_REFERENT = f"""
SELECT contracts.id FROM contracts
WHERE (SELECT count(*) FROM rights WHERE rights.contract_id = contracts.id AND rights.referent = 1) <> 1
ORDER BY contracts.id LIMIT {SHOWN}
"""
_NOT_INDEXED = f"""
SELECT id FROM requests WHERE NOT EXISTS (SELECT 1 FROM requests_text_docsize WHERE id = requests.issued)
ORDER BY issued LIMIT {SHOWN}
"""
_NEEDLESSLY_INDEXED = f"""
SELECT id FROM requests_text_docsize AS text WHERE NOT EXISTS (SELECT 1 FROM requests WHERE issued = text.id)
ORDER BY id LIMIT {SHOWN}
"""


def _of(rule: str, statements: Statements, sql: str) -> Iterator[Finding]:
    for (id,) in statements.rows(sql):
        yield Finding(rule, str(id))


def _names(statements: Statements) -> Iterator[Finding]:
    found = 0
    users = "SELECT id, last_name || ' ' || first_name, name_key FROM users ORDER BY id"
    contracts = "SELECT id, name, name_key FROM contracts ORDER BY id"
    requests = "SELECT id, name, name_key FROM requests ORDER BY issued"
    services = "SELECT id, name, summary, name_key FROM services ORDER BY id"
    for id, name, summary, key in statements.iterate(services):
        if key != search_key(texts_of(name), texts_of(summary)) and (found := found + 1) <= SHOWN:
            yield Finding("name-key", id)
    for sql, derive in ((users, fold), (contracts, fold), (requests, name_key)):
        for id, name, key in statements.iterate(sql):
            if key != derive(name) and (found := found + 1) <= SHOWN:
                yield Finding("name-key", id)


def _text(statements: Statements) -> Iterator[Finding]:
    count = statements.value("SELECT count(*) FROM requests")
    step = max(count // SAMPLE, 1)
    found = 0
    for number, (issued, id, name) in enumerate(
        statements.iterate("SELECT issued, id, name FROM requests ORDER BY issued")
    ):
        if number % step:
            continue
        expression = match_expression((*search_words(id), *search_words(name))[:6])
        sql = "SELECT 1 FROM requests_text WHERE requests_text MATCH ? AND rowid = ?"
        if expression and not statements.row(sql, (expression, issued)) and (found := found + 1) <= SHOWN:
            yield Finding("text", id)


def _files(statements: Statements) -> Iterator[Finding]:
    found = 0
    for sha256, size in statements.iterate("SELECT sha256, size FROM blobs ORDER BY sha256"):
        digest, length = hashlib.sha256(), 0
        chunks = "SELECT content FROM blob_chunks WHERE sha256 = ? ORDER BY position"
        for (chunk,) in statements.iterate(chunks, (sha256,)):
            digest.update(chunk)
            length += len(chunk)
        if (digest.hexdigest(), length) != (sha256, size) and (found := found + 1) <= SHOWN:
            yield Finding("file", sha256)


def _keys(statements: Statements) -> Iterator[Finding]:
    """Each order placed in this store has its key, as long as keys are known, and each key its request.

    Its notification tells an order placed here from one that was loaded.
    """
    keyed = {
        msgspec.json.decode(answer, type=Receipt).id: (action, user)
        for action, user, answer in statements.iterate(
            "SELECT action, user_id, answer FROM confirmed_writes WHERE action IN ('order', 'create') ORDER BY at DESC"
        )
    }
    newest = statements.value("SELECT coalesce(max(at), 0) FROM confirmed_writes")
    placed = statements.iterate(
        "SELECT r.id, n.author_id FROM notifications n JOIN requests r ON r.issued = n.request"
        " WHERE n.event = ? AND n.at >= ? ORDER BY n.id",
        (Event.ORDER_PLACED, newest - KEPT // timedelta(microseconds=1)),
    )
    without = [id for id, user in placed if keyed.get(id) != ("order", user)]
    yield from (Finding("order-without-key", id) for id in without[:SHOWN])
    missing = [id for id in keyed if not statements.row("SELECT 1 FROM requests WHERE id = ?", (id,))]
    yield from (Finding("key-without-request", id) for id in missing[:SHOWN])
