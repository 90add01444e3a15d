"""The statements of a transaction, and the engine's errors as ours; thin, so that another engine can take its place."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

import apsw

from ecc_tui.backend.sql import store_file
from ecc_tui.domain.errors import InvalidInput, StoreFault, StoreUnusable

Parameters = Sequence[Any]

_FAULTS: tuple[tuple[type[apsw.Error], StoreFault], ...] = (
    (apsw.FullError, StoreFault.FULL),
    (apsw.ReadOnlyError, StoreFault.READ_ONLY),
    (apsw.CorruptError, StoreFault.CORRUPT),
    (apsw.NotADBError, StoreFault.NOT_A_STORE),
    (apsw.BusyError, StoreFault.BUSY),
    (apsw.LockedError, StoreFault.BUSY),
    (apsw.CantOpenError, StoreFault.IO),
    (apsw.IOError, StoreFault.IO),
    (apsw.PermissionsError, StoreFault.PERMISSIONS),
)


class Conflict(Exception):
    """A row breaks a constraint of the schema; the text names the constraint, never the row's content."""


class Interrupted(Exception):
    """The query was stopped because nobody waits for its answer any more."""


class Statements:
    """The statements of one transaction; parameters are `?` in the SQL. Not for use outside its `with` block.

    All raise StoreUnusable, Conflict where a constraint is broken, InvalidInput for text that is none (half a
    surrogate pair, which `clean` would have replaced).
    """

    def __init__(self, connection: apsw.Connection, path: Path, mark: int | None = None) -> None:
        self._connection = connection
        self._path = path
        self.stopped = False
        self.mark = mark
        """Two read transactions with the same mark see the same data; None where that isn't known."""

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """All rows."""
        with self._translated():
            return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """The first row, None when there is none."""
        with self._translated():
            cursor = self._connection.execute(sql, parameters)
            try:
                return cursor.fetchone()
            finally:
                cursor.close(True)

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first row's first column, None when there is no row."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def iterate(self, sql: str, parameters: Parameters = ()) -> Generator[tuple[Any, ...]]:
        """Row by row, for what is too large to hold."""
        with self._translated():
            cursor = self._connection.execute(sql, parameters)
            try:
                yield from cursor
            finally:
                cursor.close(True)

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement that changes something; the number of rows changed."""
        with self._translated():
            self._connection.execute(sql, parameters)
            return self._connection.changes()

    def execute_many(self, sql: str, parameter_rows: Iterable[Parameters]) -> None:
        """Run one statement for each row of parameters."""
        with self._translated():
            self._connection.executemany(sql, parameter_rows)

    def stop(self) -> None:
        """Interrupt what runs and refuse what would follow; from any thread."""
        self.stopped = True
        self._connection.interrupt()

    def _translated(self) -> Translated:
        if self.stopped:
            raise Interrupted
        return Translated(self._path)


class Translated:
    """`with Translated(path)`: the engine's errors leave it as ours. A class, because it runs for every statement."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, apsw.Error):
            raise _translate(error, self._path) from None
        if isinstance(error, UnicodeDecodeError):
            raise StoreUnusable(StoreFault.CORRUPT, str(self._path)) from None
        if isinstance(error, UnicodeEncodeError):
            raise InvalidInput("text", "encoding") from None


def _translate(error: apsw.Error, path: Path) -> Exception:
    if isinstance(error, apsw.ConstraintError):
        return Conflict(str(error))
    if isinstance(error, apsw.InterruptError):
        return Interrupted()
    for kind, fault in _FAULTS:
        if isinstance(error, kind):
            # A full disk also shows as a failed write or a log that can't grow.
            with contextlib.suppress(OSError):
                if fault is StoreFault.IO and store_file.free_space(path) < 65_536:
                    fault = StoreFault.FULL
            return StoreUnusable(fault, str(path))
    return error  # a fault of a statement, that is of this program


def tested(column: str) -> str:
    """A column to be tested row by row: tells the engine not to look it up in its index."""
    return f"+{column}"
