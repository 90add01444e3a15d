"""Writing the list of requests to a file (Q8): its kind, progress, a way to stop, and where the file lies."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ProgressBar, Static

from ecc_tui import i18n
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.requests import RequestFilter, Sort
from ecc_tui.domain.text import clean
from ecc_tui.export import Export, Format
from ecc_tui.i18n import N_, _
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.request_words import EXPORT_KEYS, EXPORT_TITLES, export_cells
from ecc_tui.screens.saved_file import how_to_fetch
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, Dialog, told
from ecc_tui.widgets.dialogs.base import WIDEST
from ecc_tui.wording import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from ecc_tui.widgets.pages import Marks


def export_requests(screen: SectionScreen, filter: RequestFilter, sort: Sort, marks: Marks, number: int) -> None:
    """Ask for the kind of file, then write what is marked, or all that the filter lets through."""
    folder = screen.portal.downloads

    def chosen(format: str | None) -> None:
        if format is not None:
            dialog = ExportDialog(screen.portal, filter, sort, marks, number, Format(format), folder)
            screen.app.push_screen(dialog)

    def choice() -> Choice:
        title = _("Export to {folder}").format(folder=clean(str(folder)))
        return Choice(title, [ChoiceEntry(format, format.upper()) for format in Format])

    screen.app.push_screen(told(choice), chosen)


class ExportDialog(Dialog[None]):
    """Works as soon as it is open; escape stops it and nothing is left, or closes it when it has ended."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close", N_("Close"), show=False, id="export.close"),
    ]

    def __init__(
        self, portal: Portal, filter: RequestFilter, sort: Sort, marks: Marks, number: int, format: Format, folder: Path
    ) -> None:
        super().__init__("")
        self._portal = portal
        self._filter = filter
        self._sort = sort
        self._marks = marks
        self._number = number
        self._format = format
        self._folder = folder

    def fill(self) -> ComposeResult:
        yield Static(id="export-state", classes="ecc-dialog-text", markup=False)
        yield ProgressBar(total=max(1, self._number), show_eta=False, id="export-progress")

    def on_mount(self) -> None:
        self.set_width(WIDEST)
        self.say(self._title(), _("esc stop"))
        self._write()

    @work(exit_on_error=False)
    async def _write(self) -> None:
        name = f"requests-{i18n.now():%Y%m%d-%H%M}"
        titles = [_(title) for title in EXPORT_TITLES]
        words = self._format is not Format.JSON
        bar = self.query_one(ProgressBar)
        written = 0
        try:
            with Export(self._folder, name, self._format, EXPORT_KEYS, titles) as export:
                async for rows in self._portal.session.requests.walk(self._filter, self._sort):
                    chosen = [
                        export_cells(row, words=words) for row in rows if not self._marks or row.id in self._marks
                    ]
                    await asyncio.to_thread(export.rows, chosen)
                    written += len(chosen)
                    bar.advance(len(rows))
                    self._say(_("{number} written").format(number=i18n.number(written)))
        except DomainError as error:
            self._end(sentence(error))
        except OSError as error:
            self._end(
                _("Nothing was written: {folder}: {reason}.").format(
                    folder=clean(str(self._folder)), reason=clean(error.strerror or str(error))
                )
            )
        else:
            assert export.path is not None
            self._end(_told(export.path, written))

    def _title(self) -> str:
        return _("Export to {format}").format(format=self._format.upper())

    def _say(self, text: str) -> None:
        self.query_one("#export-state", Static).update(text)

    def _end(self, text: str) -> None:
        self._say(text)
        self.query_one(ProgressBar).display = False
        self.say(self._title(), _("enter close"))

    def action_close(self) -> None:
        """Stop the export if it still works, and go."""
        self.dismiss(None)


def _told(path: Path, written: int) -> str:
    """Where the file lies; over SSH also on which host, and the line that fetches it (I3)."""
    shown = clean(str(path))
    lines = [
        i18n.ngettext("{n} request is in {path}.", "{n} requests are in {path}.", written).format(
            n=i18n.number(written), path=shown
        )
    ]
    return "\n".join([*lines, *how_to_fetch(path)])
