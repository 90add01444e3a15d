"""A tree in memory with a cursor, filtered as you type: the dashboard's contracts.

Which lines there are is the forest's business. Values that are asked for later (health, budget) come by key for the
lines in view only: `LinesInView` asks, `set_details` answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import Cell, CellLike, Column, Line, fit
from ecc_tui.widgets.column_list import ColumnList
from ecc_tui.widgets.forest import Forest, Node
from ecc_tui.widgets.lines import CURSOR_BAR, centred

__all__ = ["Node", "Outline"]

Detail = TypeVar("Detail")

VIEW_SECONDS = 0.05
"""Lines that were in view that long are asked for."""

INDENT = 2
OPEN, CLOSED = "▾", "▸"

NO_LINES = (N_("Nothing here"), N_("Change the filter to see more"))


class Outline(ColumnList, Generic[Detail]):
    """A tree of nodes with cells at the right of each line.

    `columns[0]` holds the label and shares the rest of the width; `draw(node, detail)` gives the cells of the others.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "open", N_("Open"), show=False, id="outline.open"),
        Binding("left", "close", N_("Close"), show=False, id="outline.close"),
        Binding("+", "open_all", N_("Open all"), show=False, id="outline.open-all"),
        Binding("-", "close_all", N_("Close all"), show=False, id="outline.close-all"),
    ]

    class _FromOutline(Message):
        def __init__(self, outline: Outline[Any]) -> None:
            super().__init__()
            self.outline = outline

        @property
        def control(self) -> Outline[Any]:
            """The tree that speaks."""
            return self.outline

    class LinesInView(_FromOutline):
        """Leaves that came into view and have no details yet; each is named once."""

        def __init__(self, outline: Outline[Any], keys: tuple[str, ...]) -> None:
            super().__init__(outline)
            self.keys = keys

    class NodeSettled(_FromOutline):
        """The cursor rests on a node; None when nothing is shown."""

        def __init__(self, outline: Outline[Any], node: Node | None) -> None:
            super().__init__(outline)
            self.node = node

    class LeafUnfolded(_FromOutline):
        """A leaf was opened, `unfold` shows what lies in it; None when it was closed again."""

        def __init__(self, outline: Outline[Any], node: Node | None) -> None:
            super().__init__(outline)
            self.node = node

    class NodeChosen(_FromOutline):
        """Enter or a double click on a leaf."""

        def __init__(self, outline: Outline[Any], node: Node) -> None:
            super().__init__(outline)
            self.node = node

    def __init__(
        self,
        columns: Sequence[Column] = (),
        draw: Callable[[Node, Detail | None], Sequence[CellLike]] | None = None,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        columns = columns or (Column("label", "", sortable=False),)
        super().__init__(columns, name=name, id=id, classes=classes)
        self._draw_cells: Callable[[Node, Detail | None], Sequence[CellLike]] = draw or (lambda node, detail: ())
        self.empty: tuple[str, str] = NO_LINES
        self._forest = Forest()
        self._details: dict[str, Detail] = {}
        self._notes: tuple[Sequence[Cell], ...] = ()
        self._asked: set[str] = set()
        self._view_timer: Timer | None = None
        self._loaded = False

    # Nodes

    def set_nodes(self, nodes: Sequence[Node]) -> None:
        """Another tree. Groups that were known stay open or closed, the cursor stays on its node if it is there."""
        key = self._key
        self._forest.plant(nodes)
        self._loaded = True
        self._show_lines(key)

    @property
    def node(self) -> Node | None:
        """The node under the cursor."""
        return self._forest.entry(self.cursor).node if self._forest else None

    @property
    def _key(self) -> str | None:
        return self.node.key if self.node else None

    @property
    def hits(self) -> tuple[int, int]:
        """Leaves that the filter lets through, and all of them."""
        return self._forest.hits

    def unfold(self, key: str | None, notes: Sequence[Sequence[Cell]] = ()) -> None:
        """Show lines of text under one leaf, or under none."""
        if (key, tuple(notes)) == (self._forest.unfolded, self._notes):
            return
        under_cursor = self._key
        self._notes = tuple(notes)
        self._forest.unfold(key, len(self._notes))
        self._show_lines(under_cursor)

    def select_key(self, key: str) -> bool:
        """Put the cursor on a node, opening the groups above it; False where it isn't or the filter hides it."""
        if not self._forest.reveal(key):
            return False
        self._show_lines(key)
        return self._key == key

    # Filter

    @property
    def filter(self) -> str:
        """Only leaves that hold each word of it, in any case and accent, and the groups above them."""
        return self._forest.filter

    @filter.setter
    def filter(self, text: str) -> None:
        if text != self.filter:
            key = self._key
            self._forest.filter = text
            self._show_lines(key)

    def _show_lines(self, key: str | None) -> None:
        """Show the forest's lines; the cursor goes to a node, else to the first leaf shown."""
        forest = self._forest
        line = forest.line_of(key) if key is not None else None
        if line is None and key is not None and not forest.is_filtered:
            line = min(self.cursor, max(0, len(forest) - 1))  # the node is gone: what stands in its place
        self.set_line_count(len(forest))
        self.cursor = forest.first_leaf() if line is None else line
        self.show_line(self.cursor)
        self.refresh()
        self._look()
        self._moved()

    # Groups

    def action_open(self) -> None:
        """Open the group or the leaf, or go to the first line in it."""
        node = self.node
        if node is None:
            return
        if self._forest.is_open(node) if node.children else self._forest.unfolded == node.key:
            self.move_to(self.cursor + 1)
        elif node.children:
            self._forest.open(node.key)
            self._show_lines(node.key)
        else:
            self.post_message(self.LeafUnfolded(self, node))

    def action_close(self) -> None:
        """Close the group, or go to the one above."""
        node = self.node
        if node is None:
            return
        if node.key == self._forest.unfolded:
            self.unfold(None)
            self.post_message(self.LeafUnfolded(self, None))
        elif node.children and self._forest.is_open(node) and not self._forest.is_filtered:
            self._forest.close(node.key)
            self._show_lines(node.key)
        elif (above := self._forest.group_above(self.cursor)) is not None:
            self.move_to(above)

    def action_open_all(self) -> None:
        """Open every group."""
        key = self._key
        self._forest.open_all()
        self._show_lines(key)

    def action_close_all(self) -> None:
        """Close every group; the cursor goes to the outermost one above it."""
        key = self._forest.outermost(self.cursor).key if self._forest else None
        self._forest.close_all()
        self._show_lines(key)

    def toggle_all(self) -> None:
        """Open every group, or close all when all are open."""
        if self._forest.all_open:
            self.action_close_all()
        else:
            self.action_open_all()

    def choose(self, index: int) -> None:
        """A leaf is chosen, a group opens or closes."""
        node = self._forest.entry(index).node
        if not node.children:
            super().choose(index)
            self.post_message(self.NodeChosen(self, node))
        elif self._forest.is_open(node):
            self.action_close()
        else:
            self.action_open()

    def settle(self) -> None:
        """The node under the cursor."""
        super().settle()
        self.post_message(self.NodeSettled(self, self.node))

    # Details

    def set_details(self, details: Mapping[str, Detail]) -> None:
        """Values of some lines have come; only these lines are drawn again."""
        self._details.update(details)
        self._asked.update(details)
        for line in self.lines_in_view:
            if self._forest.entry(line).node.key in details:
                self.refresh_index(line)

    def detail(self, key: str) -> Detail | None:
        """What is known of a line."""
        return self._details.get(key)

    def forget_details(self) -> None:
        """Values may have changed: ask again for the lines in view. Old ones stay until the answer."""
        self._asked.clear()
        self._look()

    def view_moved(self) -> None:
        """Other lines may need their details."""
        self._look()

    def _look(self) -> None:
        if self._view_timer is None and self.is_running:
            self._view_timer = self.set_timer(VIEW_SECONDS, self._ask)

    def _ask(self) -> None:
        self._view_timer = None
        nodes = (self._forest.entry(line).node for line in self.lines_in_view)
        keys = tuple(node.key for node in nodes if not node.children and node.key not in self._asked)
        if keys:
            self._asked.update(keys)
            self.post_message(self.LinesInView(self, keys))

    # Drawing

    def draw_line(self, index: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """A group with the number of leaves that it hides, or a leaf with its cells."""
        entry = self._forest.entry(index)
        node = entry.node
        line = Line(styles)
        line.add(CURSOR_BAR if index == self.cursor else " ", "bar")
        if (note := self._forest.note(index)) is not None:
            indent = INDENT * (entry.depth + 2)
            line.add(" " * indent)
            left = width - 1 - indent
            for text, tone in self._notes[note]:
                taken = min(left, cell_len(text))
                line.add(fit(text, taken), tone)
                left -= taken
            return line.segments(width)
        if node.children:
            is_open = self._forest.is_open(node)
            label = f"{' ' * (INDENT * entry.depth)}{OPEN if is_open else CLOSED} {node.label}"
            label = label if is_open else f"{label} ({entry.leaves})"
            line.add(fit(label, width - 1), node.tone)
            return line.segments(width)
        # A leaf stands under the words of its group, not under its sign.
        label = f"{' ' * (INDENT * max(1, entry.depth))}{node.label}"
        cells = ((label, node.tone), *self._draw_cells(node, self._details.get(node.key)))
        line.add_cells(self._columns, self.slots_for(width), cells)
        return line.segments(width)

    def draw_instead(self, y: int, height: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """Nothing to show: a sentence, and under it what to do next."""
        line = Line(styles)
        place = y - max(0, height // 3 - 1)
        if self._loaded and place in (0, 1):
            line.add(centred(_(self.empty[place]), width), ("", "muted")[place])
        return line.segments(width)
