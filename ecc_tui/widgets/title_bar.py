"""The first two lines of every screen: who and where, and the way that led here.

Not Textual's Header: that one watches the application and is never let go when its screen is closed (T-13). These take
plain values and know no one.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ecc_tui.domain.notifications import MOST_COUNTED
from ecc_tui.i18n import _
from ecc_tui.widgets.cells import fit

GAP = 3
LETTER = "✉"
ARROW = " › "
DOT = " · "


class Standing(Struct, frozen=True):
    """What the title bar says; an empty text takes no place."""

    company: str = ""
    person: str = ""
    backend: str = ""
    language: str = ""
    unread: int = 0


class _Piece(Struct, frozen=True):
    id: str
    text: str
    style: str


def _number(unread: int) -> str:
    """Two digits at most: more than that is no number that anybody acts on."""
    return str(unread) if unread <= MOST_COUNTED else f"{MOST_COUNTED}+"


def _right_pieces(standing: Standing, *, short: bool) -> list[_Piece]:
    who = standing.person if short or not standing.backend else f"{standing.person}{DOT}{standing.backend}"
    pieces = [
        _Piece(
            "notifications", f"{LETTER} {_number(standing.unread)}", "$accent" if standing.unread else "$text-muted"
        ),
        _Piece("language", standing.language.upper(), "$text-muted"),
        _Piece("account", who or standing.backend, "$foreground"),
    ]
    return [piece for piece in pieces if piece.text]


class TitleBar(Widget):
    """Left the product and the company, right notifications, language, who on which backend."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TitleBar { height: 1; background: $background; color: $foreground; padding: 0 1; text-wrap: nowrap; }
    """

    class Pressed(Message):
        """A click on `notifications`, `language` or `account`."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.id = id

    def __init__(self, standing: Standing | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._standing = standing or Standing()
        self._places: list[tuple[int, int, str]] = []

    @property
    def standing(self) -> Standing:
        """What it says."""
        return self._standing

    @standing.setter
    def standing(self, standing: Standing) -> None:
        if standing != self._standing:
            self._standing = standing
            self.refresh()

    def render(self) -> Content:
        """The right side is kept whole; the company gives way first, then the backend's name."""
        width = self.size.width
        product = _("Cloud Customer Space")
        for short in (False, True):
            pieces = _right_pieces(self._standing, short=short)
            right = sum(cell_len(piece.text) for piece in pieces) + GAP * (len(pieces) - 1)
            if cell_len(product) + GAP + right <= width:
                break
        room = width - right - GAP
        parts: list[Content | str | tuple[str, str]] = [(fit(product, min(room, cell_len(product))), "$accent bold")]
        left = min(room, cell_len(product))
        if self._standing.company and room - left - GAP >= 8:
            company = fit(self._standing.company, room - left - GAP).rstrip()
            parts += [" " * GAP, (company, "$foreground")]
            left += GAP + cell_len(company)
        x = width - right
        parts.append(" " * max(0, x - left))
        self._places = []
        for position, piece in enumerate(pieces):
            if position:
                parts.append(" " * GAP)
                x += GAP
            parts.append((piece.text, piece.style))
            self._places.append((x, x + cell_len(piece.text), piece.id))
            x += cell_len(piece.text)
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """A click on one of the right pieces."""
        place = event.get_content_offset(self)
        for start, end, id in self._places:
            if place is not None and start <= place.x < end:
                event.stop()
                self.post_message(self.Pressed(id))


class Breadcrumb(Widget):
    """`Dashboard › OCB0001234 Production`: the way here, the present place last and brighter."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Breadcrumb { height: 1; background: $background; color: $text-muted; padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self, steps: Sequence[str] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._steps = tuple(steps)

    @property
    def steps(self) -> tuple[str, ...]:
        """From the section to the present place."""
        return self._steps

    @steps.setter
    def steps(self, steps: Sequence[str]) -> None:
        if tuple(steps) != self._steps:
            self._steps = tuple(steps)
            self.refresh()

    def render(self) -> Content:
        """Steps far back give way first."""
        width = self.size.width
        steps = [fit(step, min(cell_len(step), width)) for step in self._steps]
        cut = False
        while len(steps) > 1 and cell_len(ARROW.join(steps)) + (cell_len(ARROW) + 1 if cut else 0) > width:
            steps.pop(0)
            cut = True
        if not steps:
            return Content("")
        before = "".join(f"{step}{ARROW}" for step in (["…"] if cut else []) + steps[:-1])
        last = fit(steps[-1], min(cell_len(steps[-1]), max(1, width - cell_len(before))))
        return Content.assemble((before, "$text-muted"), (last, "$foreground"))
