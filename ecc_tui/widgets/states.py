"""What stands where content would: nothing here, loading, failed, not allowed, not served; each with a next step."""

from __future__ import annotations

from enum import StrEnum

from textual.content import Content
from textual.widget import Widget

from ecc_tui.i18n import _


class State(StrEnum):
    """Why there is no content."""

    EMPTY = "empty"
    LOADING = "loading"
    FAILED = "failed"
    DENIED = "denied"
    NOT_SERVED = "not-served"


_SIGNS = {
    State.EMPTY: ("○", "$text-muted"),
    State.LOADING: ("◌", "$text-muted"),
    State.FAILED: ("✖", "$error"),
    State.DENIED: ("◆", "$warning"),
    State.NOT_SERVED: ("─", "$text-muted"),
}


class StatePanel(Widget):
    """A glyph, a sentence and the next step, in the middle of its place."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StatePanel {
        height: 1fr;
        padding: 0 2;
        background: $background;
        color: $foreground;
        content-align: center middle;
        text-align: center;
    }
    """

    def __init__(
        self,
        state: State = State.LOADING,
        sentence: str = "",
        hint: str = "",
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._says = (state, sentence, hint)

    @property
    def state(self) -> State:
        """What it stands for."""
        return self._says[0]

    def say(self, state: State, sentence: str = "", hint: str = "") -> None:
        """Another state; texts come translated."""
        self._says = (state, sentence, hint)
        self.refresh()

    def render(self) -> Content:
        """Sign, sentence, next step."""
        state, sentence, hint = self._says
        sign, style = _SIGNS[state]
        if state is State.LOADING and not sentence:
            sentence = _("Loading…")
        lines = [Content.assemble((sign, style)), Content(""), Content(sentence)]
        if hint:
            lines.append(Content.assemble((hint, "$text-muted")))
        return Content("\n").join(lines)
