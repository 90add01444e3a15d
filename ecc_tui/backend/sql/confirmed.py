"""Writes that a person confirmed happen once: the same key gives the same answer again (C5, security.md 1.5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

import msgspec

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.errors import InvalidInput, KeyReused
from ecc_tui.domain.forms import Entries

Answer = TypeVar("Answer", bound=msgspec.Struct)

WRITES_WITH_RECEIPT = frozenset({"order", "create", "comment", "attach", "cancel"})
"""The actions that answer with a `Receipt`."""

SHORTEST_KEY, LONGEST_KEY = 16, 128
KEPT = timedelta(days=30)
"""How long a key is known: longer than a form waits to be sent again."""


def once(
    statements: Statements,
    person_id: str,
    key: str,
    action: str,
    content: tuple[str, ...],
    at: int,
    kind: type[Answer],
    write: Callable[[], Answer],
) -> Answer:
    """What `write` answers, or what it answered when the key first came; in the transaction of `statements`.

    A key is the person's own: another person's same key is another one. Keys that are old enough are forgotten by the
    way. Raises KeyReused for a key that came with another action or content, InvalidInput for one that is no key.
    """
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise InvalidInput("key", "length", shortest=SHORTEST_KEY, longest=LONGEST_KEY)
    content_hash = hashlib.sha256(msgspec.json.encode((action, content))).hexdigest()
    known = statements.row(
        "SELECT content_hash, answer FROM confirmed_writes WHERE user_id = ? AND key = ?", (person_id, key)
    )
    if known:
        if known[0] != content_hash:
            raise KeyReused
        return msgspec.json.decode(known[1], type=kind)
    answer = write()
    statements.execute(
        "INSERT INTO confirmed_writes (user_id, key, action, content_hash, answer, at) VALUES (?, ?, ?, ?, ?, ?)",
        (person_id, key, action, content_hash, msgspec.json.encode(answer).decode(), at),
    )
    statements.execute("DELETE FROM confirmed_writes WHERE at < ?", (at - KEPT // timedelta(microseconds=1),))
    return answer


def answered(
    statements: Statements, person_id: str, key: str, actions: Collection[str], kind: type[Answer]
) -> Answer | None:
    """What one of these actions answered to a person's key; None when it never came."""
    known = statements.row(
        "SELECT action, answer FROM confirmed_writes WHERE user_id = ? AND key = ?", (person_id, key)
    )
    return msgspec.json.decode(known[1], type=kind) if known and known[0] in actions else None


def entries_text(entries: Entries) -> str:
    """Entries for `once`: the same ones make the same text in whatever order, half surrogates included."""
    return json.dumps(dict(entries), sort_keys=True)


def amount_text(amount: Decimal) -> str:
    """An amount for `once`: equal ones make the same text."""
    return f"{amount.normalize():f}"
