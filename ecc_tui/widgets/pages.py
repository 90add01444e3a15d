"""The pages of a long list that are at hand, the marks on its rows: what the grid knows, without drawing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_ROWS = 200
PAGES_KEPT = 40


class Pages(Generic[Row]):
    """A few pages of the answer to one question, and what is known of its length.

    Until a count comes, the length is what the windows seen so far prove; a short window proves the end.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._pending: set[int] = set()
        self.count = 0
        self.exact = False

    def __len__(self) -> int:
        return len(self._pages)

    def row(self, index: int) -> Row | None:
        """A row if its page is at hand."""
        number, place = divmod(index, PAGE_ROWS)
        page = self._pages.get(number)
        return page[place] if page is not None and place < len(page) else None

    def rows(self) -> Iterator[tuple[int, Row]]:
        """All rows at hand with their index."""
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                yield number * PAGE_ROWS + place, row

    def want(self, number: int) -> bool:
        """True once for a page that is neither at hand nor asked for already."""
        if number in self._pending or number < 0 or (number and number * PAGE_ROWS >= self.count):
            return False
        if number in self._pages:
            self._pages.move_to_end(number)
            return False
        self._pending.add(number)
        return True

    @property
    def waiting(self) -> bool:
        """Is a page asked for and not come?"""
        return bool(self._pending)

    def give_up(self) -> None:
        """Nothing that was asked for will come."""
        self._pending.clear()

    def put(self, offset: int, rows: Sequence[Row]) -> None:
        """A window has come; the page used longest ago makes room."""
        number = offset // PAGE_ROWS
        self._pending.discard(number)
        self._pages[number] = rows
        self._pages.move_to_end(number)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        end = offset + len(rows)
        if len(rows) < PAGE_ROWS and (rows or not offset):
            self.count, self.exact = end, True
        elif not self.exact:
            self.count = max(self.count, end)

    def set_count(self, number: int, exact: bool) -> None:
        """A count has come; one that stopped early never hides rows that are known."""
        if exact or not self.exact:
            self.count = number if exact else max(self.count, number)
            self.exact = exact


class Marks:
    """Marked rows: a set of ids, or all that match but a few. Never a list of a million rows."""

    def __init__(self) -> None:
        self.all_matching = False
        self.ids: set[str] = set()
        """The marked ones; with `all_matching`, the exceptions."""

    def __bool__(self) -> bool:
        return self.all_matching or bool(self.ids)

    def __contains__(self, id: str) -> bool:
        return (id in self.ids) != self.all_matching

    def toggle(self, id: str) -> None:
        """Mark or unmark one."""
        self.ids ^= {id}

    def mark_all(self) -> None:
        """All that match, seen or not."""
        self.all_matching = True
        self.ids.clear()

    def clear(self) -> None:
        """None."""
        self.all_matching = False
        self.ids.clear()

    def copy(self) -> Marks:
        """As they are now, for work that goes on while they change."""
        other = Marks()
        other.all_matching, other.ids = self.all_matching, set(self.ids)
        return other

    def number(self, count: int) -> int:
        """How many are marked of `count` rows."""
        return max(0, count - len(self.ids)) if self.all_matching else len(self.ids)
