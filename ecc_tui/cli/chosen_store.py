"""The store that a command is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecc_tui.backend.sql.database import Database


@contextmanager
def chosen_store(file: Path | None) -> Iterator[Database]:
    """The store that is meant, open: the one named, that of the last connection, or the default one."""
    from ecc_tui import config
    from ecc_tui.backend.sql.database import Database
    from ecc_tui.domain.errors import NotFound

    if file is None:
        configuration = config.read()
        file = config.default_store()
        if name := configuration.last_connection:
            file = configuration.store_of(name)
            if file is None:
                raise NotFound("connection", name)
    database = Database.open(file)
    try:
        yield database
    finally:
        database.close()
