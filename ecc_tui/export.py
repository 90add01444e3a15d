"""Writes a list to a file: CSV, XLSX or JSON, filter and order kept (Q8), row by row in constant memory.

A file is complete or absent: it grows in a hidden folder beside its place, is flushed to the disk and takes its own
name at the end, never one that is taken. What a killed program left there, the next export takes away. Cells can't
become formulas in a spreadsheet (RFC 4180, CWE-1236).
"""

from __future__ import annotations

import csv
import errno
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")
XLSX_ROWS = 1_048_576
"""What a sheet holds; a longer list goes on in the next sheet."""
WORK_FOLDER = ".ecc-tui-export-"
"""How the names of hidden folders begin; each is locked as long as its export is at work."""


class Format(StrEnum):
    """The kinds of file, by their ending."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def safe_cell(text: str) -> str:
    """A cell that a spreadsheet takes as text, whatever it begins with."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Writer(Protocol):
    def row(self, cells: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class _Csv:
    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file, quoting=csv.QUOTE_ALL)
        self._csv.writerow(titles)

    def row(self, cells: Sequence[str]) -> None:
        self._csv.writerow([safe_cell(cell) for cell in cells])

    def close(self) -> None:
        self._file.close()


class _Json:
    """One object per row, named by the columns' keys, in one array."""

    def __init__(self, path: Path, keys: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._keys = keys
        self._between = "[\n"

    def row(self, cells: Sequence[str]) -> None:
        self._file.write(self._between + json.dumps(dict(zip(self._keys, cells, strict=True)), ensure_ascii=False))
        self._between = ",\n"

    def close(self) -> None:
        self._file.write("\n]\n" if self._between == ",\n" else "[]\n")
        self._file.close()


class _Xlsx:
    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": str(path.parent)})
        self._bold = self._book.add_format({"bold": True})
        self._titles = titles
        self._next_sheet()

    def _next_sheet(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for column, title in enumerate(self._titles):
            self._sheet.write_string(0, column, title, self._bold)
        self._line = 1

    def row(self, cells: Sequence[str]) -> None:
        if self._line == XLSX_ROWS:
            self._next_sheet()
        for column, cell in enumerate(cells):
            self._sheet.write_string(self._line, column, cell[:32_767])
        self._line += 1

    def close(self) -> None:
        from xlsxwriter.exceptions import XlsxWriterException

        try:
            self._book.close()
        except XlsxWriterException as error:  # raised over what the system said
            if isinstance(error.__context__, OSError):
                raise error.__context__ from None
            raise OSError(errno.EFBIG, str(error)) from error


class Export:
    """A file in the making; leaving the `with` block by an exception leaves nothing behind.

    `keys` name the columns in JSON, `titles` head them elsewhere. `path` is set once the file is complete. Raises
    OSError when it can't be written.
    """

    def __init__(self, folder: Path, name: str, format: Format, keys: Sequence[str], titles: Sequence[str]) -> None:
        self._folder = folder
        self._name = name
        self._format = format
        self._keys = keys
        self._titles = titles
        self.path: Path | None = None

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        _clear_up(self._folder)
        self._work = Path(tempfile.mkdtemp(prefix=WORK_FOLDER, dir=self._folder))
        self._lock = os.open(self._work, os.O_RDONLY)
        try:
            with suppress(OSError):  # a file system without locks: nothing is ever cleared up there
                fcntl.flock(self._lock, fcntl.LOCK_EX)
            self._temporary = self._work / "part"
            os.close(os.open(self._temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
            self._writer = self._new_writer()
        except BaseException:
            self._let_go()
            raise
        return self

    def _let_go(self) -> None:
        shutil.rmtree(self._work, ignore_errors=True)
        os.close(self._lock)

    def _new_writer(self) -> _Writer:
        match self._format:
            case Format.CSV:
                return _Csv(self._temporary, self._titles)
            case Format.JSON:
                return _Json(self._temporary, self._keys)
            case Format.XLSX:
                return _Xlsx(self._temporary, self._titles)

    def rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows; each cell is clean text."""
        for row in rows:
            self._writer.row(row)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._writer.close()
            if kind is None:
                with self._temporary.open("rb") as written:
                    os.fsync(written.fileno())
                self.path = self._take_name()
        finally:
            self._let_go()

    def _take_name(self) -> Path:
        """`name.csv`, or the next free `name (2).csv`; a hard link can't overwrite."""
        number = 1
        while True:
            tail = f" ({number})" if number > 1 else ""
            path = self._folder / f"{self._name}{tail}.{self._format}"
            try:
                self._move_to(path)
            except FileExistsError:
                number += 1
            else:
                return path

    def _move_to(self, path: Path) -> None:
        try:
            os.link(self._temporary, path)
        except (PermissionError, NotImplementedError):  # a file system without hard links
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
            self._temporary.replace(path)


def _clear_up(folder: Path) -> None:
    """Take away what killed programs left; what is locked is still at work."""
    for left in folder.glob(f"{WORK_FOLDER}*"):
        with suppress(OSError):
            lock = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left)
            finally:
                os.close(lock)
