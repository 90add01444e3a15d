"""What every control of a form is: it holds one entry, and tells when the person has changed it or moved in it.

A control is asked for its `entry` and its cursor's `position`; `put` sets both without telling. The row around it
(`form_row`) asks how much room it wants, and draws label, unit, help and error beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.geometry import Size

from ecc_tui import i18n
from ecc_tui.domain.forms import LONGEST_TEXT, Entry, Field
from ecc_tui.i18n import _

if TYPE_CHECKING:
    from textual.widget import Widget

    Base = Widget
else:
    Base = object


TYPED_LONGEST = 2 * LONGEST_TEXT
"""Characters that a control of text takes: more than any field allows, so that its rule says how many are too many."""


def within(text: str, room: int, widget: Widget, longest: int = TYPED_LONGEST) -> str:
    """As much of what is typed or pasted as there is room for; what is left out is told, never lost in silence."""
    if len(text) <= room:
        return text
    said = _("A field takes {longest} characters: the last {left} of what was pasted are left out.")
    said = said.format(longest=i18n.number(longest), left=i18n.number(len(text) - max(0, room)))
    widget.notify(said, severity="warning", markup=False)
    return text[: max(0, room)]


class Control(Base):
    """Mixed into a widget. `tell` is called, while a key is dealt with, with True when the entry is another one."""

    field: Field
    tell: Callable[[Control, bool], None] | None = None
    judge: Callable[[Control], None] | None = None
    """Called when what stands in it should be judged at once, not only when it is left."""
    locked = False
    """Nothing can be edited; the focus may still come."""
    _last: tuple[Entry, int] = ("", 0)

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        return 0, 0  # alone in its row; Textual would look for its place on the screen, for each control and each Tab

    @property
    def entry(self) -> Entry:
        """What stands in it, as typed."""
        raise NotImplementedError

    @property
    def position(self) -> int:
        """Where the cursor is, 0 where there is none."""
        return 0

    def put(self, entry: Entry, position: int | None = None) -> None:
        """Set entry and cursor (None: at the end), without telling."""
        self.set_entry(entry)
        if position is not None:
            self.place(position)
        self._last = (self.entry, self.position)

    def set_entry(self, entry: Entry) -> None:
        """Put something in."""
        raise NotImplementedError

    def place(self, position: int) -> None:
        """Put the cursor somewhere."""

    def wanted(self, room: int) -> Size:
        """How large it would like to be in a row that has `room` cells for it."""
        return Size(room, 1)

    def note(self) -> str:
        """What stands muted behind it: a unit, a day of the week."""
        return ""

    def words(self) -> None:
        """Its texts in the current language."""
        self.refresh()

    def set_locked(self, locked: bool) -> None:
        """Allow or forbid editing."""
        self.locked = locked
        self.set_class(locked, "-locked")
        self.refresh()

    def ask_to_judge(self) -> None:
        """Say now what is wrong."""
        if self.judge is not None:
            self.judge(self)

    def settle_soon(self) -> None:
        """Tell what has changed before the next key is dealt with."""
        if self.is_running:
            self.call_next(self.settle)

    def settle(self) -> None:
        """Tell what has changed since the last time."""
        now = (self.entry, self.position)
        if now != self._last:
            edited = now[0] != self._last[0]
            self._last = now
            if self.tell is not None:
                self.tell(self, edited)
