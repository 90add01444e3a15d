"""Keys that nobody meant never order, keys that were meant order once (T-10), in a real terminal."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from tests.journeys.desk import PAUSE, Desk, go_to_final, open_form
from tests.journeys.terminal import Terminal

BLOCK = ("some words of a block\n" * 60)[:1024]
ENDS_ITSELF = "\x1b[200~harmless\x1b[201~" + "\t" * 8 + "\r" * 3 + "\x1b[201~"
"""A paste with the end of a paste in it; from there on the terminal's bytes are keys."""


def filled(terminal: Terminal) -> None:
    """A form that could be ordered, the cursor in its first field."""
    open_form(terminal, "s3")
    terminal.write("logs-1")
    terminal.wait_for("logs-1")


def hold_enter(terminal: Terminal) -> None:
    """As a keyboard repeats it: 30 times a second, for two seconds."""
    for _press in range(60):
        terminal.press("enter")
        time.sleep(1 / 30)


def quiet(terminal: Terminal) -> None:
    terminal.wait_until_quiet(PAUSE)


def test_twenty_presses_in_a_second_order_once(desk: Desk) -> None:
    with desk.open() as terminal:
        filled(terminal)
        go_to_final(terminal)
        quiet(terminal)
        for _press in range(20):
            terminal.press("enter")
            time.sleep(0.05)
        terminal.wait_for("#DEM-")
        quiet(terminal)
        assert "#DEM-" in terminal.text()  # nothing was opened by those that came behind
    assert list(desk.orders().values()) == ["logs-1"]


def test_enter_held_down_on_the_button_orders_once(desk: Desk) -> None:
    with desk.open() as terminal:
        filled(terminal)
        go_to_final(terminal)
        quiet(terminal)
        hold_enter(terminal)
        quiet(terminal)
        assert "#DEM-" in terminal.text()
    assert list(desk.orders().values()) == ["logs-1"]


@pytest.mark.parametrize("way", [(), ("tab",) * 5, ("shift+tab", "tab"), ("shift+tab", "tab", "shift+tab")])
def test_enter_held_down_before_the_button_orders_nothing(desk: Desk, way: Sequence[str]) -> None:
    """From the first field, the last field, and behind keys that lead to the button."""
    with desk.open() as terminal:
        filled(terminal)
        terminal.press(*way)
        hold_enter(terminal)
        quiet(terminal)
        assert "#DEM-" not in terminal.text()
    assert desk.orders() == {}


@pytest.mark.parametrize("on_button", [False, True])
def test_a_block_with_line_ends_orders_nothing(desk: Desk, on_button: bool) -> None:
    """A terminal without bracketed paste: each line end is Enter."""
    with desk.open() as terminal:
        filled(terminal)
        if on_button:
            go_to_final(terminal)
            quiet(terminal)
        terminal.write(("x" if on_button else "") + BLOCK.replace("\n", "\r"))
        quiet(terminal)
    assert desk.orders() == {}


def test_a_bracketed_paste_stays_in_its_field(desk: Desk) -> None:
    """Cleaned, on one line."""
    with desk.open() as terminal:
        filled(terminal)
        terminal.write("\x1b[200~-and\r\nmore\x07\r\n\x1b[201~")
        terminal.wait_for("logs-1-and more")
        assert "logs-1-and more␇ " in terminal.text()
        go_to_final(terminal)
        quiet(terminal)
        terminal.write("\x1b[200~one\r\ntwo\r\n\x1b[201~")
        quiet(terminal)
    assert desk.orders() == {}


@pytest.mark.parametrize("faults", [(), ("hasty",)], ids=["guarded", "control"])
def test_a_paste_that_ends_its_own_bracket_orders_nothing(desk: Desk, faults: Sequence[str]) -> None:
    """The control has a button that takes any Enter: there it orders, once all the same."""
    with desk.open(faults=faults) as terminal:
        filled(terminal)
        terminal.write(ENDS_ITSELF)
        quiet(terminal)
        assert ("#DEM-" in terminal.text()) is bool(faults)
    assert len(desk.orders()) == len(faults)
