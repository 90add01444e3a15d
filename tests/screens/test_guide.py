"""The guide of a first start makes one store, however often its button is pressed (A0)."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.app import App
from textual.widgets import Button, Static

from ecc_tui.backend import connect
from ecc_tui.backend.base import Backend
from ecc_tui.domain.account import NewStore
from ecc_tui.domain.errors import StoreFault, StoreUnusable
from ecc_tui.screens.guide import GuideScreen
from ecc_tui.widgets.form import FormView
from ecc_tui.widgets.form_lines import SecretControl
from tests.widgets.themed import shown, until


class Guided(App[Any]):
    """Shows the guide and keeps what is opened from it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[object] = []

    def get_default_screen(self) -> GuideScreen:
        return GuideScreen(Path("store"), Path("demo"), self._opened)

    async def _opened(self, backend: object, store: Path) -> None:
        self.opened.append(backend)


async def test_a_second_press_while_a_store_is_made_makes_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    finished = Event()

    def slowly(path: Path, language: str, *, sends_mail: bool) -> Backend:
        made.append(path)
        finished.wait(30)
        return object()  # type: ignore[return-value]  # nothing is asked of it

    monkeypatch.setattr(connect, "open_demo", slowly)
    app = Guided()
    async with app.run_test(size=(120, 40)) as pilot:
        button = app.screen.query_one("#demo", Button)
        button.press()
        await until(pilot, lambda: made)
        button.press()
        await pilot.pause()
        finished.set()
        await until(pilot, lambda: app.opened)
        await pilot.pause()
        assert (len(made), len(app.opened)) == (1, 1)


async def test_what_failed_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[Path] = []

    def fails(path: Path, language: str, *, sends_mail: bool) -> Backend:
        tries.append(path)
        raise StoreUnusable(StoreFault.FULL, str(path))

    monkeypatch.setattr(connect, "open_demo", fails)
    app = Guided()
    async with app.run_test(size=(120, 40)) as pilot:
        button = app.screen.query_one("#demo", Button)
        for number in (1, 2):
            button.press()
            await until(pilot, lambda number=number: len(tries) == number)  # type: ignore[misc]  # mypy can't type a default
            await until(pilot, lambda: "is full" in str(app.screen.query_one("#problem", Static).render()))
            await pilot.pause()
        assert not app.opened


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder would be")
    with pytest.raises(StoreUnusable):
        connect.open_demo(tmp_path / "data" / "ecc-tui" / "demo.sqlite", "en")


async def test_everything_wrong_is_marked_and_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[NewStore] = []

    def makes(path: Path, new: NewStore, *, sends_mail: bool) -> Backend:
        made.append(new)
        return object()  # type: ignore[return-value]  # nothing is asked of it

    monkeypatch.setattr(connect, "create_store", makes)
    app = Guided()
    async with app.run_test(size=(80, 60)) as pilot:
        form = app.screen.query_one(FormView)
        form.focus()
        await until(pilot, lambda: form.has_focus_within)
        for value in RIGHT[:5]:
            await pilot.press(*value, "enter")
        await pilot.press(*"nobody", "enter", *"short", "enter", *"Short1!", "enter", *"other")
        app.screen.query_one("#create", Button).press()
        await until(pilot, lambda: form.cursor[0] == "email")
        for sentence in ("Write an e-mail address", "8 to 64 letters", "does not keep the rule", "passwords differ"):
            assert sentence in shown(app)
        assert made == []
        for value in RIGHT[5:]:
            await pilot.press("end", "ctrl+u", *value, "enter")
        assert "✖" not in shown(app)
        app.screen.query_one("#create", Button).press()
        await until(pilot, lambda: made)
        assert made == [NewStore(*RIGHT[:-1])]
        await until(pilot, lambda: app.opened)
        assert all(not secret.value for secret in app.screen.query(SecretControl))


RIGHT = ("Acme", "OCB1", "Prod", "Rose", "Martin", "r@a.fr", "rose.martin", "Cloud-Demo1!", "Cloud-Demo1!")


async def test_what_was_typed_is_there_again_but_for_the_passwords() -> None:
    """C7: the program ended in the middle of the guide."""
    async with Guided().run_test(size=(120, 40)) as pilot:
        view = pilot.app.screen.query_one(FormView)
        for field, typed in (("company", "Acme"), ("password", "Secret-One1!"), ("login", "first.one")):
            view.focus_field(field)
            await until(pilot, lambda field=field: view.cursor[0] == field)  # type: ignore[misc]  # mypy can't type a default
            await pilot.press(*(letter if letter.isalnum() else _NAMES[letter] for letter in typed))
    async with Guided().run_test(size=(120, 40)) as pilot:
        entries = pilot.app.screen.query_one(FormView).entries
        assert (entries["company"], entries["login"]) == ("Acme", "first.one")
        assert "password" not in entries


_NAMES = {"-": "minus", "!": "exclamation_mark", ".": "full_stop"}
