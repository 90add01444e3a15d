"""What every dialog is: a bordered box in the middle of the screen that Escape closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ecc_tui.i18n import N_
from ecc_tui.widgets.focus import focus_alone, update_focus_styles

Answer = TypeVar("Answer")

NARROWEST, WIDEST = 36, 72
FRAME = 4
"""Cells that the border and the padding of a dialog take."""


class Dialog(ModalScreen[Answer]):
    """A bordered box in the middle, its name in the border, the keys that end it below."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;

        &:ansi { background: transparent; }
        & > .ecc-dialog {
            width: auto;
            height: auto;
            max-width: 100%;
            max-height: 100%;
            border: round $accent;
            border-title-color: $accent;
            border-title-background: $background;
            border-title-style: bold;
            border-subtitle-color: $text-muted;
            border-subtitle-background: $background;
            background: $background;
            color: $foreground;
            padding: 0 1;
        }
        & .ecc-dialog-text { width: 100%; height: auto; color: $foreground; }
        & .ecc-dialog-muted { width: 100%; height: auto; color: $text-muted; }
        & .ecc-dialog-bad { width: 100%; height: auto; color: $error; }
        & .ecc-dialog-buttons { width: 100%; height: 1; margin-top: 1; align-horizontal: right; }
        & .ecc-dialog-buttons Button { margin-left: 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", N_("Close"), show=False, id="dialog.close"),
    ]

    focused = focus_alone()
    _update_focus_styles = update_focus_styles

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self.retell: Callable[[], Dialog[Answer]] | None = None
        """Makes this dialog once more: after a change of language its texts are taken over."""
        self._said = (title, hint)
        self._box = Vertical(classes="ecc-dialog")
        self._box.border_title = Content(title)
        self._box.border_subtitle = Content(hint)
        self._least = max(cell_len(title), cell_len(hint)) + FRAME + 2

    def compose(self) -> ComposeResult:
        """The box; `fill` puts something in."""
        with self._box:
            yield from self.fill()

    def fill(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    def words(self) -> None:
        """All texts in the current language; what was typed or chosen stays."""
        if self.retell is not None:
            self.adopt(self.retell())

    def adopt(self, other: Dialog[Answer]) -> None:
        """Take over the texts of the same dialog made in another language."""
        self._least = other._least
        self.say(*other._said)

    def say(self, title: str, hint: str) -> None:
        """The name in the border and the keys below it."""
        self._box.border_title = Content(title)
        self._box.border_subtitle = Content(hint)

    def set_width(self, cells: int) -> None:
        """As wide as its content, within reason and the screen."""
        wanted = max(NARROWEST, self._least, min(WIDEST, cells + FRAME))
        self._box.styles.width = min(wanted, self.app.size.width)

    def action_close(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


AnyDialog = TypeVar("AnyDialog", bound="Dialog[Any]")


def told(make: Callable[[], AnyDialog]) -> AnyDialog:
    """A dialog that can be told again in another language while it is open; `make` translates as it makes it."""
    dialog = make()
    dialog.retell = make
    return dialog


def text_line(text: str, classes: str) -> Static:
    """Text in a dialog; it may be data, it is never markup."""
    return Static(Content(text), classes=classes, markup=False)
