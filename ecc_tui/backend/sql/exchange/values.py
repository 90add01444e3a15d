"""Values as files write them and as the store keeps them, and the one way in which a row is put there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.money import from_nano


def amount(nanos: int) -> str:
    """A stored amount as a decimal string without needless zeros."""
    text = f"{from_nano(nanos):f}"
    return text.rstrip("0").rstrip(".")


def upsert(statements: Statements, table: str, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Put a row, whether or not its key is there; columns that aren't named stay as they are."""
    statements.execute(_upsert_sql(table, tuple(key), tuple(values)), (*key.values(), *values.values()))


@cache
def _upsert_sql(table: str, key: tuple[str, ...], values: tuple[str, ...]) -> str:
    columns = key + values
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in values)}"
    )
