"""A terminal that scrolls by itself shows what a full painting would, in far fewer bytes."""

from __future__ import annotations

import random
from typing import Any

import pyte
import pytest
from rich.color import ColorSystem
from textual.app import App
from textual.containers import Container, Horizontal
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from ecc_tui.widgets.dialogs import Choice, ChoiceEntry
from ecc_tui.widgets.grid import Grid
from ecc_tui.widgets.lines import LineList
from ecc_tui.widgets.scrolling import stands_alone, thumb
from tests.widgets.test_grid import COLUMNS, Requests, draw
from tests.widgets.themed import Themed, until

KEYS = ("down", "down", "down", "up", "up", "pagedown", "pageup", "space", "home", "end")


class Written:
    """A terminal that an application draws on, with the bytes it was sent."""

    def __init__(self, app: Narrow, width: int, height: int) -> None:
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.Stream(self.screen)
        self.size = 0
        app.console._color_system = ColorSystem.TRUECOLOR
        driver = app._driver
        assert driver is not None
        driver.write = self.write  # type: ignore[method-assign] # the terminal
        app.drawing = True

    def write(self, data: str) -> None:
        self.size += len(data.encode())
        self.stream.feed(data)

    def cells(self) -> list[list[Any]]:
        """What it shows."""
        return [[self.screen.buffer[y][x] for x in range(self.screen.columns)] for y in range(self.screen.lines)]


def painted(app: App[Any], width: int, height: int) -> list[list[Any]]:
    """What a terminal shows that is painted from nothing."""
    screen = pyte.Screen(width, height)
    stream = pyte.Stream(screen)
    for widget in app.screen.walk_children(Widget):
        widget._styles_cache.clear()
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        stream.feed(f"\x1b[{y + 1};1H{strip.render(app.console)}")
    return [[screen.buffer[y][x] for x in range(width)] for y in range(height)]


def differences(shown: list[list[Any]], wanted: list[list[Any]]) -> list[Any]:
    """Cells that differ: where, what is shown, what was wanted."""
    return [
        (x, y, cell, other)
        for y, (line, good) in enumerate(zip(shown, wanted, strict=True))
        for x, (cell, other) in enumerate(zip(line, good, strict=True))
        if cell != other
    ]


class Narrow(Requests):
    """A list with its rows for itself; it writes to its driver once `drawing`."""

    drawing = False

    @property
    def is_headless(self) -> bool:
        """Textual draws nothing while it is."""
        return not self.drawing


class Wide(Narrow):
    """A list with something beside it."""

    def compose(self) -> Any:
        with Horizontal():
            yield from self._widgets
            yield Static("beside", markup=False)


async def shows_all(app: Narrow, pilot: Pilot[Any], terminal: Written) -> None:
    """The terminal comes to show what a full painting would."""
    await until(pilot, lambda: not differences(terminal.cells(), painted(app, 80, 24)), tries=100)


async def walk(app: Narrow, seed: int, steps: int) -> None:
    """Press keys at random, in bursts and one by one, and compare."""
    chance = random.Random(seed)
    async with app.run_test(size=(80, 24)) as pilot:
        terminal = Written(app, 80, 24)
        app.grid.restart()
        await until(pilot, lambda: app.grid.row is not None)
        app.screen.refresh()
        await shows_all(app, pilot, terminal)
        for _step in range(steps):
            keys = [chance.choice(KEYS) for _key in range(chance.randint(1, 6))]
            for key in keys:
                app.simulate_key(key)
                if chance.random() < 0.5:
                    await pilot.pause()
            await shows_all(app, pilot, terminal)


@pytest.mark.parametrize("kind", [Narrow, Wide])
@pytest.mark.parametrize("rows", [10, 30, 1_000_000])
async def test_what_the_terminal_scrolled_is_what_would_be_painted(kind: type[Narrow], rows: int) -> None:
    await walk(kind(range(rows)), seed=rows, steps=12)


async def test_a_step_at_the_edge_costs_few_bytes() -> None:
    app = Narrow()
    async with app.run_test(size=(80, 24)) as pilot:
        terminal = Written(app, 80, 24)
        app.grid.restart()
        await until(pilot, lambda: app.grid.row is not None)
        app.screen.refresh()
        await shows_all(app, pilot, terminal)
        await pilot.press("down", "up")
        await pilot.pause(0.2)
        for _step in range(40):
            terminal.size = 0
            await pilot.press("down")
            await until(pilot, lambda: terminal.size)
            assert terminal.size <= 700
        await shows_all(app, pilot, terminal)
        assert app.grid.first_visible == 40 - app.grid.page_lines + 1


async def test_beside_something_a_step_at_the_edge_leaves_room_for_the_next() -> None:
    app = Wide()
    async with app.run_test(size=(120, 30)) as pilot:
        app.grid.restart()
        await pilot.pause()
        assert not stands_alone(app.grid, 1, app.grid.page_lines)
        app.grid.move_to(app.grid.page_lines - 1)
        assert app.grid.first_visible == 0
        await pilot.press("down")
        first = app.grid.first_visible
        assert first == 1 + app.grid.page_lines * 2 // 3
        await pilot.press("down", "down")
        assert app.grid.first_visible == first
        app.grid.move_to(first)
        await pilot.press("up")
        assert app.grid.cursor in app.grid.lines_in_view
        assert app.grid.first_visible < first - 1


async def test_a_list_in_a_dialog_never_moves_the_screen_behind_it() -> None:
    app = Themed(Static("behind", markup=False))
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Choice("Many", [ChoiceEntry(str(n), f"entry {n}") for n in range(60)]))
        await pilot.pause()
        lines = app.screen.query_one(LineList)
        assert not stands_alone(lines, 0, lines.page_lines)


async def test_the_thumb_shows_where_the_view_is() -> None:
    grid: Grid[int] = Grid(COLUMNS, draw, str)
    app = Themed(Container(grid))
    async with app.run_test(size=(80, 21)) as pilot:
        grid.restart()
        grid.show_window(1, 0, range(100))
        await pilot.pause()
        bar = grid.vertical_scrollbar
        assert thumb(bar, 0).start == 0
        assert thumb(bar, grid.max_scroll_y).stop == bar.size.height
        grid.show_count(1, 100)
        grid.restart()
        grid.show_window(2, 0, range(5))
        await pilot.pause()
        assert len(thumb(bar, 0)) == 0
