"""What can be done with a request, from the list and from its own screen (Q7): rights, reasons, each one's form."""

from __future__ import annotations

from textual import work

from ecc_tui import actions, i18n
from ecc_tui.domain.errors import DomainError, NotNow
from ecc_tui.domain.links import Place
from ecc_tui.domain.requests import RequestFilter, RequestRow, Sort, may_cancel
from ecc_tui.domain.rights import Action, ContractRights, Denied, allowed
from ecc_tui.i18n import _
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.pages import Marks
from ecc_tui.wording import sentence


class ActsOnRequest(SectionScreen):
    """A screen with a request at hand: what is denied for it is dimmed, and everything else can be done."""

    def __init__(self, portal: Portal, place: Place) -> None:
        super().__init__(portal, place)
        self._rights: dict[str, ContractRights] = {}

    def request_at_hand(self) -> RequestRow | None:
        """The one that the keys are about; None while there is none, or where they are about several."""
        raise NotImplementedError

    # Rights

    def rights_at_hand(self) -> ContractRights | None:
        row = self.request_at_hand()
        return self._rights.get(row.contract) if row else None

    async def rights_for(self, action: actions.Action) -> ContractRights | None:
        row = self.request_at_hand()
        if row is None:
            return None
        held = await self.portal.ask(lambda session: session.contracts.rights(row.contract))
        self._rights[row.contract] = held
        return held

    @work(exclusive=True, group="rights")
    async def learn_rights(self, *, again: bool = False) -> None:
        """Know what is denied for the request at hand, and dim it."""
        row = self.request_at_hand()
        if row is None or (row.contract in self._rights and not again):
            self.refresh_frame()
            return
        try:
            self._rights[row.contract] = await self.portal.ask(lambda session: session.contracts.rights(row.contract))
        except DomainError:
            self._rights.pop(row.contract, None)  # the action itself asks again, and says what is wrong
        self.refresh_frame()

    def known_refusal(self, action: actions.Action) -> Denied | DomainError | None:
        """Cancelling depends on the request itself."""
        row = self.request_at_hand()
        if row is not None and action.id.endswith(".cancel") and not may_cancel(row.kind, row.status):
            return NotNow("cancel", row.id)
        return super().known_refusal(action)

    async def refusal(self, action: actions.Action) -> Denied | DomainError | None:
        row = self.request_at_hand()
        if row is None or not action.id.endswith(".cancel"):
            return await super().refusal(action)
        if not may_cancel(row.kind, row.status):
            return NotNow("cancel", row.id)
        try:
            details = await self.portal.ask(lambda session: session.requests.get(row.id))
            held = await self.rights_for(action)
        except DomainError as error:
            return error
        verdict = allowed(held, Action.COMMENT_REQUEST)
        return verdict if isinstance(verdict, Denied) and not details.requested_by_me else None

    # Actions on the request at hand

    async def open_form(self, form: str, subject: str = "") -> None:
        """One of the forms of `request_forms`, over this screen."""
        from ecc_tui.screens import request_forms

        row = self.request_at_hand()
        screen = request_forms.SCREENS[form](
            self.portal, self.place, row.contract if row and not subject else "", subject or (row.id if row else "")
        )
        await self.app.push_screen(screen)

    @work(group="dialog")
    async def open_form_for_marked(self, form: str, filter: RequestFilter, sort: Sort, marks: Marks) -> None:
        """The same about all that are marked; more than one form may act on is told."""
        from ecc_tui.screens.marked_calls import MOST_MARKED, subject_of

        ids: list[str] = sorted(marks.ids)
        if marks.all_matching:
            ids = []
            try:
                async for rows in self.portal.session.requests.walk(filter, sort):
                    ids += [row.id for row in rows if row.id in marks]
                    if len(ids) > MOST_MARKED:
                        break
            except DomainError as error:
                self.notify(sentence(error), severity="error", markup=False)
                return
        if len(ids) > MOST_MARKED:
            text = _("At most {number} requests at once: mark fewer, or filter.")
            self.notify(text.format(number=i18n.number(MOST_MARKED)), severity="warning", markup=False)
        elif ids:
            await self.open_form(form, subject_of(ids))

    @work(group="follow")
    async def follow(self) -> None:
        """Be told of what happens to it, or no longer."""
        row = self.request_at_hand()
        if row is None:
            return
        try:
            details = await self.portal.ask(lambda session: session.requests.get(row.id))
            follows = not details.followed
            await self.portal.ask(lambda session: session.requests.follow(row.id, follows))
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)
            return
        text = _("You are told of what happens to {id}.") if follows else _("You are no longer told of {id}.")
        self.notify(text.format(id=row.id), markup=False, timeout=4)
        self.changed()

    @work(group="dialog")
    async def save(self) -> None:
        """One of its attachments, to this machine."""
        from ecc_tui.screens.attachment_saving import save_attachment

        row = self.request_at_hand()
        if row is not None:
            await save_attachment(self, row.id)
