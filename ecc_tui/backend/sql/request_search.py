"""Full text of requests: how it is indexed, and what a person's words mean (product.md Q3).

A request is found when each word typed begins a word of its id or name, or of its contract's id or name. Only the
request's own text is indexed; contract names are matched in the few thousand contracts, so that renaming one touches
no request. Text is folded on both sides, and always quoted: it is data, never query syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.text import fold

NAME_KEY_LENGTH = 40
"""Characters of a folded name that lists are sorted by."""
MOST_WORDS = 12
"""Words of a search that count; nobody types more, and each costs."""

_WORD = re.compile(r"[^\W_]+")


def name_key(name: str) -> str:
    """What a list of requests sorted by name goes by."""
    return fold(name)[:NAME_KEY_LENGTH]


def index_requests(statements: Statements, rows: Iterable[tuple[int, str, str]]) -> None:
    """Index new requests, or index changed ones again; rows are (issued, id, name)."""
    statements.execute_many(
        "INSERT OR REPLACE INTO requests_text (rowid, id, name) VALUES (?, ?, ?)",
        ((issued, fold(id), fold(name)) for issued, id, name in rows),
    )


def rebuild_index(statements: Statements) -> None:
    """Index all requests from nothing: after a bulk load that left the index alone, much faster than row by row."""
    statements.execute("INSERT INTO requests_text (requests_text) VALUES ('delete-all')")
    statements.execute("INSERT INTO requests_text (requests_text, rank) VALUES ('automerge', 0)")
    statements.execute("INSERT INTO requests_text (requests_text, rank) VALUES ('hashsize', 33554432)")
    statements.execute_many(
        "INSERT INTO requests_text (rowid, id, name) VALUES (?, ?, ?)",
        (
            (issued, fold(id), fold(name))
            for issued, id, name in statements.iterate("SELECT issued, id, name FROM requests ORDER BY issued")
        ),
    )
    statements.execute("INSERT INTO requests_text (requests_text) VALUES ('optimize')")
    statements.execute("INSERT INTO requests_text (requests_text, rank) VALUES ('hashsize', 1048576)")
    statements.execute("INSERT INTO requests_text (requests_text, rank) VALUES ('automerge', 4)")


def search_words(search: str) -> tuple[str, ...]:
    """The words of a search as they are matched: folded, signs apart, `3-0028` as `3 0028`; none twice."""
    words = (" ".join(_WORD.findall(word)) for word in fold(search).split())
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def match_expression(words: Sequence[str]) -> str:
    """What the index is asked: all words, each as the beginning of one; they hold no quote (`search_words`)."""
    return " AND ".join(f'"{word}"*' for word in words)


@lru_cache(maxsize=8192)
def contract_text(id: str, name: str) -> str:
    """A contract's words such that `f" {word}" in text` tells whether one begins so; id and name stay apart."""
    return f" {' '.join(_WORD.findall(fold(id)))} | {' '.join(_WORD.findall(fold(name)))}"
