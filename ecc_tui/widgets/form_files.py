"""The control for files: a path to type, with completion, above the files that are chosen.

Its entry are the paths of the chosen files and, last, the path that is being typed: nothing typed is lost.
"""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from ecc_tui import i18n
from ecc_tui.domain.forms import LARGEST_FILE, Entry, Field
from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_, _, ngettext
from ecc_tui.widgets import fields
from ecc_tui.widgets.cells import Line, fit
from ecc_tui.widgets.form_control import Control, within

WIDEST = 60
LONGEST_PATH = 4096


def file_problem(path: str) -> str:
    """Why a file can't be attached, as in `FileUnusable`; empty when it can."""
    try:
        file = Path(path).expanduser()
        status = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except (OSError, RuntimeError, ValueError):
        return "unreadable"
    if not stat.S_ISREG(status.st_mode):  # never opened: a pipe would wait for ever
        return "folder" if stat.S_ISDIR(status.st_mode) else "special"
    if not os.access(file, os.R_OK):
        return "unreadable"
    return "empty" if not status.st_size else "too-large" if status.st_size > LARGEST_FILE else ""


def size_words(size: int) -> str:
    """Bytes as people say them: `340 kB`, `1.2 MB`."""
    if size < 1000:
        return ngettext("{n} byte", "{n} bytes", size).format(n=size)
    if size < 1_000_000:
        return _("{n} kB").format(n=i18n.number(round(size / 1000)))
    from decimal import Decimal

    return _("{n} MB").format(n=i18n.number(Decimal(size // 100_000) / 10))


class _Paths(Suggester):
    """Goes on with a path as the folder has it."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first name in the folder that begins so; a folder ends with a slash."""
        return await asyncio.to_thread(continued, value) if value else None


def continued(value: str) -> str | None:
    """A path that goes on with the first name of its folder that begins so; None where there is none."""
    folder, slash, begun = value.rpartition("/")
    try:
        with os.scandir(Path(folder + slash or ".").expanduser()) as entries:
            names = sorted(
                f"{entry.name}/" if entry.is_dir() else entry.name
                for entry in entries
                if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
            )
    except (OSError, RuntimeError, ValueError):
        return None
    # A name with hidden characters is not offered: what is shown must be what is meant.
    return next((folder + slash + name for name in names if name != begun and clean(name) == name), None)


class _Path(fields.Field):
    """The path that is being typed."""

    locked = False

    def __init__(self) -> None:
        super().__init__(max_length=LONGEST_PATH, select_on_focus=False, suggester=_Paths())
        self.cursor_blink = False

    def on_focus(self) -> None:
        """Say how the path may go on: Textual does so only after a key."""
        if self.suggester is not None and self.value:
            self.run_worker(self.suggester._get_suggestion(self, self.value))

    def replace(self, text: str, start: int, end: int) -> None:
        """All editing comes through here."""
        if not self.locked:
            room = LONGEST_PATH - len(self.value) + abs(end - start)
            super().replace(within(text, room, self, LONGEST_PATH), start, end)


class ChosenFiles(Widget, can_focus=True):
    """The files that are chosen, with their sizes; delete takes one out again."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"files--cursor", "files--muted"}
    DEFAULT_CSS = """
    ChosenFiles {
        background: $background;
        color: $foreground;
        padding: 0 1;
        & > .files--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .files--muted { color: $text-muted; }
        &:ansi > .files--cursor { background: ansi_blue; color: ansi_bright_white; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Up"), show=False, id="form-files.up"),
        Binding("down", "move(1)", N_("Down"), show=False, id="form-files.down"),
        Binding("delete,backspace", "remove", N_("Remove the file"), show=False, id="form-files.remove"),
    ]

    class Removed(Message):
        """A file is taken out."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__()
        self.files: Sequence[tuple[str, str]] = ()
        """Name and size, in words."""
        self.cursor = 0

    def show(self, files: Sequence[tuple[str, str]]) -> None:
        """Other files."""
        self.files = files
        self.cursor = max(0, min(self.cursor, len(files) - 1))
        self.display = bool(files)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One file."""
        width = self.size.width
        name, size = self.files[y] if y < len(self.files) else ("", "")
        here = self.has_focus and y == self.cursor
        line = Line(self._tones())
        line.add(fit(name, width - cell_len(size) - 1), "cursor" if here else "")
        line.add(f" {size}", "cursor" if here else "muted")
        return Strip(line.segments(width)).adjust_cell_length(width)

    def _tones(self) -> Mapping[str, Style]:
        names = ("cursor", "muted")
        return {"": self.rich_style, **{name: self.get_component_rich_style(f"files--{name}") for name in names}}

    def action_move(self, step: int) -> None:
        """Another file; at the ends the keys go on."""
        if not 0 <= self.cursor + step < len(self.files):
            raise SkipAction
        self.cursor += step
        self.refresh()

    def action_remove(self) -> None:
        """Take the file under the cursor out."""
        self.post_message(self.Removed(self.cursor))


class _FilesLayout(Layout):
    name = "form-files"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        y, placements = 0, []
        for child in children:
            height = len(child.files) if isinstance(child, ChosenFiles) else 1
            placements.append(WidgetPlacement(Region(0, y, size.width, height), NULL_OFFSET, NULL_SPACING, child))
            y += height
        return placements


class FilesControl(Control, Widget):
    """Files of this machine; their contents are read when the form is sent."""

    DEFAULT_CSS = "FilesControl { height: auto; background: $background; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "leave(1)", N_("Down"), show=False, id="form-files.leave-down"),
        Binding("up", "leave(-1)", N_("Up"), show=False, id="form-files.leave-up"),
    ]

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._files: tuple[str, ...] = ()
        self._path = _Path()
        self._chosen = ChosenFiles()
        self._files_layout = _FilesLayout()
        self.words()

    def compose(self) -> ComposeResult:
        """The path above the files."""
        yield self._path
        yield self._chosen

    @property
    def layout(self) -> Layout:
        """Its own."""
        return self._files_layout

    def focus(self, scroll_visible: bool = True) -> FilesControl:
        """To the path."""
        self._path.focus(scroll_visible)
        return self

    @property
    def entry(self) -> Entry:
        """The chosen files, then the path that is being typed."""
        typed = self._path.value.strip()
        return (*self._files, typed) if typed else self._files

    @property
    def position(self) -> int:
        """The cursor in the path."""
        return self._path.cursor_position

    def set_entry(self, entry: Entry) -> None:
        """Other files; one that can't be attached is taken as being typed."""
        paths = entry if isinstance(entry, tuple) else (entry,) if entry else ()
        typed = paths[-1] if paths and file_problem(paths[-1]) else ""
        self._files = paths[:-1] if typed else paths
        self._path.value = typed
        self._path.cursor_position = len(typed)
        self._show()

    def place(self, position: int) -> None:
        """Put the cursor into the path."""
        self._path.cursor_position = position

    def set_locked(self, locked: bool) -> None:
        """Allow or forbid editing."""
        super().set_locked(locked)
        self._path.locked = locked
        self.words()

    def wanted(self, room: int) -> Size:
        """The path, and a line for each file."""
        return Size(min(room, WIDEST), 1 + len(self._files))

    def note(self) -> str:
        """How a file comes and goes."""
        return _("delete removes it") if self._chosen.has_focus else ""

    def words(self) -> None:
        """Its texts in the current language."""
        self._path.placeholder = "–" if self.locked else _("path of a file, → completes, enter adds")
        self._show()

    def _show(self) -> None:
        self._chosen.show([(clean(Path(path).name), _size(path)) for path in self._files])

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter of the path."""
        event.stop()
        self.settle()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter adds the file; with nothing typed it goes on."""
        if self._path.value.strip() and not self.locked:
            event.stop()
            self._add()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A path that was typed whole needs no Enter."""
        if event.widget is self._path and not self.locked and not file_problem(self._path.value.strip()):
            self._add()

    def _add(self) -> None:
        typed = self._path.value.strip()
        problem = file_problem(typed)
        if problem == "folder" and not typed.endswith("/"):
            self._path.value = f"{typed}/"
            self._path.cursor_position = len(self._path.value)
        elif not problem:
            path = str(Path(typed).expanduser().absolute())
            if path in self._files:
                text = _("{name} is among the files already.").format(name=clean(Path(path).name))
                self.notify(text, markup=False)
            else:
                self._files = (*self._files, path)
            self._path.value = ""
            self._show()
        self.settle()
        if problem:
            self.ask_to_judge()

    def on_chosen_files_removed(self, event: ChosenFiles.Removed) -> None:
        """A file less."""
        event.stop()
        if not self.locked and event.index < len(self._files):
            self._files = tuple(path for index, path in enumerate(self._files) if index != event.index)
            self._show()
            if not self._files:
                self.focus()
            self.settle()

    def action_leave(self, step: int) -> None:
        """From the path down to the files and back; else out of the field."""
        if step > 0 and self._path.has_focus and self._files:
            self._chosen.focus()
        elif step < 0 and self._chosen.has_focus:
            self.focus()
        else:
            raise SkipAction


def _size(path: str) -> str:
    try:
        return size_words(Path(path).stat().st_size)
    except (OSError, ValueError):
        return "?"
