"""This person on this machine, by connection and login: last choices (contract filter, expanded groups, last login).

One small SQLite file, 0600, shared by all programs of the person; drafts (`ecc_tui.drafts`) are kept in it too. A
damaged or unwritable file never stops anything: what would stand in it then lives in memory, `trouble()` says so once,
and a damaged file is kept beside with its date.

    choices = open_choices("demo", "operator.demo")
    choices.set("dashboard.filter", "OCB")
    choices.get("dashboard.filter", "")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from ecc_tui.config import state_file
from ecc_tui.domain.text import clean

if TYPE_CHECKING:
    import apsw

APPLICATION_ID = 0x45434353  # "ECCS"
VERSION = 2
LONGEST_VALUE = 64 * 1024
_BUSY_MILLISECONDS = 250

_STEPS = (
    """
CREATE TABLE choices (
    connection TEXT NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (connection, login, name)
) STRICT, WITHOUT ROWID
""",
    """
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    connection TEXT NOT NULL,
    login TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    contract TEXT NOT NULL,
    subject TEXT NOT NULL,
    title TEXT NOT NULL,
    version INTEGER NOT NULL,
    phase TEXT NOT NULL,
    field TEXT NOT NULL,
    position INTEGER NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    sent TEXT NOT NULL,
    call TEXT NOT NULL,
    owner TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_by_person ON drafts (connection, login, changed);
CREATE TABLE draft_entries (
    draft TEXT NOT NULL,
    field TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (draft, field)
) STRICT, WITHOUT ROWID
""",
)
"""What each version added; forward only. Drafts: title and entry are JSON, instants ISO, "" for none."""

Answer = TypeVar("Answer")


class TroubleKind(StrEnum):
    """Why choices are not remembered."""

    DAMAGED = "damaged"
    NEWER = "newer"
    UNWRITABLE = "unwritable"


class Trouble(Struct, frozen=True):
    """What is wrong with the state file; `kept` is where a damaged one was put (empty otherwise)."""

    kind: TroubleKind
    file: str
    kept: str = ""


class Unwritten(Exception):
    """Another program is writing, or the disk `is_full`: nothing was written, a later try may go well."""

    def __init__(self, *, is_full: bool = False) -> None:
        super().__init__()
        self.is_full = is_full


class _Newer(Exception):
    """The file was written by a later version of the program: it is left alone."""


class StateFile:
    """The file of one person on this machine, or its stand-in in memory."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._memory: dict[tuple[str, str, str], str] = {}
        self._trouble: Trouble | None = None
        self._connection = self._open()
        self._stand_in: apsw.Connection | None = None

    @property
    def is_usable(self) -> bool:
        """Is there a file at all? Else everything lives as long as the program."""
        return self._connection is not None

    def trouble(self) -> Trouble | None:
        """What went wrong since it was last asked: each trouble is told once."""
        trouble, self._trouble = self._trouble, None
        return trouble

    def all_of(self, connection: str, login: str) -> Mapping[str, str]:
        """Every choice of a person on a connection."""
        import apsw

        kept = {key[2]: value for key, value in self._memory.items() if key[:2] == (connection, login)}
        if self._connection is None:
            return kept
        try:
            sql = "SELECT name, value FROM choices WHERE connection = ? AND login = ?"
            rows = self._connection.execute(sql, (connection, login)).fetchall()
        except apsw.Error as error:
            self._give_up(error)
            return kept
        return {str(name): str(value) for name, value in rows} | kept

    def put(self, connection: str, login: str, name: str, value: str | None) -> None:
        """Remember one choice; None forgets it."""
        import apsw

        if value is not None and len(value) > LONGEST_VALUE:
            return
        key = (connection, login, name)
        if self._connection is not None:
            try:
                if value is None:
                    sql = "DELETE FROM choices WHERE connection = ? AND login = ? AND name = ?"
                    self._connection.execute(sql, key)
                else:
                    self._connection.execute("INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?)", (*key, value))
                return
            except (apsw.BusyError, apsw.FullError):
                pass  # another program is writing, or there is no room now: this choice lasts as long as the program
            except apsw.Error as error:
                self._give_up(error)
        if value is None:
            self._memory.pop(key, None)
        else:
            self._memory[key] = value

    def transaction(self, work: Callable[[apsw.Connection], Answer], *, reads: bool = False) -> Answer:
        """What `work` does to the drafts, whole or not at all; in memory where the file can't be used.

        Raises Unwritten where it may go well later; what only `reads` waits for nobody.
        """
        import apsw

        while True:
            connection = self._connection or self._in_memory()
            try:
                return _whole(connection, work, reads)
            except (apsw.BusyError, apsw.LockedError):
                raise Unwritten from None
            except apsw.FullError:
                self._trouble = self._trouble or Trouble(TroubleKind.UNWRITABLE, clean(str(self._file)))
                raise Unwritten(is_full=True) from None
            except apsw.Error as error:
                if connection is self._stand_in:
                    raise
                self._give_up(error)

    def _in_memory(self) -> apsw.Connection:
        """The stand-in for the file."""
        import apsw

        if self._stand_in is None:
            self._stand_in = apsw.Connection(":memory:")
            for step in _STEPS:
                self._stand_in.execute(step)
        return self._stand_in

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> apsw.Connection | None:
        import apsw

        try:
            return self._connect()
        except (apsw.NotADBError, apsw.CorruptError):
            return self._start_again()
        except _Newer:
            self._trouble = Trouble(TroubleKind.NEWER, clean(str(self._file)))
        except (apsw.Error, OSError):
            self._trouble = Trouble(TroubleKind.UNWRITABLE, clean(str(self._file)))
        return None

    def _connect(self) -> apsw.Connection:
        import apsw

        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
        self._file.chmod(0o600)
        connection = apsw.Connection(str(self._file))
        try:
            connection.set_busy_timeout(_BUSY_MILLISECONDS)
            connection.execute("PRAGMA trusted_schema = OFF")
            if connection.pragma("user_version") > VERSION:
                raise _Newer
            if connection.pragma("user_version") < VERSION:
                self._upgrade(connection)
            if connection.pragma("application_id") != APPLICATION_ID or connection.pragma("quick_check", 1) != "ok":
                raise apsw.CorruptError("not the state file")
            connection.pragma("journal_mode", "wal")
            connection.pragma("synchronous", "normal")
        except BaseException:
            connection.close()
            raise
        return connection

    @staticmethod
    def _upgrade(connection: apsw.Connection) -> None:
        import apsw

        connection.execute("BEGIN IMMEDIATE")
        version = connection.pragma("user_version")
        if version < VERSION:  # another program may have been faster
            if version == 0 and connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
                raise apsw.CorruptError("not the state file")
            for step in _STEPS[version:]:
                connection.execute(step)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")

    def _start_again(self) -> apsw.Connection | None:
        """A new file; the damaged one stays beside it under its date."""
        import apsw

        kept = self._file.with_name(f"{self._file.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
        try:
            self._file.replace(kept)
            for ending in ("-wal", "-shm"):
                self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
            connection = self._connect()
        except (apsw.Error, OSError, _Newer):
            self._trouble = Trouble(TroubleKind.UNWRITABLE, clean(str(self._file)))
            return None
        self._trouble = Trouble(TroubleKind.DAMAGED, clean(str(self._file)), clean(str(kept)))
        return connection

    def _give_up(self, error: Exception) -> None:
        """Go on in memory; the next start deals with a damaged file."""
        import apsw

        damaged = isinstance(error, apsw.NotADBError | apsw.CorruptError)
        kind = TroubleKind.DAMAGED if damaged else TroubleKind.UNWRITABLE
        self._trouble = self._trouble or Trouble(kind, clean(str(self._file)))
        self.close()


def _whole(connection: apsw.Connection, work: Callable[[apsw.Connection], Answer], reads: bool) -> Answer:
    connection.execute("BEGIN" if reads else "BEGIN IMMEDIATE")
    try:
        answer = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return answer


class Choices:
    """The last choices of one person on one connection; values are text, their meaning is the screen's."""

    def __init__(self, file: StateFile, connection: str, login: str) -> None:
        self._file, self._connection, self._login = file, connection, login
        self._values = dict(file.all_of(connection, login))

    def get(self, name: str, default: str = "") -> str:
        """A choice as it was remembered."""
        return self._values.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Remember a choice, at once."""
        if self._values.get(name) != value:
            self._values[name] = value
            self._file.put(self._connection, self._login, name, value)

    def forget(self, name: str) -> None:
        """Back to the default."""
        if self._values.pop(name, None) is not None:
            self._file.put(self._connection, self._login, name, None)

    def trouble(self) -> Trouble | None:
        """What is wrong with the file, once (`ecc_tui.wording.trouble_sentence`)."""
        return self._file.trouble()


_files: dict[Path, StateFile] = {}


def opened_file(file: Path | None = None) -> StateFile:
    """The state file, opened once in a process. Never raises."""
    file = file or state_file()
    if file not in _files:
        _files[file] = StateFile(file)
    return _files[file]


def open_choices(connection: str, login: str, file: Path | None = None) -> Choices:
    """The choices of a person on a connection; login "" for those made before anybody has logged in. Never raises."""
    return Choices(opened_file(file), connection, login)
