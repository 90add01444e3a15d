"""Exports: complete or absent, private, and no cell that a spreadsheet would run (Q8, CWE-1236)."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecc_tui import export
from ecc_tui.domain.text import clean
from ecc_tui.export import Export, Format, safe_cell

KEYS = ("id", "name")
TITLES = ("Id", "Name")
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠")
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: clean(text, multiline=True)),
    st.tuples(st.sampled_from(FORMULAS), st.text(st.characters(exclude_categories=["Cs"]))).map("".join),
    st.sampled_from(
        ['=HYPERLINK("http://x")', "=1+1", "@SUM(A1)", "-2+3", '+cmd|" /C calc"!A0', "a\nb", '"', ",", ";"]
    ),
)


def write(folder: Path, format: Format, rows: Sequence[Sequence[str]], name: str = "requests") -> Path:
    with Export(folder, name, format, KEYS, TITLES) as made:
        made.rows(rows)
    assert made.path is not None
    return made.path


def names(folder: Path) -> list[str]:
    """All that lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def sheets(path: Path) -> list[list[list[str]]]:
    """The cells of an XLSX as texts, by sheet and row."""
    with zipfile.ZipFile(path) as book:
        assert book.testzip() is None
        names = sorted(
            (name for name in book.namelist() if name.startswith("xl/worksheets/sheet")),
            key=lambda name: int("".join(filter(str.isdigit, name))),
        )
        return [list(rows_of(ElementTree.fromstring(book.read(name)))) for name in names]


def rows_of(sheet: ElementTree.Element) -> Iterator[list[str]]:
    for row in sheet.iter(f"{SPREADSHEET}row"):
        cells = list(row.iter(f"{SPREADSHEET}c"))
        assert all(cell.get("t") == "inlineStr" for cell in cells), "a cell is no text"
        assert not list(row.iter(f"{SPREADSHEET}f")), "a cell is a formula"
        yield ["".join(text.text or "" for text in cell.iter(f"{SPREADSHEET}t")) for cell in cells]


# What is in the file


@given(CELLS)
def test_no_cell_begins_as_a_formula_does(cell: str) -> None:
    written = safe_cell(cell)
    assert not written.startswith(FORMULAS)
    assert written.removeprefix("'") == cell.removeprefix("'") or written == cell


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_no_cell_of_a_csv_file_is_run(rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), Format.CSV, rows)
        data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert read[0] == list(TITLES)
    assert read[1:] == [[safe_cell(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(FORMULAS) for row in read for cell in row)


def test_every_csv_cell_is_quoted(tmp_path: Path) -> None:
    assert write(tmp_path, Format.CSV, [("3-1", "a,b")]).read_bytes() == b'\xef\xbb\xbf"Id","Name"\r\n"3-1","a,b"\r\n'


def test_json_is_one_array_of_objects_by_key(tmp_path: Path) -> None:
    rows = [("3-1", "=1+1"), ("3-2", 'Règle "漢字"\n')]
    text = write(tmp_path, Format.JSON, rows).read_text("utf-8")
    assert json.loads(text) == [{"id": "3-1", "name": "=1+1"}, {"id": "3-2", "name": 'Règle "漢字"\n'}]
    assert "漢字" in text
    assert text.endswith("\n")


def test_an_empty_list_is_an_empty_array(tmp_path: Path) -> None:
    assert json.loads(write(tmp_path, Format.JSON, []).read_text()) == []


def test_a_spreadsheet_holds_texts_alone(tmp_path: Path) -> None:
    rows = [("3-1", "=1+1"), ("http://a.example", "Règle 漢字 <&> 'x'"), ("0012", "{=1}")]
    assert sheets(write(tmp_path, Format.XLSX, rows)) == [[list(TITLES), *map(list, rows)]]


def test_a_long_list_goes_on_in_the_next_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "XLSX_ROWS", 4)
    rows = [(str(number), "x") for number in range(7)]
    parts = sheets(write(tmp_path, Format.XLSX, rows))
    assert [len(part) for part in parts] == [4, 4, 2]
    assert [row for part in parts for row in part[1:]] == [list(row) for row in rows]
    assert all(part[0] == list(TITLES) for part in parts)


def test_a_cell_longer_than_a_spreadsheet_takes_is_cut_and_the_file_opens(tmp_path: Path) -> None:
    assert sheets(write(tmp_path, Format.XLSX, [("1", "é" * 40_000)]))[0][1][1] == "é" * 32_767


# The file itself


@pytest.mark.parametrize("format", Format)
def test_it_is_private(format: Format, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = write(tmp_path / "new folder", format, [("1", "2")])
    finally:
        os.umask(before)
    assert path.name == f"requests.{format}"
    assert path.stat().st_mode & 0o777 == 0o600
    assert names(path.parent) == [path.name]


@pytest.mark.parametrize("format", Format)
def test_a_name_that_is_taken_stays_as_it_is(format: Format, tmp_path: Path) -> None:
    (tmp_path / f"requests.{format}").write_text("mine")
    (tmp_path / f"requests (2).{format}").symlink_to("nowhere")
    path = write(tmp_path, format, [("1", "2")])
    assert path.name == f"requests (3).{format}"
    assert (tmp_path / f"requests.{format}").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("format", Format)
def test_where_there_are_no_hard_links_nothing_is_overwritten_either(
    format: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object, **_options: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    first, second = (write(tmp_path, format, [(number, "x")]) for number in "12")
    assert [first.name, second.name] == [f"requests.{format}", f"requests (2).{format}"]
    assert names(tmp_path) == sorted([first.name, second.name])


@pytest.mark.parametrize("format", Format)
def test_an_exception_leaves_nothing(format: Format, tmp_path: Path) -> None:
    made = Export(tmp_path, "requests", format, KEYS, TITLES)
    with suppress(RuntimeError), made:
        made.rows([("1", "2")] * 100)
        raise RuntimeError
    assert made.path is None
    assert names(tmp_path) == []


def test_a_failure_at_the_start_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_Csv", full)
    with pytest.raises(OSError, match="No space"), Export(tmp_path, "requests", Format.CSV, KEYS, TITLES):
        pass
    assert names(tmp_path) == []


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    with (
        Export(tmp_path, "requests", Format.CSV, KEYS, TITLES) as one,
        Export(tmp_path, "requests", Format.CSV, KEYS, TITLES) as other,
    ):
        one.rows([("1", "one")])
        other.rows([("2", "other")])
    assert one.path is not None
    assert other.path is not None
    assert {path.name for path in (one.path, other.path)} == {"requests.csv", "requests (2).csv"}
    assert "one" in one.path.read_text("utf-8-sig")
    assert "other" in other.path.read_text("utf-8-sig")


ENDLESS = """
import sys
from pathlib import Path
from ecc_tui.export import Export, Format
with Export(Path(sys.argv[1]), "requests", Format(sys.argv[2]), ("id", "name"), ("Id", "Name")) as made:
    made.rows([("1", "x" * 1000)] * 500)
    print("begun", flush=True)
    while True:
        made.rows([("1", "x" * 1000)] * 10)
"""


@pytest.mark.parametrize("format", Format)
def test_kill_leaves_no_file_and_the_next_export_clears_up(format: Format, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, str(tmp_path), format], stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    running = write(tmp_path, Format.CSV, [("1", "2")], "beside")
    assert len(names(tmp_path)) > 1, "an export that is being written was taken away"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert all(name.startswith(".") for name in names(tmp_path) if name != running.name)
    path = write(tmp_path, format, [("1", "2")])
    assert names(tmp_path) == sorted([running.name, path.name])


def test_a_sheet_that_the_disk_refuses_at_its_end_is_an_error_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library that makes it wraps the error; nothing is left behind."""

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", full)
    with (
        pytest.raises(OSError, match="No space left") as raised,
        Export(tmp_path, "requests", Format.XLSX, ("id",), ("Id",)) as export,
    ):
        export.rows([("3-00000001",)])
    assert raised.value.errno == errno.ENOSPC
    assert list(tmp_path.iterdir()) == []
