"""Attached files in and out of a store, piece by piece: never a whole file in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.exchange.records import BrokenRule
from ecc_tui.backend.sql.exchange.request_records import PIECE, Blob


def load_blob(statements: Statements, record: Blob) -> None:
    """One piece; with the last one that was missing, the whole file must have the checksum. Raises BrokenRule."""
    size = statements.value("SELECT size FROM blobs WHERE sha256 = ?", (record.sha256,))
    if size is None:
        statements.execute("INSERT INTO blobs (sha256, size) VALUES (?, ?)", (record.sha256, record.size))
    elif size != record.size:
        raise BrokenRule("checksum", "size", record.sha256)
    place = (record.sha256, record.position)
    known = statements.value("SELECT content FROM blob_chunks WHERE sha256 = ? AND position = ?", place)
    if known is not None:
        if known != record.content:
            raise BrokenRule("checksum", "content", record.sha256)
        return
    if record.content:
        statements.execute(
            "INSERT INTO blob_chunks (sha256, position, content) VALUES (?, ?, ?)", (*place, record.content)
        )
    pieces = statements.value("SELECT count(*) FROM blob_chunks WHERE sha256 = ?", (record.sha256,))
    if pieces == -(-record.size // PIECE) and _checksum(statements, record.sha256) != record.sha256:
        raise BrokenRule("checksum", "content", record.sha256)


def _checksum(statements: Statements, sha256: str) -> str:
    digest = hashlib.sha256()
    for (content,) in statements.iterate(
        "SELECT content FROM blob_chunks WHERE sha256 = ? ORDER BY position", (sha256,)
    ):
        digest.update(content)
    return digest.hexdigest()


def unfinished(statements: Statements) -> frozenset[str]:
    """The files of which pieces are missing."""
    rows = statements.iterate(
        "SELECT sha256 FROM blobs WHERE (size + ? - 1) / ? >"
        " (SELECT count(*) FROM blob_chunks WHERE blob_chunks.sha256 = blobs.sha256)",
        (PIECE, PIECE),
    )
    return frozenset(sha256 for (sha256,) in rows)


def read_blobs(statements: Statements, _secrets: bool) -> Iterator[Blob]:
    """By checksum, piece by piece; an empty file is one empty piece."""
    for sha256, size, position, content in statements.iterate(
        "SELECT blobs.sha256, size, coalesce(position, 0), coalesce(content, x'') FROM blobs"
        " LEFT JOIN blob_chunks ON blob_chunks.sha256 = blobs.sha256 ORDER BY blobs.sha256, position"
    ):
        yield Blob(sha256=sha256, size=size, position=position, content=content)
