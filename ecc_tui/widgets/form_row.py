"""One field of a form: its label, its control, and what is to be said beside it.

A row is two widgets, whatever stands in it: it draws label, unit, help and error itself and lays its control out, so
that a form of a hundred fields stays quick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style
from textual.app import ComposeResult
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

from ecc_tui import i18n
from ecc_tui.domain.forms import Field, FieldKind
from ecc_tui.domain.text import clean, one_line
from ecc_tui.widgets.cells import Line, fit
from ecc_tui.widgets.form_control import Control

WIDEST_LABEL = 28
"""Cells of the column of labels, unless all controls leave more."""
GAP = 2
"""Cells between label and control, and between control and what stands behind it."""
LEAST_ROOM = 30
"""Cells for a control; where there are fewer beside the label, it stands under it."""
LEAST_HELP = 24
"""Cells for a help text behind the control; where there are fewer, it stands under it."""


def label_of(field: Field) -> str:
    """The label, with the sign of what must be filled."""
    text = clean(one_line(i18n.said(field.label))) or field.id
    return f"{text} *" if field.mandatory else text


class _Piece(Struct, frozen=True):
    """A text at a place of the row."""

    x: int
    y: int
    text: str
    tone: str


class _Plan(Struct, frozen=True):
    """Where everything of a row stands, for one width."""

    control: Region
    pieces: Sequence[_Piece]
    height: int
    plain_height: int
    """Without what is wrong."""


class _RowLayout(Layout):
    name = "form-row"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        assert isinstance(parent, FieldRow)
        region = parent.plan(size.width).control
        return [WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, child) for child in children]


class FieldRow(Widget):
    """`labels` gives the cells of the column of labels, which all rows share, in a width; `tones` is their palette."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"form-row--label", "form-row--muted", "form-row--error"}
    DEFAULT_CSS = """
    FieldRow {
        width: 100%;
        height: auto;
        background: $background;
        color: $foreground;
        & > .form-row--label { color: $text-muted; }
        & > .form-row--muted { color: $text-muted; }
        & > .form-row--error { color: $text-error; }
        &:focus-within > .form-row--label { color: $foreground; }
    }
    """

    def __init__(self, field: Field, control: Control) -> None:
        super().__init__()
        self.field = field
        self.control = control
        self.labels: Callable[[int], int] = lambda _width: 0
        self.tones: dict[bool, Mapping[str, Style]] = {}
        """The styles of rows without and with the focus, which all rows share."""
        self.number = 0
        """Its place among the rows."""
        self.error: Callable[[], str] = str
        """What is wrong, in the language at the time of asking; empty when nothing is."""
        self._row_layout = _RowLayout()
        self._plans: dict[int, _Plan] = {}

    def compose(self) -> ComposeResult:
        """The control."""
        yield self.control

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        # Textual sorts by place on the screen, which a row that was just shown doesn't have yet: a Tab typed ahead
        # would pass it over.
        return self.number, 0

    @property
    def layout(self) -> Layout:
        """The row's own."""
        return self._row_layout

    @property
    def is_wrong(self) -> bool:
        """Is something said against it?"""
        return bool(self.error())

    def say(self, error: Callable[[], str]) -> None:
        """Something is wrong, or not any more."""
        if error() != self.error():
            self.error = error
            self.replan()
        else:
            self.error = error

    def replan(self) -> None:
        """Something in it has another size or other words."""
        self._plans.clear()
        self.refresh(layout=True)
        self.control.refresh(layout=True)  # forgets where the row put it: a longer label moves it

    def replan_if_needed(self) -> None:
        """After a change of the entry: the control may have grown, the note behind it may be another one."""
        if not self.size.width:
            return  # not laid out yet
        before = self._plans.get(self.size.width)
        self._plans.clear()
        after = self.plan(self.size.width)
        if before is None or (before.height, before.control) != (after.height, after.control):
            self.refresh(layout=True)
        elif before.pieces != after.pieces:
            self.refresh()

    def height_at(self, width: int) -> int:
        """Its lines at a width."""
        return self.plan(width).height

    def plan(self, width: int) -> _Plan:
        """Where everything stands."""
        if (known := self._plans.get(width)) is None:
            known = self._plans[width] = self._make_plan(width)
        return known

    def _make_plan(self, width: int) -> _Plan:
        label = label_of(self.field)
        labels = self.labels(width)
        stacked = width - labels - GAP < LEAST_ROOM
        left, top = (0, 1) if stacked else (labels + GAP, 0)
        room = max(1, width - left)
        wanted = self.control.wanted(room)
        control = Region(left, top, min(wanted.width, room), wanted.height)
        label_lines = [fit(label, width)] if stacked else wrap(label, max(1, labels)) or [""]
        pieces = [_Piece(0, y, text, "label") for y, text in enumerate(label_lines)]
        behind, y = control.right + GAP, control.bottom
        if note := clean(one_line(self.control.note())):
            shown = fit(note, min(cell_len(note), max(0, width - control.right - 1)))
            pieces.append(_Piece(control.right + 1, top, shown, "muted"))
            behind += cell_len(shown) + 1
        for text in wrap(f"✖ {self.error()}", max(1, room - 2)) if self.is_wrong else ():
            pieces.append(_Piece(left + 1, y, text, "error"))
            y += 1
        if help := clean(one_line(i18n.said(self.field.help))):
            if cell_len(help) <= width - behind and width - behind >= LEAST_HELP:
                pieces.append(_Piece(behind, top, help, "muted"))
            else:
                for text in wrap(help, max(1, room - 2)):
                    pieces.append(_Piece(left + 1, y, text, "muted"))
                    y += 1
        errors = sum(piece.tone == "error" for piece in pieces)
        least = 0 if stacked else len(label_lines)
        return _Plan(control, tuple(pieces), max(y, least), max(y - errors, least))

    def needed(self, room: int) -> int:
        """The cells of the control with what stands behind it, in a column of `room`."""
        behind = (clean(one_line(text)) for text in (self.control.note(), i18n.said(self.field.help)))
        return max(LEAST_ROOM, self.control.wanted(room).width + sum(cell_len(text) + GAP for text in behind if text))

    def render_line(self, y: int) -> Strip:
        """What stands beside and under the control."""
        width = self.size.width
        line, x = Line(self._tones()), 0
        for piece in sorted((p for p in self.plan(width).pieces if p.y == y), key=lambda p: p.x):
            line.add(" " * (piece.x - x))
            line.add(piece.text, piece.tone)
            x = piece.x + cell_len(piece.text)
        return Strip(line.segments(width)).adjust_cell_length(width)

    def _tones(self) -> Mapping[str, Style]:
        focused = self.has_focus_within
        if (known := self.tones.get(focused)) is None:
            parts = {name: self.get_component_rich_style(f"form-row--{name}") for name in ("label", "muted", "error")}
            known = self.tones[focused] = {"": self.rich_style, **parts}
        return known


def guessed_height(field: Field) -> int:
    """The lines of a row that isn't made yet."""
    return (3 if field.kind is FieldKind.LONG_TEXT else 1) + (1 if field.help else 0)
