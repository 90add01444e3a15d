"""The rows of a form, one under the other: made as they are reached, shown as their conditions hold.

Of a long form only what is in view is made, and some rows more while no key is pressed: each widget makes every change
of the layout slower. An empty widget of about their height stands for the missing rows, so that the scroll bar tells
the truth.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from ecc_tui.domain.forms import Entries, Entry, Field, Form, defaults, in_view
from ecc_tui.widgets.form_control import Control
from ecc_tui.widgets.form_kinds import control_of
from ecc_tui.widgets.form_row import GAP, WIDEST_LABEL, FieldRow, guessed_height, label_of
from ecc_tui.widgets.scrolling import recall_what_is_visible

AHEAD = 12
"""Rows that are made beyond what is in view, or has the focus, while no key is pressed."""
SLICE = 3
"""Rows that are made at once while nothing else is to do."""
PAUSE = 0.3
"""Seconds without a key before such a slice."""
SPARE_LINES = 3
"""Lines that are left for what may become wrong, where fields stand apart."""


class _RowsLayout(Layout):
    name = "form-rows"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        assert isinstance(parent, FormRows)
        y, placements, gap = 0, [], parent.gap(size.width)
        for child in children:
            height = child.height_at(size.width) if isinstance(child, FieldRow | MissingRows) else 1
            placements.append(WidgetPlacement(Region(0, y, size.width, height), NULL_OFFSET, NULL_SPACING, child))
            y += height + gap
        # Textual counts from the last: a row more would give all others another place, and paint them.
        return placements[::-1]


class MissingRows(Widget, can_focus=True):
    """Stands for the rows that aren't made yet; the focus that comes to it is given to the row that it wants."""

    DEFAULT_CSS = "MissingRows { width: 100%; height: 1; background: $background; }"
    lines = 0

    def height_at(self, _width: int) -> int:
        """As high as the rows will be, as far as one can guess."""
        return self.lines

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        return sys.maxsize, 0  # behind every row

    def render(self) -> str:
        """Nothing."""
        return ""


class FormRows(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The rows of `form` with what stands in them; `told` and `asked_to_judge` are for what a person does."""

    DEFAULT_CSS = """
    FormRows {
        height: 1fr;
        background: $background;
        scrollbar-gutter: stable;
    }
    """
    read_only: reactive[bool] = reactive(False, repaint=False, init=False)
    """Nothing can be edited."""

    def __init__(self, form: Form, entries: Entries | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._form = form
        self._entries: dict[str, Entry] = {**defaults(form), **(entries or {})}
        self._rows: dict[str, FieldRow] = {}
        self._missing = MissingRows()
        self._ahead = 0
        self._made_whole = False
        """All rows were there from the beginning."""
        self._label_columns: dict[int, int] = {}
        """By the width of the form."""
        self._tones: dict[bool, Mapping[str, Style]] = {}
        self._making: Timer | None = None
        self._rows_layout = _RowsLayout()

    @property
    def form(self) -> Form:
        """The form as it is filled."""
        return self._form

    @property
    def entries(self) -> Entries:
        """What stands in the fields, out of view too."""
        return dict(self._entries)

    # What a subclass does

    def told(self, control: Control, edited: bool) -> None:
        """A control has another entry, or its cursor another place."""

    def asked_to_judge(self, control: Control) -> None:
        """A control knows that something is wrong with it."""

    # Room

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> FormRows:
        """A row more or less paints nothing but what has moved: the rows do that by themselves."""
        super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)
        return self

    def notify_style_update(self) -> None:
        """Another theme: the rows look otherwise too."""
        super().notify_style_update()
        self._tones.clear()

    @property
    def layout(self) -> Layout:
        """The rows' own."""
        return self._rows_layout

    def gap(self, width: int) -> int:
        """Blank lines between two fields: one where there is room for all fields, those out of view too."""
        if self.styles.is_auto_height or not self._made_whole:
            return 0  # what was made later must not push apart what is read already
        lines = sum(row.plan(width).plain_height for row in self._rows.values())
        return 1 if lines + len(self._rows) + SPARE_LINES <= self.container_size.height else 0

    def label_cells(self, width: int) -> int:
        """The cells of the column of labels: it grows where every control leaves room."""
        if (known := self._label_columns.get(width)) is None:
            longest = max((cell_len(label_of(field)) for field in self._form.fields), default=0)
            known = min(WIDEST_LABEL, longest)
            if longest > WIDEST_LABEL and self._made_whole:  # what is made later may need the room
                room = width - WIDEST_LABEL - GAP
                needed = max(row.needed(room) for row in self._rows.values())
                known = max(WIDEST_LABEL, min(longest, width - GAP - needed))
            self._label_columns[width] = known
        return known

    def measure_missing(self, made: Sequence[FieldRow] = ()) -> None:
        """The room that the missing rows will take. What was just `made` takes it from theirs, whatever was guessed of
        it: a form that becomes longer or shorter is painted as a whole.
        """
        missing = self._missing_fields()
        lines = sum(map(guessed_height, missing))
        if made and missing and (width := self.size.width):
            taken = sum(row.height_at(width) for row in made if row.display)
            left = self._missing.lines - taken
            lines = left if left >= len(missing) else lines
        if lines != self._missing.lines:
            self._missing.lines = lines
            self._missing.display = bool(missing)
            if self._missing.is_attached:
                self._missing.refresh(layout=True)

    def _missing_fields(self) -> list[Field]:
        shown = self._shown_ids()
        return [field for field in self._form.fields[len(self._rows) :] if field.id in shown]

    # Making rows

    @property
    def is_incomplete(self) -> bool:
        """Are there rows that aren't made yet?"""
        return len(self._rows) < len(self._form.fields)

    def compose(self) -> ComposeResult:
        """As many rows as the screen may show."""
        yield from self._next_rows(self._first_count())
        self._made_whole = not self.is_incomplete
        self._missing.display = False
        self.measure_missing()
        yield self._missing

    def _first_count(self) -> int:
        """How many rows fill the screen."""
        lines, count = 0, 0
        for field in self._form.fields:
            if lines > self.app.size.height:
                break
            lines += guessed_height(field)
            count += 1
        return count

    def on_mount(self) -> None:
        """Some more rows, when nothing else is to do."""
        self.make_ahead(len(self._rows))

    @property
    def at_once(self) -> int:
        """Rows that are there beyond the one with the focus, whatever happens: what can be seen when it stands in the
        middle, and one more, so that Tab never finds the end too early.
        """
        return self.size.height // 2 + 1

    def make_ahead(self, row: int) -> None:
        """Make rows beyond one, when no key has come for a moment."""
        self._ahead = min(len(self._form.fields), max(self._ahead, row + 1 + AHEAD))
        if self._making is None and len(self._rows) < self._ahead:
            self._making = self.set_timer(PAUSE, self._make_some)
        self.keys_come_first()

    def keys_come_first(self) -> None:
        """A key was pressed: rows that nobody needs yet are made later."""
        if self._making is not None:
            self._making.reset()

    async def _make_some(self) -> None:
        self._making = None
        if self.is_attached:
            await self.make(min(SLICE, self._ahead - len(self._rows)))
            self.make_ahead(len(self._rows) if self._shows_missing() else 0)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Rows that are scrolled to are made; what stands around the form is not painted."""
        recall_what_is_visible(self.screen)
        super().watch_scroll_y(old_value, new_value)
        if self._shows_missing():
            self.make_ahead(len(self._rows))

    def _shows_missing(self) -> bool:
        """Are rows that aren't made in view, or less than a screen below it?"""
        return self.is_incomplete and self.scroll_y + 2 * self.size.height > self._missing.virtual_region.y

    async def make(self, count: int) -> None:
        """The rows of the next `count` fields."""
        if rows := self._next_rows(count):
            self.measure_missing(rows)
            await self.mount_all(rows, before=self._missing)

    async def make_up_to(self, id: str, ahead: int = 0) -> None:
        """The row of a field with all before it, and some more."""
        places = [field.id for field in self._form.fields]
        if id in places:
            await self.make(places.index(id) + 1 + ahead - len(self._rows))

    def _next_rows(self, count: int) -> list[FieldRow]:
        first = len(self._rows)
        rows = []
        for field in self._form.fields[first : first + max(0, count)]:
            control = control_of(field)
            control.put(self._entries.get(field.id, ""))
            control.set_locked(self.read_only)
            control.tell = self.told
            control.judge = self.asked_to_judge
            row = FieldRow(field, control)
            row.labels, row.tones, row.number = self.label_cells, self._tones, len(self._rows)
            self._rows[field.id] = row
            rows.append(row)
        self.show_conditions(rows)
        return rows

    async def replace_rows(self, form: Form, focused: str | None, position: int) -> None:
        """The rows of another form; entries of fields with the same id are kept, and so are focus and cursor."""
        old = list(self._rows.values())
        self._form, self._rows, self._made_whole = form, {}, False
        self._label_columns.clear()
        self._entries = {**defaults(form), **self._entries}
        with self.app.batch_update():
            # The new rows come first: the focus must never be without a place, it would go to a button.
            await self.make(max(self.app.size.height, len(old)))
            if focused in self._rows:
                self._rows[focused].control.focus()
                self._rows[focused].control.place(position)
            self._made_whole = not self.is_incomplete
            self._label_columns.clear()
            for row in self._rows.values():
                row.replan()
            await self.remove_children(old)

    # Showing rows

    def shown_rows(self) -> list[FieldRow]:
        """The rows whose condition holds, as far as they are made."""
        return [row for row in self._rows.values() if row.display]

    def show_conditions(self, rows: Iterable[FieldRow] | None = None) -> None:
        """Show the rows whose condition holds, and no other."""
        shown = self._shown_ids()
        for row in self._rows.values() if rows is None else rows:
            if row.display != (row.field.id in shown):
                row.display = row.field.id in shown

    def _shown_ids(self) -> Collection[str]:
        return {field.id for field in in_view(self._form, self._entries)}

    def words(self) -> None:
        """Every text again in the current language; nothing typed is lost."""
        self._label_columns.clear()
        for row in self._rows.values():
            row.control.words()
            row.replan()
        self.measure_missing()

    def adopt(self, form: Form) -> None:
        """The same fields in other words or with other options; their controls stay as they are."""
        self._form = form
        for id, row in self._rows.items():
            row.field = row.control.field = form.field(id)
        self.words()

    def settle(self) -> None:
        """Take up what was typed and not told yet."""
        for row in self._rows.values():
            row.control.settle()

    def watch_read_only(self, read_only: bool) -> None:
        """Nothing can be edited while it is sent."""
        self.settle()
        self.set_class(read_only, "-locked")
        for row in self._rows.values():
            row.control.set_locked(read_only)
