"""Writing a file of a request to this machine (Q5, I3): which one, where to, how far it is, where it lies."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ProgressBar, Static

from ecc_tui import i18n
from ecc_tui.clipboard import copy
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.requests import Attachment, RequestDetails
from ecc_tui.domain.text import clean, one_line
from ecc_tui.i18n import N_, _
from ecc_tui.screens.portal import Portal
from ecc_tui.screens.request_words import file_size
from ecc_tui.screens.saved_file import how_to_fetch
from ecc_tui.screens.shell import SectionScreen
from ecc_tui.widgets.dialogs import Choice, ChoiceEntry, Dialog, TextPrompt, told
from ecc_tui.widgets.dialogs.base import WIDEST
from ecc_tui.wording import sentence

FOLDER = "downloads.folder"
"""The folder that files were last saved to, kept on this machine."""
SHOWN_AT_WORK = 1_000_000
"""Bytes from which a bar shows that it works; a smaller file is there before it could be drawn."""


async def save_attachment(screen: SectionScreen, request: str) -> None:
    """Ask which file and where to, and write it. Call it in a worker."""
    portal, app = screen.portal, screen.app
    try:
        details = await portal.ask(lambda session: session.requests.get(request))
    except DomainError as error:
        screen.notify(sentence(error), severity="error", markup=False)
        return
    if not details.attachments:
        screen.notify(_("{id} has no attachment.").format(id=request), markup=False)
        return
    file: Attachment | None = details.attachments[0]
    if len(details.attachments) > 1:
        chosen = await app.push_screen_wait(told(partial(_which, details)))
        file = next((one for one in details.attachments if one.id == chosen), None)
    if file is None:
        return
    before = portal.choices.get(FOLDER, str(portal.downloads))
    folder = await app.push_screen_wait(told(partial(_where, file, before)))
    if folder is not None:
        portal.choices.set(FOLDER, folder.strip())
        await app.push_screen_wait(SaveDialog(portal, request, file, _folder(folder)))


def _folder(text: str) -> Path:
    try:
        return Path(text.strip()).expanduser()
    except RuntimeError:  # a home that nobody has
        return Path(text.strip())


def _which(details: RequestDetails) -> Choice:
    entries = [
        ChoiceEntry(file.id, one_line(file.name), f"{file_size(file.size)} · {i18n.moment(file.at)}")
        for file in details.attachments
    ]
    return Choice(_("Save which attachment?"), entries)


def _where(file: Attachment, folder: str) -> TextPrompt:
    def problem(text: str) -> str:
        return "" if _folder(text).is_absolute() else _("Write a whole path, such as {path}.").format(path="~/")

    label = _("Folder for {name}").format(name=one_line(file.name, 40))
    return TextPrompt(_("Save the attachment"), label, clean(folder), check=problem, max_length=4096)


class SaveDialog(Dialog[None]):
    """Works as soon as it is open; tells where the file lies. The file is complete or absent."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close", N_("Close"), show=False, id="save.close"),
        Binding("y", "copy", N_("Copy"), show=False, id="save.copy"),
    ]

    def __init__(self, portal: Portal, request: str, file: Attachment, folder: Path) -> None:
        super().__init__("")
        self._portal = portal
        self._request = request
        self._file = file
        self._folder = folder
        self._line = ""
        """What is worth copying: the line that fetches the file, else where it lies."""
        self._error: DomainError | None = None
        self._path: Path | None = None

    def fill(self) -> ComposeResult:
        yield Static(id="save-state", classes="ecc-dialog-text", markup=False)
        yield ProgressBar(show_eta=False, show_percentage=False, id="save-progress")

    def on_mount(self) -> None:
        self.set_width(WIDEST)
        self.query_one(ProgressBar).display = self._file.size >= SHOWN_AT_WORK
        self.words()
        self._save()

    def words(self) -> None:
        """All texts in the current language."""
        if self._path is not None:
            shown = clean(str(self._path))
            fetch = how_to_fetch(self._path)
            self._line = fetch[-1] if fetch else shown
            lines = [_("{name} is in {path}.").format(name=one_line(self._file.name), path=shown), *fetch]
            self._tell("\n".join(lines), _("y copy · enter close"))
        elif self._error is not None:
            self._tell(sentence(self._error), _("enter close"))
        else:
            text = _("Saving {name}, {size}…")
            self._tell(text.format(name=one_line(self._file.name), size=file_size(self._file.size)), "")

    def _tell(self, text: str, keys: str) -> None:
        self.say(_("Save the attachment"), keys)
        self.query_one("#save-state", Static).update(text)

    @work(exit_on_error=False)
    async def _save(self) -> None:
        request, file, folder = self._request, self._file.id, self._folder
        try:
            self._path = await self._portal.ask(lambda session: session.requests.save_attachment(request, file, folder))
        except DomainError as error:
            self._error = error
        self.query_one(ProgressBar).display = False
        self.words()

    def action_close(self) -> None:
        """Go; a file that isn't complete yet is given up, and nothing of it stays."""
        self.dismiss(None)

    def action_copy(self) -> None:
        """Copy the line that fetches the file, or its path."""
        if self._line:
            self.notify(copy(self.app, self._line), markup=False, timeout=4)
