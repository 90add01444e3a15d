"""By which way a person is told of what (N2): a toast, a mail, both or neither; the centre always has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from ecc_tui import actions
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.forms import Entries, Entry, Field, FieldKind, Form, Option
from ecc_tui.domain.links import Place
from ecc_tui.domain.notifications import Channel, channels, preference_name
from ecc_tui.drafts import Draft
from ecc_tui.i18n import N_, _
from ecc_tui.screens.delivery_words import in_every_language, warning
from ecc_tui.screens.notification_words import EVENT_NAMES
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.state import Unwritten
from ecc_tui.widgets.buttons import relabel
from ecc_tui.widgets.form import FormView
from ecc_tui.widgets.panel import Panel
from ecc_tui.wording import sentence

FORM_NAME = "notifications"
TITLE = N_("Notifications: toast and mail")
_CHANNELS: Mapping[Channel, str] = {Channel.TOAST: N_("Toast"), Channel.MAIL: N_("Mail")}


def channels_form() -> Form:
    """One field for each event."""
    options = tuple(Option(channel, in_every_language(word)) for channel, word in _CHANNELS.items())
    fields = (
        Field(id=event, kind=FieldKind.CHOICES, label=in_every_language(name), options=options)
        for event, name in EVENT_NAMES.items()
    )
    return Form(FORM_NAME, tuple(fields))


def chosen_channels(preferences: Mapping[str, str]) -> Entries:
    """The form's entries as things stand."""
    return {event: _in_order(channels(event, preferences)) for event in EVENT_NAMES}


def _in_order(chosen: Sequence[str] | frozenset[Channel]) -> tuple[str, ...]:
    return tuple(channel.value for channel in Channel if channel in chosen)


class ChannelsScreen(SectionScreen):
    """The form, kept as a draft until it is saved; it opens with what holds now."""

    CSS_PATH = "requests.tcss"
    AUTO_FOCUS = ""
    scopes = ("channels",)
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("channels")]

    def __init__(
        self, portal: Portal, place: Place, contract: str = "", subject: str = "", *, draft: Draft | None = None
    ) -> None:
        super().__init__(portal, place)
        self._draft = draft or portal.drafts.begin(FORM_NAME, contract, subject, title=in_every_language(TITLE))

    def body(self) -> ComposeResult:
        with Panel(id="form"):
            yield Static(id="notice", markup=False)
            with Horizontal(id="buttons"):
                yield Button(id="leave", compact=True)
                yield Button(id="save", compact=True)

    def on_mount(self) -> None:
        super().on_mount()
        self._load()

    def on_unmount(self) -> None:
        """Whoever leaves finds the draft again."""
        self._draft.close(comes_back=bool(self.app.return_code))  # ended under the person, it comes back

    def crumbs(self) -> tuple[str, ...]:
        return (*super().crumbs(), self.own_name())

    def own_name(self) -> str:
        return _(TITLE)

    def words(self) -> None:
        super().words()
        self.query_one("#form", Panel).head(_(TITLE))
        relabel(self.query_one("#leave", Button), _("Leave, keep the draft"))
        relabel(self.query_one("#save", Button), _("Save"))
        for view in self.query(FormView):
            view.words()
        notice = self.query_one("#notice", Static)
        capabilities = self.portal.session.capabilities
        notice.display = not capabilities.sends_mail
        why = (
            _("Mails wait in the outbox: a demo sends its mails to this machine alone.")
            if capabilities.demo
            else _("No mail server is configured: mails wait in the outbox, none leaves.")
        )
        notice.update(warning(why))

    @work(exclusive=True, group="channels")
    async def _load(self) -> None:
        try:
            preferences = await self.portal.ask(lambda session: session.account.preferences())
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)
            self.dismiss()
            return
        form = channels_form()
        entries = {**chosen_channels(preferences), **self._draft.entries}
        view = FormView(form, entries, keep=self._draft.enter, moved=self._draft.move, id="fields")
        await self.query_one("#form", Panel).mount(view, before="#notice")
        field, position = self._draft.cursor
        view.focus_field(field or form.fields[0].id, position)

    @on(Button.Pressed, "#leave")
    async def _leave(self) -> None:
        await self.action_perform("everywhere.back")

    @on(Button.Pressed, "#save")
    def do_channels_save(self) -> None:
        """For every machine, from now on."""
        views = self.query(FormView)
        if views:
            self._save(views.first().judge().answers)

    @work(exclusive=True, group="channels")
    async def _save(self, answers: Mapping[str, Entry]) -> None:
        """The same again changes nothing: no key is needed."""
        try:
            for event in EVENT_NAMES:
                chosen = answers.get(event, ())
                value = ",".join(_in_order(chosen if isinstance(chosen, tuple) else (chosen,)))
                await self._keep(preference_name(event), value)
        except DomainError as error:
            self.notify(sentence(error), severity="error", markup=False)
            return
        with suppress(Unwritten):  # it stays among the drafts, and says what is saved
            self._draft.remove()
        self.notify(_("Your choice is saved."), markup=False, timeout=4)
        self.dismiss()

    async def _keep(self, name: str, value: str) -> None:
        await self.portal.ask(lambda session: session.account.set_preference(name, value))
