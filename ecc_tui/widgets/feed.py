"""A list that is read from its top and grows at its end: newest first, older ones asked for when they come into view.

show(rows, complete)   what is at hand now, all of it; the cursor stays on its row, at its height
show_failure(sentence) why there is nothing
Feed.MoreWanted        the end of what is at hand is near; asked once until the next `show`
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import CellLike, Column
from ecc_tui.widgets.pages import Pages, Row
from ecc_tui.widgets.row_list import RowList


class _AtHand(Pages[Row]):
    """Everything from the first row on, without a hole."""

    def __init__(self, rows: Sequence[Row], complete: bool) -> None:
        super().__init__()
        self._all = rows
        self.count, self.exact = len(rows), complete

    def row(self, index: int) -> Row | None:
        """A row if it was loaded."""
        return self._all[index] if 0 <= index < len(self._all) else None

    def rows(self) -> Iterator[tuple[int, Row]]:
        """All rows with their index."""
        return enumerate(self._all)


class Feed(RowList[Row]):
    """Rows in columns; see the module for how it is filled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "retry", N_("Try again"), show=False, id="feed.retry"),
    ]

    class MoreWanted(Message):
        """Rows after the last one at hand, or the first ones again after a failure."""

        def __init__(self, feed: Feed[Any]) -> None:
            super().__init__()
            self.feed = feed

        @property
        def control(self) -> Feed[Any]:
            """The list that speaks."""
            return self.feed

    def __init__(
        self,
        columns: Sequence[Column],
        draw: Callable[[Row], Sequence[CellLike]],
        key_of: Callable[[Row], str],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(columns, draw, key_of, id=id)
        self._asked = True
        self._dimmed = True

    @property
    def is_loading(self) -> bool:
        """Nothing has come yet."""
        return self._asked and not self._pages.count

    @property
    def rows(self) -> list[Row]:
        """What is at hand, from the top."""
        return [row for _index, row in self._pages.rows()]

    def show(self, rows: Sequence[Row], complete: bool) -> None:
        """What is at hand now; `complete` when there is nothing after it."""
        row, height = self.row, self.cursor - self.first_visible
        self._pages = _AtHand(rows, complete)
        self._failure = None
        self._asked = self._dimmed = False
        self.set_line_count(len(rows))
        if row is not None:
            key = self.key_of(row)
            place = next((place for place, one in enumerate(rows) if self.key_of(one) == key), None)
            if place is not None and place != self.cursor:
                self.jump_to(place - height)
                self.cursor = place
        self.refresh()
        self.view_moved()

    def show_failure(self, sentence: str) -> None:
        """The question has no answer: why, and `r` asks again."""
        self._failure = (sentence, _("Press r to try again"))
        self._asked = self._dimmed = False
        self.refresh()

    def view_moved(self) -> None:
        """Older rows are asked for one view before they are needed."""
        is_near = self.first_visible + 2 * self.page_lines >= self._pages.count
        if is_near and not self._asked and not self.has_failed and not self._pages.exact:
            self._asked = True
            self.post_message(self.MoreWanted(self))

    def action_retry(self) -> None:
        """Ask again after a failure."""
        self._failure = None
        self._asked = self._dimmed = True
        self.refresh()
        self.post_message(self.MoreWanted(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`r` is the list's own only after a failure."""
        return self.has_failed if action == "retry" else super().check_action(action, parameters)
