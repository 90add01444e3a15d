"""What stands in a form's place when it was taken: what became of it, and the way to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ecc_tui import i18n
from ecc_tui.backend.base import Capabilities
from ecc_tui.domain.requests import Receipt
from ecc_tui.i18n import N_, _
from ecc_tui.widgets.buttons import relabel
from ecc_tui.widgets.final_button import FinalButton

SHORT_KEY = 8
"""Characters of a form's key that people can compare."""


def mail_sentence(receipt: Receipt, capabilities: Capabilities) -> str:
    """Whether a confirmation mail leaves; nothing pretends that it did."""
    if not receipt.mailed:
        return _("No confirmation mail: your preferences ask for none.")
    if capabilities.sends_mail:
        return _("A confirmation mail leaves as soon as the mail server takes it.")
    if capabilities.demo:
        return _("A confirmation mail waits in the outbox: a demo sends its mails to this machine alone.")
    return _("A confirmation mail waits in the outbox: no mail server is configured.")


def receipt_content(sentence: str, receipt: Receipt, key: str, capabilities: Capabilities) -> Content:
    """The sentence, then the request with its reference, the form's key, and the mail."""
    facts = [
        (_("Request"), receipt.id),
        (_("Reference"), receipt.reference),
        (_("Submitted"), i18n.moment(receipt.at)),
        (_("Form's key"), key[:SHORT_KEY]),
    ]
    width = max(len(label) for label, _value in facts) + 2
    lines = [Content.assemble(("✔ ", "$text-success"), (sentence, "bold")), Content("")]
    lines += [Content.assemble((label.ljust(width), "$text-muted"), value) for label, value in facts if value]
    lines += [Content(""), Content(mail_sentence(receipt, capabilities))]
    return Content("\n").join(lines)


class ReceiptPanel(VerticalScroll, can_focus=False):
    """The receipt with its two ways on. An Enter that is still held down opens nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "app.focus_previous", N_("Left"), show=False, id="receipt.left"),
        Binding("right,down", "app.focus_next", N_("Right"), show=False, id="receipt.right"),
    ]
    DEFAULT_CSS = """
    ReceiptPanel {
        padding: 1 2;
        & > Static { height: auto; margin-bottom: 1; }
        & > Horizontal { height: 1; }
        & Button { margin-right: 2; }
    }
    """

    class Opened(Message):
        """The request is wanted."""

    class Left(Message):
        """The way back is wanted."""

    def compose(self) -> ComposeResult:
        yield Static(markup=False)
        with Horizontal():
            yield FinalButton(id="open", compact=True)
            yield Button(id="back", compact=True)

    def say(self, content: Content, back: str) -> None:
        """What it says, in the current language."""
        self.query_one(Static).update(content)
        relabel(self.query_one("#open", Button), _("Open the request"))
        relabel(self.query_one("#back", Button), back)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        event.stop()
        self.post_message(self.Opened() if event.button.id == "open" else self.Left())

    def on_final_button_hasty(self, event: FinalButton.Hasty) -> None:
        """Said nowhere: nothing is lost."""
        event.stop()
