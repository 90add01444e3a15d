"""The keys of a screen, in a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ecc_tui.i18n import N_, _
from ecc_tui.widgets.cells import fit
from ecc_tui.widgets.dialogs.base import FRAME, WIDEST, Dialog


class KeyEntry(Struct, frozen=True):
    """A key, what it does, and why it doesn't now."""

    key: str
    title: str
    reason: str = ""


class KeyGroup(Struct, frozen=True):
    """Keys that belong together."""

    title: str
    entries: tuple[KeyEntry, ...]


class KeysHelp(Dialog[None]):
    """The keys of the screen at hand by group; dimmed ones with their reason (S1)."""

    DEFAULT_CSS = """
    KeysHelp {
        & > .ecc-dialog > VerticalScroll { height: auto; max-height: 100%; scrollbar-size: 1 1; }
        & .ecc-dialog-text { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,question_mark,f1", "close", N_("Close"), show=False, id="keys.close"),
    ]

    def __init__(self, title: str, groups: Sequence[KeyGroup]) -> None:
        super().__init__(title, _("↑ ↓ scroll · esc close"))
        self._groups = tuple(groups)

    def fill(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll():
            yield Static(self._content(), classes="ecc-dialog-text", markup=False)

    def _content(self) -> Content:
        keys = max((cell_len(e.key) for g in self._groups for e in g.entries), default=0)
        lines: list[Content] = []
        for group in self._groups:
            if lines:
                lines.append(Content(""))
            lines.append(Content.assemble((group.title, "$text-muted")))
            for entry in group.entries:
                lines += _entry_lines(entry, keys)
        return Content("\n").join(lines)

    def on_mount(self) -> None:
        """As wide as its longest line; it scrolls where the screen is too low."""
        self._widen()
        scroll = self.query_one(VerticalScroll)
        scroll.styles.max_height = max(3, self.app.size.height - 4)
        scroll.focus()

    def _widen(self) -> None:
        self.set_width(max((cell_len(line) for line in self._content().plain.split("\n")), default=0) + 1)

    def adopt(self, other: Dialog[None]) -> None:
        """The same keys in other words."""
        super().adopt(other)
        if isinstance(other, KeysHelp):
            self._groups = other._groups
            self.query_one(".ecc-dialog-text", Static).update(self._content())
            self._widen()

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)


def _entry_lines(entry: KeyEntry, keys: int) -> list[Content]:
    """Key and title, the reason under them; long ones go on under themselves, never broken at a no-break space."""
    indent = " " * (keys + 3)
    room = WIDEST - FRAME - len(indent) - 1
    first, *more = wrap(entry.title, room) or [""]
    key_style, style = ("$text-muted", "$text-muted") if entry.reason else ("$accent", "$foreground")
    lines = [Content.assemble((f" {fit(entry.key, keys, 'right')}  ", key_style), (first, style))]
    lines += [Content.assemble((indent + piece, style)) for piece in more]
    lines += [Content.assemble((indent + piece, "$text-muted italic")) for piece in wrap(entry.reason, room)]
    return lines
