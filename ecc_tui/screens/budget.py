"""*Modify* the amount of a budget (D3): a form of one field, the rule beside it, saved once whatever happens."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import App, ComposeResult

from ecc_tui import i18n
from ecc_tui.domain.contracts import ZERO, Budget
from ecc_tui.domain.errors import ChangedMeanwhile, DomainError, InvalidInput
from ecc_tui.domain.form_values import read_number
from ecc_tui.domain.forms import Entries, Field, FieldKind, Form, Wrong
from ecc_tui.domain.money import Money, to_nano
from ecc_tui.drafts import Draft
from ecc_tui.i18n import _
from ecc_tui.screens.kept import begin_kept, forget_kept, leave_kept
from ecc_tui.screens.portal import Portal
from ecc_tui.widgets.dialogs import Dialog, told
from ecc_tui.widgets.form import FormView
from ecc_tui.wording import sentence

AMOUNT = "amount"
SENT = "sent"
"""An entry of the draft that no field shows: version and amount that were sent under its key, and not answered yet."""
WIDTH = 60


class BudgetDialog(Dialog[str | None]):
    """Asks for the amount beside the budget as it is now; answers with it as a plain number, or None."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = ""

    def __init__(self, contract: str, now: Budget, draft: Draft) -> None:
        title = _("Modify the budget of {contract}").format(contract=contract)
        super().__init__(title, _("enter accept · esc close"))
        self._draft = draft
        self._form = _form(now)

    def fill(self) -> ComposeResult:
        """The field."""
        draft = self._draft
        entries = {AMOUNT: draft.entries.get(AMOUNT, "")}
        yield FormView(self._form, entries, keep=draft.enter, moved=draft.move, rules=_rules, enter_sends=True)

    def on_mount(self) -> None:
        """Wide enough for the amounts."""
        self.set_width(WIDTH)
        self.query_one(FormView).focus()

    def adopt(self, other: Dialog[str | None]) -> None:
        """The same field under other words."""
        super().adopt(other)
        if isinstance(other, BudgetDialog):
            self._form = other._form
            self.query_one(FormView).adopt(self._form)

    @on(FormView.Sent)
    def _accept(self) -> None:
        """Accept it, or say why not."""
        verdict = self.query_one(FormView).judge()
        if verdict.accepted:
            self.dismiss(str(verdict.answers[AMOUNT]))


async def modify_budget(portal: Portal, app: App[int], contract: str) -> bool:
    """Ask for the new amount and save it; True when it was changed. Call it in a worker.

    What is refused comes back with what was typed, beside the budget as it is now; so does what was typed when the
    program ended, or the answer never came.
    """
    title = {"": _("Modify the budget of {contract}").format(contract=contract)}
    draft = begin_kept(portal.drafts, "budget", contract, title=title)
    if draft is None:
        app.notify(_("The drafts are in use by another program."), severity="warning", markup=False)
        return False
    try:
        while True:
            try:
                details = await portal.ask(lambda session: session.contracts.details(contract))
                if details.budget is None:
                    app.notify(_("No budget is set for {contract}.").format(contract=contract), markup=False)
                    forget_kept(draft)
                    return False
                now = details.budget.budget
                answer = await app.push_screen_wait(told(partial(BudgetDialog, contract, now, draft)))
                if answer is None:
                    forget_kept(draft)
                    return False
                changed = await _save(portal, contract, draft, now, answer)
            except (ChangedMeanwhile, InvalidInput) as error:
                draft.refused()  # what is sent next is another change
                draft.enter(SENT, "")
                app.notify(sentence(error), severity="warning", markup=False)
            except DomainError as error:
                app.notify(sentence(error), severity="error", markup=False)
                return False
            else:
                forget_kept(draft)
                text = _("The budget of {contract} is now {amount}.")
                app.notify(text.format(contract=contract, amount=i18n.money(changed.amount)), markup=False)
                return True
    finally:
        leave_kept(draft)


async def _save(portal: Portal, contract: str, draft: Draft, now: Budget, answer: str) -> Budget:
    """Once, however often it is tried: sent again without an answer, the same amount goes under the same key."""
    sent_version, _space, sent_amount = str(draft.entries.get(SENT, "")).partition(" ")
    version = int(sent_version) if sent_amount == answer else now.version
    if sent_amount != answer:
        if sent_amount:
            draft.refused()  # another amount is another change
        draft.enter(SENT, f"{version} {answer}")
    amount, key = Money(read_number(answer) or ZERO, now.amount.currency), draft.key
    return await portal.ask(lambda session: session.contracts.set_budget(contract, amount, version=version, key=key))


def _form(now: Budget) -> Form:
    """The one field, in the language at hand."""
    digits = Money(ZERO, now.amount.currency).rounded().amount.as_tuple().exponent
    return Form(
        "budget",
        (
            Field(
                id=AMOUNT,
                kind=FieldKind.NUMBER,
                label={"": _("New amount")},
                mandatory=True,
                unit={"": now.amount.currency},
                decimals=-digits if isinstance(digits, int) else 0,
                help={"": _("now {amount}").format(amount=i18n.money(now.amount))},
            ),
        ),
    )


def _rules(entries: Entries) -> Sequence[Wrong]:
    """More than nothing, and no more than a store holds."""
    amount = read_number(str(entries.get(AMOUNT, "")))
    if amount is None:
        return ()
    if amount <= 0:
        return (Wrong(AMOUNT, "positive"),)
    try:
        to_nano(amount)
    except ValueError:
        return (Wrong(AMOUNT, "too-large"),)
    return ()
