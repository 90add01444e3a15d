"""The dialog to choose from a list: menus, contracts, statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ecc_tui.domain.text import fold
from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import Line, fit
from ecc_tui.widgets.dialogs.base import Dialog
from ecc_tui.widgets.fields import Field
from ecc_tui.widgets.lines import CURSOR_BAR, LineList, centred


class ChoiceEntry(Struct, frozen=True):
    """Something to choose. With a `reason` it is dimmed and can still be chosen, so that the reason can be told."""

    id: str
    title: str
    note: str = ""
    reason: str = ""


class _ChoiceLines(LineList, can_focus=False):
    """The entries of a Choice; the keys come from the field above it."""

    def __init__(self, entries: Sequence[ChoiceEntry]) -> None:
        super().__init__(classes="ecc-dialog-lines")
        self._all = tuple(entries)
        self.entries = self._all

    def on_mount(self) -> None:
        """All entries at first."""
        self.set_line_count(len(self.entries))

    def narrow(self, text: str) -> None:
        """Only entries that hold each word; those that begin with what was typed come first."""
        words, typed = fold(text).split(), fold(text)
        found = (e for e in self._all if all(word in fold(f"{e.title} {e.note}") for word in words))
        self.entries = tuple(sorted(found, key=lambda e: not fold(e.title).startswith(typed)))
        self.set_line_count(len(self.entries))
        self.cursor = 0
        self.refresh()

    def replace(self, entries: Sequence[ChoiceEntry], text: str) -> None:
        """The same entries in other words."""
        self._all = tuple(entries)
        self.narrow(text)

    def line_kind(self, index: int) -> str:
        """The cursor is loud: the keys go here."""
        return "cursor" if index == self.cursor else "plain"

    def draw_line(self, index: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """A title, and its note at the right."""
        entry = self.entries[index]
        line = Line(styles)
        line.add(f"{CURSOR_BAR if index == self.cursor else ' '} ", "bar")
        note = fit(entry.note, min(cell_len(entry.note), width // 2))
        line.add(fit(entry.title, width - 3 - cell_len(note)), "muted" if entry.reason else "")
        line.add(f" {note}", "muted")
        return line.segments(width)

    def draw_instead(self, y: int, height: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """Nothing holds these words."""
        line = Line(styles)
        if y == 0:
            line.add(centred(_("Nothing matches"), width), "muted")
        return line.segments(width)


class Choice(Dialog[str | None]):
    """A list to choose from: typing narrows it, Enter answers with the entry's id, Escape with None."""

    DEFAULT_CSS = """
    Choice {
        & .ecc-dialog-lines { width: 100%; overflow-y: auto; }
        & Input { width: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('up')", N_("Up"), show=False, priority=True, id="choice.up"),
        Binding("down", "move('down')", N_("Down"), show=False, priority=True, id="choice.down"),
        Binding("pageup", "move('page_up')", N_("Page up"), show=False, priority=True, id="choice.page-up"),
        Binding("pagedown", "move('page_down')", N_("Page down"), show=False, priority=True, id="choice.page-down"),
    ]

    def __init__(self, title: str, entries: Sequence[ChoiceEntry], *, chosen: str | None = None) -> None:
        super().__init__(title, _("enter choose · esc close"))
        self._entries = tuple(entries)
        self._chosen = chosen
        self._lines = _ChoiceLines(entries)

    def fill(self) -> ComposeResult:
        """A field that narrows, over the entries."""
        yield Field(placeholder=_("type to narrow"), select_on_focus=False, classes="ecc-narrowing")
        yield self._lines

    def on_mount(self) -> None:
        """As large as the entries need."""
        self._widen()
        self._lines.styles.height = max(1, min(len(self._entries), self.app.size.height - 7))
        chosen = next((place for place, e in enumerate(self._entries) if e.id == self._chosen), 0)
        self.call_after_refresh(self._lines.move_to, chosen)

    def _widen(self) -> None:
        self.set_width(max((cell_len(e.title) + cell_len(e.note) + 6 for e in self._entries), default=0))

    def adopt(self, other: Dialog[str | None]) -> None:
        """The same entries in other words; typed text and cursor stay."""
        super().adopt(other)
        if isinstance(other, Choice):
            self._entries = other._entries
            self._widen()
            field = self.query_one(Field)
            field.placeholder = _("type to narrow")
            cursor = self._lines.cursor
            self._lines.replace(other._entries, field.value)
            self._lines.move_to(cursor)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow as it is typed."""
        event.stop()
        self._lines.narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the entry under the cursor."""
        event.stop()
        self._lines.action_choose()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """An entry was chosen."""
        event.stop()
        self.dismiss(self._lines.entries[event.index].id)

    def action_move(self, where: str) -> None:
        """Move the cursor while the field has the focus."""
        {
            "up": self._lines.action_cursor_up,
            "down": self._lines.action_cursor_down,
            "page_up": self._lines.action_page_up,
            "page_down": self._lines.action_page_down,
        }[where]()
