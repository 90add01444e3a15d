"""Controls that choose from many: a line that opens the searchable list, for one option or for several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from ecc_tui import i18n
from ecc_tui.domain.forms import Entry, Field, Option
from ecc_tui.domain.text import clean, one_line
from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import Line, fit
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, told
from ecc_tui.widgets.fields import Field as TextField
from ecc_tui.widgets.form_control import Control
from ecc_tui.widgets.form_options import label_of
from ecc_tui.widgets.lines import LineList

NARROWEST, WIDEST = 24, 60
MOST_LINES = 4
"""Lines that the names of several chosen options take."""


class PickerControl(Control, Widget, can_focus=True):
    """One of many: Enter, space or a letter opens the list; the option's detail stands behind."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"picker--muted"}
    DEFAULT_CSS = """
    PickerControl {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        & > .picker--muted { color: $text-muted; }
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:focus > .picker--muted { color: $block-cursor-foreground; }
        &.-locked { background: $background; }
        &.-locked:focus { background: $panel; color: $foreground; }
        &:ansi { background: ansi_black; }
        &:ansi:focus { background: ansi_blue; color: ansi_bright_white; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", N_("Choose"), show=False, id="form-picker.open"),
        Binding("backspace,delete", "empty", N_("None of them"), show=False, id="form-picker.empty"),
    ]

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._chosen: tuple[str, ...] = ()
        self._counted: tuple[tuple[Option, ...], int] = ((), 0)

    @property
    def entry(self) -> Entry:
        """The id of the option."""
        return self._chosen[0] if self._chosen else ""

    def set_entry(self, entry: Entry) -> None:
        """Another option."""
        self._chosen = entry if isinstance(entry, tuple) else (entry,) if entry else ()
        self.refresh()

    def _option(self, id: str) -> Option:
        return next((option for option in self.field.options if option.id == id), Option(id, {"": clean(id)}))

    def _lines(self, room: int) -> Sequence[str]:
        """What is chosen, in words."""
        return [", ".join(label_of(self._option(id)) for id in self._chosen)] if self._chosen else []

    def note(self) -> str:
        """The detail of the option: a company, a price."""
        return i18n.said(self._option(self._chosen[0]).detail) if len(self._chosen) == 1 else ""

    def wanted(self, room: int) -> Size:
        """As wide as the longest option."""
        width = min(room, WIDEST, max(NARROWEST, self._longest() + 5))
        return Size(width, max(1, len(self._lines(width - 4))))

    def _longest(self) -> int:
        """Cells of the longest option; of thousands they are counted once."""
        known, cells = self._counted
        if known is not self.field.options or not cells:
            cells = max((cell_len(label_of(option)) for option in self.field.options), default=0)
            self._counted = (self.field.options, cells)
        return cells

    def words(self) -> None:
        """Options have other lengths in other languages."""
        self._counted = ((), 0)
        super().words()

    def render_line(self, y: int) -> Strip:
        """The chosen option, or that one is to be chosen."""
        width = self.size.width
        lines = self._lines(width - 2)
        line = Line({"": self.rich_style, "muted": self._muted()})
        if lines:
            line.add(fit(lines[y] if y < len(lines) else "", width - 2))
        else:
            line.add(fit(self._nothing_chosen(), width - 2), "muted")
        if self.field.options and not self.locked:
            line.add(" ▾" if y == 0 else "  ", "muted")
        return Strip(line.segments(width)).adjust_cell_length(width)

    def _nothing_chosen(self) -> str:
        if self.locked:
            return "–"
        return _("choose…") if self.field.options else _("nothing to choose")

    def _muted(self) -> Style:
        return self.get_component_rich_style("picker--muted")

    def on_key(self, event: events.Key) -> None:
        """A letter or digit opens the list narrowed to it."""
        if event.character and event.character.isalnum() and not self.locked and self.field.options:
            event.stop()
            event.prevent_default()
            self._open(event.character)

    def on_click(self, event: events.Click) -> None:
        """A click opens the list."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the list."""
        if not self.locked and self.field.options:
            self._open("")

    def _open(self, typed: str) -> None:
        chosen = self._chosen[0] if self._chosen else None
        self.app.push_screen(
            told(
                lambda: _List(clean(one_line(i18n.said(self.field.label))), self._choices(), chosen=chosen, typed=typed)
            ),
            self._picked,
        )

    def _choices(self) -> list[ChoiceEntry]:
        return [
            ChoiceEntry(option.id, label_of(option), clean(one_line(i18n.said(option.detail))))
            for option in self.field.options
        ]

    def _picked(self, id: str | None) -> None:
        if id is not None and not self.locked:
            self._take((id,))

    def _take(self, chosen: tuple[str, ...]) -> None:
        self._chosen = chosen
        self.refresh()
        self.settle()

    def action_empty(self) -> None:
        """Nothing chosen."""
        if not self.locked:
            self._take(())


class SeveralControl(PickerControl):
    """Several of many: the list stays open while one ticks."""

    @property
    def entry(self) -> Entry:
        """The ids of the ticked options, in their order."""
        known = tuple(option.id for option in self.field.options if option.id in self._chosen)
        return (*known, *(id for id in self._chosen if id not in known))

    def _lines(self, room: int) -> Sequence[str]:
        lines: list[str] = []
        for id in self._entry_ids():
            name = label_of(self._option(id))
            if lines and cell_len(lines[-1]) + cell_len(name) + 2 <= room:
                lines[-1] += f", {name}"
            else:
                lines.append(name)
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES - 1], _("{n} chosen in all").format(n=len(self._chosen))]
        return lines

    def _entry_ids(self) -> tuple[str, ...]:
        entry = self.entry
        return entry if isinstance(entry, tuple) else ()

    def wanted(self, room: int) -> Size:
        """Wide, and as many lines as the chosen options need."""
        width = min(room, WIDEST)
        return Size(width, max(1, len(self._lines(width - 4))))

    def note(self) -> str:
        """Nothing: several options have several details."""
        return ""

    def _open(self, typed: str) -> None:
        self.app.push_screen(
            told(
                lambda: _Ticks(
                    clean(one_line(i18n.said(self.field.label))), self._choices(), typed=typed, turn=self._turn
                )
            )
        )

    def _choices(self) -> list[ChoiceEntry]:
        return [
            ChoiceEntry(entry.id, f"{'[✔]' if entry.id in self._chosen else '[ ]'} {entry.title}", entry.note)
            for entry in super()._choices()
        ]

    def _turn(self, id: str) -> Sequence[ChoiceEntry]:
        """Tick an option or take its tick away; how the list looks then."""
        if not self.locked:
            chosen = tuple(one for one in self._chosen if one != id)
            self._take(chosen if id in self._chosen else (*chosen, id))
        return self._choices()


class _List(Choice):
    """A list that may be narrowed from the beginning."""

    def __init__(
        self, title: str, entries: Sequence[ChoiceEntry], *, chosen: str | None = None, typed: str = ""
    ) -> None:
        super().__init__(title, entries, chosen=None if typed else chosen)
        self._typed = typed

    def on_mount(self) -> None:
        """The letter that opened it is the first one searched."""
        field = self.query_one(TextField)
        field.value = self._typed
        field.cursor_position = len(self._typed)


class _Ticks(_List):
    """Enter ticks and stays; Escape is enough to be done."""

    def __init__(
        self,
        title: str,
        entries: Sequence[ChoiceEntry],
        *,
        typed: str = "",
        turn: Callable[[str], Sequence[ChoiceEntry]],
    ) -> None:
        super().__init__(title, entries, typed=typed)
        self._said = (title, _("enter tick · esc done"))
        self.say(*self._said)
        self._turn = turn

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Tick it."""
        event.stop()
        event.prevent_default()
        cursor = self._lines.cursor
        self._entries = tuple(self._turn(self._lines.entries[event.index].id))
        self._lines.replace(self._entries, self.query_one(TextField).value)
        self._lines.move_to(cursor)
