"""The numbers that people see counted: a request's id `3-00286023`, its reference `#DEM-2026-000123`.

What a store already holds was numbered elsewhere: a counter begins after it, and jumps over what an import brings.
"""

from __future__ import annotations

from ecc_tui.backend.sql.database import Statements


def next_request_id(statements: Statements) -> str:
    """`3-` and eight digits, never given before."""
    taken = "SELECT 1 FROM requests WHERE id = ?"
    highest = "SELECT id FROM requests WHERE id >= ? AND id < ? ORDER BY id DESC"
    return _next(statements, "request", "3-", 8, taken, highest)


def next_order_reference(statements: Statements, year: int) -> str:
    """`#DEM-`, the year and six digits, never given before."""
    taken = "SELECT 1 FROM requests WHERE customer_reference <> '' AND customer_reference = ?"
    highest = (
        "SELECT customer_reference FROM requests WHERE customer_reference <> '' AND customer_reference >= ?"
        " AND customer_reference < ? ORDER BY customer_reference DESC"
    )
    return _next(statements, f"order-year-{year}", f"#DEM-{year}-", 6, taken, highest)


def _next(statements: Statements, name: str, prefix: str, digits: int, taken: str, highest: str) -> str:
    """`taken` finds a number of the store, `highest` all that begin with the prefix, the highest first."""
    known = statements.value("SELECT value FROM counters WHERE name = ?", (name,))
    value = _highest(statements, prefix, digits, highest) if known is None else int(known)
    value += 1
    if statements.row(taken, (f"{prefix}{value:0{digits}}",)):
        value = max(value, _highest(statements, prefix, digits, highest)) + 1
        while statements.row(taken, (f"{prefix}{value:0{digits}}",)):
            value += 1
    statements.execute(
        "INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
    return f"{prefix}{value:0{digits}}"


def _highest(statements: Statements, prefix: str, digits: int, highest: str) -> int:
    rows = statements.iterate(highest, (prefix, f"{prefix}:"))  # `:` comes after the digits
    try:
        numbers = (text.removeprefix(prefix) for (text,) in rows)
        return next((int(text) for text in numbers if len(text) == digits and text.isascii() and text.isdigit()), 0)
    finally:
        rows.close()
