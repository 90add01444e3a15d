"""The engine behind the store: connections, transactions, migrations. It alone, with `statements`, knows SQLite.

One writer and a small pool of readers on a file in write-ahead mode (a rollback journal on network file systems). A
reader sees one consistent picture; every write is `BEGIN IMMEDIATE`, so that two programs wait for each other instead
of failing (security.md R-04, R-05). Whatever goes wrong is a StoreUnusable that never carries a row's content.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import apsw

from ecc_tui.backend.sql import store_file
from ecc_tui.backend.sql.schema import Migration, migrations
from ecc_tui.backend.sql.statements import Conflict, Interrupted, Statements, Translated, tested
from ecc_tui.domain.errors import StoreFault, StoreUnusable

__all__ = ["Conflict", "Database", "Interrupted", "Statements", "backup_path", "tested"]

Answer = TypeVar("Answer")

BUSY_TIMEOUT = 5_000
"""Milliseconds that a statement waits for another program."""
READERS = 3
"""Threads that answer queries: a window, a count and something small beside them."""


class Database:
    """An open store file. Made by `create` or `open`; may be used from any thread; `close` it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity = store_file.identity(path)
        self._closed = False
        self._free_readers: deque[apsw.Connection] = deque()
        self._writer_lock = threading.Lock()
        self._watch_lock = threading.Lock()
        self._watcher: apsw.Connection | None = None
        self._read_pool = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._write_pool = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        with Translated(path):
            self._writer = _connect(path)
            try:
                _choose_journal(self._writer, path)
            except BaseException:
                self._writer.close()
                raise

    @classmethod
    def create(
        cls,
        path: Path,
        fill: Callable[[Statements], None] | None = None,
        *,
        steps: Sequence[Migration] | None = None,
    ) -> Database:
        """A new store with the newest schema, and what `fill` writes into it; complete or absent.

        The file is 0600, its folder 0700 where that is new. `steps` replaces the migrations in tests.
        Raises StoreUnusable(EXISTS) where something already stands at that path, and what `fill` raises.
        """
        path = store_file.resolve(path)
        if path.exists() or path.is_symlink():
            raise StoreUnusable(StoreFault.EXISTS, str(path))
        unnamed = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        store_file.create_private(unnamed)
        try:
            with Translated(path):  # by the name that was asked for
                connection = _connect(unnamed)
                try:
                    connection.pragma("application_id", store_file.APPLICATION_ID)
                    # Nobody knows the file before it is complete, and one that fails is thrown away: no journal.
                    connection.pragma("journal_mode", "off")
                    connection.pragma("synchronous", "OFF")
                    _migrate(connection, steps if steps is not None else migrations())
                    if fill:
                        with _transaction(connection, path) as statements:
                            fill(statements)
                finally:
                    connection.close()
            store_file.publish(unnamed, path)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                unnamed.with_name(unnamed.name + ending).unlink(missing_ok=True)
        return cls(path)

    @classmethod
    def open(cls, path: Path, *, steps: Sequence[Migration] | None = None) -> Database:
        """An existing store, brought to the newest schema after a verified backup beside it.

        Nothing is written to a file that isn't ours or isn't sound. Raises StoreUnusable with the fault.
        """
        path = store_file.resolve(path)
        store_file.require_ours(path)
        store_file.require_store(path)
        steps = steps if steps is not None else migrations()
        try:
            with Translated(path):
                connection = _connect(path)
                try:
                    version = _version(connection)
                    if version > len(steps):
                        raise StoreUnusable(StoreFault.NEWER, str(path))
                    if version < 1 or not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
                        raise StoreUnusable(StoreFault.NOT_A_STORE, str(path))
                    if version < len(steps):
                        _back_up(connection, backup_path(path, version))
                        _migrate(connection, steps)
                finally:
                    connection.close()
        except apsw.SQLError as error:
            raise StoreUnusable(StoreFault.CORRUPT, str(path)) from error
        return cls(path)

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """A read transaction: one consistent picture, whatever others write meanwhile. Blocks; see `read`."""
        connection = self._take_reader()
        try:
            before = self.data_version()
            with _transaction(connection, self.path, "BEGIN") as statements:
                statements.row("SELECT 1 FROM sqlite_schema LIMIT 1")  # only the first look takes the picture
                statements.mark = before if self.data_version() == before else None
                yield statements
        finally:
            self._give_reader(connection)

    @contextmanager
    def writing(self) -> Iterator[Statements]:
        """A write transaction: all of it or, when the block raises, nothing. Blocks; see `write`."""
        with self._writer_lock:
            self._require_same_file()
            with _transaction(self._writer, self.path) as statements:
                yield statements
                self._require_same_file()

    async def read(self, work: Callable[[Statements], Answer]) -> Answer:
        """Run `work` in a reader's thread; when the awaiting task is cancelled the query stops."""
        running = _Running()

        def run() -> Answer:
            with self.reading() as statements:
                running.begin(statements)
                try:
                    return work(statements)
                finally:
                    running.end()

        self._require_open()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._read_pool, run)
        except asyncio.CancelledError:
            running.stop()
            raise

    async def write(self, work: Callable[[Statements], Answer]) -> Answer:
        """Run `work` as one write transaction in the writer's thread."""

        def run() -> Answer:
            with self.writing() as statements:
                return work(statements)

        self._require_open()
        return await asyncio.get_running_loop().run_in_executor(self._write_pool, run)

    async def in_reader(self, work: Callable[[], Answer]) -> Answer:
        """Run something that blocks in a reader's thread: a step of a `reading` block that is held open."""
        self._require_open()
        return await asyncio.get_running_loop().run_in_executor(self._read_pool, work)

    def data_version(self) -> int:
        """A number that is another one after each commit, by this program or by others, while this object lives."""
        with self._watch_lock, Translated(self.path):
            if self._watcher is None:
                self._watcher = self._new_reader()
            return int(self._watcher.pragma("data_version"))

    def back_up(self, target: Path) -> None:
        """A verified copy at one instant, 0600. Raises StoreUnusable, EXISTS where the target is taken."""
        with Translated(self.path):
            connection = self._new_reader()
            try:
                _back_up(connection, store_file.resolve(target))
            finally:
                connection.close()

    def check(self) -> None:
        """Read every page and reference, seconds on a large store. Raises StoreUnusable(CORRUPT)."""
        with self.reading() as statements:
            sound = statements.rows("PRAGMA quick_check(1)") == [("ok",)]
            if not sound or statements.row("PRAGMA foreign_key_check"):
                raise StoreUnusable(StoreFault.CORRUPT, str(self.path))

    def close(self) -> None:
        """Let go of threads, connections and the log files. Idempotent."""
        if self._closed:
            return
        self._closed = True
        self._write_pool.shutdown()
        self._read_pool.shutdown(cancel_futures=True)
        with self._watch_lock:
            connections = [*self._free_readers, *([self._watcher] if self._watcher else []), self._writer]
            self._free_readers.clear()
        for connection in connections:
            with contextlib.suppress(apsw.Error):
                connection.close()

    def _new_reader(self) -> apsw.Connection:
        self._require_same_file()
        connection = _connect(self.path)
        connection.pragma("query_only", True)
        return connection

    def _take_reader(self) -> apsw.Connection:
        with contextlib.suppress(IndexError):
            return self._free_readers.pop()
        with Translated(self.path):
            return self._new_reader()

    def _give_reader(self, connection: apsw.Connection) -> None:
        if self._closed or len(self._free_readers) >= READERS:
            connection.close()
        else:
            self._free_readers.append(connection)

    def _require_open(self) -> None:
        if self._closed:
            raise StoreUnusable(StoreFault.GONE, str(self.path))

    def _require_same_file(self) -> None:
        # A file removed or replaced while open takes writes and loses them (security.md 3.2).
        try:
            same = store_file.identity(self.path) == self._identity
        except StoreUnusable:
            same = False
        if not same:
            raise StoreUnusable(StoreFault.GONE, str(self.path))


class _Running:
    """A query in another thread that can be stopped, and only that one: its connection serves others after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: Statements | None = None
        self._stopped = False

    def begin(self, statements: Statements) -> None:
        with self._lock:
            self._current = statements
            statements.stopped = self._stopped

    def end(self) -> None:
        with self._lock:
            self._current = None

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            if self._current:
                self._current.stop()


def backup_path(path: Path, version: int) -> Path:
    """Where the copy of a store of that version is kept before it is migrated; a name that is still free."""
    plain = path.with_name(f"{path.name}.version-{version}.backup")
    return plain if not plain.exists() else plain.with_name(f"{plain.name}.{secrets.token_hex(4)}")


class _Patience:
    """Waits for another program, at most BUSY_TIMEOUT, in short uneven steps.

    SQLite's own waiting takes longer steps the longer it waits: among several busy writers one of them can starve.
    """

    def __init__(self) -> None:
        self._since = 0.0

    def __call__(self, tries: int) -> bool:
        now = time.monotonic()
        if tries == 0:
            self._since = now
        if now - self._since > BUSY_TIMEOUT / 1_000:
            return False
        time.sleep(random.uniform(0.0005, 0.006))  # noqa: S311 - no secret
        return True


def _connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_NOFOLLOW)
    connection.set_busy_handler(_Patience())
    connection.pragma("foreign_keys", True)
    connection.pragma("trusted_schema", False)
    connection.pragma("synchronous", "FULL")
    return connection


def _choose_journal(connection: apsw.Connection, path: Path) -> None:
    wanted = "truncate" if store_file.lies_on_network(path) else "wal"
    if connection.pragma("journal_mode") != wanted:
        # Another program that has the store open keeps the mode that it has.
        with contextlib.suppress(apsw.BusyError):
            connection.pragma("journal_mode", wanted)


@contextmanager
def _transaction(connection: apsw.Connection, path: Path, begin: str = "BEGIN IMMEDIATE") -> Iterator[Statements]:
    statements = Statements(connection, path)
    with Translated(path):
        connection.execute(begin)
    try:
        yield statements
        with Translated(path):
            connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has already rolled back
            with contextlib.suppress(apsw.Error):
                connection.execute("ROLLBACK")
        raise


def _version(connection: apsw.Connection) -> int:
    return int(connection.pragma("user_version"))


def _migrate(connection: apsw.Connection, steps: Sequence[Migration]) -> None:
    """Run the steps that are missing, each in one transaction with its number."""
    connection.pragma("foreign_keys", False)  # rebuilt tables are checked as a whole, before each commit
    for step in steps:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) == step.number - 1:  # else another program was faster
                connection.execute(step.sql)
                if connection.execute("PRAGMA foreign_key_check").fetchone():
                    raise apsw.CorruptError(f"{step.name} breaks a reference")
                connection.pragma("user_version", step.number)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    connection.pragma("foreign_keys", True)


def _back_up(source: apsw.Connection, target: Path) -> None:
    store_file.create_private(target)
    try:
        copy = _connect(target)
        try:
            with copy.backup("main", source, "main") as backup:
                backup.step()
            copy.pragma("journal_mode", "delete")  # one file, nothing beside it
            if copy.pragma("quick_check", 1) != "ok":
                raise apsw.CorruptError("the copy is damaged")
        finally:
            copy.close()
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, apsw.FullError):  # the disk of the copy, not of the store
            raise StoreUnusable(StoreFault.FULL, str(target)) from None
        raise
