"""Writes that a person confirmed happen once: the same key gives the same answer again (C5, security.md 1.5)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

import msgspec

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.errors import InvalidInput, KeyReused

Answer = TypeVar("Answer", bound=msgspec.Struct)

SHORTEST_KEY, LONGEST_KEY = 16, 128


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

    Raises KeyReused for a key that came with another action or content, InvalidInput for one that is no key.
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
    return answer
