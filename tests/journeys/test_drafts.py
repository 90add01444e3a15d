"""What is typed outlives kill -9, key by key, in every kind of form (C7).

Somebody types on through one kill after another: each time the form must come back by itself with all that was typed
but perhaps the last key, and in the end the whole must stand there. What a form looks like after each key is known
from the same keys in the same application, never killed, in this process.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct
from textual.pilot import Pilot

from ecc_tui.app import CloudCustomerSpace
from ecc_tui.backend.sql.store import Store
from ecc_tui.config import Configuration
from ecc_tui.screens.form_screen import FormScreen
from ecc_tui.start import Start
from tests.journeys.desk import LOGIN, ROOMY, Desk, kill, until
from tests.journeys.terminal import Terminal
from tests.screens.portal import copy_of
from tests.widgets.themed import lines_of
from tests.widgets.themed import until as until_shown

SIGNS = {
    " ": "space",
    "/": "slash",
    ".": "full_stop",
    ",": "comma",
    "-": "minus",
    "+": "plus",
    "@": "at",
    "?": "question_mark",
}
LONGEST_PAUSE = 0.03
"""Seconds between a key and the kill, at most."""


def letters(text: str) -> list[str]:
    return list(text)


WAYS: dict[str, Sequence[str]] = {
    "order": ("3", "/", *"bespoke", "enter", "o"),
    "incident": ("2", "n", "enter", "enter"),
    "change": ("2", "n", "enter", "down", "down", "enter"),
    "comment": ("2", "enter", "c"),
}
"""From the dashboard to each form."""

KEYS: dict[str, Sequence[str]] = {
    "order": [
        *letters("env-pariz"), "backspace", "s", "left", "left", "x", "delete", "end", "tab",
        *letters("Für 3 Büros, 漢字."), "enter", *letters("Und"), "home", "up", "end", "!", "tab",
        "right", "right", "left", "tab", "space", "right", "space", "right", "right", "right", "space", "tab",
        "right", "right", "tab", *letters("Oracle"), "tab", "backspace", *letters("12"), "tab", *letters("2.5"), "tab",
        *letters("10.40.0.0/22"), "shift+tab", "1", "tab", "tab", *letters("a.example"), "tab", *letters("203.0.113.7"),
        "tab", "left", "tab", "right", "tab", "+", "+", "-", "tab", *letters("31/12/2027"), "tab", "tab", "tab",
        *letters("r@a.example"), "tab", *letters("+33 6 12"), "tab", *letters("/tmp/pl"),
    ],
    "incident": [
        *letters("Slow again"), "left", "left", "backspace", "tab", *letters("Since noon,"), "enter", "enter",
        *letters("nothing."), "up", "home", "-", "tab", "space", "enter", "tab", "right", "left", "left",
    ],
    "change": [
        *letters("Open"), "space", *letters("port"), "tab", *letters("443"), "enter", *letters("both ways"), "tab",
        *letters("New shop"), "tab", "+", "+", "tab", "left", "right", "tab", *letters("ab"), "shift+tab", "shift+tab",
    ],
    "comment": [*letters("Thanks"), "enter", *letters("[/b] é"), "left", "left", "backspace", "up", "end", "!"],
}  # fmt: skip


class Shown(Struct):
    """A form after some keys: its fields as they are drawn; the draft's entries, and its field and cursor."""

    fields: Sequence[str]
    entries: Mapping[str, Any]
    cursor: tuple[str, int]


def fields(lines: Sequence[str]) -> Sequence[str]:
    """The part of a screen with the form's fields, without what is said against them."""
    inside = [line[2:-2].rstrip() for line in lines[3 : ROOMY[1] - 2]]
    end = next((row for row, line in enumerate(inside) if line.startswith("─────")), len(inside))
    return [line.rstrip("▁▂▃▄▅▆▇█ ") for line in inside[:end] if "✖" not in line and line.strip("▁▂▃▄▅▆▇█ ")]


async def typed_undisturbed(store: Path, form: str) -> Sequence[Shown | None]:
    """The form before any key and after each of them; None while a list lies over it."""
    start = Start(configuration=Configuration(animation=False), language="en", store=store, demo_login=LOGIN)
    backend = Store.open(store)
    app = CloudCustomerSpace(start, backend)
    shown: list[Shown | None] = []

    def look() -> None:
        screen = app.screen
        if isinstance(screen, FormScreen):
            assert screen.draft is not None
            entries = msgspec.json.decode(msgspec.json.encode(screen.draft.entries))
            shown.append(Shown(fields(lines_of(app)), entries, screen.draft.cursor))
        else:
            shown.append(None)

    try:
        await app.prepare()
        async with app.run_test(size=ROOMY) as pilot:
            await until_shown(pilot, lambda: "OCB0001251" in "\n".join(lines_of(app)))
            for key in WAYS[form]:
                await _press(pilot, key)
            await until_shown(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.query("FormView"))
            await pilot.pause(0.2)
            look()
            for key in KEYS[form]:
                await _press(pilot, key)
                look()
    finally:
        await backend.close()
    return shown


async def _press(pilot: Pilot[Any], key: str) -> None:
    await pilot.press(SIGNS.get(key, key))
    await pilot.pause()
    await pilot.pause(0.02)


class Typist:
    """Types on in a program that is killed, started again and killed again."""

    def __init__(self, desk: Desk, form: str, shown: Sequence[Shown | None], faults: Sequence[str]) -> None:
        self._desk, self._form, self._shown, self._faults = desk, form, shown, faults
        self._keys = KEYS[form]
        self.lost = 0

    def type_through(self, kills: Sequence[int], draw: random.Random) -> None:
        """Kill after each of these keys, by their number from 1; the last start is left to its end."""
        done = 0
        for number in (*kills, None):
            with self._opened(done) as terminal:
                for key in range(done + 1, (number or len(self._keys)) + 1):
                    if key == number:
                        self._see(terminal, number - 1)
                    terminal.press(self._keys[key - 1])
                if number is None:
                    self._see(terminal, len(self._keys))
                    return
                time.sleep(draw.uniform(0, LONGEST_PAUSE))
                kill(terminal)
            done = self._came_back(number)

    @contextmanager
    def _opened(self, done: int) -> Iterator[Terminal]:
        with self._desk.open(size=ROOMY, faults=self._faults) as terminal:
            if done:
                self._see(terminal, done)
            else:
                terminal.wait_for("OCB0001251")
                for key in WAYS[self._form]:
                    terminal.press(key)
                    terminal.wait_until_quiet()
                self._see(terminal, 0)
            yield terminal

    def _form_at(self, number: int) -> int:
        """The last key before which the form was in view: what was chosen from a list comes with its end."""
        while self._shown[number] is None:
            number -= 1
        return number

    def _see(self, terminal: Terminal, number: int) -> None:
        wanted = self._shown[number]
        if wanted is None:
            terminal.wait_until_quiet()
            return

        def is_seen() -> bool:
            kept = self._desk.drafts()
            return fields(terminal.text().splitlines()) == wanted.fields and (
                not kept or kept[0][2:] == wanted.cursor or number == 0
            )

        until(
            is_seen, lambda: "\n".join((terminal.text(), *wanted.fields, str(wanted.cursor), str(self._desk.drafts())))
        )

    def _is_kept_as(self, shown: Shown | None, cursor: tuple[str, int]) -> bool:
        return shown is not None and (shown.entries, shown.cursor) == (self._desk.entries(), cursor)

    def _came_back(self, number: int) -> int:
        """After which key the form stands now: that one, or the one before. Raises AssertionError."""
        kept = self._desk.drafts()
        assert [draft[:2] for draft in kept] == [(self._form, "typing")], kept
        possible = {self._form_at(number), self._form_at(number - 1)}
        before = [key for key in possible if self._is_kept_as(self._shown[key], kept[0][2:])]
        assert before, (number, kept, [self._shown[key] for key in possible])
        return max(before)


def sample(number: int, seed: int) -> dict[str, list[int]]:
    """So many random keys over all forms; before the third nothing may be typed yet."""
    all_keys = [(form, key) for form, keys in KEYS.items() for key in range(3, len(keys) + 1)]
    drawn = random.Random(seed).sample(all_keys, min(number, len(all_keys)))
    return {form: sorted(key for one, key in drawn if one == form) for form in KEYS}


@pytest.mark.parametrize("form", KEYS)
@pytest.mark.parametrize("kills", [12, pytest.param(200, marks=pytest.mark.full)])
async def test_what_was_typed_comes_back(desk: Desk, tmp_path: Path, kills: int, form: str) -> None:
    shown = await typed_undisturbed(copy_of(desk.store, tmp_path / "undisturbed"), form)
    Typist(desk, form, shown, ()).type_through(sample(kills, 7)[form], random.Random(7))


async def test_without_the_write_of_each_key_it_does_not(desk: Desk, tmp_path: Path) -> None:
    """Control."""
    shown = await typed_undisturbed(copy_of(desk.store, tmp_path / "undisturbed"), "comment")
    with pytest.raises(AssertionError):
        Typist(desk, "comment", shown, ["forgetful"]).type_through([6], random.Random(7))
