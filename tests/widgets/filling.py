"""A form with every kind of field in a small application, and what is told of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button

from ecc_tui.domain.forms import YES, Condition, Entries, Entry, Field, FieldKind, Form, Format, Option, Texts
from ecc_tui.i18n import set_language
from ecc_tui.widgets.focus import focus_alone, update_focus_styles
from ecc_tui.widgets.form import FormView
from tests.widgets.themed import Themed, shown, until


def both(en: str, fr: str) -> Texts:
    return {"en": en, "fr": fr}


def options(count: int, word: str = "Option") -> tuple[Option, ...]:
    return tuple(Option(f"o{n}", {"": f"{word} {n}"}, {"": f"detail {n}"}) for n in range(1, count + 1))


def few(*words: str) -> tuple[Option, ...]:
    return tuple(Option(word.lower(), {"": word}) for word in words)


NAME = Field(
    id="name",
    kind=FieldKind.TEXT,
    label=both("Name", "Nom"),
    mandatory=True,
    format=Format.IDENTIFIER,
    help=both("small letters", "petites lettres"),
)
LEVEL = Field(id="level", kind=FieldKind.CHOICE, label=both("Level", "Niveau"), options=few("Bronze", "Silver", "Gold"))
SIZE = Field(
    id="size",
    kind=FieldKind.NUMBER,
    label=both("Storage", "Stockage"),
    unit=both("GB", "Go"),
    lowest=Decimal(10),
    highest=Decimal(500),
)
SYSTEM = Field(id="system", kind=FieldKind.CHOICE, label=both("System", "Système"), options=options(20, "Linux"))
DAY = Field(id="day", kind=FieldKind.DATE, label=both("Wished day", "Jour souhaité"))
BACKUP = Field(id="backup", kind=FieldKind.YES_NO, label=both("Backup", "Sauvegarde"), mandatory=True)
KEPT = Field(
    id="kept",
    kind=FieldKind.NUMBER,
    label=both("Kept for", "Conservée"),
    mandatory=True,
    condition=Condition("backup", (YES,)),
)
PARTS = Field(
    id="parts",
    kind=FieldKind.CHOICES,
    label=both("Parts", "Parties"),
    options=few("System", "Data", "Logs"),
    condition=Condition("backup", (YES,)),
)
ZONES = Field(id="zones", kind=FieldKind.CHOICES, label=both("Zones", "Zones"), options=options(12, "Zone"))
MAIL = Field(id="mail", kind=FieldKind.EMAIL, label=both("E-mail", "E-mail"))
REASON = Field(id="reason", kind=FieldKind.LONG_TEXT, label=both("Reason", "Motif"))
FILES = Field(id="files", kind=FieldKind.FILES, label=both("Files", "Fichiers"))
SECRET = Field(id="secret", kind=FieldKind.PASSWORD, label=both("Password", "Mot de passe"))
EVERY_KIND = Form(
    "every-kind", (NAME, LEVEL, SIZE, SYSTEM, DAY, BACKUP, KEPT, PARTS, ZONES, MAIL, REASON, FILES, SECRET)
)


def long_form(count: int) -> Form:
    """As many lines of text, the last one mandatory."""
    return Form(
        "long",
        tuple(
            Field(id=f"f{n}", kind=FieldKind.TEXT, label={"": f"Field {n}"}, mandatory=n == count)
            for n in range(1, count + 1)
        ),
    )


@dataclass
class Filling:
    """A form that is being filled."""

    view: FormView
    pilot: Pilot[Any]
    kept: list[tuple[str, Entry, int]] = field(default_factory=list)
    moves: list[tuple[str, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return shown(self.pilot.app)

    async def at(self, id: str) -> None:
        """Put the focus into a field."""
        self.view.focus_field(id)
        await self.pilot.pause()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def write(self, text: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def settled(self) -> None:
        await self.pilot.app.workers.wait_for_complete()
        await self.pilot.pause()


@asynccontextmanager
async def filling(
    form: Form, entries: Entries | None = None, *, size: tuple[int, int] = (100, 40), enter_sends: bool = False
) -> AsyncIterator[Filling]:
    """The form with a button behind it, in English."""
    set_language("en")
    kept: list[tuple[str, Entry, int]] = []
    moves: list[tuple[str, int]] = []
    view = FormView(
        form,
        entries,
        keep=lambda *what: kept.append(what),
        moved=lambda *what: moves.append(what),
        enter_sends=enter_sends,
    )
    app = Heard(view, Button("Behind", id="behind", compact=True))
    async with app.run_test(size=size) as pilot:
        view.focus()
        await until(pilot, lambda: view.has_focus_within and app.focused is not None)
        yield Filling(view, pilot, kept, moves)
    set_language("en")


class Waiting(Screen[Any]):
    """The form asks for the focus itself."""

    AUTO_FOCUS = ""
    focused = focus_alone()
    _update_focus_styles = update_focus_styles


class Heard(Themed):
    """Remembers what the form says."""

    def get_default_screen(self) -> Screen[Any]:
        """A screen that leaves the focus to the form."""
        return Waiting(id="_default")

    def on_form_view_edited(self, message: FormView.Edited) -> None:
        """An entry is another one."""
        self.heard.append(message)

    def on_form_view_sent(self, message: FormView.Sent) -> None:
        """Enter."""
        self.heard.append(message)
