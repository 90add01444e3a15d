"""The rows of a long list that are at hand, drawn: what the grid shows, without what it asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import Generic

from rich.segment import Segment
from rich.style import Style

from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import CellLike, Column, Line
from ecc_tui.widgets.column_list import ColumnList
from ecc_tui.widgets.lines import CURSOR_BAR, centred
from ecc_tui.widgets.pages import Marks, Pages, Row

MARK = "✔"
PLACEHOLDER = "·"

NO_ROWS = (N_("Nothing here"), N_("Change the search or the filter to see more"))


class RowList(ColumnList, Generic[Row]):
    """Rows with their marks and the sign of the sort; or why there is none: nothing, not yet, failed.

    `draw` gives a row's cells, one per column; `key_of` a row's id.
    """

    margin = 3

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
        super().__init__(columns, name=name, id=id, classes=classes)
        self.draw: Callable[[Row], Sequence[CellLike]] = draw or (lambda row: ((str(row), ""),))
        self.key_of: Callable[[Row], str] = key_of or str
        self.marks = Marks()
        self.empty: tuple[str, str] = NO_ROWS
        self._sort: tuple[str, bool] | None = None
        self._pages: Pages[Row] = Pages()
        self._failure: tuple[str, str] | None = None
        self._dimmed = False

    @property
    def sort(self) -> tuple[str, bool] | None:
        """The sorted column and whether it descends; shown in the header, obeyed by the backend."""
        return self._sort

    @sort.setter
    def sort(self, sort: tuple[str, bool] | None) -> None:
        self._sort = sort
        self.refresh()

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None while it isn't at hand."""
        return None if self._failure else self._pages.row(self.cursor)

    @property
    def count(self) -> tuple[int, bool]:
        """Rows that are shown, and whether that is all of them."""
        return self._pages.count, self._pages.exact

    @property
    def is_loading(self) -> bool:
        """A question was asked that has no answer yet."""
        return False

    @property
    def has_failed(self) -> bool:
        """The question has no answer, and that is what is shown."""
        return self._failure is not None

    @property
    def is_blank(self) -> bool:
        """No rows to draw: empty, loading for the first time, or failed."""
        return super().is_blank or self.has_failed

    def line_kind(self, index: int) -> str:
        """Dim while a slow answer is awaited."""
        return "dim" if self._dimmed else super().line_kind(index)

    def title_of(self, column: Column) -> tuple[str, str]:
        """The sorted column has a sign."""
        title, tone = super().title_of(column)
        if self._sort is None or self._sort[0] != column.key:
            return title, tone
        return f"{title} {'▼' if self._sort[1] else '▲'}", "strong"

    def draw_line(self, index: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """A row, or a faint stand-in for one that isn't at hand yet."""
        line = Line(styles)
        row = self._pages.row(index)
        line.add(CURSOR_BAR if index == self.cursor else " ", "bar")
        slots = self.slots_for(width)
        if row is None:
            line.add("  ")
            line.add_cells(self._columns, slots, [(PLACEHOLDER, "muted")] * len(self._columns))
        else:
            line.add(f"{MARK} " if self.key_of(row) in self.marks else "  ", "bar")
            line.add_cells(self._columns, slots, self.draw(row))
        return line.segments(width)

    def draw_instead(self, y: int, height: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """Empty, loading and failed: a sentence, and under it what to do next."""
        line = Line(styles)
        words: tuple[tuple[str, str], ...] = ()
        if self._failure is not None:
            why = wrap(f"✖ {self._failure[0]}", max(1, width - 4))
            words = (*((line, "bad") for line in why), (self._failure[1], "muted"))
        elif self.is_loading:
            words = ((_("Loading…"), "muted"),) if self._dimmed else ()
        elif self._pages.exact:
            words = ((_(self.empty[0]), ""), (_(self.empty[1]), "muted"))
        place = y - max(0, height // 3 - 1)
        if 0 <= place < len(words):
            text, tone = words[place]
            line.add(centred(text, width), tone)
        return line.segments(width)
