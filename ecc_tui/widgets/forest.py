"""A forest in memory as the flat list of its visible lines: groups open or closed, leaves filtered, one unfolded.

Pure: no widget is known here. Groups only hide or show a part of one list, so 5 000 leaves cost what 50 do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from ecc_tui.domain.text import fold


class Node(Struct, frozen=True):
    """A group (with children) or a leaf. `search` is what the filter looks at; empty means the label."""

    key: str
    label: str
    children: tuple[Node, ...] = ()
    tone: str = ""
    search: str = ""
    open: bool = True
    """Is a group shown with its children at first?"""


class Entry(Struct, frozen=True):
    """A node where it stands in the whole forest, in reading order."""

    node: Node
    depth: int
    parent: int
    """The place of the group above it; -1 for the outermost."""
    end: int
    """Where its descendants end in the order."""
    folded: str
    """What the filter looks at, as it is compared."""
    leaves: int
    """How many lie below; 1 for a leaf."""


class Forest:
    """Nodes in reading order, and which of them are lines now. Lines are counted from 0."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._open: set[str] = set()
        self._filter = ""
        self._hits = 0
        self._unfolded: str | None = None
        self._notes = 0
        self._lines: list[int] = []
        """By line: an entry's place in the order, or for a note -1 less its number."""

    def plant(self, nodes: Sequence[Node]) -> None:
        """Another forest. Groups that were known stay open or closed."""
        known = {entry.node.key for entry in self._entries}
        entries: list[Entry | None] = []

        def add(node: Node, depth: int, parent: int) -> int:
            place = len(entries)
            entries.append(None)
            leaves = sum(add(child, depth + 1, place) for child in node.children) if node.children else 1
            entries[place] = Entry(node, depth, parent, len(entries), fold(node.search or node.label), leaves)
            if node.children and node.open and node.key not in known:
                self._open.add(node.key)
            return leaves

        for node in nodes:
            add(node, 0, -1)
        self._entries = [entry for entry in entries if entry is not None]
        self._lay_lines()

    # Lines

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def entry(self, line: int) -> Entry:
        """What a line shows; a note's is the leaf it belongs to."""
        return self._entries[self._place(line)]

    def note(self, line: int) -> int | None:
        """Which of the unfolded notes a line shows, from 0; None for a line of a node."""
        return -1 - self._lines[line] if self._lines[line] < 0 else None

    def line_of(self, key: str) -> int | None:
        """The line of a node, None while it is hidden or where there is none."""
        entries = self._entries
        return next((n for n, place in enumerate(self._lines) if place >= 0 and entries[place].node.key == key), None)

    def first_leaf(self) -> int:
        """The line of the first leaf that is shown, else the first line."""
        entries = self._entries
        return next((n for n, place in enumerate(self._lines) if place >= 0 and not entries[place].node.children), 0)

    def group_above(self, line: int) -> int | None:
        """The line of the group in which a line lies, None on the outermost."""
        parent = self.entry(line).parent
        return self._lines.index(parent) if parent >= 0 else None

    def outermost(self, line: int) -> Node:
        """The outermost group above a line, or what it shows itself."""
        return self._entries[self._upwards(self._place(line))[-1]].node

    @property
    def hits(self) -> tuple[int, int]:
        """Leaves that the filter lets through, and all of them."""
        return self._hits, sum(entry.leaves for entry in self._entries if entry.depth == 0)

    def _place(self, line: int) -> int:
        while self._lines[line] < 0:
            line -= 1
        return self._lines[line]

    # What is shown

    @property
    def filter(self) -> str:
        """Only leaves that hold each word of it, in any case and accent, and the groups above them."""
        return self._filter

    @filter.setter
    def filter(self, text: str) -> None:
        self._filter = text
        self._lay_lines()

    @property
    def is_filtered(self) -> bool:
        """Is there a word to find? Then all groups are open."""
        return bool(self._filter.strip())

    @property
    def unfolded(self) -> str | None:
        """The leaf under which notes are shown."""
        return self._unfolded

    def unfold(self, key: str | None, notes: int = 0) -> None:
        """Put that many lines of notes under one leaf, or under none."""
        self._unfolded, self._notes = key, notes
        self._lay_lines()

    def is_open(self, node: Node) -> bool:
        """Are the lines of a group shown?"""
        return self.is_filtered or node.key in self._open

    def open(self, key: str) -> None:
        """Show what lies in a group."""
        self._open.add(key)
        self._lay_lines()

    def close(self, key: str) -> None:
        """Hide what lies in a group."""
        self._open.discard(key)
        self._lay_lines()

    @property
    def all_open(self) -> bool:
        """Is every group open, whatever the filter shows?"""
        return self._groups() <= self._open

    def open_all(self) -> None:
        """Open every group."""
        self._open = self._groups()
        self._lay_lines()

    def close_all(self) -> None:
        """Close every group."""
        self._open.clear()
        self._lay_lines()

    def reveal(self, key: str) -> bool:
        """Open the groups above a node; False where there is none with that key."""
        place = next((place for place, entry in enumerate(self._entries) if entry.node.key == key), None)
        if place is None:
            return False
        self._open.update(self._entries[above].node.key for above in self._upwards(place)[1:])
        self._lay_lines()
        return True

    def _groups(self) -> set[str]:
        return {entry.node.key for entry in self._entries if entry.node.children}

    def _upwards(self, place: int) -> list[int]:
        """A place and those of the groups above it, the outermost last."""
        way = [place]
        while (parent := self._entries[way[-1]].parent) >= 0:
            way.append(parent)
        return way

    def _lay_lines(self) -> None:
        words = fold(self._filter).split()
        self._lines = []
        for place in self._hit_lines(words) if words else self._open_lines():
            self._lines.append(place)
            if self._entries[place].node.key == self._unfolded:
                self._lines += range(-1, -1 - self._notes, -1)
        if not words:
            self._hits = self.hits[1]

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
