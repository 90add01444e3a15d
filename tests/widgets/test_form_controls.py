"""The controls of a form, each with its keys."""

from __future__ import annotations

import os
import socket
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs
from textual import events
from textual.widgets import Input

from ecc_tui import i18n
from ecc_tui.domain.forms import LARGEST_FILE, Field, FieldKind, Form
from ecc_tui.i18n import set_language
from ecc_tui.widgets.dialogs import Choice
from ecc_tui.widgets.form_files import continued, file_problem, size_words
from tests.widgets.filling import (
    BACKUP,
    DAY,
    FILES,
    LEVEL,
    NAME,
    PARTS,
    REASON,
    SECRET,
    SIZE,
    SYSTEM,
    ZONES,
    Filling,
    few,
    filling,
)
from tests.widgets.themed import until


def form(*fields: Field) -> Form:
    return Form("f", fields)


def several(filled: Filling, id: str) -> tuple[str, ...]:
    """What stands in a field of several values."""
    entry = filled.view.entries[id]
    assert isinstance(entry, tuple)
    return entry


async def opened(filled: Filling) -> None:
    """The list is open and has the keys."""
    app = filled.pilot.app
    await until(filled.pilot, lambda: isinstance(app.screen, Choice) and app.screen.focused is not None)
    await filled.pilot.pause()


def line_of(filled: Filling, text: str) -> str:
    """The line of the screen with that text."""
    return next(line for line in filled.text.splitlines() if text in line)


# Lines


async def test_a_number_stands_at_the_right_before_its_unit() -> None:
    async with filling(form(SIZE, NAME), {"size": "7"}) as filled:
        left = line_of(filled, "Storage").index("7")
        await filled.press("5")
        assert line_of(filled, "Storage").index("75") == left - 1
        assert line_of(filled, "Storage").split()[-2:] == ["75", "GB"]
        await filled.press("left", "1")
        assert filled.view.entries["size"] == "715"


async def test_a_click_in_a_number_puts_the_cursor_there() -> None:
    async with filling(form(SIZE), {"size": "123"}) as filled:
        row = next(y for y, line in enumerate(filled.text.splitlines()) if "123" in line)
        column = filled.text.splitlines()[row].index("123")
        await filled.pilot.click(offset=(column + 1, row))
        await filled.press("9")
        assert filled.view.entries["size"] == "1923"


async def test_a_day_goes_by_days_and_says_its_name() -> None:
    async with filling(form(DAY)) as filled:
        await filled.write("31/12/2026")
        assert "Thursday" in filled.text
        await filled.press("+")
        assert filled.view.entries["day"] == "01/01/2027"
        await filled.press("-", "-")
        assert filled.view.entries["day"] == "30/12/2026"
        assert "Wednesday" in filled.text
        set_language("fr")
        filled.view.words()
        await filled.pilot.pause()
        assert "mercredi" in filled.text


async def test_the_hyphens_of_a_day_can_be_typed() -> None:
    async with filling(form(DAY)) as filled:
        await filled.write("2026-12-01")
        assert filled.view.entries["day"] == "2026-12-01"
        await filled.press("-")
        assert filled.view.entries["day"] == "2026-11-30"


async def test_an_empty_day_begins_at_the_first_day_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "today", lambda: date(2026, 11, 22))
    async with filling(form(structs.replace(DAY, earliest_days=3))) as filled:
        await filled.press("-")
        assert filled.view.entries["day"] == "-"
        await filled.press("backspace", "+")
        assert filled.view.entries["day"] == "2026-11-25"


async def test_the_last_day_of_all_is_no_crash() -> None:
    async with filling(form(DAY), {"day": "9999-12-31"}) as filled:
        await filled.press("+")
        assert filled.view.entries["day"] == "9999-12-31"


async def test_a_password_is_not_copied() -> None:
    async with filling(form(SECRET)) as filled:
        await filled.press("p", "w", "ctrl+shift+a", "ctrl+c", "ctrl+x")
        assert filled.pilot.app.clipboard == ""
        assert filled.view.entries["secret"] == "pw"


def toasts(filled: Filling) -> list[str]:
    return [toast.message for toast in filled.pilot.app._notifications]


@pytest.mark.parametrize("copied", [False, True])
async def test_a_long_paste_stands_whole_in_its_line_and_the_rule_says_how_many_are_too_many(copied: bool) -> None:
    title = Field(id="title", kind=FieldKind.TEXT, label={"": "Title"})
    async with filling(form(title, NAME)) as filled:
        text = "\n".join(["word " * 99 + "end"] * 10)
        if copied:
            filled.pilot.app.copy_to_clipboard(text)
            await filled.press("ctrl+v")
        else:
            filled.pilot.app.post_message(events.Paste(text))
        await filled.pilot.pause()
        assert filled.view.entries["title"] == text.replace("\n", " ")
        assert filled.kept[-1][1] == text.replace("\n", " ")
        await filled.press("tab")
        assert "4,789 too many" in filled.text
        assert toasts(filled) == []


@pytest.mark.parametrize(("field", "longest"), [(NAME, 20_000), (REASON, 20_000), (FILES, 4_096)])
async def test_what_no_field_takes_is_told_not_dropped(field: Field, longest: int) -> None:
    async with filling(form(field)) as filled:
        filled.pilot.app.post_message(events.Paste("a" * (longest + 7)))
        await filled.pilot.pause()
        await filled.pilot.pause()
        entry = filled.view.entries[field.id]
        assert len(entry if isinstance(entry, str) else entry[0]) == longest
        assert toasts(filled) == [f"A field takes {longest:,} characters: the last 7 of what was pasted are left out."]


async def test_a_line_that_is_too_long_is_told_not_cut() -> None:
    async with filling(form(structs.replace(NAME, format=None, longest=3))) as filled:
        await filled.write("abcd")
        assert filled.view.entries["name"] == "abcd"
        filled.view.judge()
        await filled.settled()
        assert "✖ At most 3 characters: 1 too many." in filled.text


# Options


async def test_few_options_stand_in_a_row() -> None:
    async with filling(form(LEVEL, NAME)) as filled:
        assert "( ) Bronze  ( ) Silver  ( ) Gold" in filled.text
        chosen = []
        for key in ("right", "right", "left", "left", "g", "b", "space", "backspace"):
            await filled.press(key)
            chosen.append(filled.view.entries["level"])
        assert chosen == ["bronze", "silver", "bronze", "gold", "gold", "bronze", "silver", ""]
        await filled.press("down")
        assert filled.view.cursor[0] == "name"


async def test_yes_and_no_answer_to_their_letter_in_both_languages() -> None:
    async with filling(form(BACKUP)) as filled:
        await filled.press("n")
        assert filled.view.entries["backup"] == "no"
        await filled.press("y")
        assert filled.view.entries["backup"] == "yes"


async def test_several_of_few_are_ticked() -> None:
    async with filling(form(structs.replace(PARTS, condition=None))) as filled:
        await filled.press("right", "space", "right", "space", "left", "left", "space")
        assert several(filled, "parts") == ("system", "data", "logs")
        await filled.press("space")
        assert several(filled, "parts") == ("data", "logs")
        assert "[ ] System  [✔] Data  [✔] Logs" in filled.text


async def test_the_cursor_among_ticks_is_told_and_comes_back() -> None:
    async with filling(form(structs.replace(PARTS, condition=None))) as filled:
        await filled.press("right", "right")
        assert filled.moves[-1] == ("parts", 2)
        filled.view.focus_field("parts", 1)
        await filled.settled()
        await filled.press("space")
        assert several(filled, "parts") == ("data",)


async def test_options_wrap_where_there_is_little_room() -> None:
    field = structs.replace(PARTS, condition=None, options=few(*(f"Part{n} of the machine" for n in range(5))))
    async with filling(form(field, NAME), size=(60, 20)) as filled:
        assert filled.view._rows["parts"].size.height >= 3
        assert all(f"Part{n}" in filled.text for n in range(5))


async def test_a_click_chooses_an_option() -> None:
    async with filling(form(LEVEL)) as filled:
        row = next(y for y, line in enumerate(filled.text.splitlines()) if "Silver" in line)
        await filled.pilot.click(offset=(filled.text.splitlines()[row].index("Silver"), row))
        assert filled.view.entries["level"] == "silver"


# Lists


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_many_options_are_chosen_from_a_list(key: str) -> None:
    async with filling(form(SYSTEM, NAME)) as filled:
        assert "choose…" in filled.text
        await filled.press(key)
        await opened(filled)
        await filled.press("down", "enter")
        assert filled.view.entries["system"] == "o2"
        assert filled.kept == [("system", "o2", 0)]
        assert "Linux 2" in filled.text
        assert "detail 2" in filled.text
        assert filled.view.cursor[0] == "system"


async def test_a_letter_opens_the_list_narrowed() -> None:
    async with filling(form(SYSTEM)) as filled:
        await filled.press("1")
        await opened(filled)
        await filled.press("7")
        assert "Linux 17" in filled.text
        assert "Linux 16" not in filled.text
        await filled.press("enter")
        assert filled.view.entries["system"] == "o17"


async def test_a_list_that_is_left_changes_nothing_and_delete_empties() -> None:
    async with filling(form(SYSTEM), {"system": "o3"}) as filled:
        await filled.press("enter")
        await opened(filled)
        await filled.press("down", "escape")
        assert filled.view.entries["system"] == "o3"
        assert filled.kept == []
        await filled.press("delete")
        assert filled.view.entries["system"] == ""


async def test_an_option_that_is_offered_no_more_is_shown_and_wrong() -> None:
    async with filling(form(SYSTEM), {"system": "gone"}) as filled:
        assert "gone" in filled.text
        assert [wrong.rule for wrong in filled.view.judge().wrong] == ["choice"]


async def test_several_of_many_are_ticked_in_a_list_and_kept_at_once() -> None:
    async with filling(form(ZONES)) as filled:
        await filled.press("enter")
        await opened(filled)
        await filled.press("enter", "down", "down", "enter")
        assert isinstance(filled.pilot.app.screen, Choice)
        assert several(filled, "zones") == ("o1", "o3")
        assert filled.text.count("[✔]") == 2
        await filled.press("enter", "escape")
        assert several(filled, "zones") == ("o1",)
        assert "Zone 1" in line_of(filled, "Zones")


async def test_many_chosen_options_take_some_lines() -> None:
    async with filling(form(ZONES, NAME), {"zones": tuple(f"o{n}" for n in range(1, 13))}, size=(60, 20)) as filled:
        assert 2 <= filled.view._rows["zones"].size.height <= 4
        assert "Zone 1, Zone 2" in filled.text


async def test_nothing_to_choose_is_said() -> None:
    contact = Field(id="contact", kind=FieldKind.CONTACT, label={"": "Contact"}, mandatory=True)
    async with filling(form(contact)) as filled:
        await filled.press("enter")
        assert not isinstance(filled.pilot.app.screen, Choice)
        assert "nothing to choose" in filled.text
        filled.view.judge()
        await filled.settled()
        assert "There is nothing to choose here" in filled.text


# Files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes.txt").write_text("a" * 1500)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "plan.txt").write_text("plan")
    with (tmp_path / "large.bin").open("wb") as large:
        large.truncate(LARGEST_FILE + 1)
    return tmp_path


def test_what_is_wrong_with_a_file(folder: Path) -> None:
    problems = {name: file_problem(str(folder / name)) for name in ("notes.txt", "empty.txt", "more", "large.bin", "x")}
    assert problems == {
        "notes.txt": "",
        "empty.txt": "empty",
        "more": "folder",
        "large.bin": "too-large",
        "x": "missing",
    }
    assert file_problem("a\0b") in ("unreadable", "missing")
    assert file_problem(str(folder / "notes.txt" / "x")) == "missing"


def test_what_is_no_ordinary_file_is_not_called_empty(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(folder / "socket"))
        assert [file_problem(path) for path in (f"{folder}/pipe", f"{folder}/socket", "/dev/null")] == ["special"] * 3


async def test_a_pipe_is_said_to_be_no_ordinary_file(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    async with filling(form(FILES, NAME), size=(200, 24)) as filled:
        filled.view._rows["files"].control.set_entry(f"{folder}/pip")
        await filled.press("e", "enter")
        assert "pipe is no ordinary file" in filled.text


async def test_the_same_file_twice_is_said(folder: Path) -> None:
    async with filling(form(FILES, NAME)) as filled:
        control = filled.view._rows["files"].control
        for expected in ([], ["notes.txt is among the files already."]):
            control.query_one(Input).value = f"{folder}/notes.tx"
            control.focus()
            await filled.press("end", "t", "enter")
            assert toasts(filled) == expected
            assert several(filled, "files") == (f"{folder}/notes.txt",)


def test_a_path_goes_on_with_what_the_folder_has(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".hidden").touch()
    (folder / "odd\x1b[31m").touch()
    assert continued(f"{folder}/no") == f"{folder}/notes.txt"
    assert continued(f"{folder}/mo") == f"{folder}/more/"
    assert continued(f"{folder}/more/") == f"{folder}/more/plan.txt"
    assert continued(f"{folder}/.h") == f"{folder}/.hidden"
    assert continued(f"{folder}/odd") is None
    assert continued(f"{folder}/notes.txt") is None
    assert continued(f"{folder}/nowhere/x") is None
    monkeypatch.setenv("HOME", str(folder))
    assert continued("~/no") == "~/notes.txt"


def test_sizes_in_words() -> None:
    set_language("en")
    assert [size_words(n) for n in (1, 999, 1500, 20_971_521)] == ["1 byte", "999 bytes", "2 kB", "20.9 MB"]


async def test_a_file_is_typed_added_and_taken_out(folder: Path) -> None:
    async with filling(form(FILES, NAME)) as filled:
        control = filled.view._rows["files"].control
        control.set_entry(f"{folder}/n")
        await filled.press("o")
        await until(filled.pilot, lambda: control.query_one(Input)._suggestion == f"{folder}/notes.txt")
        await filled.press("right", "enter")
        assert several(filled, "files") == (f"{folder}/notes.txt",)
        assert "notes.txt" in filled.text
        assert "2 kB" in filled.text
        await filled.press("down", "delete")
        assert several(filled, "files") == ()
        assert filled.view.cursor[0] == "files"


async def test_a_path_that_is_being_typed_is_kept_too(folder: Path) -> None:
    async with filling(form(FILES, NAME), {"files": (f"{folder}/notes.txt", f"{folder}/mo")}) as filled:
        await filled.press("x")
        assert filled.kept == [("files", (f"{folder}/notes.txt", f"{folder}/mox"), len(f"{folder}/mox"))]


async def test_a_path_that_comes_back_says_how_it_may_go_on(folder: Path) -> None:
    async with filling(form(FILES, NAME), {"files": (f"{folder}/no",)}) as filled:
        path = filled.view._rows["files"].control.query_one(Input)
        await until(filled.pilot, lambda: path._suggestion == f"{folder}/notes.txt")
        await filled.at("name")
        await filled.press("shift+tab")
        await until(filled.pilot, lambda: path._suggestion == f"{folder}/notes.txt")


@pytest.mark.parametrize(("name", "sentence"), [("empty.txt", "is empty"), ("large.bin", "is larger than 20 MB")])
async def test_a_file_that_cannot_be_attached_is_told_at_once(folder: Path, name: str, sentence: str) -> None:
    async with filling(form(FILES, NAME), size=(160, 24)) as filled:
        filled.view._rows["files"].control.set_entry(str(folder / name)[:-1])
        await filled.press(name[-1], "enter")
        assert sentence in filled.text
        await filled.press("backspace")
        assert sentence not in filled.text


async def test_a_folder_is_gone_into_and_a_whole_path_needs_no_enter(folder: Path) -> None:
    async with filling(form(FILES, NAME), {"files": (f"{folder}/mor",)}) as filled:
        await filled.press("e", "enter")
        assert several(filled, "files") == (f"{folder}/more/",)
        await filled.write("plan.txt")
        await filled.press("tab")
        await filled.at("name")
        assert several(filled, "files") == (f"{folder}/more/plan.txt",)
        assert "plan.txt" in filled.text
