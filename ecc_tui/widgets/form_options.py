"""Controls to choose with: a row of few options, yes or no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from ecc_tui import i18n
from ecc_tui.domain.forms import NO, YES, Entry, Field, FieldKind, Option
from ecc_tui.domain.text import clean, fold, one_line
from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import fit
from ecc_tui.widgets.form_control import Control

MOST_IN_A_ROW = 4
WIDEST_ROW = 56
"""Options that are more, or longer together, are chosen in a dialog."""


def is_short(field: Field) -> bool:
    """Do the options stand in a row, whatever the language?"""
    widths = [max((cell_len(text) for text in option.label.values()), default=4) + 6 for option in field.options]
    return len(widths) <= MOST_IN_A_ROW and sum(widths) <= WIDEST_ROW and not any(o.detail for o in field.options)


def label_of(option: Option) -> str:
    """The words of an option, on one line; its id where it has none."""
    return clean(one_line(i18n.said(option.label)) or option.id)


class OptionsControl(Control, Widget, can_focus=True):
    """Options in a row that wraps; the one under the cursor is marked by brackets and colour."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"options--cursor", "options--muted"}
    DEFAULT_CSS = """
    OptionsControl {
        height: 1;
        padding: 0 1;
        background: $background;
        color: $foreground;
        & > .options--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .options--muted { color: $text-muted; }
        &:ansi > .options--cursor { background: ansi_blue; color: ansi_bright_white; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", N_("Previous option"), show=False, id="form-options.previous"),
        Binding("right", "step(1)", N_("Next option"), show=False, id="form-options.next"),
        Binding("space", "choose", N_("Choose"), show=False, id="form-options.choose"),
        Binding("backspace,delete", "empty", N_("None of them"), show=False, id="form-options.empty"),
    ]

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._cursor = 0

    @property
    def options(self) -> Sequence[Option]:
        """What can be chosen."""
        if self.field.kind is FieldKind.YES_NO:
            return (Option(YES, {"": _("Yes")}), Option(NO, {"": _("No")}))
        return self.field.options

    @property
    def position(self) -> int:
        """The option under the cursor."""
        return self._cursor

    def place(self, position: int) -> None:
        """Put the cursor on an option."""
        self._cursor = max(0, min(position, len(self.options) - 1))
        self.refresh()

    def is_chosen(self, id: str) -> bool:
        """Is that option chosen?"""
        raise NotImplementedError

    def sign(self, chosen: bool) -> str:
        """What stands before an option."""
        raise NotImplementedError

    def pick(self, index: int) -> None:
        """Choose an option."""
        raise NotImplementedError

    def moved(self, index: int) -> None:
        """The cursor went to an option."""
        self._cursor = index

    def _lines(self, room: int) -> Iterator[list[tuple[int, str]]]:
        """The options by line, each with its index."""
        line: list[tuple[int, str]] = []
        used = 0
        for index, option in enumerate(self.options):
            text = f"{self.sign(self.is_chosen(option.id))} {label_of(option)}"
            if line and used + cell_len(text) > room:
                yield line
                line, used = [], 0
            line.append((index, fit(text, min(cell_len(text), room))))
            used += cell_len(text) + 2
        yield line

    def wanted(self, room: int) -> Size:
        """As many lines as the options need."""
        lines = list(self._lines(room - 2))
        width = max(sum(cell_len(text) + 2 for _index, text in line) for line in lines)
        return Size(min(room, width + 2), len(lines))

    def render_line(self, y: int) -> Strip:
        """One line of options."""
        width = self.size.width
        lines = list(self._lines(width))
        styles = self._styles_of_line()
        segments = []
        for index, text in lines[y] if y < len(lines) else ():
            tone = "cursor" if self.has_focus and index == self._cursor else self._tone(index)
            segments += [Segment(text, styles[tone]), Segment("  ", styles[""])]
        return Strip(segments).adjust_cell_length(width, styles[""])

    def _tone(self, index: int) -> str:
        return "muted" if self.locked and not self.is_chosen(self.options[index].id) else ""

    def _styles_of_line(self) -> Mapping[str, Style]:
        names = ("cursor", "muted")
        return {"": self.rich_style, **{name: self.get_component_rich_style(f"options--{name}") for name in names}}

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        place = event.get_content_offset(self)
        for y, line in enumerate(self._lines(self.size.width)):
            x = 0
            for index, text in line:
                if place and y == place.y and x <= place.x < x + cell_len(text):
                    event.stop()
                    self.moved(index)
                    self._pick(index)
                x += cell_len(text) + 2

    def on_key(self, event: events.Key) -> None:
        """A letter chooses the next option that begins with it."""
        if not event.character or not event.character.isalpha():
            return
        count = len(self.options)
        for step in range(1, count + 1):
            index = (self._cursor + step) % count
            if fold(label_of(self.options[index])).startswith(fold(event.character)):
                event.stop()
                event.prevent_default()
                self.moved(index)
                self._pick(index)
                return

    def _pick(self, index: int) -> None:
        if not self.locked:
            self.pick(index)
            self.refresh(layout=True)
            self.settle()

    def action_step(self, step: int) -> None:
        """The option beside."""
        if self.options:
            self.moved((self._cursor + step) % len(self.options))
            self.refresh()
            self.settle()

    def action_choose(self) -> None:
        """The option under the cursor."""
        if self.options:
            self._pick(self._cursor)

    def action_empty(self) -> None:
        """Nothing chosen."""
        if not self.locked:
            self.set_entry("")
            self.refresh()
            self.settle()


class RadioControl(OptionsControl):
    """One of few: moving to it chooses it."""

    _chosen = ""

    @property
    def entry(self) -> Entry:
        """The id of the option."""
        return self._chosen

    def set_entry(self, entry: Entry) -> None:
        """Another option."""
        self._chosen = entry if isinstance(entry, str) else next(iter(entry), "")
        self._cursor = next((i for i, option in enumerate(self.options) if option.id == self._chosen), 0)
        self.refresh()

    def is_chosen(self, id: str) -> bool:
        """Is it that one?"""
        return id == self._chosen

    def sign(self, chosen: bool) -> str:
        """A filled or an empty ring."""
        return "(●)" if chosen else "( )"

    def pick(self, index: int) -> None:
        """That one and no other."""
        self._chosen = self.options[index].id

    def action_step(self, step: int) -> None:
        """The first one where nothing was chosen; else the one beside."""
        if self.locked or not self.options:
            return
        if self._chosen:
            self.moved((self._cursor + step) % len(self.options))
        self._pick(self._cursor)

    def action_choose(self) -> None:
        """Space goes round."""
        self.action_step(1)


class TicksControl(OptionsControl):
    """Several of few: space ticks."""

    _chosen: frozenset[str] = frozenset()

    @property
    def entry(self) -> Entry:
        """The ids of the ticked options, in their order."""
        return tuple(option.id for option in self.options if option.id in self._chosen)

    def set_entry(self, entry: Entry) -> None:
        """Other ticks."""
        self._chosen = frozenset(entry if isinstance(entry, tuple) else (entry,) if entry else ())
        self.refresh()

    def is_chosen(self, id: str) -> bool:
        """Is it ticked?"""
        return id in self._chosen

    def sign(self, chosen: bool) -> str:
        """A box with or without its tick."""
        return "[✔]" if chosen else "[ ]"

    def pick(self, index: int) -> None:
        """Tick it, or take the tick away."""
        self._chosen ^= {self.options[index].id}
