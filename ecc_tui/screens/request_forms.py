"""The forms about requests that there are (Q7, Q8): comment, attach files, cancel; one request, or all marked ones.

What the person wants here: to say it and be back where he was. It takes one press, keeps a draft, and is done once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import ClassVar

from textual.content import Content

from ecc_tui import i18n
from ecc_tui.domain.errors import DomainError, NotNow
from ecc_tui.domain.forms import Entry, Form, Texts, Verdict
from ecc_tui.domain.links import Place
from ecc_tui.domain.request_forms import ATTACHING, CANCELLING, COMMENT
from ecc_tui.domain.requests import Receipt, RequestDetails, may_cancel
from ecc_tui.domain.rights import Action
from ecc_tui.drafts import Draft
from ecc_tui.i18n import N_, _, ngettext
from ecc_tui.screens.delivery_words import in_every_language, warning
from ecc_tui.screens.form_screen import FormScreen, Stage
from ecc_tui.screens.marked_calls import Sum
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.request_words import status_text
from ecc_tui.screens.sending import Call, Outcome, Resolved, answers_and_files
from ecc_tui.wording import kind_word, sentence
from ecc_tui.wording.form_words import worded

NAMED = 6
"""Marked requests that are named; of the others the number is told."""


class AboutRequest(FormScreen):
    """A form about one request; once it is taken, one is back where one was."""

    asked: ClassVar[Form]
    title_message: ClassVar[str]
    details: RequestDetails | None = None

    async def load(self) -> Form:
        """The request as it is now."""
        self.details = await self.portal.ask(lambda session: session.requests.get(self.subject))
        return worded(self.asked)

    def changed(self) -> None:
        """The provider may have moved it on: where it stands is told anew, what is typed stays (Q9)."""
        if self.details is not None and self.stage is Stage.TYPING:
            self.run_worker(self._look_again(), group="request", exclusive=True)

    async def _look_again(self) -> None:
        with suppress(DomainError):  # it is told when the form is sent
            self.details = await self.portal.session.requests.get(self.subject)
        self._say_summary()

    def heading(self) -> str:
        return _(self.title_message).format(id=self.subject)

    def draft_title(self) -> Texts:
        words = in_every_language(self.title_message)
        return {code: text.format(id=self.subject) for code, text in words.items()}

    def summary(self, answers: Mapping[str, Entry]) -> Content:
        """Which request it is about."""
        if self.details is None:
            return Content("")
        row = self.details.row
        about = f"{row.id} · {kind_word(row.kind)} · {status_text(row)}"
        return Content.assemble((row.name, "bold"), "\n", (about, "$text-muted"))

    def call(self, verdict: Verdict) -> Call:
        answers, files = answers_and_files(self.asked, verdict.answers)
        return Call(
            form=self.form_name,
            contract=self.contract,
            subject=self.subject,
            answers=answers,
            files=files,
        )

    async def take_receipt(self, done: Resolved) -> None:
        """No receipt to look at: the request itself shows what was done."""
        if self.app.screen is self:
            self.notify(self.done_sentence(done.receipt), markup=False)
            self.dismiss()
        else:
            await super().take_receipt(done)

    def tell_elsewhere(self, outcome: Outcome) -> None:
        if isinstance(outcome, Resolved):
            self.app.notify(self.done_sentence(outcome.receipt), markup=False)
        else:
            super().tell_elsewhere(outcome)


class CommentScreen(AboutRequest):
    """A comment, of several lines."""

    form_name = "comment"
    needs = Action.COMMENT_REQUEST
    asked = COMMENT
    title_message = N_("Comment on {id}")

    def final_word(self) -> str:
        return _("Send the comment")

    def final_sentence(self) -> str:
        return _("The provider and all who follow the request read it.")

    def done_sentence(self, receipt: Receipt) -> str:
        return _("Your comment is with {id}.").format(id=receipt.id)


class AttachScreen(AboutRequest):
    """Files of this machine."""

    form_name = "attach"
    needs = Action.COMMENT_REQUEST
    asked = ATTACHING
    title_message = N_("Attach files to {id}")

    def final_word(self) -> str:
        return _("Attach the files")

    def final_sentence(self) -> str:
        return _("The provider and all who may see the request can read them.")

    def done_sentence(self, receipt: Receipt) -> str:
        return _("The files are with {id}.").format(id=receipt.id)


class CancelScreen(AboutRequest):
    """Cancelling, with a reason; the button names what it does."""

    form_name = "cancel"
    needs = Action.SEE_REQUESTS  # its requester may, whatever his role: the backend knows him
    asked = CANCELLING
    title_message = N_("Cancel {id}")

    async def load(self) -> Form:
        form = await super().load()
        row = self.details.row if self.details is not None else None
        if self.draft is None and row is not None and not may_cancel(row.kind, row.status):
            raise NotNow("cancel", self.subject)
        return form

    async def _look_again(self) -> None:
        await super()._look_again()
        row = self.details.row if self.details is not None else None
        if row is not None and not may_cancel(row.kind, row.status):
            too_late = NotNow("cancel", self.subject)
            self.say(lambda: warning(sentence(too_late)))

    def final_word(self) -> str:
        return _("Cancel the request")

    def final_sentence(self) -> str:
        return _("Pressing “{button}” cancels it at once; it can't be taken up again.").format(button=self.final_word())

    def done_sentence(self, receipt: Receipt) -> str:
        return _("The request {id} is cancelled.").format(id=receipt.id)


class AboutMarked(AboutRequest):
    """The same about many requests; `subject` names them all, and they may be of many contracts."""

    def __init__(
        self, portal: Portal, place: Place, contract: str, subject: str = "", *, draft: Draft | None = None
    ) -> None:
        super().__init__(portal, place, "", subject, draft=draft)

    @property
    def ids(self) -> Sequence[str]:
        """All of them."""
        return self.subject.split()

    async def check_rights(self) -> None:
        """Each has its own contract: the backend decides one by one, and the sum tells."""

    async def load(self) -> Form:
        return worded(self.asked)

    def crumbs(self) -> tuple[str, ...]:
        return tuple(filter(None, super().crumbs()))

    def heading(self) -> str:
        return _(self.title_message).format(n=i18n.number(len(self.ids)))

    def draft_title(self) -> Texts:
        words = in_every_language(self.title_message)
        return {code: text.format(n=len(self.ids)) for code, text in words.items()}

    def summary(self, answers: Mapping[str, Entry]) -> Content:
        """Some of them by name."""
        named = ", ".join(self.ids[:NAMED])
        more = len(self.ids) - NAMED
        if more > 0:
            text = ngettext("{ids} and {n} more request", "{ids} and {n} more requests", more)
            return Content(text.format(ids=named, n=i18n.number(more)))
        return Content(named)

    def done_sentence(self, receipt: Receipt) -> str:
        return sum_sentence(self.form_name, receipt) if isinstance(receipt, Sum) else super().done_sentence(receipt)


class CommentMarkedScreen(AboutMarked):
    """The same comment on each."""

    form_name = "comment-marked"
    needs = Action.COMMENT_REQUEST
    asked = COMMENT
    title_message = N_("Comment on {n} requests")

    final_word = CommentScreen.final_word

    def final_sentence(self) -> str:
        return _("Each of them gets this comment.")


class CancelMarkedScreen(AboutMarked):
    """Cancels each that can be."""

    form_name = "cancel-marked"
    needs = Action.SEE_REQUESTS
    asked = CANCELLING
    title_message = N_("Cancel {n} requests")

    def final_word(self) -> str:
        return _("Cancel the requests")

    def final_sentence(self) -> str:
        text = _("Pressing “{button}” cancels at once each that can be: incidents and changes that are submitted.")
        return text.format(button=self.final_word())


_REASONS: Mapping[str, str] = {
    "not-now": N_("an order, or no longer submitted ({n})"),
    "denied": N_("a higher role is needed ({n})"),
    "not-found": N_("gone ({n})"),
}


def sum_sentence(form: str, done: Sum) -> str:
    """`12 requests are cancelled. 3 are not: no longer submitted (3).`: nothing is passed over."""
    if form == CancelMarkedScreen.form_name:
        text = ngettext("{n} request is cancelled.", "{n} requests are cancelled.", done.done)
        none = _("No request is cancelled.")
    else:
        text = ngettext("{n} request has your comment.", "{n} requests have your comment.", done.done)
        none = _("No request has your comment.")
    said = text.format(n=i18n.number(done.done)) if done.done else none  # French zero is singular
    if not done.refused:
        return said
    refused = sum(done.refused.values())
    reasons = ", ".join(_(_REASONS[code]).format(n=i18n.number(number)) for code, number in done.refused.items())
    others = ngettext("{n} is not: {reasons}.", "{n} are not: {reasons}.", refused)
    if form != CancelMarkedScreen.form_name:
        others = ngettext("{n} has not: {reasons}.", "{n} have not: {reasons}.", refused)
    return f"{said} {others.format(n=i18n.number(refused), reasons=reasons)}"


SCREENS: Mapping[str, type[AboutRequest]] = {
    screen.form_name: screen
    for screen in (CommentScreen, AttachScreen, CancelScreen, CommentMarkedScreen, CancelMarkedScreen)
}
"""By the name of their drafts and calls."""
