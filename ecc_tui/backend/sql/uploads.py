"""Files of this machine on their way into a confirmed write: read and hashed before the transaction begins."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from ecc_tui.backend.sql.blobs import Hashed, hash_file
from ecc_tui.backend.sql.confirmed import WRITES_WITH_RECEIPT, answered
from ecc_tui.backend.sql.file_names import safe_name
from ecc_tui.backend.sql.sessions import Caller
from ecc_tui.domain.errors import FileUnusable, FormRefused, KeyReused
from ecc_tui.domain.forms import MOST_FILES, Wrong
from ecc_tui.domain.requests import NewFile, Receipt

Uploads = Mapping[str, tuple[Hashed, ...]]
"""Hashed files by the field that names them."""


async def hashed(caller: Caller, files: Mapping[str, Sequence[NewFile]], key: str) -> Uploads:
    """Read in a thread of its own. Raises FormRefused for too many in a field, FileUnusable, KeyReused."""
    try:
        return await asyncio.to_thread(_hash, files)
    except FileUnusable:
        # A file that went away since the key first came is another content, not a form to be filled again. Asked in
        # the writer's turn: a call with this key for which nobody waits any more may still be writing.
        known = await caller.write(
            lambda statements: answered(statements, caller.person.id, key, WRITES_WITH_RECEIPT, Receipt)
        )
        if known is not None:
            raise KeyReused from None
        raise


def _hash(files: Mapping[str, Sequence[NewFile]]) -> Uploads:
    crowded = [field for field, several in files.items() if len(several) > MOST_FILES]
    if crowded:
        raise FormRefused(tuple(Wrong(field, "too-many", {"most": MOST_FILES}) for field in crowded))
    return {field: tuple(hash_file(file.path) for file in several) for field, several in files.items() if several}


def content_of(uploads: Uploads) -> tuple[str, ...]:
    """What makes them the same files when they come again."""
    return tuple(
        text
        for field in sorted(uploads)
        for file in uploads[field]
        for text in (field, safe_name(file.path.name), file.sha256)
    )


def names_of(uploads: Uploads) -> Mapping[str, tuple[str, ...]]:
    """The names that the files get, by field."""
    return {field: tuple(safe_name(file.path.name) for file in several) for field, several in uploads.items()}
