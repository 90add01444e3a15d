"""Files in the store, by what is in them: SHA-256 and chunks of 1 MiB, so that backup and export carry them.

A file is read twice and never held whole: once for its hash, before anything is written, and once more into the store,
where the hash must come out the same.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.errors import FileUnusable, StoreFault, StoreUnusable
from ecc_tui.domain.forms import LARGEST_FILE
from ecc_tui.domain.text import clean

CHUNK = 1024 * 1024
"""Bytes of a chunk; the last one is shorter."""


class Hashed(Struct, frozen=True):
    """A file as it was when it was first read."""

    path: Path
    sha256: str
    size: int


def hash_file(path: Path) -> Hashed:
    """Blocks while it reads. Raises FileUnusable: missing, unreadable, folder, empty, too-large."""
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(path):
        digest.update(chunk)
        size += len(chunk)
    return Hashed(path, digest.hexdigest(), size)


def store_file(statements: Statements, file: Hashed) -> None:
    """Take a file in unless the store has the same content. Raises FileUnusable where it is another one by now."""
    if statements.row("SELECT 1 FROM blobs WHERE sha256 = ?", (file.sha256,)):
        return
    statements.execute("INSERT INTO blobs (sha256, size) VALUES (?, ?)", (file.sha256, file.size))
    digest = hashlib.sha256()
    for position, chunk in enumerate(_chunks(file.path)):
        digest.update(chunk)
        statements.execute(
            "INSERT INTO blob_chunks (sha256, position, content) VALUES (?, ?, ?)", (file.sha256, position, chunk)
        )
    if digest.hexdigest() != file.sha256:
        raise FileUnusable("changed", clean(str(file.path)))


def read_blob(statements: Statements, sha256: str, store: Path) -> Iterator[bytes]:
    """Its chunks in order. Raises StoreUnusable(CORRUPT), after the last one, where they are not what they were."""
    digest = hashlib.sha256()
    for (chunk,) in statements.iterate("SELECT content FROM blob_chunks WHERE sha256 = ? ORDER BY position", (sha256,)):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != sha256:
        raise StoreUnusable(StoreFault.CORRUPT, str(store))


def _chunks(path: Path) -> Iterator[bytes]:
    """A file's content, never more than one chunk held and never more read than may be attached."""
    size = 0
    with _opened(path) as descriptor:
        while chunk := _read(descriptor, path):
            size += len(chunk)
            if size > LARGEST_FILE:
                raise FileUnusable("too-large", clean(str(path)))
            yield chunk
    if not size:
        raise FileUnusable("empty", clean(str(path)))


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Refuses what is no plain file before a byte is read: a pipe would wait for ever, a device never end."""
    shown = clean(str(path))
    try:
        _require_plain(path.stat().st_mode, shown)  # opening some devices already does something
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
        raise FileUnusable("missing" if error.errno == errno.ENOENT else "unreadable", shown) from None
    except ValueError:  # a NUL in the name
        raise FileUnusable("missing", shown) from None
    try:
        _require_plain(os.fstat(descriptor).st_mode, shown)
        yield descriptor
    finally:
        os.close(descriptor)


def _require_plain(mode: int, shown: str) -> None:
    if not stat.S_ISREG(mode):
        raise FileUnusable("folder" if stat.S_ISDIR(mode) else "special", shown)


def _read(descriptor: int, path: Path) -> bytes:
    """A full chunk unless the file ends: a read may give less."""
    pieces, missing = [], CHUNK
    try:
        while missing and (piece := os.read(descriptor, missing)):
            pieces.append(piece)
            missing -= len(piece)
    except OSError:
        raise FileUnusable("unreadable", clean(str(path))) from None
    return b"".join(pieces)
