"""Drafts (C7): every form that was begun and neither sent nor thrown away; each is taken up where it was left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from ecc_tui import actions, i18n
from ecc_tui.domain.links import Place
from ecc_tui.drafts import Draft, DraftEntry, Drafts, DraftUnavailable, Phase
from ecc_tui.i18n import N_, _
from ecc_tui.screens.delivery_words import throw_away
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.sending import Delivery, Outcome
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.screens.unfinished import FORM_SCREENS, screen_of, tell_of
from ecc_tui.state import Unwritten
from ecc_tui.widgets.cells import CellLike, Column
from ecc_tui.widgets.dialogs import Question, told
from ecc_tui.widgets.feed import Feed
from ecc_tui.widgets.panel import Panel

COLUMNS = (
    Column("what", N_("form"), None, minimum=24, sortable=False),
    Column("contract", N_("contract"), 10, rank=2, sortable=False),
    Column("state", N_("state"), 16, sortable=False),
    Column("changed", N_("last typed"), 13, align="right", rank=1, sortable=False),
)


BUDGET, FILTER = "budget", "filter"
KEPT_FORMS = frozenset({BUDGET, FILTER})
"""Forms of dialogs whose draft a killed program left."""


def draft_name(entry: DraftEntry) -> str:
    """What a draft will be when it is sent."""
    title = i18n.said(entry.title) or entry.subject
    return _("Order · {service}").format(service=title) if entry.form == "order" else title or entry.form


def draft_state(entry: DraftEntry) -> tuple[str, str]:
    """How far it has come, and the tone of that."""
    if entry.elsewhere:
        return _("open elsewhere"), "muted"
    match entry.phase:
        case Phase.TYPING:
            return _("not sent"), ""
        case Phase.SENDING:
            return _("being sent"), "warn"
        case Phase.TO_VERIFY:
            return _("to be verified"), "warn"


def _cells(entry: DraftEntry) -> Sequence[CellLike]:
    return (
        (" · ".join(filter(None, [draft_name(entry), entry.begins])), ""),
        (entry.contract, "muted"),
        draft_state(entry),
        (i18n.moment(entry.changed), "muted"),
    )


def drafts_of(drafts: Drafts) -> Sequence[DraftEntry]:
    """All that there are; none while another program holds the file they are in."""
    try:
        return drafts.all()
    except Unwritten:
        return ()


class DraftsScreen(SectionScreen):
    """Newest first."""

    CSS_PATH = "requests.tcss"
    AUTO_FOCUS = "#drafts"
    scopes = ("drafts",)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("drafts")]

    def __init__(self, portal: Portal, place: Place) -> None:
        super().__init__(portal, place)

    def body(self) -> ComposeResult:
        with Panel():
            yield Feed[DraftEntry](COLUMNS, _cells, lambda entry: entry.key, id="drafts")

    @property
    def _feed(self) -> Feed[DraftEntry]:
        return self.query_one("#drafts", Feed)

    def on_mount(self) -> None:
        super().on_mount()
        self.changed()

    def on_screen_resume(self) -> None:
        """A form that was open over the list may be sent, or typed on."""
        if self.is_mounted:
            self.changed()

    def crumbs(self) -> tuple[str, ...]:
        return (*super().crumbs(), self.own_name())

    def own_name(self) -> str:
        return _("Drafts")

    def words(self) -> None:
        super().words()
        self.query_one(Panel).head(_("Drafts"))
        feed = self._feed
        feed.empty = (_("No draft"), _("What is typed into a form is kept here until it is sent or thrown away"))
        feed.redraw()

    def changed(self) -> None:
        self._feed.show(drafts_of(self.portal.drafts), complete=True)
        number = len(self._feed.rows)
        self.query_one(Panel).foot(i18n.number(number) if number else "")

    # What can be done with one

    @on(Feed.Chosen)
    async def _chosen(self) -> None:
        await self.action_perform("drafts.open")

    async def do_drafts_open(self) -> None:
        """The form as it was left."""
        entry = self._here()
        if entry is None:
            return
        if entry.form in KEPT_FORMS:
            self._open_kept(entry)
            return
        if entry.form not in FORM_SCREENS:
            self.notify(_("This version of the program doesn't know that form."), markup=False)
            return
        delivery = self.portal.deliveries.get(entry.key)
        draft = delivery.draft if delivery is not None else self._taken(entry)
        if draft is not None:
            await self.app.push_screen(screen_of(self.portal, draft))

    @work(group="dialog")
    async def do_drafts_remove(self) -> None:
        """Gone for good, after a question."""
        entry = self._here()
        if entry is None:
            return
        if entry.key in self.portal.deliveries:
            self.notify(_("It is being sent: wait for its end."), markup=False)
        elif await self.app.push_screen_wait(told(lambda: _throw_away(entry))):
            draft = self._taken(entry)
            if draft is not None:
                throw_away(draft, self.notify)
                self.changed()

    def do_drafts_verify(self) -> None:
        """Ask now what became of a form that was sent."""
        entry = self._here()
        if entry is None:
            return
        if entry.phase is Phase.TYPING:
            self.notify(_("It was not sent yet: enter opens it."), markup=False)
            return
        delivery = self.portal.deliveries.get(entry.key)
        if delivery is not None:
            delivery.hurry()
            return
        draft = self._taken(entry)
        if draft is None:
            return

        async def told(outcome: Outcome) -> None:
            await tell_of(self.app, draft, entry.title, outcome)
            if self.is_attached:
                self.changed()

        # The application's, as every delivery: who leaves the list doesn't stop it.
        self.app.run_worker(Delivery(self.portal, draft, told).run(), group="sending")

    def _here(self) -> DraftEntry | None:
        """The draft under the cursor, if this window may touch it."""
        entry = self._feed.row
        if entry is not None and entry.elsewhere:
            self.notify(_("It is open in another window: close it there first."), markup=False)
            return None
        return entry

    def _open_kept(self, entry: DraftEntry) -> None:
        """A form without a screen of its own takes its draft up by itself, where it is at home."""
        from ecc_tui.screens.requests import RequestsScreen

        if entry.form == BUDGET:
            self._modify_budget(entry.contract)
        elif isinstance(below := self.app.screen_stack[-2], RequestsScreen):
            self.app.pop_screen()
            below.do_requests_filter()

    @work(group="dialog")
    async def _modify_budget(self, contract: str) -> None:
        from ecc_tui.screens.budget import modify_budget

        await modify_budget(self.portal, self.app, contract)
        self.changed()

    def _taken(self, entry: DraftEntry) -> Draft | None:
        try:
            return self.portal.drafts.take_up(entry.key)
        except (DraftUnavailable, Unwritten):
            self.notify(_("This draft is gone, or open in another window."), severity="warning", markup=False)
            self.changed()
            return None


def _throw_away(entry: DraftEntry) -> Question:
    sure = _("What was typed will be lost.")
    if entry.phase is not Phase.TYPING:
        sure = _("It was sent and nobody knows yet whether it arrived: v asks. Thrown away, you only forget it.")
    return Question(_("Throw away?"), draft_name(entry), note=sure, yes=_("Throw away"), no=_("Keep"))
