"""Controls to type into: one line, a number, a day, a secret."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from ecc_tui import i18n
from ecc_tui.domain import forms
from ecc_tui.domain.form_values import read_day
from ecc_tui.domain.forms import Entry, FieldKind, Secret
from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_
from ecc_tui.widgets import fields
from ecc_tui.widgets.form_control import TYPED_LONGEST, Control, within

WIDEST_LINE = 60


class LineControl(Control, fields.Field):
    """One line of text."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """Of what is typed; unlike Textual's own it changes the layout of nothing."""

    def __init__(self, field: forms.Field) -> None:
        super().__init__(max_length=TYPED_LONGEST)
        self.field = field
        self.select_on_focus = False
        self.cursor_blink = False

    @property
    def entry(self) -> Entry:
        """The text."""
        return self.value

    @property
    def position(self) -> int:
        """The cursor, in characters."""
        return self.cursor_position

    def set_entry(self, entry: Entry) -> None:
        """Another text, the cursor behind it."""
        text = entry if isinstance(entry, str) else " ".join(entry)
        self.value = text if self.password else clean(text)
        self.cursor_position = len(self.value)

    def place(self, position: int) -> None:
        """Put the cursor before a character."""
        self.cursor_position = position

    def wanted(self, room: int) -> Size:
        """As wide as what is usually typed."""
        cells = {FieldKind.PHONE: 20, FieldKind.EMAIL: 40}.get(self.field.kind, self.field.most_characters)
        return Size(min(room, WIDEST_LINE, max(12, cells) + 3), 1)

    def watch_value(self) -> None:
        """A letter more or less."""
        self.settle_soon()

    def watch_selection(self) -> None:
        """The cursor has moved."""
        self.settle_soon()

    def replace(self, text: str, start: int, end: int) -> None:
        """All editing comes through here."""
        if not self.locked:
            room = TYPED_LONGEST - len(self.value) + abs(end - start)
            super().replace(within(text, room, self), start, end)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """A field that can't be edited needs no key."""
        return not self.locked and super().check_consume_key(key, character)

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override] # Textual calls Input's own after it
        if self.locked:
            event.prevent_default()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The form tells by itself."""
        event.stop()


class SecretControl(LineControl, fields.PasswordField):
    """A password: shown as dots, never copied, never kept."""

    @property
    def entry(self) -> Entry:
        """The text, marked as a secret."""
        return Secret(self.value)


class NumberControl(LineControl):
    """A number, at the right of its field as in a column of figures; its unit stands behind."""

    def wanted(self, room: int) -> Size:
        """As wide as its largest value."""
        bounds = [bound for bound in (self.field.lowest, self.field.highest) if bound is not None]
        digits = max((len(i18n.number(bound)) for bound in bounds), default=12)
        decimals = self.field.decimals + 1 if self.field.decimals else 0
        return Size(min(room, max(8, digits + decimals + 3)), 1)

    def note(self) -> str:
        """Its unit."""
        return i18n.said(self.field.unit) if self.field.unit else ""

    @property
    def _indent(self) -> int:
        """Blank cells before the number."""
        return max(0, self.scrollable_content_region.width - self.content_width) if self.value else 0

    def render_line(self, y: int) -> Strip:
        """The number at the right."""
        strip = super().render_line(y)
        if not (indent := self._indent):
            return strip
        width = strip.cell_length
        blank = strip.crop(width - indent - 1, width - 1)
        return Strip.join([blank, strip.crop(0, width - indent)])

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's own cursor stands."""
        return super().cursor_screen_offset + Offset(self._indent, 0)

    def _cell_offset_to_index(self, offset: int) -> int:
        return super()._cell_offset_to_index(max(0, offset - self._indent))


class DayControl(LineControl):
    """A day, written in either way; `+` and `-` go to the next and the previous one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+up", "step(1)", N_("Next day"), show=False, id="form-day.next"),
        Binding("ctrl+down", "step(-1)", N_("Previous day"), show=False, id="form-day.previous"),
    ]

    def wanted(self, room: int) -> Size:
        """Room for ten characters."""
        return Size(min(room, 14), 1)

    def note(self) -> str:
        """The day of the week, as soon as it is a day."""
        day = read_day(self.value)
        return i18n.weekday(day) if day else ""

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override] # Textual calls Input's own after it
        super()._on_key(event)
        step = {"+": 1, "-": -1}.get(event.character or "")
        if step and (read_day(self.value) or (step > 0 and not self.value.strip())):
            event.stop()
            event.prevent_default()
            self.action_step(step)

    def action_step(self, days: int) -> None:
        """Another day; an empty field begins at today, or the first day allowed."""
        day = read_day(self.value)
        if self.locked or (day is None and self.value.strip()):
            return
        try:
            day = day + timedelta(days) if day else i18n.today() + timedelta(max(0, self.field.earliest_days or 0))
        except OverflowError:
            return
        self.value = _written(day, self.value)
        self.cursor_position = len(self.value)


def _written(day: date, like: str) -> str:
    """A day in the form that the person uses."""
    if "/" in like or "." in like:
        sign = "/" if "/" in like else "."
        return f"{day:%d}{sign}{day:%m}{sign}{day:%Y}"
    return day.isoformat()
