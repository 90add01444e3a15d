"""The virtual grid: a table over any number of rows, of which only a few pages are at hand.

How it is used. Give it `columns`, `draw` (a row's cells, one per column) and `key_of` (a row's id), then `restart()`.
The grid answers with messages and the screen with calls; both carry the generation, which each restart raises:

    CountWanted(generation)                 ->  show_count(generation, number, exact)
    WindowWanted(generation, offset, limit) ->  show_window(generation, offset, rows)
    either, when it went wrong              ->  show_failure(generation, sentence, hint)

An answer to an earlier generation is dropped. Every WindowWanted needs its answer: don't cancel one for another of the
same generation. No answer ever moves the cursor to another row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import CellLike, Column
from ecc_tui.widgets.pages import PAGE_ROWS, Pages, Row
from ecc_tui.widgets.row_list import RowList

AHEAD_SECONDS = 0.06
"""After this long without movement the pages before and after the view are asked for."""

DIM_SECONDS = 0.1
"""An answer that takes longer dims the old content; a quicker one replaces it without a flash."""


class Grid(RowList[Row], Generic[Row]):
    """A table of rows with a header, a cursor and marks, over a backend of any size."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", N_("Mark"), show=False, id="grid.mark"),
        Binding("r", "retry", N_("Try again"), show=False, id="grid.retry"),
    ]

    class _FromGrid(Message):
        def __init__(self, grid: Grid[Any]) -> None:
            super().__init__()
            self.grid = grid

        @property
        def control(self) -> Grid[Any]:
            """The grid that speaks."""
            return self.grid

    class CountWanted(_FromGrid):
        """How many rows are there?"""

        def __init__(self, grid: Grid[Any], generation: int) -> None:
            super().__init__(grid)
            self.generation = generation

    class WindowWanted(_FromGrid):
        """Which rows are from `offset` on, at most `limit`?"""

        def __init__(self, grid: Grid[Any], generation: int, offset: int, limit: int) -> None:
            super().__init__(grid)
            self.generation = generation
            self.offset = offset
            self.limit = limit

    class CountShown(_FromGrid):
        """The number of rows that the grid shows has changed; a title says it."""

        def __init__(self, grid: Grid[Any], number: int, exact: bool) -> None:
            super().__init__(grid)
            self.number = number
            self.exact = exact

    class RowSettled(_FromGrid):
        """The cursor rests on a row; None where there is no row at all."""

        def __init__(self, grid: Grid[Any], row: object | None) -> None:
            super().__init__(grid)
            self.row = row

    class RowChosen(_FromGrid):
        """Enter or a double click on a row."""

        def __init__(self, grid: Grid[Any], row: object) -> None:
            super().__init__(grid)
            self.row = row

    class SortWanted(_FromGrid):
        """A column's title was clicked."""

        def __init__(self, grid: Grid[Any], column: str) -> None:
            super().__init__(grid)
            self.column = column

    class MarksChanged(_FromGrid):
        """Rows were marked or unmarked."""

    def __init__(
        self,
        columns: Sequence[Column] = (),
        draw: Callable[[Row], Sequence[CellLike]] | None = None,
        key_of: Callable[[Row], str] | None = None,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, draw, key_of, name=name, id=id, classes=classes)
        self.generation = 0
        self._coming: Pages[Row] | None = None
        self._kept = False
        self._anchor: str | None = None
        self._at_end = False
        self._ahead_timer: Timer | None = None
        self._dim_timer: Timer | None = None
        self._told: tuple[int, bool] | None = None

    # Questions

    @property
    def is_loading(self) -> bool:
        """A question was asked that has no answer yet."""
        return self._coming is not None

    def restart(self, keep_position: bool = False) -> None:
        """A new question: another filter, another sort, or (keeping the position) the same one once more.

        The old rows stay until the answer. With `keep_position` the row under the cursor stays under it, and in its
        place on the screen, where it can be found; otherwise the answer starts at its top.
        """
        row = self.row
        self._kept = keep_position and self._pages.count > 0
        self._anchor = self.key_of(row) if self._kept and row is not None else None
        self.generation += 1
        self._coming = Pages()
        self._failure = None
        if self._kept:
            self._coming.count = self._pages.count
            self._ask(self._coming, range(self.cursor, self.cursor + 1))
            self._ask(self._coming, self.lines_in_view)
        else:
            self._ask(self._coming, range(1))
            if self._dim_timer is None:
                self._dim_timer = self.set_timer(DIM_SECONDS, self._dim)
        self.post_message(self.CountWanted(self, self.generation))

    def _dim(self) -> None:
        self._dim_timer = None
        if self._coming is not None:
            self._dimmed = True
            self.refresh()

    def _ask(self, pages: Pages[Row], lines: range, around: int = 0) -> None:
        first = lines.start // PAGE_ROWS - around
        last = max(lines.start, lines.stop - 1) // PAGE_ROWS + around
        for number in range(first, last + 1):
            if pages.want(number):
                self.post_message(self.WindowWanted(self, self.generation, number * PAGE_ROWS, PAGE_ROWS))

    def view_moved(self) -> None:
        """Pages in view are asked for at once, their neighbours when the view rests."""
        if self._coming is not None or not self._pages.count:
            return
        if not self._pages.waiting:
            self._ask(self._pages, self.lines_in_view)
        if self._ahead_timer is None:
            self._ahead_timer = self.set_timer(AHEAD_SECONDS, self._ask_ahead)
        else:
            self._ahead_timer.reset()

    def _ask_ahead(self) -> None:
        self._ahead_timer = None
        if self._coming is None:
            self._ask(self._pages, self.lines_in_view)
            self._ask(self._pages, self.lines_in_view, around=1)

    # Answers

    def show_count(self, generation: int, number: int, exact: bool = True) -> None:
        """How many rows the question has; when not exact, at least `number`."""
        if generation != self.generation or self._failure:
            return
        if self._coming is not None:
            self._coming.set_count(number, exact)
            if not number:
                self._take(self._coming)
            return
        self._pages.set_count(number, exact)
        self._take_count()
        if self._at_end and exact:
            self.action_last()
        self._ask(self._pages, self.lines_in_view)

    def show_window(self, generation: int, offset: int, rows: Sequence[Row]) -> None:
        """Rows from `offset` on; fewer than asked only at the end."""
        if generation != self.generation or self._failure:
            return
        if self._coming is not None:
            self._coming.put(offset, rows)
            self._take(self._coming)
            return
        self._pages.put(offset, rows)
        self._take_count()
        self._follow_anchor()
        self.refresh_index(offset, len(rows))
        if offset <= self.cursor < offset + len(rows):
            self._moved()
        if not self._pages.waiting:
            self._anchor = None
            self._ask(self._pages, self.lines_in_view)

    def show_failure(self, generation: int, sentence: str, hint: str = "") -> None:
        """The question has no answer: one sentence and what to do next; `r` asks again, at the same place."""
        if generation != self.generation:
            return
        self._failure = (sentence, hint or _("Press r to try again"))
        self._coming = None
        self._pages.give_up()
        self._stop_dimming()
        self.refresh()
        self._moved()

    def _take(self, pages: Pages[Row]) -> None:
        """The first answer to a question replaces what was shown."""
        self._pages, self._coming = pages, None
        self._stop_dimming()
        self._told = None
        if self._kept:
            self._take_count()
            self._follow_anchor()
            if self._anchor is not None:
                self._ask(pages, self.lines_in_view, around=1)
        else:
            self._at_end = False
            self.jump_to(0)
            self.cursor = 0
            self._take_count()
        self.refresh()
        self._moved()

    def _stop_dimming(self) -> None:
        self._dimmed = False
        if self._dim_timer is not None:
            self._dim_timer.stop()
            self._dim_timer = None

    def _take_count(self) -> None:
        if self._pages.count != self.line_count:
            self.set_line_count(self._pages.count)
        if self._told != (told := self.count):
            self._told = told
            self.post_message(self.CountShown(self, *told))

    def _follow_anchor(self) -> None:
        """After a change the same row stays under the cursor, at the same height."""
        if self._anchor is not None and (index := self._index_of(self._anchor)) is not None:
            self._anchor = None
            if index != self.cursor:
                self.jump_to(self.first_visible + index - self.cursor)
                self.cursor = index

    def _index_of(self, key: str) -> int | None:
        return next((index for index, row in self._pages.rows() if self.key_of(row) == key), None)

    # The cursor and the marks

    def move_to(self, index: int) -> None:
        """The person moved: nothing that comes later pulls the cursor elsewhere."""
        self._anchor = None
        self._at_end = False
        super().move_to(index)

    def select_key(self, id: str) -> bool:
        """Put the cursor on a row if it is at hand."""
        if (index := self._index_of(id)) is None:
            return False
        self.move_to(index)
        return True

    def action_last(self) -> None:
        """The last row; again when a count that comes later moves the end."""
        super().action_last()
        self._at_end = not self._pages.exact

    def settle(self) -> None:
        """The row under the cursor, once it is at hand."""
        super().settle()
        if self.row is not None or not self.line_count or self._failure:
            self.post_message(self.RowSettled(self, self.row))

    def choose(self, index: int) -> None:
        """A row was chosen; one that isn't at hand yet can't be."""
        if (row := self._pages.row(index)) is not None and not self._failure:
            super().choose(index)
            self.post_message(self.RowChosen(self, row))

    def action_mark(self) -> None:
        """Mark or unmark the row under the cursor and go to the next."""
        if (row := self.row) is not None:
            self.marks.toggle(self.key_of(row))
            self.refresh_index(self.cursor)
            self.post_message(self.MarksChanged(self))
            self.move_to(self.cursor + 1)

    def mark_all(self) -> None:
        """Mark all rows that match, loaded or not."""
        self.marks.mark_all()
        self.refresh()
        self.post_message(self.MarksChanged(self))

    def clear_marks(self) -> None:
        """Unmark all."""
        self.marks.clear()
        self.refresh()
        self.post_message(self.MarksChanged(self))

    def toggle_all(self) -> None:
        """Mark all that match, or none when some are marked."""
        if self.marks:
            self.clear_marks()
        else:
            self.mark_all()

    def action_retry(self) -> None:
        """Ask again after a failure."""
        self.restart(keep_position=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`r` is the grid's own only after a failure."""
        return self._failure is not None if action == "retry" else super().check_action(action, parameters)

    def click_fixed(self, x: int, y: int) -> None:
        """A click on a title asks for that sort."""
        if (column := self.column_at(x)) is not None and column.sortable:
            self.post_message(self.SortWanted(self, column.key))
