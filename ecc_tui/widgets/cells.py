"""Columns, cells and tones: what grid and tree share to turn values into one drawn line.

Pure: nothing here knows a widget. Widths are in terminal cells, so that wide and combining characters stay aligned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard, cast

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from ecc_tui.domain.text import clean, one_line
from ecc_tui.i18n import _

Cell = tuple[str, str]
"""Text and its tone, one of TONES."""

CellLike = Cell | Sequence[Cell]
"""A cell, or several pieces side by side in one column: a bar and its figure."""

TONES = ("", "muted", "faint", "good", "warn", "bad", "accent")
"""`faint` is for lines and rests of bars, never for text."""

ELLIPSIS = "…"
COLUMN_GAP = 2
LOOKED_AT = 512
"""Characters of a value that are looked at; the whole text belongs in the detail (T-02)."""


class Column(Struct, frozen=True):
    """A column of a list.

    `title` is marked by `N_` and translated when drawn. `width` is in cells; None shares what is left by `weight`, but
    never less than `minimum`. When the line is too short the columns with the highest `rank` go first; rank 0 stays.
    """

    key: str
    title: str
    width: int | None = None
    align: str = "left"
    minimum: int = 8
    rank: int = 0
    sortable: bool = True
    weight: int = 1

    def least(self) -> int:
        """The fewest cells it can live with; a title and its arrow are never cut in a fixed column."""
        if self.width is None:
            return self.minimum
        return max(self.width, cell_len(_(self.title)) + (2 if self.sortable else 0))


class Slot(Struct, frozen=True):
    """Where a column stands: its index among the columns and its width in cells."""

    index: int
    width: int


def lay_out(columns: Sequence[Column], width: int) -> tuple[Slot, ...]:
    """Share `width` cells among the columns that fit."""
    kept = list(range(len(columns)))
    least = [column.least() for column in columns]

    def needed() -> int:
        return sum(least[index] for index in kept) + COLUMN_GAP * (len(kept) - 1)

    while len(kept) > 1 and needed() > width:
        droppable = [index for index in kept if columns[index].rank > 0]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda index: (columns[index].rank, index)))
    spare = max(0, width - needed())
    sharing = [index for index in kept if columns[index].width is None]
    weights = sum(columns[index].weight for index in sharing)
    slots = []
    for index in kept:
        cells = least[index]
        if index in sharing:
            share = spare * columns[index].weight // weights
            spare, weights = spare - share, weights - columns[index].weight
            cells += share
        slots.append(Slot(index, cells))
    return tuple(slots)


def fit(text: str, width: int, align: str = "left") -> str:
    """Exactly `width` cells: padded, or cut with an ellipsis; at most LOOKED_AT characters are looked at."""
    if width <= 0:
        return ""
    if not text.isascii() or not text.isprintable() or len(text) > LOOKED_AT:
        text = clean(one_line(text[: LOOKED_AT + 1], LOOKED_AT))
        length = cell_len(text)
        if length > width:
            return set_cell_size(text, width - 1) + ELLIPSIS
    else:
        length = len(text)
        if length > width:
            return text[: width - 1] + ELLIPSIS
    padding = " " * (width - length)
    return padding + text if align == "right" else text + padding


def _is_single(cell: CellLike) -> TypeGuard[Cell]:
    return len(cell) == 2 and isinstance(cell[0], str)


def _pieces(cell: CellLike, width: int, align: str) -> list[Cell]:
    """A cell's pieces, together exactly `width` cells."""
    if _is_single(cell):
        return [(fit(cell[0], width, align), cell[1])]
    pieces: list[Cell] = []
    left = width
    for text, tone in cast(Sequence[Cell], cell):
        taken = min(left, cell_len(clean(one_line(text, LOOKED_AT))))
        pieces.append((fit(text, taken), tone))
        left -= taken
    if left:
        pieces.insert(0 if align == "right" else len(pieces), (" " * left, ""))
    return pieces


class Line:
    """Collects the pieces of one line; neighbours of the same style become one segment, so that few bytes are sent."""

    def __init__(self, styles: Mapping[str, Style]) -> None:
        self._styles = styles
        self._segments: list[Segment] = []
        self._text = ""
        self._style = styles[""]

    def add(self, text: str, tone: str = "") -> None:
        """Text that was already made to fit."""
        if not text:
            return
        style = self._styles.get(tone) or self._styles[""]
        if style is not self._style and style != self._style and not text.isspace():
            # Blanks look the same in every tone, so they go with their neighbour.
            if not self._text.isspace():
                self._flush()
            self._style = style
        self._text += text

    def _flush(self) -> None:
        if self._text:
            self._segments.append(Segment(self._text, self._style))
            self._text = ""

    def add_cells(self, columns: Sequence[Column], slots: Sequence[Slot], cells: Sequence[CellLike]) -> None:
        """The cells of a row in their slots; a missing cell is blank."""
        for position, slot in enumerate(slots):
            if position:
                self.add(" " * COLUMN_GAP)
            cell = cells[slot.index] if slot.index < len(cells) else ("", "")
            for text, tone in _pieces(cell, slot.width, columns[slot.index].align):
                self.add(text, tone)

    def segments(self, width: int) -> list[Segment]:
        """The line, padded to `width` cells."""
        self._flush()
        length = sum(cell_len(segment.text) for segment in self._segments)
        if length < width:
            self._text = " " * (width - length)
            self._flush()
        return self._segments
