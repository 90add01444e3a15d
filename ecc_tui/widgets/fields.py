"""Fields to type in: what is typed is text, never markup, and a password never leaves its field."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_

SEARCH_SECONDS = 0.06
"""Letters that come closer than this are searched together."""


class Field(Input):
    """One line of text. What is pasted becomes one harmless line (T-01)."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()  # Input's own takes the first line alone
        event.stop()
        self._put_in(event.text)

    def action_paste(self) -> None:
        """The same with what was copied in the program."""
        self._put_in(self.app.clipboard)

    def _put_in(self, text: str) -> None:
        # A password is taken as it is: changed, it is never right.
        text = text.strip("\r\n") if self.password else clean(" ".join(text.split()))
        if text:
            self.replace(text, *self.selection)


class PasswordField(Field):
    """A password: shown as dots, and neither copy nor cut brings it to any clipboard (T-05)."""

    ALLOW_SELECT = False

    def __init__(
        self, placeholder: str = "", *, id: str | None = None, classes: str | None = None, max_length: int = 1024
    ) -> None:
        super().__init__(placeholder=placeholder, password=True, id=id, classes=classes, max_length=max_length)

    def action_copy(self) -> None:
        """Does nothing."""

    def action_cut(self) -> None:
        """Does nothing."""

    @property
    def selected_text(self) -> str:
        """Nothing that another widget could take."""
        return ""


class SearchField(Field):
    """Searches as you type: `Searched` at most every SEARCH_SECONDS, and always for the last letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_or_leave", N_("Clear"), show=False, id="search.clear"),
        Binding("down", "leave", N_("To the list"), show=False, id="search.leave"),
    ]

    class Searched(Message):
        """What is to be searched now; empty when the search was cleared."""

        def __init__(self, field: SearchField, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

        @property
        def control(self) -> SearchField:
            """The field that speaks."""
            return self.field

    class Left(Message):
        """Down, Enter, or Escape in the empty field: the list is next."""

        def __init__(self, field: SearchField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> SearchField:
            """The field that speaks."""
            return self.field

    def __init__(
        self, value: str = "", placeholder: str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(value=value, placeholder=placeholder, id=id, classes=classes, select_on_focus=False)
        self._searched = value
        self._searched_at = 0.0
        self._wait: Timer | None = None

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter more or less."""
        event.stop()
        left = self._searched_at + SEARCH_SECONDS - monotonic()
        if left <= 0:
            self._search()
        elif self._wait is None:
            self._wait = self.set_timer(left, self._search)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to what was found."""
        event.stop()
        self.action_leave()

    def _search(self) -> None:
        if self._wait is not None:
            self._wait.stop()
            self._wait = None
        if self.value != self._searched:
            self._searched, self._searched_at = self.value, monotonic()
            self.post_message(self.Searched(self, self.value))

    def action_clear_or_leave(self) -> None:
        """Escape empties the field first, then leaves it."""
        if self.value:
            self.value = ""
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """To the list, with the search as it stands."""
        self._search()
        self.post_message(self.Left(self))
