"""The centre of notifications (N1): what has happened, newest first; each leads to what it is about."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import structs
from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType

from ecc_tui import actions, i18n
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.links import Place, ToRequest
from ecc_tui.domain.notifications import MOST_COUNTED, Notification
from ecc_tui.i18n import _
from ecc_tui.screens import notification_words
from ecc_tui.screens.arrivals import count_unread
from ecc_tui.screens.portal import Go, Portal, is_section
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.state import Unwritten
from ecc_tui.widgets.feed import Feed
from ecc_tui.widgets.panel import Panel
from ecc_tui.wording import sentence

WINDOW = 100
"""Notifications asked for at once."""


async def open_centre(app: App[Any], portal: Portal | None) -> None:
    """Over the screen at hand; once it is there, back to it."""
    if any(isinstance(screen, NotificationsScreen) for screen in app.screen_stack):
        while not isinstance(app.screen, NotificationsScreen):
            await app.pop_screen()
    elif portal is not None and is_section(app.screen):
        await app.push_screen(NotificationsScreen(portal, app.screen.place))


class NotificationsScreen(SectionScreen):
    """One line each; unread ones have a sign and weight."""

    CSS_PATH = "requests.tcss"
    AUTO_FOCUS = "#notifications"
    scopes = ("notifications",)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("notifications")]

    def __init__(self, portal: Portal, place: Place) -> None:
        super().__init__(portal, place)
        self._problem: DomainError | None = None

    def body(self) -> ComposeResult:
        with Panel():
            yield Feed[Notification](
                notification_words.COLUMNS, notification_words.cells, lambda one: str(one.id), id="notifications"
            )

    @property
    def _feed(self) -> Feed[Notification]:
        return self.query_one("#notifications", Feed)

    def on_mount(self) -> None:
        super().on_mount()
        self._load()

    def crumbs(self) -> tuple[str, ...]:
        return (*super().crumbs(), self.own_name())

    def own_name(self) -> str:
        return _("Notifications")

    def words(self) -> None:
        super().words()
        self.query_one(Panel).head(_("Notifications"))
        feed = self._feed
        feed.empty = (_("Nothing has happened yet"), _("What happens to your requests is told here"))
        if feed.has_failed and self._problem is not None:
            feed.show_failure(sentence(self._problem))
        feed.redraw()
        self._say_how_many()

    def changed(self) -> None:
        self._load()

    def _say_how_many(self) -> None:
        unread = self.portal.unread
        if unread > MOST_COUNTED:
            text = _("more than {number} unread").format(number=MOST_COUNTED)
        elif unread:
            text = i18n.ngettext("{n} unread", "{n} unread", unread).format(n=unread)
        else:
            text = _("all read")
        self.query_one(Panel).foot(text if self._feed.rows else "")

    # What there is

    @work(exclusive=True, group="newest")
    async def _load(self) -> None:
        """The newest ones again; older ones that are at hand stay."""
        feed = self._feed
        try:
            newest = await self.portal.ask(lambda session: session.notifications.newest(None, WINDOW))
            await count_unread(self.portal)
        except DomainError as error:
            self._failed(error)
            return
        complete = len(newest) < WINDOW
        older = [] if complete else [one for one in feed.rows if one.id < newest[-1].id]
        self._show([*newest, *older], complete or (bool(older) and feed.count[1]))

    @on(Feed.MoreWanted)
    def _more_wanted(self) -> None:
        rows = self._feed.rows
        if rows:
            self._load_more(rows[-1].id)
        else:
            self._load()

    @work(exclusive=True, group="older")
    async def _load_more(self, before: int) -> None:
        try:
            more = await self.portal.ask(lambda session: session.notifications.newest(before, WINDOW))
        except DomainError as error:
            self._failed(error)
            return
        rows = [one for one in self._feed.rows if one.id >= before]
        self._show([*rows, *more], len(more) < WINDOW)

    def _show(self, rows: list[Notification], complete: bool) -> None:
        self._problem = None
        self._feed.show(rows, complete)
        self._say_how_many()
        self.show_standing()

    def _failed(self, error: DomainError) -> None:
        self._problem = error
        self._feed.show_failure(sentence(error))

    # What can be done with it

    @on(Feed.Chosen)
    async def _chosen(self) -> None:
        await self.action_perform("notifications.open")

    def do_notifications_open(self) -> None:
        """What it is about; that reads it."""
        one = self._feed.row
        if one is not None:
            self._mark(one, True)
            self.post_message(Go(ToRequest(one.request)))

    def do_notifications_read(self) -> None:
        """Read, or unread again; the cursor goes on."""
        one = self._feed.row
        if one is not None:
            self._mark(one, not one.read)
            self._feed.action_cursor_down()

    def do_notifications_read_all(self) -> None:
        """All that there are."""
        self._mark_all()

    def do_notifications_reload(self) -> None:
        """Asked again."""
        self._load()

    @work(group="marks")
    async def _mark(self, one: Notification, read: bool) -> None:
        if one.read == read:
            return
        try:
            await self.portal.ask(lambda session: session.notifications.mark([one.id], read))
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)
            return
        await self._marked({one.id}, read)

    @work(group="marks")
    async def _mark_all(self) -> None:
        try:
            await self.portal.ask(lambda session: session.notifications.mark_all())
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)
            return
        await self._marked({one.id for one in self._feed.rows}, True)

    async def _marked(self, ids: set[int], read: bool) -> None:
        """At once on the screen; the other screens follow with the change that it is."""
        try:
            await count_unread(self.portal)
        except DomainError:
            return  # the marks are kept; the next change counts again
        rows = [structs.replace(one, read=read) if one.id in ids else one for one in self._feed.rows]
        self._show(rows, self._feed.count[1])

    async def do_notifications_preferences(self) -> None:
        """By which way one is told of what."""
        from ecc_tui.screens.notification_preferences import ChannelsScreen

        try:
            screen = ChannelsScreen(self.portal, self.place)
        except Unwritten:
            self.notify(_("The drafts are in use by another program."), severity="warning", markup=False)
        else:
            await self.app.push_screen(screen)
