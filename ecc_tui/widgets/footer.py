"""The last two lines of every screen: the sections, and what can be done here.

It takes plain entries and says which one was clicked; it knows no binding. No word is cut: long titles where they fit,
else as few short ones as needed, else fewer actions, the last ones first.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ecc_tui.widgets.cells import fit

GAPS = (2, 1)
MOST_ACTIONS = 8


class EntryState(StrEnum):
    """How an entry stands."""

    NORMAL = "normal"
    CURRENT = "current"
    DIMMED = "dimmed"


class Entry(Struct, frozen=True):
    """A key and what it does; texts come translated. `short` is used where `title` doesn't fit."""

    id: str
    key: str
    title: str
    short: str = ""
    state: EntryState = EntryState.NORMAL


class _Word(Struct, frozen=True):
    """An entry in the words chosen for it."""

    entry: Entry
    title: str

    @property
    def cells(self) -> int:
        return cell_len(self.entry.key) + (cell_len(self.title) + 1 if self.title else 0)


def _fits(words: Sequence[_Word], gap: int, width: int) -> bool:
    return sum(word.cells for word in words) + gap * (len(words) - 1) <= width


def choose_words(entries: Sequence[Entry], width: int, *, droppable: bool) -> tuple[list[_Word], int]:
    """The words that fit in `width` cells, and the gap between them.

    As few titles as needed become short, those that save most first. Where all short ones don't fit, droppable entries
    are left out from the end; of others only the current one keeps its word, and the keys stay.
    """
    entries = [Entry(e.id, fit(e.key, cell_len(e.key)), e.title, e.short, e.state) for e in entries]
    words = [_Word(entry, entry.title) for entry in entries]
    shorter = [_Word(entry, entry.short or entry.title) for entry in entries]
    saving = sorted(range(len(words)), key=lambda place: shorter[place].cells - words[place].cells)
    for place in saving:
        if _fits(words, GAPS[0], width):
            break
        words[place] = shorter[place]
    while True:
        for gap in GAPS:
            if _fits(words, gap, width):
                return words, gap
        if not droppable:
            break
        words.pop()
    bare = [word if word.entry.state is EntryState.CURRENT else _Word(word.entry, "") for word in words]
    return bare, GAPS[-1]


class Footer(Widget):
    """Two lines: sections above, actions below."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Footer {
        dock: bottom;
        height: 2;
        background: $background;
        color: $text-muted;
        padding: 0 0 0 1;
        text-wrap: nowrap;
    }
    """

    class Pressed(Message):
        """An entry was clicked; dimmed ones too, so that the reason can be told."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.id = id

    def __init__(
        self,
        sections: Sequence[Entry] = (),
        actions: Sequence[Entry] = (),
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._sections = tuple(sections)
        self._actions = tuple(actions)
        self._places: list[tuple[int, int, int, str]] = []

    @property
    def sections(self) -> tuple[Entry, ...]:
        """The sections, all always present."""
        return self._sections

    @sections.setter
    def sections(self, sections: Sequence[Entry]) -> None:
        if tuple(sections) != self._sections:
            self._sections = tuple(sections)
            self.refresh()

    @property
    def actions(self) -> tuple[Entry, ...]:
        """What can be done here; at most MOST_ACTIONS are shown."""
        return self._actions

    @actions.setter
    def actions(self, actions: Sequence[Entry]) -> None:
        if tuple(actions) != self._actions:
            self._actions = tuple(actions)
            self.refresh()

    def render(self) -> Content:
        """Both lines."""
        width = self.size.width
        self._places = []
        sections = choose_words(self._sections, width, droppable=False)
        actions = choose_words(self._actions[:MOST_ACTIONS], width, droppable=True)
        return Content("\n").join([self._line(0, *sections), self._line(1, *actions)])

    def _line(self, y: int, words: Sequence[_Word], gap: int) -> Content:
        parts: list[str | tuple[str, str]] = []
        x = 0
        for word in words:
            if parts:
                parts.append(" " * gap)
                x += gap
            key, title = {
                EntryState.NORMAL: ("$foreground", "$text-muted"),
                EntryState.CURRENT: ("$accent bold", "$accent bold"),
                EntryState.DIMMED: ("$text-disabled", "$text-disabled"),
            }[word.entry.state]
            parts.append((word.entry.key, key))
            if word.title:
                parts.append((f" {word.title}", title))
            self._places.append((y, x, x + word.cells, word.entry.id))
            x += word.cells
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """A click on an entry."""
        place = event.get_content_offset(self)
        for y, start, end, id in self._places:
            if place is not None and place.y == y and start <= place.x < end:
                event.stop()
                self.post_message(self.Pressed(id))
