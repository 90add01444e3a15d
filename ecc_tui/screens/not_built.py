"""A section that is not there yet says so in one designed line; its keys, the others' and the palette work."""

from __future__ import annotations

from textual.app import ComposeResult

from ecc_tui.i18n import _
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.states import State, StatePanel
from ecc_tui.wording import place_name


class NotBuiltScreen(SectionScreen):
    """The frame of a section without its body."""

    def body(self) -> ComposeResult:
        yield StatePanel()

    def words(self) -> None:
        super().words()
        self.query_one(StatePanel).say(
            State.NOT_SERVED,
            _("{section} comes with a later version.").format(section=place_name(self.place)),
            _("1 leads back to the dashboard."),
        )
