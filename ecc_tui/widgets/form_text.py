"""The control for a long text."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.widgets import TextArea

from ecc_tui.domain import forms
from ecc_tui.domain.forms import Entry
from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_
from ecc_tui.widgets.form_control import TYPED_LONGEST, Control, within

LEAST_TEXT_LINES, MOST_TEXT_LINES = 3, 6


class LongTextControl(Control, TextArea):
    """Several lines; grows with what is typed. Enter makes a new line, Tab leaves it."""

    DEFAULT_CSS = """
    LongTextControl {
        height: 3;
        border: none;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        scrollbar-size: 1 1;

        &:focus { border: none; background: $block-cursor-background; color: $block-cursor-foreground; }
        & .text-area--cursor-line { background: transparent; }
        &.-locked { background: $background; }
        &.-locked:focus { background: $panel; color: $foreground; }
        &:ansi { background: ansi_black; }
        &:ansi:focus { background: ansi_blue; color: ansi_bright_white; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "line(-1)", N_("Up"), show=False, id="form-text.up"),
        Binding("down", "line(1)", N_("Down"), show=False, id="form-text.down"),
    ]

    def __init__(self, field: forms.Field) -> None:
        super().__init__(compact=True, highlight_cursor_line=False)
        self.field = field
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._lines = LEAST_TEXT_LINES

    @property
    def entry(self) -> Entry:
        """The text."""
        return self.text

    @property
    def position(self) -> int:
        """The cursor, in characters from the beginning."""
        row, column = self.cursor_location
        return sum(len(self.document[line]) + 1 for line in range(row)) + column

    def set_entry(self, entry: Entry) -> None:
        """Another text, the cursor behind it."""
        self.load_text(clean(entry if isinstance(entry, str) else "\n".join(entry), multiline=True))
        self.move_cursor(self.document.end)

    def place(self, position: int) -> None:
        """Put the cursor before a character."""
        row = 0
        while row < self.document.line_count - 1 and position > len(self.document[row]):
            position -= len(self.document[row]) + 1
            row += 1
        self.move_cursor((row, min(max(0, position), len(self.document[row]))))

    def wanted(self, room: int) -> Size:
        """All the room, and as many lines as it has, within reason."""
        width = max(1, room - 3)
        lines = sum(max(1, -(-cell_len(line) // width)) for line in self.text.split("\n")[: MOST_TEXT_LINES + 1])
        return Size(room, max(LEAST_TEXT_LINES, min(MOST_TEXT_LINES, lines)))

    def set_locked(self, locked: bool) -> None:
        """Allow or forbid editing."""
        super().set_locked(locked)
        self.read_only = locked

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A letter more or less."""
        event.stop()
        self.settle()

    def watch_selection(self) -> None:
        """The cursor has moved."""
        self.settle_soon()

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual calls TextArea's own handler after this one.
        event.text = clean(event.text.replace("\r", "\n") if "\n" not in event.text else event.text, multiline=True)
        event.text = within(event.text, TYPED_LONGEST - len(self.text) + len(self.selected_text), self)

    def action_line(self, step: int) -> None:
        """Up and down move in the text, and out of it at its edges."""
        if self.cursor_at_first_line if step < 0 else self.cursor_at_last_line:
            raise SkipAction  # the form goes to the field beside
        if step < 0:
            self.action_cursor_up()
        else:
            self.action_cursor_down()
