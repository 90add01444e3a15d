"""Import: a file of records into a store, all of it or nothing, with every bad line named.

One write transaction with foreign keys checked at its end, so that the order of the lines doesn't matter. The file is
read line by line; only the places of the `late` lines are remembered. Memory doesn't grow with the file.
"""

from __future__ import annotations

import uuid
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.exchange import blobs, strict_json
from ecc_tui.backend.sql.exchange.lines import BadLine, Refused, read_line
from ecc_tui.backend.sql.exchange.records import BrokenRule, Record
from ecc_tui.backend.sql.exchange.request_records import Blob
from ecc_tui.backend.sql.exchange.tables import TYPES, load
from ecc_tui.backend.sql.instants import now, to_micro
from ecc_tui.domain.errors import DomainError

SHOWN = 50
"""Bad lines that are told with their reason; the rest is counted."""

_CACHE = 65_536
"""KiB of pages kept in memory: the indexes of a large file are filled in no order."""

_EVERY = 500
"""Lines between two words on progress."""


class ImportRefused(DomainError):
    """Nothing was loaded: `bad` holds the first bad lines in order, `total` counts all."""

    code = "import-refused"

    def __init__(self, bad: tuple[BadLine, ...], total: int) -> None:
        super().__init__(lines=total)
        self.bad = bad
        self.total = total


def load_file(
    database: Database, file: BinaryIO, progress: Callable[[int], None] = lambda _position: None
) -> Mapping[str, int]:
    """Load a file that can be read twice; how many records of each type it had.

    `progress` gets the position in bytes now and then. Raises ImportRefused and, as all writes, StoreUnusable.
    """
    with database.writing() as statements:
        return _load(statements, file, progress)


def create_from_file(
    path: Path, file: BinaryIO, progress: Callable[[int], None] = lambda _position: None
) -> Mapping[str, int]:
    """The same into a new store, which is complete or absent."""
    counts: dict[str, int] = {}

    def fill(statements: Statements) -> None:
        at = to_micro(now())
        statements.execute_many(
            "INSERT INTO store (name, value) VALUES (?, ?)",
            [("id", str(uuid.uuid4())), ("created", str(at)), ("demo", "0"), ("provider", "")],
        )
        counts.update(_load(statements, file, progress))

    Database.create(path, fill).close()
    return counts


def _load(statements: Statements, file: BinaryIO, progress: Callable[[int], None]) -> Mapping[str, int]:
    loading = _Loading(file, progress)
    statements.execute("PRAGMA defer_foreign_keys = ON")
    statements.execute(f"PRAGMA cache_size = -{_CACHE}")
    loading.run(statements)
    if not loading.total and statements.row("PRAGMA foreign_key_check"):
        loading.name_missing(statements)
    if not loading.total and (unfinished := blobs.unfinished(statements)):
        loading.name_unfinished(unfinished)
    if loading.total:
        raise ImportRefused(tuple(sorted(loading.bad, key=lambda bad: bad.line)[:SHOWN]), loading.total)
    return loading.counts


class _Loading:
    def __init__(self, file: BinaryIO, progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress
        self._late = array("Q")  # pairs: line number, position
        self.counts: Counter[str] = Counter()
        self.bad: list[BadLine] = []
        self.total = 0

    def run(self, statements: Statements) -> None:
        for number, position, data in self._lines():
            if (record := self._read(number, data)) is None:
                continue
            word = str(record.__struct_config__.tag)
            self.counts[word] += 1
            if TYPES[word].late:
                self._late.extend((number, position))
            else:
                self._write(statements, number, record)
        for index in range(0, len(self._late), 2):
            number, position = self._late[index], self._late[index + 1]
            self._file.seek(position)
            if (record := self._read(number, self._file.readline())) is not None:
                self._write(statements, number, record)

    def name_missing(self, statements: Statements) -> None:
        """Which lines name something that neither the file nor the store has."""
        for number, _position, data in self._lines():
            record = read_line(data)
            for field, table, id in record.named():
                column = "sha256" if table == "blobs" else "id"
                if statements.value(f"SELECT 1 FROM {table} WHERE {column} = ?", (id,)) is None:
                    self._refuse(Refused("missing-reference", field, id).at(number))

    def name_unfinished(self, unfinished: frozenset[str]) -> None:
        """Which lines bring pieces of files that stay incomplete."""
        for number, _position, data in self._lines():
            record = read_line(data)
            if isinstance(record, Blob) and record.sha256 in unfinished:
                self._refuse(Refused("incomplete", "content", record.sha256).at(number))

    def _lines(self) -> Iterator[tuple[int, int, bytes]]:
        """Number, position and bytes of each line that isn't empty; no more than one line is held."""
        self._file.seek(0)
        number = position = 0
        while data := self._file.readline(strict_json.LONGEST + 1):
            number += 1
            start, position = position, position + len(data)
            if data.strip():
                yield number, start, data
            while not data.endswith(b"\n") and len(data) > strict_json.LONGEST:
                data = self._file.readline(strict_json.LONGEST + 1)
                position += len(data)
            if number % _EVERY == 0:
                self._progress(position)
        self._progress(position)

    def _read(self, number: int, data: bytes) -> Record | None:
        try:
            return read_line(data)
        except Refused as error:
            self._refuse(error.at(number))
            return None

    def _write(self, statements: Statements, number: int, record: Record) -> None:
        if self.total:
            return  # nothing of the file will stay; the rest is only read, to name its bad lines too
        try:
            load(statements, record)
        except BrokenRule as error:
            self._refuse(Refused(error.rule, error.field, error.value).at(number))

    def _refuse(self, bad: BadLine) -> None:
        self.total += 1
        if len(self.bad) < SHOWN * 2:
            self.bad.append(bad)
