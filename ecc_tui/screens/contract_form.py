"""What a form on a contract is: what it asks, what it says of itself, what it sends. `FormScreen` does the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.content import Content

from ecc_tui.domain import forms, rights
from ecc_tui.domain.errors import ActionDenied
from ecc_tui.domain.forms import Entries, Entry, Form, Texts, Verdict
from ecc_tui.domain.links import Place
from ecc_tui.domain.requests import Receipt
from ecc_tui.domain.rights import Denied, allowed
from ecc_tui.i18n import _
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.sending import Call
from ecc_tui.screens.shell import SectionScreen


class ContractForm(SectionScreen):
    """One form on a contract, perhaps about a service or a request (`subject`)."""

    form_name: ClassVar[str] = ""
    """The name under which drafts are kept and calls are made: `order`, `incident`, `change`."""
    needs: ClassVar[rights.Action]
    """What the person must be allowed to do on the contract."""

    def __init__(self, portal: Portal, place: Place, contract: str, subject: str = "") -> None:
        super().__init__(portal, place)
        self.contract, self.subject = contract, subject
        self.version = 0
        """Of the form that is being filled."""

    async def check_rights(self) -> None:
        """Before anything is asked for; the backend decides once more. Raises ActionDenied."""
        held = await self.portal.ask(lambda session: session.contracts.rights(self.contract))
        verdict = allowed(held, self.needs)
        if isinstance(verdict, Denied):
            raise ActionDenied(verdict)

    async def load(self) -> Form:
        """Ask for all that the form needs; sets `version` where it has one. Raises what the backend raises."""
        raise NotImplementedError

    def heading(self) -> str:
        """Its name in the panel's head and in the list of drafts, in the current language."""
        raise NotImplementedError

    def draft_title(self) -> Texts:
        """The same in every language."""
        return {"": self.heading()}

    def entries(self, form: Form) -> Entries:
        """What stands in the untouched form."""
        return forms.defaults(form)

    def summary(self, answers: Mapping[str, Entry]) -> Content:
        """What sending it would do; `answers` are those of the fields that are right so far."""
        return Content("")

    def final_word(self) -> str:
        """What stands on the button that sends it."""
        raise NotImplementedError

    def final_sentence(self) -> str:
        """What pressing that button does, beside it."""
        return _("Pressing “{button}” sends the form at once, there is no further step.").format(
            button=self.final_word()
        )

    def done_sentence(self, receipt: Receipt) -> str:
        """What has become of it."""
        return _("The form was sent.")

    def back_word(self) -> str:
        """Where the receipt leads back to."""
        return _("Back")

    def call(self, verdict: Verdict) -> Call:
        """Exactly what is sent with these answers."""
        raise NotImplementedError
