"""A form that ends in a press which can't be taken back: orders, incidents, changes (C3 to C7, T-10).

What the person wants here: to fill in what is asked, to see what it will cost, to send it once; tab and arrows lead
through it, one `enter` on the last button sends it. `esc` leaves at any time: the draft is kept.

A subclass says what it asks and sends (`contract_form`); drafts, stages, the final button, receipts and refusals are
the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Button, Static

from ecc_tui import actions
from ecc_tui.domain import forms
from ecc_tui.domain.errors import ActionDenied, DomainError, FormRefused, InvalidInput
from ecc_tui.domain.forms import Wrong
from ecc_tui.domain.links import Place, ToRequest
from ecc_tui.drafts import Draft, Phase
from ecc_tui.i18n import _, said, today
from ecc_tui.screens.delivery_words import refusal, tell_by_toast, to_verify, warning
from ecc_tui.screens.kept_form import FILE_CHECK_SECONDS, KeptForm
from ecc_tui.screens.portal import Go, Portal
from ecc_tui.screens.receipt import ReceiptPanel, receipt_content
from ecc_tui.screens.sending import Delivery, Outcome, Refused, Resolved, Unknown
from ecc_tui.state import Unwritten
from ecc_tui.widgets.final_button import FinalBar, FinalButton
from ecc_tui.widgets.form import FormView
from ecc_tui.widgets.panel import Panel
from ecc_tui.widgets.states import State, StatePanel
from ecc_tui.widgets.summary import Summary
from ecc_tui.wording import granters_sentence, sentence


class Stage(Enum):
    """How far the form has come, as the screen shows it."""

    LOADING = auto()
    FAILED = auto()
    TYPING = auto()
    SENDING = auto()
    TO_VERIFY = auto()
    DONE = auto()


class FormScreen(KeptForm):
    """One form on a contract, perhaps about a service or a request; with a draft given, as it was left."""

    CSS_PATH = "form_screen.tcss"
    AUTO_FOCUS = ""
    scopes = ("form",)
    is_typed_into = True
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("form")]

    def __init__(
        self, portal: Portal, place: Place, contract: str, subject: str = "", *, draft: Draft | None = None
    ) -> None:
        super().__init__(portal, place, contract, subject, draft=draft)
        self.stage = Stage.LOADING
        self._is_loaded = False
        """What the form is about is known: it can say its name."""
        self._delivery: Delivery | None = None
        self._early: Outcome | None = None
        """What became of the form while what it is about was still fetched."""
        self._done: Resolved | None = None
        self._view: FormView | None = None  # looked for with each key, it would be found slowly
        self._tell_state: Callable[[], tuple[State, str, str]] | None = None
        self._tell_notice: Callable[[], Content] | None = None

    # What became of it; a subclass that knows better what to show does so

    def tell_elsewhere(self, outcome: Outcome) -> None:
        """What became of it, to the person who looks at another screen."""
        tell_by_toast(self.app.notify, self.draft.title if self.draft else {}, outcome)

    async def take_receipt(self, done: Resolved) -> None:
        """It was taken: the receipt stands where the form was."""
        self._done = done
        self.say(None)
        self._show_stage(Stage.DONE)
        self.query_one("#open").focus()

    async def take_refusal(self, error: DomainError | None) -> None:
        """It was refused: say why, and mark what is wrong."""
        wrong: Sequence[Wrong] = error.wrong if isinstance(error, FormRefused) else ()
        if isinstance(error, InvalidInput):
            wrong = [Wrong(error.field, error.rule, error.parameters)]
        known = {field.id for field in self.view.form.fields}
        if wrong := [one for one in wrong if one.field in known]:
            self.view.mark(wrong)
        else:
            self.to_first_field()
        self.say(lambda: refusal(error))

    def to_first_field(self) -> None:
        """The focus is never left on the final button: one more press must be meant."""
        self.view.focus_field(self.view.form.fields[0].id)

    # The frame

    @property
    def view(self) -> FormView:
        """The form itself; there is one from the stage TYPING on."""
        assert self._view is not None
        return self._view

    @property
    def is_busy(self) -> bool:
        """While the form is fetched, keys wait for it."""
        return self.stage is Stage.LOADING

    def body(self) -> ComposeResult:
        with Panel(id="form"):
            yield StatePanel(id="state")
            yield Static(id="notice", markup=False)
            yield Summary(id="summary")
            yield FinalBar()
            yield ReceiptPanel()

    def on_mount(self) -> None:
        super().on_mount()
        self._show_stage(Stage.LOADING)
        self.set_interval(FILE_CHECK_SECONDS, self.look_where_it_is_kept)
        if self.draft is not None and (delivery := self.portal.deliveries.get(self.draft.key)) is not None:
            delivery.tell = self._told
        self.run_worker(self._open(), group="form", exclusive=True)

    def crumbs(self) -> tuple[str, ...]:
        return (*super().crumbs(), self.contract, *([self.heading()] if self._is_loaded else []))

    def own_name(self) -> str:
        return self.heading() if self._is_loaded else super().own_name()

    def words(self) -> None:
        super().words()
        if self._has_form:
            self.view.words()
        if self._is_loaded:
            self.query_one(FinalBar).say(self.final_sentence(), self.final_word())
        if self._tell_state is not None:
            self.query_one(StatePanel).say(*self._tell_state())
        self._say_notice()
        self._say_summary()
        self._say_done()
        self._say_title()

    @property
    def _has_form(self) -> bool:
        return self._view is not None and self._view.is_attached

    def _show_stage(self, stage: Stage) -> None:
        """What is shown, what can be edited and pressed at a stage."""
        self.stage = stage
        form = self._has_form and stage in (Stage.TYPING, Stage.SENDING, Stage.TO_VERIFY)
        if self._has_form:
            self.view.display = form
            self.view.read_only = stage is not Stage.TYPING
        self.query_one("#summary").display = form
        bar = self.query_one(FinalBar)
        bar.display = form
        bar.allow(leave=stage is not Stage.SENDING, change=stage is Stage.TYPING)
        self.query_one(StatePanel).display = stage in (Stage.LOADING, Stage.FAILED)
        self.query_one(ReceiptPanel).display = stage is Stage.DONE
        self.words()

    def _say_title(self) -> None:
        panel = self.query_one("#form", Panel)
        name = self.heading() if self._is_loaded else said(self.draft.title) if self.draft else ""
        panel.head(" · ".join(filter(None, [name, self.contract])))
        panel.foot(
            {
                Stage.TYPING: self.kept_word(),
                Stage.SENDING: _("◌ sending…"),
                Stage.TO_VERIFY: _("◌ to be verified"),
            }.get(self.stage, "")
        )
        self.refresh_frame()

    def say(self, tell: Callable[[], Content] | None) -> None:
        """Words between the form and its summary, told again in another language; None for none."""
        self._tell_notice = tell
        self._say_notice()

    def _say_notice(self) -> None:
        notice = self.query_one("#notice", Static)
        notice.display = self._tell_notice is not None and self.stage is not Stage.DONE
        notice.update(self._tell_notice() if self._tell_notice is not None else "")

    def on_resize(self) -> None:
        """The summary has another width."""
        self._say_summary()

    def _say_summary(self) -> None:
        if self._has_form and self.stage is not Stage.DONE:
            verdict = forms.check(self.view.form, self.view.entries, today())
            content = self.summary(verdict.answers)
            summary = self.query_one(Summary)
            summary.say(content)
            summary.display = bool(content.plain) and self.view.display

    # Opening

    async def _open(self) -> None:
        try:
            await self.check_rights()
            form = await self.load()
        except DomainError as error:
            self._fail(error)
            return
        self._is_loaded = True
        try:
            draft = self.draft = self.draft or self.begin_draft(form)
        except Unwritten:
            self._show_failure(
                lambda: (State.FAILED, _("The drafts are in use by another program."), _("esc leads back"))
            )
            return
        view = self._view = FormView(form, draft.entries, keep=self.keep, moved=self.keep_place, id="fields")
        await self.query_one("#form", Panel).mount(view, before="#notice")
        is_typed = draft.phase is Phase.TYPING
        self._show_stage(Stage.TYPING if is_typed else Stage.TO_VERIFY)
        if isinstance(self._early, Resolved | Refused):
            await self._told(self._early)
        elif is_typed:
            self._greet(draft)
        else:
            self._watch(draft)

    def _fail(self, error: DomainError) -> None:
        if isinstance(error, ActionDenied):
            self._show_failure(lambda: (State.DENIED, sentence(error), granters_sentence(error.denied)))
        else:
            self._show_failure(lambda: (State.FAILED, sentence(error), _("esc leads back; a draft is kept")))

    def _show_failure(self, tell: Callable[[], tuple[State, str, str]]) -> None:
        self._tell_state = tell
        self._show_stage(Stage.FAILED)
        if self._early is not None:
            self.tell_elsewhere(self._early)

    def _greet(self, draft: Draft) -> None:
        """The cursor where it was; and a word when the draft was begun before."""
        field, position = draft.cursor
        shown = [one.id for one in self.view.form.fields]
        self.view.focus_field(field if field in shown else shown[0], position)
        if draft.was_typed_in:
            if draft.version != self.version:
                draft.taken_up(self.version)
                self.say(lambda: warning(_("The form has changed since this draft was begun: look at it again.")))
            self.notify(_("Your draft is here again, as you left it."), markup=False, timeout=4)

    def safety_changed(self) -> None:
        self._say_title()

    @on(FormView.Edited)
    def _edited(self) -> None:
        self.query_one(FinalBar).was_hasty = False
        self._say_summary()

    # The final button

    @on(FinalButton.Hasty)
    def _hasty(self) -> None:
        self.query_one(FinalBar).was_hasty = True

    @on(Button.Pressed, "#final")
    def _pressed(self) -> None:
        """Send the form, when all of it is right; a wrong one is marked and sent nowhere (C4)."""
        if self.stage is not Stage.TYPING or self.draft is None:
            return
        self.query_one(FinalBar).was_hasty = False
        verdict = self.view.judge()
        if not verdict.accepted:
            self.query_one(FinalBar).allow(leave=True, change=True)
            return
        call = self.call(verdict)
        self.say(None)
        self._show_stage(Stage.SENDING)
        self._delivery = Delivery(self.portal, self.draft, self._told)
        # The application's, not the screen's: leaving it cancels nothing.
        self.app.run_worker(self._delivery.run(call), group="sending")

    def _watch(self, draft: Draft) -> None:
        """A form that was sent before: what became of it?"""
        self._delivery = self.portal.deliveries.get(draft.key)
        if self._delivery is not None:
            self._delivery.tell = self._told
            self._delivery.hurry()
        else:
            self._delivery = Delivery(self.portal, draft, self._told)
            self.app.run_worker(self._delivery.run(), group="sending")
        self._say_to_verify(None)

    async def _told(self, outcome: Outcome) -> None:
        """What became of the form, as far as it is known; who has left hears it from where he is."""
        if self.is_attached and self.stage is Stage.LOADING:
            self._early = outcome
            return
        is_shown = self.is_attached and self._is_loaded
        if not is_shown or self.app.screen is not self:
            self.tell_elsewhere(outcome)
        if not is_shown:
            if isinstance(outcome, Refused) and self.draft is not None:
                self.draft.close()
            return
        match outcome:
            case Resolved():
                await self.take_receipt(outcome)
            case Refused(error=error):
                self._show_stage(Stage.TYPING)
                await self.take_refusal(error)
            case Unknown(error=error):
                self._show_stage(Stage.TO_VERIFY)
                self._say_to_verify(error)

    def _say_to_verify(self, error: DomainError | None) -> None:
        key = actions.shown_key(actions.ACTIONS["form.verify"], self.shown_keys)
        self.say(lambda: to_verify(error, key))

    def do_form_verify(self) -> None:
        """Ask now what became of the form."""
        if self.stage is Stage.TO_VERIFY and self._delivery is not None:
            self._delivery.hurry()
        else:
            self.notify(_("There is nothing to be verified."), markup=False)

    # The receipt

    def _say_done(self) -> None:
        if self._done is not None:
            receipt = self._done.receipt
            content = receipt_content(
                self.done_sentence(receipt), receipt, self._done.key, self.portal.session.capabilities
            )
            self.query_one(ReceiptPanel).say(content, self.back_word())

    @on(ReceiptPanel.Opened)
    async def _open_request(self) -> None:
        assert self._done is not None
        self.dismiss()
        self.app.post_message(Go(ToRequest(self._done.receipt.id)))

    # Leaving

    @on(ReceiptPanel.Left)
    @on(Button.Pressed, "#leave")
    async def _leave(self) -> None:
        await self.action_perform("everywhere.back")

    def do_everywhere_back(self) -> bool:
        """Not while it is being sent; else the draft is kept."""
        if self.stage is Stage.SENDING:
            self.notify(_("The form is being sent: wait for the answer."), severity="warning", markup=False)
            return True
        if self.stage is Stage.TYPING:
            self.say_that_it_is_kept()
        return False

    @on(Button.Pressed, "#throw-away")
    def do_form_throw_away(self) -> None:
        """Ask, then forget what was typed."""
        from ecc_tui.widgets.dialogs import Question, told

        if self.stage is not Stage.TYPING:
            self.notify(_("It can't be thrown away now."), severity="warning", markup=False)
            return

        def question() -> Question:
            text = _("Throw this draft away? What was typed will be lost.")
            return Question(self.heading(), text, yes=_("Throw away"), no=_("Keep it"))

        def answered(yes: bool | None) -> None:
            if yes and self.stage is Stage.TYPING:
                self.throw_away()

        self.app.push_screen(told(question), answered)
