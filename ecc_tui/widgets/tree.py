"""A tree in memory with a cursor, filtered as you type: the dashboard's contracts.

Its visible lines are one flat list; groups only hide or show a part of it, so 5 000 leaves cost what 50 do. Values that
are asked for later (health, budget) come by key for the lines in view only: `LinesInView` asks, `set_details` answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from ecc_tui.domain.text import fold
from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import COLUMN_GAP, Cell, CellLike, Column, Line, Slot, fit, lay_out
from ecc_tui.widgets.lines import CURSOR_BAR, LineList, centred

Detail = TypeVar("Detail")

VIEW_SECONDS = 0.05
"""Lines that were in view that long are asked for."""

INDENT = 2
OPEN, CLOSED = "▾", "▸"

NO_LINES = (N_("Nothing here"), N_("Change the filter to see more"))


class Node(Struct, frozen=True):
    """A group (with children) or a leaf. `search` is what the filter looks at; empty means the label."""

    key: str
    label: str
    children: tuple[Node, ...] = ()
    tone: str = ""
    search: str = ""
    open: bool = True
    """Is a group shown with its children at first?"""

    @property
    def leaves(self) -> int:
        """How many leaves lie below; 1 for a leaf."""
        return sum(child.leaves for child in self.children) if self.children else 1


class _Entry(Struct, frozen=True):
    """A node where it stands in the whole tree, in reading order."""

    node: Node
    depth: int
    parent: int
    end: int
    """Where its descendants end in the order."""
    folded: str
    leaves: int


class Outline(LineList, Generic[Detail]):
    """A tree of nodes with cells at the right of each line.

    `columns[0]` holds the label and shares the rest of the width; `draw(node, detail)` gives the cells of the others.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "open", N_("Open"), show=False, id="outline.open"),
        Binding("left", "close", N_("Close"), show=False, id="outline.close"),
        Binding("+", "open_all", N_("Open all"), show=False, id="outline.open-all"),
        Binding("-", "close_all", N_("Close all"), show=False, id="outline.close-all"),
    ]
    fixed_lines = 1

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
        super().__init__(name=name, id=id, classes=classes)
        self._columns = tuple(columns) or (Column("label", "", sortable=False),)
        self._draw_cells: Callable[[Node, Detail | None], Sequence[CellLike]] = draw or (lambda node, detail: ())
        self.empty: tuple[str, str] = NO_LINES
        self._entries: list[_Entry] = []
        self._visible: list[int] = []
        """By line: an entry's place in the order, or for a note -1 less its number."""
        self._open: set[str] = set()
        self._filter = ""
        self._hits = 0
        self._details: dict[str, Detail] = {}
        self._unfolded: str | None = None
        self._notes: tuple[Sequence[Cell], ...] = ()
        self._asked: set[str] = set()
        self._view_timer: Timer | None = None
        self._slots: tuple[int, tuple[Slot, ...]] | None = None
        self._loaded = False

    # Nodes

    def set_nodes(self, nodes: Sequence[Node]) -> None:
        """Another tree. Groups that were known stay open or closed, the cursor stays on its node if it is there."""
        known = {entry.node.key for entry in self._entries}
        key = self.node.key if self.node else None
        entries: list[_Entry | None] = []

        def add(node: Node, depth: int, parent: int) -> int:
            place = len(entries)
            entries.append(None)
            leaves = sum(add(child, depth + 1, place) for child in node.children) if node.children else 1
            entries[place] = _Entry(node, depth, parent, len(entries), fold(node.search or node.label), leaves)
            if node.children and node.open and node.key not in known:
                self._open.add(node.key)
            return leaves

        for node in nodes:
            add(node, 0, -1)
        self._entries = [entry for entry in entries if entry is not None]
        self._loaded = True
        self._lay_lines(key)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The label's column first."""
        return self._columns

    @columns.setter
    def columns(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self.redraw()

    @property
    def node(self) -> Node | None:
        """The node under the cursor."""
        return self._entry_at(self.cursor).node if self._visible else None

    @property
    def hits(self) -> tuple[int, int]:
        """Leaves that the filter lets through, and all of them."""
        return self._hits, sum(entry.leaves for entry in self._entries if entry.depth == 0)

    def _place_at(self, line: int) -> int:
        """The place in the order of the entry of a line; a note's is the leaf it belongs to."""
        while self._visible[line] < 0:
            line -= 1
        return self._visible[line]

    def _entry_at(self, line: int) -> _Entry:
        return self._entries[self._place_at(line)]

    def unfold(self, key: str | None, notes: Sequence[Sequence[Cell]] = ()) -> None:
        """Show lines of text under one leaf, or under none."""
        if (key, tuple(notes)) == (self._unfolded, self._notes):
            return
        self._unfolded, self._notes = key, tuple(notes)
        self._lay_lines(self.node.key if self.node else None)

    def select_key(self, key: str) -> bool:
        """Put the cursor on a node, opening the groups above it."""
        place = next((place for place, entry in enumerate(self._entries) if entry.node.key == key), None)
        if place is None:
            return False
        parent = self._entries[place].parent
        while parent >= 0:
            self._open.add(self._entries[parent].node.key)
            parent = self._entries[parent].parent
        self._lay_lines(key)
        return self.node is not None and self.node.key == key

    def redraw(self) -> None:
        """Draw all again: titles and cells in another language, other widths."""
        self._slots = None
        self.refresh()

    # Filter

    @property
    def filter(self) -> str:
        """Only leaves that hold each word of it, in any case and accent, and the groups above them."""
        return self._filter

    @filter.setter
    def filter(self, text: str) -> None:
        if text != self._filter:
            key = self.node.key if self.node else None
            self._filter = text
            self._lay_lines(key)

    def _lay_lines(self, key: str | None) -> None:
        """Compute the visible lines; the cursor stays on its node, else on the first leaf shown."""
        words = fold(self._filter).split()
        self._visible = []
        for place in self._hit_lines(words) if words else self._open_lines():
            self._visible.append(place)
            if self._entries[place].node.key == self._unfolded:
                self._visible += range(-1, -1 - len(self._notes), -1)
        if not words:
            self._hits = self.hits[1]
        places = {self._entries[place].node.key: line for line, place in enumerate(self._visible) if place >= 0}
        line = places.get(key) if key is not None else None
        if line is None:
            leaves = (
                n for n, place in enumerate(self._visible) if place >= 0 and not self._entries[place].node.children
            )
            line = next(leaves, 0)
            line = line if words or key is None else min(self.cursor, max(0, len(self._visible) - 1))
        self.set_line_count(len(self._visible))
        self.cursor = line
        self.show_line(self.cursor)
        self.refresh()
        self._look()
        self._moved()

    def _is_leaf(self, place: int) -> bool:
        return place >= 0 and not self._entries[place].node.children

    def _open_lines(self) -> Iterator[int]:
        place = 0
        while place < len(self._entries):
            yield place
            entry = self._entries[place]
            place = place + 1 if entry.node.key in self._open else entry.end

    def _hit_lines(self, words: list[str]) -> Iterator[int]:
        """Leaves whose words, or those of a group above them, hold all that is searched; and their groups."""
        trail: list[int] = []
        shown = 0
        self._hits = 0
        left_over: list[set[str]] = []
        for place, entry in enumerate(self._entries):
            del trail[entry.depth :], left_over[entry.depth :]
            shown = min(shown, entry.depth)
            above = left_over[-1] if left_over else set(words)
            missing = {word for word in above if word not in entry.folded}
            if entry.node.children:
                trail.append(place)
                left_over.append(missing)
            elif not missing:
                self._hits += 1
                yield from trail[shown:]
                shown = len(trail)
                yield place

    # Groups

    def _is_open(self, node: Node) -> bool:
        return bool(self._filter.strip()) or node.key in self._open

    def action_open(self) -> None:
        """Open the group or the leaf, or go to the first line in it."""
        node = self.node
        if node is None:
            return
        if not node.children:
            if self._unfolded == node.key:
                self.move_to(self.cursor + 1)
            else:
                self.post_message(self.LeafUnfolded(self, node))
            return
        if self._is_open(node):
            self.move_to(self.cursor + 1)
        else:
            self._open.add(node.key)
            self._lay_lines(node.key)

    def action_close(self) -> None:
        """Close the group, or go to the one above."""
        node = self.node
        if node is None:
            return
        if node.key == self._unfolded:
            self.unfold(None)
            self.post_message(self.LeafUnfolded(self, None))
        elif node.children and node.key in self._open and not self._filter.strip():
            self._open.discard(node.key)
            self._lay_lines(node.key)
        elif (parent := self._entry_at(self.cursor).parent) >= 0:
            self.move_to(self._visible.index(parent))

    def action_open_all(self) -> None:
        """Open every group."""
        self._open = {entry.node.key for entry in self._entries if entry.node.children}
        self._lay_lines(self.node.key if self.node else None)

    def action_close_all(self) -> None:
        """Close every group; the cursor goes to the outermost one above it."""
        place = self._place_at(self.cursor) if self._visible else -1
        while place >= 0 and self._entries[place].parent >= 0:
            place = self._entries[place].parent
        self._open.clear()
        self._lay_lines(self._entries[place].node.key if place >= 0 else None)

    def toggle_all(self) -> None:
        """Open every group, or close all when all are open."""
        if all(entry.node.key in self._open for entry in self._entries if entry.node.children):
            self.action_close_all()
        else:
            self.action_open_all()

    def choose(self, index: int) -> None:
        """A leaf is chosen, a group opens or closes."""
        node = self._entry_at(index).node
        if not node.children:
            super().choose(index)
            self.post_message(self.NodeChosen(self, node))
        elif self._is_open(node):
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
            if self._entry_at(line).node.key in details:
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
        nodes = (self._entry_at(line).node for line in self.lines_in_view)
        keys = tuple(node.key for node in nodes if not node.children and node.key not in self._asked)
        if keys:
            self._asked.update(keys)
            self.post_message(self.LinesInView(self, keys))

    # Drawing

    def _slots_for(self, width: int) -> tuple[Slot, ...]:
        if self._slots is None or self._slots[0] != width:
            self._slots = (width, lay_out(self._columns, width - 1))
        return self._slots[1]

    def draw_fixed(self, y: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """The titles of the columns."""
        line = Line(styles)
        line.add(" ")
        for position, slot in enumerate(self._slots_for(width)):
            column = self._columns[slot.index]
            line.add(" " * (COLUMN_GAP if position else 0))
            line.add(fit(_(column.title), slot.width, column.align), "header")
        return line.segments(width)

    def draw_line(self, index: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """A group with the number of leaves that it hides, or a leaf with its cells."""
        entry = self._entry_at(index)
        node = entry.node
        line = Line(styles)
        line.add(CURSOR_BAR if index == self.cursor else " ", "bar")
        if self._visible[index] < 0:
            indent = INDENT * (entry.depth + 2)
            line.add(" " * indent)
            left = width - 1 - indent
            for text, tone in self._notes[-1 - self._visible[index]]:
                taken = min(left, cell_len(text))
                line.add(fit(text, taken), tone)
                left -= taken
            return line.segments(width)
        slots = self._slots_for(width)
        if node.children:
            is_open = self._is_open(node)
            label = f"{' ' * (INDENT * entry.depth)}{OPEN if is_open else CLOSED} {node.label}"
            label = label if is_open else f"{label} ({entry.leaves})"
            line.add(fit(label, width - 1), node.tone)
            return line.segments(width)
        # A leaf stands under the words of its group, not under its sign.
        label = f"{' ' * (INDENT * max(1, entry.depth))}{node.label}"
        cells = ((label, node.tone), *self._draw_cells(node, self._details.get(node.key)))
        line.add_cells(self._columns, slots, cells)
        return line.segments(width)

    def draw_instead(self, y: int, height: int, width: int, styles: Mapping[str, Style]) -> list[Segment]:
        """Nothing to show: a sentence, and under it what to do next."""
        line = Line(styles)
        place = y - max(0, height // 3 - 1)
        if self._loaded and place in (0, 1):
            line.add(centred(_(self.empty[place]), width), ("", "muted")[place])
        return line.segments(width)
