"""Writes a list to a file: CSV, XLSX or JSON, filter and order kept (Q8), row by row in constant memory.

A file is complete or absent: it grows under a temporary name, is flushed to the disk and takes its own name at the end,
never one that is taken. Cells can't become formulas in a spreadsheet (RFC 4180, CWE-1236).
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")
XLSX_ROWS = 1_048_576
"""What a sheet holds; a longer list goes on in the next sheet."""


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
        self._book.close()


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
        self._temporary = self._folder / f".{self._name}.{os.getpid()}.part"
        os.close(os.open(self._temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
        self._writer = self._new_writer()
        return self

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
            with suppress(FileNotFoundError):
                self._temporary.unlink()

    def _take_name(self) -> Path:
        """`name.csv`, or the next free `name (2).csv`; a hard link can't overwrite."""
        number = 1
        while True:
            tail = f" ({number})" if number > 1 else ""
            path = self._folder / f"{self._name}{tail}.{self._format}"
            try:
                os.link(self._temporary, path)
            except FileExistsError:
                number += 1
            except (PermissionError, NotImplementedError):  # a file system without hard links
                os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
                self._temporary.replace(path)
                return path
            else:
                return path
