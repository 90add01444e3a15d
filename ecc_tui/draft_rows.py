"""How drafts stand in the state file: rows whose titles and entries are JSON (`ecc_tui.drafts` has their life)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from ecc_tui.domain.forms import Entry, Texts

if TYPE_CHECKING:
    import apsw

COLUMNS = (
    "id, key, form, contract, subject, title, version, phase, field, position, created, changed, sent, call, owner"
)


def named(row: tuple[Any, ...]) -> Mapping[str, Any]:
    """A row of COLUMNS by their names."""
    return dict(zip(COLUMNS.split(", "), row, strict=True))


def as_json(value: object) -> str:
    """A title, or what stands in a field."""
    return msgspec.json.encode(value).decode()


def texts(text: str) -> Texts:
    """A title."""
    return msgspec.json.decode(text, type=dict[str, str])


def entry(text: str) -> Entry:
    """What stands in a field."""
    return msgspec.json.decode(text, type=str | tuple[str, ...])


def delete(connection: apsw.Connection, id: str) -> None:
    """A draft with all that was typed in it."""
    connection.execute("DELETE FROM draft_entries WHERE draft = ?", (id,))
    connection.execute("DELETE FROM drafts WHERE id = ?", (id,))
