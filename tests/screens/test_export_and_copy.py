"""Marks, export and copying (Q8, Q10): the file is the list, its order kept, complete or absent."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from textual.pilot import Pilot

from ecc_tui.domain.errors import StoreFault, StoreUnusable
from ecc_tui.domain.links import parse
from ecc_tui.screens.request_export import ExportDialog
from ecc_tui.screens.request_words import EXPORT_KEYS, EXPORT_TITLES, export_cells
from ecc_tui.screens.requests import RequestsScreen
from ecc_tui.widgets.dialogs import Choice
from tests.screens.portal import (
    Control,
    grid_of,
    hear,
    open_requests,
    opened,
    press,
    rows_of,
    see,
    settled,
    type_text,
)
from tests.widgets.themed import until

CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"


def read(file: Path) -> list[list[str]]:
    """The lines of a file, its titles first."""
    match file.suffix:
        case ".csv":
            with file.open(encoding="utf-8-sig", newline="") as opened_file:
                return list(csv.reader(opened_file))
        case ".json":
            objects = json.loads(file.read_text(encoding="utf-8"))
            return [list(EXPORT_KEYS), *(list(one.values()) for one in objects)]
        case _:
            with ZipFile(file) as book:
                return sheet(book)


def sheet(book: ZipFile) -> list[list[str]]:
    """Cells of the first sheet, whether their texts are shared or stand in them."""
    names = book.namelist()
    shared = []
    if "xl/sharedStrings.xml" in names:
        items = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        shared = ["".join(node.itertext()) for node in items]
    rows = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(CELL[:-1] + "row")
    return [
        [
            shared[int("".join(cell.itertext()))] if cell.get("t") == "s" else "".join(cell.itertext())
            for cell in row
        ]
        for row in rows
    ]  # fmt: skip


def files(home: Path) -> list[Path]:
    """Everything in the download folder, hidden files too."""
    folder = home / "Downloads"
    return sorted(folder.iterdir()) if folder.exists() else []


async def export(pilot: Pilot[Any], kind: str) -> None:
    await press(pilot, "x")
    await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
    await type_text(pilot, kind)
    await press(pilot, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog))


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
async def test_the_file_is_the_list_on_the_screen(demo: Path, fresh_home: Path, kind: str) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        link = parse("ecc:requests?kind=incident&sort=name")
        pilot.app.screen.show(link)  # type: ignore[attr-defined]  # the list
        await settled(pilot)
        rows = rows_of(pilot)
        await export(pilot, kind)
        await see(pilot, f"{len(rows)} requests are in")
        [file] = files(fresh_home)
        assert file.suffix == f".{kind}"
        assert file.stat().st_mode & 0o777 == 0o600
        titles, *lines = read(file)
        assert titles == (list(EXPORT_KEYS) if kind == "json" else list(EXPORT_TITLES))
        assert lines == [list(export_cells(row, words=kind != "json")) for row in rows]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RequestsScreen)


async def test_only_what_is_marked_in_the_order_of_the_list(demo: Path, fresh_home: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        ids = [row.id for row in rows_of(pilot)]
        await press(pilot, "down", "down", "space", "home", "space", "end", "space")
        await see(pilot, "3 marked")
        await export(pilot, "csv")
        await see(pilot, "3 requests are in")
        [file] = files(fresh_home)
        assert [line[0] for line in read(file)[1:]] == [ids[0], ids[2], ids[-1]]


async def test_all_that_match_but_a_few(demo: Path, fresh_home: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        ids = [row.id for row in rows_of(pilot)]
        await press(pilot, "a")
        await see(pilot, f"{len(ids)} marked")
        await press(pilot, "space", "down", "space")
        await see(pilot, f"{len(ids) - 2} marked")
        await export(pilot, "json")
        await see(pilot, f"{len(ids) - 2} requests are in")
        [file] = files(fresh_home)
        assert [line[0] for line in read(file)[1:]] == [id for place, id in enumerate(ids) if place not in (0, 2)]
        await press(pilot, "escape", "a")
        assert not grid_of(pilot).marks


async def test_marks_go_with_the_list_that_they_were_made_on(demo: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "space")
        await see(pilot, "1 marked")
        await press(pilot, "I")
        await until(pilot, lambda: not grid_of(pilot).marks)


async def test_escape_stops_it_and_leaves_nothing(demo: Path, fresh_home: Path) -> None:
    control = Control()
    async with opened(demo, "operator.demo", control=control) as pilot:
        await open_requests(pilot)
        control.hold("requests.walk")
        await export(pilot, "csv")
        await until(pilot, lambda: files(fresh_home))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, RequestsScreen))
        await until(pilot, lambda: not files(fresh_home))


async def test_a_name_that_is_taken_is_never_overwritten(demo: Path, fresh_home: Path) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        for _time in range(2):
            await export(pilot, "csv")
            await see(pilot, "requests are in")
            await press(pilot, "enter")
        first, second = files(fresh_home)
        assert " (2)" in f"{first}{second}"
        assert read(first) == read(second)


async def test_a_folder_that_takes_nothing_is_one_sentence(demo: Path, fresh_home: Path) -> None:
    (fresh_home / "Downloads").write_text("not a folder")
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await export(pilot, "csv")
        await see(pilot, "Nothing was written:", "enter close")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RequestsScreen)


async def test_a_store_that_fails_in_the_middle_leaves_nothing(demo: Path, fresh_home: Path) -> None:
    control = Control()
    async with opened(demo, "operator.demo", control=control) as pilot:
        await open_requests(pilot)
        control.fail("requests.walk", StoreUnusable(StoreFault.GONE, "/srv/store.sqlite"))
        await export(pilot, "xlsx")
        await see(pilot, "The store /srv/store.sqlite was moved or removed while it was open")
        assert files(fresh_home) == []


@pytest.mark.parametrize(("title", "place"), [("id", 0), ("line", 1), ("link to this list", 2)])
async def test_what_is_put_on_the_clipboard(demo: Path, title: str, place: int) -> None:
    async with opened(demo, "operator.demo") as pilot:
        await open_requests(pilot)
        await press(pilot, "slash")
        await type_text(pilot, "vpn")
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, RequestsScreen)
        await settled(pilot)
        row = grid_of(pilot).row
        assert row is not None
        await press(pilot, "y")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await see(pilot, title)
        await press(pilot, *["down"] * place, "enter")
        await hear(pilot, "Sent to your terminal's clipboard.")
        copied = (row.id, "\t".join(export_cells(row)), "ecc-tui open 'ecc:requests?search=vpn'")[place]
        assert pilot.app.clipboard == copied
