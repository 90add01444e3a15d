"""Is a store sound? Read from the first page to the last, and each thing derived compared with what it derives from."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.request_search import match_expression, name_key, search_words
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
