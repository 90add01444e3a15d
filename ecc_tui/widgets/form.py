"""Draws any form (C3): rows of fields, conditions, errors beside their field; keyboard only, and nothing typed is lost.

    view = FormView(form, draft.entries, keep=draft.enter, moved=draft.move)
    verdict = view.judge()                # marks what is wrong and goes to the first such field
    view.mark(refused.wrong)              # what a backend refused
    view.words()                          # another language; entries, cursor and focus stay

`keep` is called while the key is dealt with, before `Edited` is posted. Fields whose condition doesn't hold keep what
was typed in them, unseen and unanswered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import ClassVar

from msgspec import structs
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from ecc_tui import i18n
from ecc_tui.domain.forms import SECRET_KINDS, Entries, Entry, FieldKind, Form, Verdict, Wrong, check, in_view
from ecc_tui.i18n import N_
from ecc_tui.widgets.form_control import Control
from ecc_tui.widgets.form_row import FieldRow
from ecc_tui.widgets.form_rows import FormRows
from ecc_tui.wording.form_words import FILE_RULE, wrong_sentence


class FormView(FormRows, can_focus=False):
    """A form to fill.

    `keep` gets each new entry with its field and the cursor's position, never a secret; `moved` the cursor alone.
    With `enter_sends`, Enter in a line posts `Sent`; final forms never have it (T-10).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "field(-1)", N_("Previous field"), show=False, id="form.up"),
        Binding("down", "field(1)", N_("Next field"), show=False, id="form.down"),
        Binding("enter", "enter", N_("Next field"), show=False, id="form.enter"),
        Binding("home,ctrl+home", "first", N_("First field"), show=False, id="form.first"),
        Binding("end,ctrl+end", "last", N_("Last field"), show=False, id="form.last"),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="form.page-up"),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="form.page-down"),
    ]

    class _About(Message):
        def __init__(self, form: FormView) -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> FormView:
            """The form that speaks."""
            return self.form

    class Edited(_About):
        """An entry is another one; it is kept already."""

        def __init__(self, form: FormView, field: str) -> None:
            super().__init__(form)
            self.field = field

    class Sent(_About):
        """Enter in a field of a form that `enter_sends`."""

    def __init__(
        self,
        form: Form,
        entries: Entries | None = None,
        *,
        keep: Callable[[str, Entry, int], None] | None = None,
        moved: Callable[[str, int], None] | None = None,
        rules: Callable[[Entries], Sequence[Wrong]] | None = None,
        enter_sends: bool = False,
        id: str | None = None,
    ) -> None:
        """`rules` are those that the form's own can't say: that two fields are the same."""
        super().__init__(form, entries, id=id)
        self._rules = rules
        self._keep = keep
        self._moved = moved
        self._enter_sends = enter_sends
        self._cursor = ("", 0)
        self._marked: set[str] = set()
        self._judged: set[str] = set()
        """Marked fields that break a rule of the form: they are marked no more as soon as they keep it."""

    @property
    def cursor(self) -> tuple[str, int]:
        """The field that has or had the focus, and the place in it."""
        return self._cursor

    # What the person does

    def told(self, control: Control, edited: bool) -> None:
        """Keep it at once; look at what depends on it."""
        self.keys_come_first()
        field, entry, position = control.field, control.entry, control.position
        secret = field.kind in SECRET_KINDS
        self._cursor = (field.id, 0 if secret else position)
        if not edited:
            self._rows[field.id].replan_if_needed()
            if self._moved is not None:
                self._moved(*self._cursor)
            return
        self._entries[field.id] = entry
        if self._keep is not None and not secret:
            self._keep(field.id, entry, position)
        self._judge_rows(self._judged | ({field.id} & self._marked))
        self._rows[field.id].replan_if_needed()
        if any(other.condition and other.condition.field == field.id for other in self._form.fields):
            self.show_conditions()
            self.measure_missing()
        self.post_message(self.Edited(self, field.id))

    def asked_to_judge(self, control: Control) -> None:
        """Say now what is wrong with it."""
        self._judge_rows((control.field.id,))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line."""
        event.stop()
        self.action_enter()

    def action_enter(self) -> None:
        """On to the next field; the form is sent where it says so."""
        if self._enter_sends and not self.read_only:
            self.settle()
            self.post_message(self.Sent(self))
        else:
            with suppress(SkipAction):
                self.action_field(1)

    # Focus

    def _row_of(self, widget: Widget) -> FieldRow | None:
        return next((node for node in widget.ancestors_with_self if isinstance(node, FieldRow)), None)

    async def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The focus is in a field: it is in view with its label and what is said about it."""
        if event.widget is self._missing:
            await self._focus_missing()
        elif (row := self._row_of(event.widget)) is not None:
            place = (row.field.id, 0 if row.field.kind in SECRET_KINDS else row.control.position)
            if place != self._cursor:
                self._cursor = place
                if self._moved is not None:
                    self._moved(*place)
            row.replan_if_needed()
            await self.make_up_to(row.field.id, self.at_once)
            self.make_ahead(row.number)
            self.call_after_refresh(self._show_row, row)  # an error that came above may have moved it

    def follow_focus(self, focused: Widget) -> None:
        """The whole row is in view."""
        if (row := self._row_of(focused)) is not None:
            self._show_row(row)

    def _show_row(self, row: FieldRow) -> None:
        """To the middle, so that not each Tab has to scroll and paint all rows again."""
        if row.has_focus_within and row.size and not self.window_region.contains_region(row.virtual_region):
            self.scroll_to_center(row, animate=False, immediate=True, origin_visible=True)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field is left: what is wrong in it is said now, if something stands in it."""
        row = self._row_of(event.widget)
        if row is None:
            return
        row.replan_if_needed()
        id = row.field.id
        refused = id in self._marked and id not in self._judged
        if self._entries.get(id) and row.is_attached and not self.read_only and not refused:
            self._judge_rows((id,))

    async def _focus_missing(self) -> None:
        """Tab goes to the first row that was missing, Shift+Tab from behind the form to the last one."""
        known = set(self._rows)
        from_before = [row.field.id for row in self.shown_rows()[-1:]] == [self._cursor[0]]
        await self.make(len(self._form.fields))
        rows = [row for row in self.shown_rows() if row.field.id not in known]
        if rows:
            rows[0 if from_before else -1].control.focus()

    def action_field(self, step: int) -> None:
        """The next or previous field; at the ends the key is the screen's."""
        rows = self.shown_rows()
        target = self._here(rows) + step
        if not 0 <= target < len(rows):
            raise SkipAction
        rows[target].control.focus()

    def _here(self, rows: Sequence[FieldRow]) -> int:
        return next((index for index, row in enumerate(rows) if row.has_focus_within), 0)

    async def action_page(self, step: int) -> None:
        """A screen further, the focus too."""
        if step > 0:
            await self.make(self.size.height)
        rows = self.shown_rows()
        if not rows:
            return
        target, lines = self._here(rows), 0
        while 0 <= target + step < len(rows) and lines < max(1, self.size.height - 2):
            target += step
            lines += rows[target].height_at(self.size.width)
        rows[target].control.focus()

    def action_first(self) -> None:
        """The first field."""
        for row in self.shown_rows()[:1]:
            row.control.focus()

    async def action_last(self) -> None:
        """The last field."""
        await self.make(len(self._form.fields))
        for row in self.shown_rows()[-1:]:
            row.control.focus()

    def focus(self, scroll_visible: bool = True) -> FormView:
        """To the first field. A screen with a form has `AUTO_FOCUS = ""`: Textual finds its buttons before the rows."""
        for field in in_view(self._form, self._entries)[:1]:
            self.focus_field(field.id)
        return self

    def focus_field(self, id: str, position: int | None = None) -> None:
        """Put the focus into a field, the cursor at a place of it."""
        self._work_on(partial(self._focus_field, id, position))

    async def _focus_field(self, id: str, position: int | None) -> None:
        await self.make_up_to(id, self.at_once)
        row = self._rows.get(id)
        if row is not None and row.display:
            row.control.focus()
            if position is not None:
                row.control.place(position)

    # Right and wrong

    def judge(self, today: date | None = None) -> Verdict:
        """Check everything; what is wrong is marked, and the first such field gets the focus."""
        self.settle()
        verdict = self._check(today)
        self.mark(verdict.wrong)
        self._judged = {one.field for one in verdict.wrong}
        return verdict

    def mark(self, wrong: Sequence[Wrong]) -> None:
        """Say what is wrong beside each field, and go to the first one. Such a mark goes when its field is edited."""
        said = {one.field: one for one in reversed(wrong)}
        self._judged = set()
        self._work_on(partial(self._mark, said))

    async def _mark(self, said: dict[str, Wrong]) -> None:
        ids = [field.id for field in self._form.fields if field.id in said]
        if ids:
            await self.make_up_to(ids[-1])
        for id in self._rows:
            self._say(id, said.get(id))
        if ids:
            await self._focus_field(ids[0], None)

    def _check(self, today: date | None = None) -> Verdict:
        """The domain's check, and whether the files can be read."""
        return self._with_rules(self._form, today)

    def _check_some(self, ids: Collection[str]) -> Sequence[Wrong]:
        """What is wrong with a few fields; looking at all of a long form for each key would be felt."""
        shown = in_view(self._form, self._entries)
        needed = {*ids, *(field.not_before for field in shown if field.id in ids)}
        some = tuple(structs.replace(field, condition=None) for field in shown if field.id in needed)
        return self._with_rules(Form(self._form.id, some)).wrong

    def _with_rules(self, form: Form, today: date | None = None) -> Verdict:
        verdict = _with_files(form, check(form, self._entries, today or i18n.today()))
        order = [field.id for field in form.fields]
        known = {one.field for one in verdict.wrong}
        more = self._rules(self._entries) if self._rules is not None else ()
        wrong = [*verdict.wrong, *(one for one in more if one.field in order and one.field not in known)]
        answers = {id: answer for id, answer in verdict.answers.items() if id not in {one.field for one in wrong}}
        return Verdict(answers, tuple(sorted(wrong, key=lambda one: order.index(one.field))))

    def _judge_rows(self, ids: Collection[str]) -> None:
        """Say of some fields again what is wrong: what has become right is marked no more, at once."""
        if ids:
            wrong = {one.field: one for one in self._check_some(ids)}
            for id in tuple(ids):
                self._say(id, wrong.get(id))
                (self._judged.add if id in wrong else self._judged.discard)(id)

    def _say(self, id: str, wrong: Wrong | None) -> None:
        """Mark a field, or take the mark away."""
        (self._marked.discard if wrong is None else self._marked.add)(id)
        if (row := self._rows.get(id)) is not None:
            field = row.field
            row.say((lambda: wrong_sentence(wrong, field)) if wrong else str)

    def replace(self, form: Form) -> Worker[None]:
        """Another version of the form; entries of fields with the same id are kept. It is there when this has ended."""
        self.settle()
        focused = next((id for id, row in self._rows.items() if row.has_focus_within), None)
        self._marked, self._judged = set(), set()
        return self._work_on(partial(self.replace_rows, form, focused, self._cursor[1]))

    def _work_on(self, work: Callable[[], Coroutine[None, None, None]]) -> Worker[None]:
        """Begun only when it runs: nothing is left unbegun when the screen closes at once. The last one counts."""
        return self.run_worker(work, exclusive=True, group="form-focus")


def _with_files(form: Form, verdict: Verdict) -> Verdict:
    """The verdict, and what is wrong with the files that are to be attached."""
    answers, wrong = dict(verdict.answers), list(verdict.wrong)
    for field in form.fields:
        if field.kind is FieldKind.FILES and field.id in answers:
            from ecc_tui.widgets.form_files import file_problem

            problems = ((path, file_problem(path)) for path in answers.get(field.id, ()))
            if found := next(((path, problem) for path, problem in problems if problem), None):
                wrong.append(Wrong(field.id, FILE_RULE, {"path": found[0], "problem": found[1]}))
                answers.pop(field.id)
    return Verdict(answers, tuple(wrong))
