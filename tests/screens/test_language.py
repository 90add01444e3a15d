"""French and English switch live on every screen and dialog, and nothing that was typed or looked at is lost (S2)."""

from __future__ import annotations

import re
from contextlib import suppress
from html import unescape
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.widgets import Input

from ecc_tui.i18n import catalogue_of, language
from ecc_tui.screens.log_in import LogInScreen
from ecc_tui.widgets.lines import LineList
from ecc_tui.widgets.ticks import Tick
from locales import catalogue
from tests.screens.portal import NARROW, WIDE, Control, ask, copy_of, on_contract, opened, press
from tests.screens.scene import Scene, stand_still
from tests.screens.scenes import SCENES
from tests.widgets.themed import until


def seen(pilot: Pilot[Any]) -> list[str]:
    """All that the terminal shows, what lies under a dialog too."""
    drawing = pilot.app.export_screenshot(simplify=True)
    lines: dict[str, str] = {}
    for x, y, text in re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', drawing):
        column = round(float(x) / 12.2)
        line = lines.get(y, "").ljust(column)
        lines[y] = line + unescape(text).replace("\u00a0", " ")
    return [lines[y].rstrip() for y in sorted(lines, key=float)]


def held(pilot: Pilot[Any]) -> list[object]:
    """What must not be lost: focus, what is typed and where, ticks, cursors and scroll positions."""
    screen = pilot.app.screen
    focused = pilot.app.focused
    kept: list[object] = [type(screen), (type(focused), focused.id) if focused else None]
    kept += [(field.value, field.cursor_position) for field in screen.query(Input)]
    kept += [tick.value for tick in screen.query(Tick)]
    kept += [(lines.cursor, lines.first_visible) for lines in screen.query(LineList)]
    kept += [view.scroll_y for view in screen.query("VerticalScroll") if not isinstance(view, ScrollView)]
    return kept


CASES = [
    pytest.param(scene, size, id=f"{scene.name}-{size[0]}", marks=() if place % 2 == turn else pytest.mark.full)
    for place, scene in enumerate(SCENES)
    for turn, size in enumerate((NARROW, WIDE))
]
"""Each scene at one of the two sizes; at both with `-m full`."""


@pytest.mark.parametrize(("scene", "size"), CASES)
async def test_switched_live_it_is_as_if_opened_in_that_language(
    demo: Path, built_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scene: Scene, size: tuple[int, int]
) -> None:
    again = copy_of(built_demo, tmp_path / "again")
    scene.happened(again)
    control = Control()
    scene.prepare(control)
    stand_still(monkeypatch)
    async with opened(again, scene.login, size=size, control=control, language="fr") as pilot:
        await scene.go(pilot)
        await answered(pilot, control)
        french = seen(pilot)
    scene.happened(demo)
    control = Control()
    scene.prepare(control)
    stand_still(monkeypatch)
    async with opened(demo, scene.login, size=size, control=control) as pilot:
        await scene.go(pilot)
        await answered(pilot, control)
        english, kept = seen(pilot), held(pilot)
        await press(pilot, "ctrl+t")
        await until(pilot, lambda: language() == "fr")
        await comes_to(pilot, control, french, kept)
        await press(pilot, "ctrl+t")
        await until(pilot, lambda: language() == "en")
        await comes_to(pilot, control, english, kept)
    left = untranslated(english, french, data_of(again))
    assert left == set()
    assert french != english


async def answered(pilot: Pilot[Any], control: Control) -> None:
    """Wait until nothing more comes by itself; what the control holds back, or a log-in, doesn't come."""
    for _turn in range(2):
        await pilot.pause(0.15)  # a panel asks only when the cursor rests
        if not control._held and not isinstance(pilot.app.screen, LogInScreen):
            await until(pilot, lambda: not [work for work in pilot.app.workers if work.group in ASKING])


ASKING = ("details", "list", "states", "tree", "views")
"""The groups of the workers that ask the backend and end with its answer."""


async def comes_to(pilot: Pilot[Any], control: Control, lines: list[str], kept: list[object]) -> None:
    """Wait until the terminal shows these lines and holds what it held, and stays so."""
    with suppress(AssertionError):  # what differs is said below
        await until(pilot, lambda: seen(pilot) == lines and held(pilot) == kept, tries=100)
    await answered(pilot, control)
    assert differing(seen(pilot), lines) == []
    assert held(pilot) == kept


def differing(one: list[str], other: list[str]) -> list[tuple[str, str]]:
    """The lines that are not the same."""
    return [pair for pair in zip_longest(one, other, fillvalue="") if pair[0] != pair[1]]


def data_of(store: Path) -> str:
    """All texts of the store: they are in their own language."""
    columns = {
        "contracts": "name", "companies": "name", "offers": "name",
        "users": "first_name || ' ' || last_name || ' ' || login",
        "requests": "name || ' ' || description", "health_events": "title", "contract_types": "name",
        "saved_views": "name", "request_timeline": "note", "request_comments": "text",
        "request_lines": "label || ' ' || unit",
    }  # fmt: skip
    found = (text for table, column in columns.items() for (text,) in ask(store, f"SELECT {column} FROM {table}"))
    return " ".join(map(str, found))


def untranslated(english: list[str], french: list[str], data: str) -> set[str]:
    """Messages whose English stands on the screen in French too, where their translation is another."""
    before, after = " ".join(english), " ".join(french)
    left = set()
    for message in messages():
        if catalogue_of("fr").gettext(message) != message and "{" not in message and len(message) > 2:
            word = re.compile(rf"(?<!\w){re.escape(message)}(?!\w)")
            if word.search(before) and word.search(after) and not word.search(data):
                left.add(message)
    return left - AS_IN_FRENCH


AS_IN_FRENCH = {"consoles", "open", "requests"}
"""Words that French texts hold as well, or commands."""


def messages() -> set[str]:
    """Everything that can be translated."""
    return {message.id for message in catalogue.template() if isinstance(message.id, str) and message.id}


async def test_the_choice_is_remembered_with_the_account(demo: Path) -> None:
    """S2: on every machine."""
    async with opened(demo, "operator.demo") as pilot:
        await on_contract(pilot, "OCB0001234")
        await press(pilot, "ctrl+t")
        kept = "SELECT value FROM preferences WHERE user_id = 'u-operator' AND name = 'language'"
        await until(pilot, lambda: ask(demo, kept) == [("fr",)])
