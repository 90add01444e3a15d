"""Dialogs that ask or explain: yes or no, why not, one text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Input, Static

from ecc_tui.i18n import N_, _
from ecc_tui.widgets.buttons import relabel
from ecc_tui.widgets.dialogs.base import Dialog, text_line
from ecc_tui.widgets.fields import Field, PasswordField


class Question(Dialog[bool]):
    """Yes or no. The safe answer, no, has the focus; Escape is no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", N_("Left"), show=False, id="question.left"),
        Binding("right", "app.focus_next", N_("Right"), show=False, id="question.right"),
    ]

    def __init__(self, title: str, sentence: str, *, yes: str = "", no: str = "", note: str = "") -> None:
        super().__init__(title)
        self._words = (sentence, note, yes or _("Yes"), no or _("No"))

    def fill(self) -> ComposeResult:
        """The question and the two answers."""
        sentence, note, yes, no = self._words
        yield text_line(sentence, "ecc-dialog-text")
        yield text_line(note, "ecc-dialog-muted")
        with Horizontal(classes="ecc-dialog-buttons"):
            yield Button(Content(no), id="no")
            yield Button(Content(yes), id="yes")

    def on_mount(self) -> None:
        """As wide as the sentence."""
        sentence, note, yes, no = self._words
        self.set_width(max(cell_len(sentence), cell_len(note), cell_len(yes) + cell_len(no) + 10))
        self.query_one(".ecc-dialog-muted").display = bool(note)
        self.query_one("#no", Button).focus()

    def adopt(self, other: Dialog[bool]) -> None:
        """The same question in other words."""
        super().adopt(other)
        if isinstance(other, Question):
            sentence, note, yes, no = other._words
            self.query_one(".ecc-dialog-text", Static).update(Content(sentence))
            self.query_one(".ecc-dialog-muted", Static).update(Content(note))
            relabel(self.query_one("#yes", Button), yes)
            relabel(self.query_one("#no", Button), no)
            self.set_width(max(cell_len(sentence), cell_len(note), cell_len(yes) + cell_len(no) + 10))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """An answer."""
        event.stop()
        self.dismiss(event.button.id == "yes")

    def action_close(self) -> None:
        """Escape is no."""
        self.dismiss(False)


class Reason(Dialog[bool]):
    """Why an action is not allowed and who can grant it (section 1 of product.md, R9).

    Answers True when `r` asks them, which is offered where `ask` says so.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "ask", N_("Ask them"), show=False, id="reason.ask"),
        Binding("enter", "close", N_("Close"), show=False, id="reason.close"),
    ]

    def __init__(self, title: str, sentence: str, who: str = "", *, ask: bool = False) -> None:
        super().__init__(title, _("r ask them · esc close") if ask else _("esc close"))
        self._words = (sentence, who)
        self._ask = ask

    def fill(self) -> ComposeResult:
        """What is missing, then who can help."""
        sentence, who = self._words
        yield text_line(sentence, "ecc-dialog-text")
        yield text_line(who, "ecc-dialog-muted")

    def on_mount(self) -> None:
        """As wide as its sentences."""
        self.set_width(max(map(cell_len, self._words)))
        self.query_one(".ecc-dialog-muted").display = bool(self._words[1])

    def adopt(self, other: Dialog[bool]) -> None:
        """The same reason in other words."""
        super().adopt(other)
        if isinstance(other, Reason):
            sentence, who = other._words
            self.query_one(".ecc-dialog-text", Static).update(Content(sentence))
            self.query_one(".ecc-dialog-muted", Static).update(Content(who))
            self.set_width(max(map(cell_len, other._words)))

    def action_ask(self) -> None:
        """Ask those who can grant it."""
        if self._ask:
            self.dismiss(True)

    def action_close(self) -> None:
        """Understood."""
        self.dismiss(False)


class TextPrompt(Dialog[str | None]):
    """One text. `check` gives a sentence about what is wrong with it, or nothing; a wrong text is not accepted."""

    def __init__(
        self,
        title: str,
        label: str,
        value: str = "",
        *,
        check: Callable[[str], str] | None = None,
        note: str = "",
        password: bool = False,
        max_length: int = 512,
    ) -> None:
        super().__init__(title, _("enter accept · esc close"))
        self._words = (label, note)
        self._value = value
        self._check = check or (lambda text: "")
        self._password = password
        self._max_length = max_length
        self._error = text_line("", "ecc-dialog-bad")

    def fill(self) -> ComposeResult:
        """The label, the field, and a line for what is wrong."""
        label, note = self._words
        yield text_line(label, "ecc-dialog-muted ecc-label-line")
        if self._password:
            yield PasswordField(max_length=self._max_length)
        else:
            yield Field(value=self._value, max_length=self._max_length)
        if note:
            yield text_line(note, "ecc-dialog-muted")
        self._error.display = False
        yield self._error

    def on_mount(self) -> None:
        """Wide enough to type."""
        self.set_width(max(48, *map(cell_len, self._words)))
        self.query_one(Field).focus()

    def adopt(self, other: Dialog[str | None]) -> None:
        """The same field under other words; what was typed stays, a refusal is said again."""
        super().adopt(other)
        if isinstance(other, TextPrompt):
            self.query_one(".ecc-label-line", Static).update(Content(other._words[0]))
            self.set_width(max(48, *map(cell_len, other._words)))
            if self._error.display:
                self.refuse(self._check(self.query_one(Field).value))

    def refuse(self, sentence: str) -> None:
        """Say what is wrong; the text stays."""
        self._error.update(Content(f"✖ {sentence}"))
        self._error.display = True

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong may be right now."""
        event.stop()
        self._error.display = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Accept it, or say why not."""
        event.stop()
        if sentence := self._check(event.value):
            self.refuse(sentence)
        else:
            self.dismiss(event.value)
