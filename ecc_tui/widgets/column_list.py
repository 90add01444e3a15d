"""Lines in columns under their titles: what grid and tree share beyond a cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from rich.style import Style

from ecc_tui.i18n import _
from ecc_tui.widgets.cells import COLUMN_GAP, Column, Line, Slot, fit, lay_out
from ecc_tui.widgets.lines import LineList


class ColumnList(LineList):
    """A list of lines with a header; columns that don't fit are left out by rank."""

    fixed_lines = 1
    margin = 1
    """Cells before the first column: the cursor's bar, and what a subclass puts there."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._columns = tuple(columns)
        self._slots: tuple[int, tuple[Slot, ...]] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, also those that there is no room for."""
        return self._columns

    @columns.setter
    def columns(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self.redraw()

    def redraw(self) -> None:
        """Draw all again: titles and cells in another language, other widths."""
        self._slots = None
        self.refresh()

    def slots_for(self, width: int) -> tuple[Slot, ...]:
        """Where the columns stand in a line of `width` cells."""
        if self._slots is None or self._slots[0] != width:
            self._slots = (width, lay_out(self._columns, width - self.margin))
        return self._slots[1]

    def column_at(self, x: int) -> Column | None:
        """The column at a cell of a line, with the gap after it; None before the first one and behind the last."""
        left = self.margin
        for slot in self.slots_for(self.line_width):
            if left <= x < left + slot.width + COLUMN_GAP:
                return self._columns[slot.index]
            left += slot.width + COLUMN_GAP
        return None

    def title_of(self, column: Column) -> tuple[str, str]:
        """A column's title as it is drawn, and its tone."""
        return _(column.title), "header"

    def draw_fixed(self, y: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """The header."""
        line = Line(styles)
        line.add(" " * self.margin)
        for position, slot in enumerate(self.slots_for(width)):
            column = self._columns[slot.index]
            title, tone = self.title_of(column)
            line.add(" " * (COLUMN_GAP if position else 0))
            line.add(fit(title, slot.width, column.align), tone)
        return line.segments(width)
