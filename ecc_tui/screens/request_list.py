"""The table of requests: a grid that asks the backend itself for what its filter lets through (Q1, Q3, Q4)."""

from __future__ import annotations

import asyncio

from textual import on, work

from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.requests import NEWEST_FIRST, Column, RequestFilter, RequestRow, Sort
from ecc_tui.domain.rights import Section
from ecc_tui.i18n import _
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.request_words import COLUMN_TITLES, cells
from ecc_tui.widgets import cells as drawn
from ecc_tui.widgets.grid import Grid
from ecc_tui.wording import sentence

COLUMNS = (
    drawn.Column(Column.ID, COLUMN_TITLES[Column.ID], 10),
    drawn.Column(Column.NAME, COLUMN_TITLES[Column.NAME], None, minimum=28),
    drawn.Column(Column.KIND, COLUMN_TITLES[Column.KIND], 10, rank=4),
    drawn.Column(Column.CONTRACT, COLUMN_TITLES[Column.CONTRACT], 10, rank=3),
    drawn.Column(Column.STATUS, COLUMN_TITLES[Column.STATUS], 13),
    drawn.Column(Column.ISSUED, COLUMN_TITLES[Column.ISSUED], 15, align="right", rank=2),
    drawn.Column(Column.CHANGED, COLUMN_TITLES[Column.CHANGED], 15, align="right", rank=6),
    drawn.Column(Column.REQUESTER, COLUMN_TITLES[Column.REQUESTER], 18, rank=5),
)
SEARCH_REST_SECONDS = 0.5
"""An exact count of many hits is work for the disk: it waits until nobody types."""


class RequestList(Grid[RequestRow]):
    """`ask_for` another list, or the same one `again`; what the grid wants to know it asks by itself."""

    class SortingChanged(Grid._FromGrid):
        """A search with too many hits is in date order, or no longer."""

    def __init__(self, portal: Portal, *, id: str | None = None) -> None:
        super().__init__(COLUMNS, cells, lambda row: row.id, id=id)
        self.portal = portal
        self.sort_kept = True
        """False where date order stands in for the wished one."""
        self._asked: tuple[RequestFilter, Sort] = (RequestFilter(), NEWEST_FIRST)
        self._problem: DomainError | None = None
        self._rows_came = asyncio.Event()
        """The first rows of the present list are there, or have failed: its count may be asked."""

    def ask_for(self, filter: RequestFilter, sort: Sort) -> None:
        """Another list, from its top and without marks."""
        self._asked = (filter, sort)
        self._forget_questions()
        self.marks.clear()
        self.sort = (sort.column, sort.descending)
        self.sort_kept = True
        self.restart()

    def ask_again(self) -> None:
        """The same list; the cursor stays on its row."""
        self._forget_questions()
        self.restart(keep_position=True)

    def _forget_questions(self) -> None:
        self.workers.cancel_group(self, "list")
        self._rows_came = asyncio.Event()

    def words(self) -> None:
        """Every text in the current language."""
        self.empty = (_("No request matches"), _("z shows all of them again"))
        if self.has_failed and self._problem is not None:
            self._failed(self.generation, self._problem)
        self.redraw()

    @on(Grid.CountWanted)
    def _count_wanted(self, message: Grid.CountWanted) -> None:
        self._ask_count(message.generation, self._asked[0])

    @work(group="list")
    async def _ask_count(self, generation: int, filter: RequestFilter) -> None:
        """After the rows: first "at least", quickly; then the exact number, which a search waits for at rest."""
        await self._rows_came.wait()
        if self.count[1]:
            if not self.count[0]:
                await self._say_why_empty()
            return
        try:
            count = await self.portal.ask(lambda session: session.requests.count(filter))
            self.show_count(generation, count.number, count.exact)
            if not count.exact:
                if filter.search:
                    await asyncio.sleep(SEARCH_REST_SECONDS)
                count = await self.portal.ask(lambda session: session.requests.count(filter, exact=True))
                self.show_count(generation, count.number, count.exact)
        except DomainError as error:
            self._failed(generation, error)

    async def _say_why_empty(self) -> None:
        """Nothing matches; or there is no contract whose requests the person may see, and whom to ask then (S6)."""
        try:
            if await self.portal.ask(lambda session: session.contracts.names(Section.ORDERS)):
                return
            administrators = await self.portal.ask(lambda session: session.contracts.administrators())
        except DomainError:
            return  # the list itself is there: it is empty
        ask = _("Ask your administrator: {names}.").format(names=", ".join(administrators)) if administrators else ""
        self.empty = (_("No contract shows its requests to you."), ask)
        self.refresh()

    @on(Grid.WindowWanted)
    def _window_wanted(self, message: Grid.WindowWanted) -> None:
        self._ask_window(message.generation, *self._asked, message.offset, message.limit)

    @work(group="list")
    async def _ask_window(self, generation: int, filter: RequestFilter, sort: Sort, offset: int, limit: int) -> None:
        came = self._rows_came
        try:
            window = await self.portal.ask(lambda session: session.requests.window(filter, sort, offset, limit))
        except DomainError as error:
            self._failed(generation, error)
            return
        finally:
            came.set()
        if generation == self.generation and window.sort_kept != self.sort_kept:
            self.sort_kept = window.sort_kept
            self.sort = (sort.column, sort.descending) if window.sort_kept else (Column.ISSUED, True)
            self.post_message(self.SortingChanged(self))
        self.show_window(generation, window.offset, window.rows)

    def _failed(self, generation: int, error: DomainError) -> None:
        if generation == self.generation:
            self._problem = error
            self.show_failure(generation, sentence(error))
