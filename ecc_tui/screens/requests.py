"""Requests: the list of all that the person may see, found by search, filter, sort and saved views (Q1 to Q4, Q8, Q10).

What the person wants here: the one request he thinks of, in one key and a few letters; or the list he looks at each
morning, in one capital letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from msgspec import structs
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from ecc_tui import actions, i18n
from ecc_tui.domain.errors import DomainError, InvalidInput
from ecc_tui.domain.links import Link, Place, ToPlace, ToRequest, ToRequests, parse, to_text
from ecc_tui.domain.requests import NEWEST_FIRST, SORTED_HITS, Column, RequestFilter, RequestRow, Sort
from ecc_tui.i18n import _
from ecc_tui.screens.copying import copy_choice
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.request import RequestPanel, RequestScreen
from ecc_tui.screens.request_actions import ActsOnRequest
from ecc_tui.screens.request_list import RequestList
from ecc_tui.screens.request_words import COLUMN_TITLES, filter_in_words, line_text
from ecc_tui.screens.shell import WIDE
from ecc_tui.state import Unwritten
from ecc_tui.widgets.fields import SearchField
from ecc_tui.widgets.grid import Grid
from ecc_tui.widgets.panel import Panel
from ecc_tui.wording import sentence

if TYPE_CHECKING:
    from ecc_tui.domain.account import SavedView

LAST_CONTRACT = "requests.contract"
"""The contract last chosen in the filter, kept on this machine (S5)."""

_DATES = (Column.ISSUED, Column.CHANGED)


class RequestsScreen(ActsOnRequest):
    """The table, with the request under the cursor beside it when the screen is wide."""

    CSS_PATH = "requests.tcss"
    AUTO_FOCUS = "#requests"
    scopes = ("requests",)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("requests")]

    def __init__(self, portal: Portal, place: Place) -> None:
        super().__init__(portal, place)
        contract = portal.choices.get(LAST_CONTRACT)
        self.filter = RequestFilter(contracts=frozenset({contract} if contract else ()))
        self.sort = NEWEST_FIRST
        self.views: Sequence[SavedView] = ()
        self._drafts = 0
        """Forms begun and not sent, as far as was looked."""

    def body(self) -> ComposeResult:
        with Panel(id="list"):
            yield SearchField(id="search")
            yield RequestList(self.portal, id="requests")
        with Panel(id="beside"):
            yield RequestPanel(self.portal)

    @property
    def _list(self) -> RequestList:
        return self.query_one("#requests", RequestList)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(SearchField).display = False
        self._ask_again()
        self.load_views()

    def on_screen_resume(self) -> None:
        """A form that was open over the list may have left a draft, or sent one."""
        self._count_drafts()
        if self.is_mounted:
            self._say_what_is_shown()

    def _count_drafts(self) -> None:
        with suppress(Unwritten):  # another program holds the file: the number is as it was
            self._drafts = len(self.portal.drafts.all())

    def crumbs(self) -> tuple[str, ...]:
        link = self.link_text()
        return (*super().crumbs(), *(view.name for view in self.views if view.link == link))

    def words(self) -> None:
        super().words()
        self.query_one(SearchField).placeholder = _("words of a name, an id or a contract")
        self._list.words()
        self.query_one(RequestPanel).words()
        if self.is_wide:
            self._show_beside(self._list.row)
        self._say_what_is_shown()

    # Which list

    def show(self, link: Link) -> None:
        """A list of the link's criteria, or one request over the list."""
        match link:
            case ToRequests(filter=filter, sort=sort):
                self.use(filter, sort)
            case ToRequest(id=id):
                self.app.push_screen(RequestScreen(self.portal, self.place, id))
            case ToPlace(contract=str(contract)):
                self.use(RequestFilter(contracts=frozenset({contract})), NEWEST_FIRST)
            case _:
                pass

    def link_text(self) -> str:
        """The link that shows this list (Q10)."""
        return to_text(ToRequests(self.filter, self.sort))

    def use(self, filter: RequestFilter, sort: Sort) -> None:
        """Show another list; the search field takes the words of its search."""
        self.filter, self.sort = filter, sort
        if self.is_mounted:
            search = self.query_one(SearchField)
            if search.value != filter.search:
                with search.prevent(Input.Changed, SearchField.Searched):
                    search.value = filter.search
            search.display = bool(filter.search) or search.has_focus
            self._ask_again()

    def changed(self) -> None:
        self._list.ask_again()
        self.query_one(RequestPanel).reload()

    def _ask_again(self) -> None:
        self._list.ask_for(self.filter, self.sort)
        self._say_what_is_shown()
        self.refresh_frame()

    # What is said about it

    @on(Grid.CountShown)
    @on(Grid.MarksChanged)
    @on(RequestList.SortingChanged)
    def _say_what_is_shown(self) -> None:
        """The panel's title says filter and search, its foot the count, the marks and how it is sorted."""
        panel, grid = self.query_one("#list", Panel), self._list
        number, exact = grid.count
        shown = i18n.number(number) if exact else ""
        if number and not exact:
            shown = _("more than {number}").format(number=i18n.number(number))
        panel.head(" · ".join(filter(None, [_("Requests"), filter_in_words(self.filter)])))
        marked = grid.marks.number(number)
        parts = [_("{number} marked").format(number=i18n.number(marked))] if grid.marks else []
        if not grid.sort_kept:
            parts.append(_("more than {number} hits: newest first").format(number=i18n.number(SORTED_HITS)))
        elif self.sort != NEWEST_FIRST:  # its column may have no room
            sign = "▼" if self.sort.descending else "▲"
            parts.append(_("by {column} {sign}").format(column=_(COLUMN_TITLES[self.sort.column]), sign=sign))
        if self._drafts:
            text = i18n.ngettext("u: {n} draft", "u: {n} drafts", self._drafts)
            parts.append(text.format(n=i18n.number(self._drafts)))
        panel.foot(" · ".join(filter(None, [*parts, shown])))

    # The request under the cursor

    def request_at_hand(self) -> RequestRow | None:
        """The one under the cursor, unless several are marked."""
        grid = next(iter(self.query(RequestList)), None)
        return grid.row if grid is not None and not grid.marks else None

    @on(Grid.RowSettled)
    def _settled(self, message: Grid.RowSettled) -> None:
        self.learn_rights()
        if self.is_wide:
            row = message.row
            self._show_beside(row if isinstance(row, RequestRow) else None)

    def _show_beside(self, row: RequestRow | None) -> None:
        panel = self.query_one("#beside", Panel)
        panel.head(row.id if row else "")
        panel.foot(self._keys_beside() if row else "")
        self.query_one(RequestPanel).show(row.id if row else None)

    def _keys_beside(self) -> str:
        shown = (actions.ACTIONS[f"requests.{name}"] for name in ("comment", "attach", "cancel"))
        return " · ".join(f"{actions.shown_key(one, self.shown_keys)} {_(one.title)}" for one in shown)

    def on_resize(self, event: events.Resize) -> None:
        """What was narrow may be wide now."""
        if event.size.width >= WIDE:
            self._show_beside(self._list.row)

    @on(Grid.RowChosen)
    async def _chosen(self) -> None:
        await self.action_perform("requests.open")

    def do_requests_open(self) -> None:
        """The request: beside the list when it is there, else over it."""
        row = self._list.row
        if row is None:
            return
        if self.is_wide:
            self.query_one(RequestPanel).focus()
        else:
            self.app.push_screen(RequestScreen(self.portal, self.place, row.id))

    def do_everywhere_back(self) -> bool:
        """From the detail or the search to the list; False when there is nothing to leave."""
        grid = self._list
        if grid.has_focus:
            return False
        grid.focus()
        self.query_one(SearchField).display = bool(self.filter.search)
        return True

    # Search, filter, sort

    def do_requests_search(self) -> None:
        """The search field; typing searches."""
        search = self.query_one(SearchField)
        search.display = True
        search.focus()

    @on(SearchField.Searched)
    def _searched(self, message: SearchField.Searched) -> None:
        self.use(structs.replace(self.filter, search=message.value), self.sort)

    @on(SearchField.Left)
    def _search_left(self) -> None:
        self.do_everywhere_back()

    @work(group="dialog")
    async def do_requests_filter(self) -> None:
        """The criteria (Q2)."""
        from ecc_tui.screens.request_filter import RequestFilterDialog

        chosen = await self.app.push_screen_wait(RequestFilterDialog(self.portal, self.filter))
        if chosen is not None:
            contracts = sorted(chosen.contracts)
            self.portal.choices.set(LAST_CONTRACT, contracts[0] if len(contracts) == 1 else "")
            self.use(chosen, self.sort)

    def do_requests_clear(self) -> None:
        """All requests again."""
        self.portal.choices.forget(LAST_CONTRACT)
        self.use(RequestFilter(), NEWEST_FIRST)
        self.do_everywhere_back()

    def do_requests_sort(self) -> None:
        """Choose the column; the present one again turns the direction."""
        from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, told

        def sign(column: Column) -> str:
            return ("▼" if self.sort.descending else "▲") if column is self.sort.column else ""

        def choice() -> Choice:
            entries = [ChoiceEntry(column, _(COLUMN_TITLES[column]), sign(column)) for column in Column]
            return Choice(_("Sort by"), entries, chosen=self.sort.column)

        self.app.push_screen(told(choice), self._sort_chosen)

    @on(Grid.SortWanted)
    def _sort_wanted(self, message: Grid.SortWanted) -> None:
        self._sort_chosen(message.column)

    def _sort_chosen(self, chosen: str | None) -> None:
        if chosen is not None:
            column = Column(chosen)
            turned = not self.sort.descending if column is self.sort.column else column in _DATES
            self.use(self.filter, Sort(column, turned))

    def do_requests_reload(self) -> None:
        """The same list, asked again."""
        self.changed()

    # Saved views

    @work(exclusive=True, group="views")
    async def load_views(self) -> None:
        """The views by their letters; a list that can't be read has none and says so."""
        try:
            self.views = await self.portal.ask(lambda session: session.account.saved_views())
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)
        self.refresh_frame()

    def on_key(self, event: events.Key) -> None:
        """A capital letter calls a view back."""
        if event.character and event.character.isascii() and event.character.isupper():
            event.stop()
            self.call_view(event.character)

    def call_view(self, letter: str) -> None:
        """Show the list that was saved under a letter."""
        view = next((view for view in self.views if view.letter == letter), None)
        if view is None:
            text = _("No view has the letter {letter}. v saves this list under one.").format(letter=letter)
            self.notify(text, markup=False)
            return
        try:
            link = parse(view.link)
        except InvalidInput as error:
            self.notify(sentence(error), severity="error", markup=False)
        else:
            self.show(link)

    @work(group="dialog")
    async def do_requests_views(self) -> None:
        """Call back, save, remove views."""
        from ecc_tui.screens.saved_views import manage_views

        letter = await manage_views(self.portal, self.app, self.views, self.link_text())
        await self.load_views().wait()
        if letter is not None:
            self.call_view(letter)

    # Marks and what is done with them

    def do_requests_mark(self) -> None:
        """Mark or unmark."""
        self._list.action_mark()

    def do_requests_mark_all(self) -> None:
        """All that match, or none."""
        self._list.toggle_all()

    def do_requests_export(self) -> None:
        """What is marked, or the whole list, to a file (Q8)."""
        from ecc_tui.screens.request_export import export_requests

        grid = self._list
        number, _exact = grid.count
        export_requests(self, self.filter, self.sort, grid.marks.copy(), number)

    def do_requests_copy(self) -> None:
        """The id, the line, or the link to this list."""
        row = self._list.row
        link = f"ecc-tui open '{self.link_text()}'"

        def texts() -> list[tuple[str, str]]:
            of_row = [(_("id"), row.id), (_("line"), line_text(row))] if row else []
            return [*of_row, (_("link to this list"), link)]

        copy_choice(self, texts)

    # What is asked and answered

    @work(group="dialog")
    async def do_requests_new(self) -> None:
        """Create a request (Q6)."""
        from ecc_tui.screens.request_create import create_request

        await create_request(self, self.filter.contracts)

    async def do_requests_drafts(self) -> None:
        """What was begun and not sent (C7)."""
        from ecc_tui.screens.drafts import DraftsScreen

        await self.app.push_screen(DraftsScreen(self.portal, self.place))

    async def do_requests_comment(self) -> None:
        """Say something about the request, or about all that are marked."""
        await self._ask_about("comment")

    async def do_requests_cancel(self) -> None:
        """Cancel the request, or all marked ones that can be."""
        await self._ask_about("cancel")

    async def do_requests_attach(self) -> None:
        """Add files to the request."""
        if self._is_one():
            await self.open_form("attach")

    def do_requests_follow(self) -> None:
        """Be told of the request, or no more."""
        if self._is_one():
            self.follow()

    def do_requests_save(self) -> None:
        """One of the request's attachments."""
        if self._is_one():
            self.save()

    def _is_one(self) -> bool:
        """Says so where the key is about one request and several are marked."""
        if self._list.marks:
            self.notify(_("This works on one request at a time: a removes the marks."), markup=False)
        return self.request_at_hand() is not None

    async def _ask_about(self, form: str) -> None:
        grid = self._list
        if grid.marks:
            self.open_form_for_marked(f"{form}-marked", self.filter, self.sort, grid.marks.copy())
        elif grid.row is not None:
            await self.open_form(form)
