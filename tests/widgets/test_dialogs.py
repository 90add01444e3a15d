"""Dialogs: keys, answers, what has the focus, and that they fit 80x24 with hostile data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from ecc_tui.widgets.dialogs import (
    Choice,
    ChoiceEntry,
    KeyEntry,
    KeyGroup,
    KeysHelp,
    Question,
    Reason,
    TextPrompt,
)
from tests.widgets.themed import HOSTILE, Themed, lines_of, shown, until

MENU = [
    ChoiceEntry("requests", "Requests"),
    ChoiceEntry("order", "Order a service", "o", reason="needs manager on Services"),
    ChoiceEntry("users", "Gérer les accès"),
    ChoiceEntry("help", "Need help?"),
]
LONG = "a sentence that goes on " * 8

UNANSWERED = object()


class Asking(Themed):
    """Shows one dialog and keeps its answer."""

    def __init__(self, dialog: ModalScreen[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answer: object = UNANSWERED

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.take)

    def take(self, answer: object) -> None:
        self.answer = answer


async def test_a_choice_moves_narrows_and_answers() -> None:
    app = Asking(Choice("OCB0001234", MENU))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "▌ Requests" in shown(app)
        await pilot.press("down", "down")
        await pilot.pause()
        assert "▌ Gérer les accès" in shown(app)
        await pilot.press(*"acces")
        await pilot.pause()
        assert "Requests" not in shown(app)
        await pilot.press("enter")
        assert app.answer == "users"


async def test_a_choice_begins_where_it_was_and_dimmed_entries_can_be_chosen() -> None:
    app = Asking(Choice("Menu", MENU, chosen="order"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        assert app.answer == "order"


async def test_a_choice_with_nothing_left_says_so_and_answers_nothing() -> None:
    app = Asking(Choice("Menu", MENU))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"zzz", "enter")
        await pilot.pause()
        assert "Nothing matches" in shown(app)
        assert app.answer is UNANSWERED
        await pilot.press("escape")
        assert app.answer is None


async def test_the_safe_answer_has_the_focus() -> None:
    app = Asking(Question("Remove", "Remove this user?", yes="Remove", no="Keep"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.focused, Button)
        assert app.focused.id == "no"
        await pilot.press("enter")
        assert app.answer is False


@pytest.mark.parametrize(
    ("keys", "answer"), [(["right", "enter"], True), (["escape"], False), (["tab", "enter"], True)]
)
async def test_a_question_is_answered_by_keys(keys: list[str], answer: bool) -> None:
    app = Asking(Question("Remove", "Remove this user?"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        assert app.answer is answer


@pytest.mark.parametrize(
    ("ask", "keys", "answer"), [(True, ["r"], True), (True, ["escape"], False), (False, ["r", "enter"], False)]
)
async def test_the_reason_offers_to_ask_where_it_can(ask: bool, keys: list[str], answer: bool) -> None:
    app = Asking(Reason("Not allowed", "Order needs manager on Services.", "Camille Durand can grant it.", ask=ask))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Camille Durand" in shown(app)
        assert ("r ask them" in shown(app)) == ask
        await pilot.press(*keys)
        assert app.answer is answer


async def test_a_prompt_refuses_with_a_sentence_until_it_is_right() -> None:
    app = Asking(TextPrompt("Budget", "Amount", "12x", check=lambda text: "" if text.isdigit() else "Digits only"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "✖ Digits only" in shown(app)
        assert app.answer is UNANSWERED
        await pilot.press("end", "backspace")
        await pilot.pause()
        assert "Digits only" not in shown(app)
        await pilot.press("enter")
        assert app.answer == "12"


async def test_a_password_prompt_shows_no_letter() -> None:
    app = Asking(TextPrompt("Open again", "Password", password=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Secret1!")
        await pilot.pause()
        assert "Secret" not in shown(app)
        assert app.screen.query_one(Input).value == "Secret1!"


async def test_the_keys_scroll_and_dimmed_ones_say_why() -> None:
    groups = [
        KeyGroup(
            "Dashboard", (KeyEntry("b", "modify the budget", "needs manager on Contracts"), KeyEntry("m", "menu"))
        ),
        KeyGroup("Everywhere", tuple(KeyEntry(f"f{n}", f"thing {n}") for n in range(40))),
    ]
    app = Asking(KeysHelp("Keys", groups))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "needs manager on Contracts" in shown(app)
        assert "thing 39" not in shown(app)
        await pilot.press("end")
        await until(pilot, lambda: "thing 39" in shown(app))
        await pilot.press("escape")
        assert app.answer is None


def dialogs(text: str) -> list[Callable[[], ModalScreen[Any]]]:
    """Every dialog with one text everywhere."""
    return [
        lambda: Choice(text, [ChoiceEntry(str(n), text, text, text) for n in range(50)]),
        lambda: Question(text, text, yes=text[:12], no=text[:12], note=text),
        lambda: Reason(text, text, text, ask=True),
        lambda: TextPrompt(text, text, text, check=lambda _: text, note=text),
        lambda: KeysHelp(text, [KeyGroup(text, (KeyEntry(text[:12], text, text),))]),
    ]


@pytest.mark.parametrize("text", [*HOSTILE[:9], LONG])
@pytest.mark.parametrize("number", range(5))
async def test_any_text_fits_the_smallest_screen(text: str, number: int) -> None:
    app = Asking(dialogs(text)[number]())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = lines_of(app)
        assert any("╭" in line for line in lines)
        assert any("╰" in line for line in lines)
        assert all(cell_len(line) <= 80 for line in lines)
        await pilot.press("escape")
        assert not app.answer
