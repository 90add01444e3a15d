"""Draws any form (C3): rows of fields, conditions, errors beside their field; keyboard only, and nothing typed is lost.

    view = FormView(form, draft.entries, keep=draft.enter, moved=draft.move)
    verdict = view.judge()                # marks what is wrong and goes to the first such field
    view.mark(refused.wrong)              # what a backend refused
    view.words()                          # another language; entries, cursor and focus stay

`keep` is called while the key is dealt with, before `Edited` is posted. Fields whose condition doesn't hold keep what
was typed in them, unseen and unanswered. Of a long form only what is in view is made at once, the rest when it is
reached or nothing else is to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input

from ecc_tui import i18n
from ecc_tui.domain.forms import (
    SECRET_KINDS,
    Entries,
    Entry,
    Field,
    FieldKind,
    Form,
    Verdict,
    Wrong,
    check,
    check_field,
    defaults,
    in_view,
)
from ecc_tui.i18n import N_
from ecc_tui.widgets.form_control import Control
from ecc_tui.widgets.form_lines import DayControl, LineControl, LongTextControl, NumberControl, SecretControl
from ecc_tui.widgets.form_options import RadioControl, TicksControl
from ecc_tui.widgets.form_row import WIDEST_LABEL, FieldRow, guessed_height, label_of
from ecc_tui.wording.form_words import wrong_sentence

AHEAD = 12
"""Rows that are made beyond the one with the focus: Tab never finds the end too early."""
SLICE = 6
"""Rows that are made at once while nothing else is to do."""


class _FormLayout(Layout):
    name = "form"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        y, placements = 0, []
        for child in children:
            height = child.height_at(size.width) if isinstance(child, FieldRow | _Rest) else 1
            placements.append(WidgetPlacement(Region(0, y, size.width, height), NULL_OFFSET, NULL_SPACING, child))
            y += height
        return placements


class _Rest(Widget, can_focus=True):
    """Stands for the rows that aren't made yet; the focus that comes to it goes on to the row that it wants."""

    DEFAULT_CSS = "_Rest { width: 100%; height: 1; background: $background; }"
    lines = 0

    def height_at(self, _width: int) -> int:
        """As high as the rows will be, as far as one can guess."""
        return self.lines

    def render(self) -> str:
        """Nothing."""
        return ""


class FormView(VerticalScroll, can_focus=False, inherit_bindings=False):
    """A form to fill."""

    DEFAULT_CSS = """
    FormView {
        height: 1fr;
        background: $background;
        scrollbar-gutter: stable;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "field(-1)", N_("Previous field"), show=False, id="form.up"),
        Binding("down", "field(1)", N_("Next field"), show=False, id="form.down"),
        Binding("enter", "field(1)", N_("Next field"), show=False, id="form.enter"),
        Binding("home,ctrl+home", "first", N_("First field"), show=False, id="form.first"),
        Binding("end,ctrl+end", "last", N_("Last field"), show=False, id="form.last"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="form.page-up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="form.page-down"),
    ]

    read_only: reactive[bool] = reactive(False, repaint=False, init=False)

    class Edited(Message):
        """An entry is another one; it is kept already."""

        def __init__(self, form: FormView, field: str) -> None:
            super().__init__()
            self.form = form
            self.field = field

        @property
        def control(self) -> FormView:
            """The form that speaks."""
            return self.form

    class Sent(Message):
        """Enter in a field of a form that `enter_sends`."""

        def __init__(self, form: FormView) -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> FormView:
            """The form that speaks."""
            return self.form

    def __init__(
        self,
        form: Form,
        entries: Entries | None = None,
        *,
        keep: Callable[[str, Entry, int], None] | None = None,
        moved: Callable[[str, int], None] | None = None,
        enter_sends: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._form = form
        self._entries: dict[str, Entry] = {**defaults(form), **(entries or {})}
        self._keep = keep
        self._moved = moved
        self._enter_sends = enter_sends
        self._cursor = ("", 0)
        self._rows: dict[str, FieldRow] = {}
        self._rest = _Rest()
        self._form_layout = _FormLayout()
        self._wanted_focus: tuple[str, int | None] | None = None

    @property
    def form(self) -> Form:
        """The form as it is filled."""
        return self._form

    @property
    def entries(self) -> Entries:
        """What stands in the fields, out of view too."""
        return dict(self._entries)

    @property
    def cursor(self) -> tuple[str, int]:
        """The field that has or had the focus, and the place in it."""
        return self._cursor

    @property
    def layout(self) -> Layout:
        """The form's own."""
        return self._form_layout

    # Rows

    def compose(self) -> Iterator[Widget]:
        """As many rows as the screen may show."""
        yield from self._next_rows(self.app.size.height)
        yield self._rest
        self._measure()

    def on_mount(self) -> None:
        """The other rows, when nothing else is to do."""
        if len(self._rows) < len(self._form.fields):
            self.set_timer(0.05, self._make_more)

    def _next_rows(self, count: int) -> list[FieldRow]:
        """The rows of the next `count` fields."""
        fields = self._form.fields[len(self._rows) : len(self._rows) + count]
        labels = self._label_cells()
        rows = []
        for field in fields:
            control = control_of(field)
            control.put(self._entries.get(field.id, ""))
            control.set_locked(self.read_only)
            control.tell = self._told
            row = FieldRow(field, control)
            row.labels = labels
            self._rows[field.id] = row
            rows.append(row)
        self._show_conditions()
        return rows

    def _label_cells(self) -> int:
        return min(WIDEST_LABEL, max((cell_len(label_of(field)) for field in self._form.fields), default=0))

    def _measure(self) -> None:
        """The room that the missing rows will take."""
        shown = {field.id for field in in_view(self._form, self._entries)}
        missing = [field for field in self._form.fields[len(self._rows) :] if field.id in shown]
        self._rest.lines = sum(map(guessed_height, missing))
        self._rest.display = bool(missing)

    async def _make(self, count: int) -> None:
        rows = self._next_rows(count)
        if rows:
            self._measure()
            await self.mount_all(rows, before=self._rest)

    async def _make_up_to(self, id: str, ahead: int = 0) -> None:
        places = [field.id for field in self._form.fields]
        if id in places:
            await self._make(places.index(id) + 1 + ahead - len(self._rows))

    async def _make_more(self) -> None:
        if self.is_attached and len(self._rows) < len(self._form.fields):
            await self._make(SLICE)
            self.set_timer(0.02, self._make_more)

    def _show_conditions(self) -> None:
        shown = {field.id for field in in_view(self._form, self._entries)}
        for id, row in self._rows.items():
            if row.display != (id in shown):
                row.display = id in shown

    # What the person does

    def _told(self, control: Control, edited: bool) -> None:
        """A control has another entry, or its cursor another place."""
        field = control.field
        entry, position = control.entry, control.position
        self._cursor = (field.id, position)
        secret = field.kind in SECRET_KINDS
        if not edited:
            if self._moved is not None:
                self._moved(field.id, 0 if secret else position)
            return
        self._entries[field.id] = entry
        if self._keep is not None and not secret:
            self._keep(field.id, entry, position)
        row = self._rows[field.id]
        if row.is_wrong:
            self._judge_field(field.id)
        row.replan_if_needed()
        self._show_conditions()
        self._measure()
        self.post_message(self.Edited(self, field.id))

    def _judge_field(self, id: str) -> None:
        wrong = check_field(self._form, id, self._entries, i18n.today())
        self._rows[id].say(self._sentence_of(wrong) if wrong else str)

    def _sentence_of(self, wrong: Wrong) -> Callable[[], str]:
        field = self._form.field(wrong.field)
        return lambda: wrong_sentence(wrong, field)

    def _row_of(self, widget: Widget | None) -> FieldRow | None:
        return (
            next((node for node in widget.ancestors_with_self if isinstance(node, FieldRow)), None) if widget else None
        )

    async def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The focus is in a field: it is in view with its label and what is said about it."""
        if event.widget is self._rest:
            await self._focus_rest()
            return
        row = self._row_of(event.widget)
        if row is None:
            return
        self._told_place(row.control)
        await self._make_up_to(row.field.id, AHEAD)
        self.call_after_refresh(self._show_row, row)

    def _told_place(self, control: Control) -> None:
        place = (control.field.id, control.position)
        if place != self._cursor:
            self._cursor = place
            if self._moved is not None:
                self._moved(*place)

    def _show_row(self, row: FieldRow) -> None:
        if row.has_focus_within:
            self.scroll_to_widget(row, animate=False)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field is left: what is wrong in it is said now, if something was typed."""
        row = self._row_of(event.widget)
        if row is not None and not self.read_only and self._entries.get(row.field.id):
            self._judge_field(row.field.id)

    async def _focus_rest(self) -> None:
        """Tab goes to the first row that was missing, Shift+Tab from behind the form to the last one."""
        from_before = self._cursor[0] in self._rows
        first = len(self._rows)
        await self._make(len(self._form.fields))
        fields = [field.id for field in self._form.fields[first:] if self._rows[field.id].display]
        if fields:
            self._rows[fields[0 if from_before else -1]].control.focus()

    def _shown_rows(self) -> list[FieldRow]:
        return [row for row in self._rows.values() if row.display]

    def _here(self) -> int:
        rows = self._shown_rows()
        return next((index for index, row in enumerate(rows) if row.has_focus_within), 0)

    def action_field(self, step: int) -> None:
        """The next or previous field; stays at the ends."""
        rows = self._shown_rows()
        if rows:
            rows[max(0, min(len(rows) - 1, self._here() + step))].control.focus()

    def action_page(self, step: int) -> None:
        """A screen further, the focus too."""
        rows = self._shown_rows()
        if not rows:
            return
        here = self._here()
        target, lines = here, 0
        while 0 <= target + step < len(rows) and lines < max(1, self.size.height - 2):
            target += step
            lines += rows[target].size.height
        rows[target].control.focus()

    async def action_first(self) -> None:
        """The first field."""
        rows = self._shown_rows()
        if rows:
            rows[0].control.focus()

    async def action_last(self) -> None:
        """The last field."""
        await self._make(len(self._form.fields))
        rows = self._shown_rows()
        if rows:
            rows[-1].control.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next field; it sends where the form says so."""
        event.stop()
        if self._enter_sends and not self.read_only:
            self.post_message(self.Sent(self))
        else:
            self.action_field(1)

    # What the screen asks

    def focus_field(self, id: str, position: int | None = None) -> None:
        """Put the focus into a field, the cursor at a place of it."""
        self.run_worker(self._focus_field(id, position), exclusive=True, group="form-focus")

    async def _focus_field(self, id: str, position: int | None) -> None:
        await self._make_up_to(id, AHEAD)
        row = self._rows.get(id)
        if row is None or not row.display:
            return
        row.control.focus()
        if position is not None:
            row.control.place(position)

    def settle(self) -> None:
        """Take up what was typed and not told yet."""
        for row in self._rows.values():
            row.control.settle()

    def judge(self, today: date | None = None) -> Verdict:
        """Check everything; what is wrong is marked, and the first such field gets the focus."""
        self.settle()
        verdict = check(self._form, self._entries, today or i18n.today())
        self.mark(verdict.wrong)
        return verdict

    def mark(self, wrong: Sequence[Wrong]) -> None:
        """Say what is wrong beside each field, and go to the first one."""
        said = {one.field: one for one in reversed(wrong)}
        self.run_worker(self._mark(said), exclusive=True, group="form-focus")

    async def _mark(self, said: dict[str, Wrong]) -> None:
        known = [field.id for field in self._form.fields if field.id in said]
        if known:
            await self._make_up_to(known[-1])
        for id, row in self._rows.items():
            row.say(self._sentence_of(said[id]) if id in said else str)
        if known:
            await self._focus_field(known[0], None)

    def replace(self, form: Form) -> None:
        """Another version of the form; entries of fields with the same id are kept."""
        self.settle()
        self._form = form
        self._entries = {**defaults(form), **self._entries}
        self.run_worker(self._replace(), exclusive=True, group="form-replace")

    async def _replace(self) -> None:
        here = next((id for id, row in self._rows.items() if row.has_focus_within), None)
        position = self._cursor[1]
        self._rows = {}
        async with self.batch():
            await self.remove_children(FieldRow)
            await self._make(self.app.size.height)
        if here is not None:
            await self._focus_field(here, position)
        self.set_timer(0.05, self._make_more)

    def words(self) -> None:
        """Every text again in the current language; nothing typed is lost."""
        labels = self._label_cells()
        for row in self._rows.values():
            row.labels = labels
            row.control.words()
            row.replan()
        self._measure()

    def watch_read_only(self, read_only: bool) -> None:
        """Nothing can be edited while it is sent."""
        self.settle()
        self.set_class(read_only, "-locked")
        for row in self._rows.values():
            row.control.set_locked(read_only)


def control_of(field: Field) -> Control:
    """The control that fits a field."""
    match field.kind:
        case FieldKind.LONG_TEXT:
            return LongTextControl(field)
        case FieldKind.NUMBER:
            return NumberControl(field)
        case FieldKind.DATE:
            return DayControl(field)
        case FieldKind.PASSWORD:
            return SecretControl(field)
        case FieldKind.YES_NO | FieldKind.CHOICE | FieldKind.CONTACT | FieldKind.ELEMENT:
            return RadioControl(field)
        case FieldKind.CHOICES:
            return TicksControl(field)
        case _:
            return LineControl(field)
