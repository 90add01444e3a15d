"""One form sent makes one order, with the whole program killed at any time around the press (C5).

The same through the store alone, 1 000 orders of it, is `tests/backend/test_exactly_once.py`.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.journeys.desk import Desk, go_to_final, kill, open_form, press_final, until
from tests.journeys.terminal import Terminal

FATES = ("soon", "late", "die-inside", "die-answer", "soon", "child alone")
"""How the program ends after the press: killed within a fifth of a second or within two, or at a place in the store."""
MOST_STARTS = 5


def press(terminal: Terminal, draw: random.Random) -> None:
    """Once, or twice as fast as it goes."""
    press_final(terminal)
    if draw.random() < 0.5:
        terminal.press("enter")


class Customer:
    """Orders one form after another in a program that dies of it, and believes what it says."""

    def __init__(self, desk: Desk, seed: int, faults: Sequence[str] = ()) -> None:
        self._desk, self._draw, self._faults = desk, random.Random(seed), faults
        self.deaths = 0

    def order(self, label: str, fate: str) -> None:
        """Fill a form, press, die; then start again until nothing is left to be done for it."""
        dying = (*self._faults, *([fate] if fate.startswith("die") else []))
        with self._desk.open(faults=dying) as terminal:
            open_form(terminal, "s3")
            terminal.write(label)
            go_to_final(terminal)
            press(terminal, self._draw)
            self._die(terminal, fate)
        for _start in range(MOST_STARTS):
            with self._desk.open(faults=self._faults) as terminal:
                if self._is_resolved(terminal, label):
                    return
                go_to_final(terminal)
                press(terminal, self._draw)
                terminal.wait_for("#DEM-")
        raise AssertionError(f"{label} comes back for ever")

    def _die(self, terminal: Terminal, fate: str) -> None:
        if not fate.startswith("die"):
            time.sleep(self._draw.uniform(0, 2.0 if fate == "late" else 0.2))
            kill(terminal, child_alone=fate == "child alone")
        terminal.exit_status()
        self.deaths += 1

    def _is_resolved(self, terminal: Terminal, label: str) -> bool:
        """What the person is told after the start; True when the form is done, False when it is open again."""
        terminal.wait_for("OCB000")
        drafts = self._desk.drafts()
        if not drafts:
            assert self._ids(label), "no draft, no order: what was typed is lost"
            return True
        if drafts[0][1] == "typing":
            terminal.wait_for(label)
            assert not self._ids(label), "the form is open again although it was ordered"
            return False
        until(lambda: self._ids(label) and not self._desk.drafts(), terminal.text)
        terminal.wait_for(self._ids(label)[-1])  # the toast
        return True

    def _ids(self, label: str) -> Sequence[str]:
        return [id for id, ordered in self._desk.orders().items() if ordered == label]


@pytest.mark.parametrize("forms", [6, pytest.param(300, marks=pytest.mark.full)])
def test_killed_around_the_press_each_form_is_ordered_once(desk: Desk, forms: int) -> None:
    customer = Customer(desk, 3)
    for number in range(forms):
        customer.order(f"logs-{number}", FATES[number % len(FATES)])
    assert customer.deaths == forms
    assert Counter(desk.orders().values()) == Counter(f"logs-{number}" for number in range(forms))
    events = desk.ask("SELECT count(*) FROM notifications WHERE event = 'order-placed' AND request IN"
                      " (SELECT issued FROM requests WHERE id >= ?)", min(desk.orders()))  # fmt: skip
    assert events == [(forms,)]
    assert desk.is_sound()


def test_without_the_key_there_would_be_duplicates(desk: Desk) -> None:
    """Control: the same, with the key check switched off."""
    Customer(desk, 3, ["keyless"]).order("logs-1", "die-answer")
    assert Counter(desk.orders().values())["logs-1"] > 1


def test_a_form_that_is_not_sent_orders_nothing(desk: Desk) -> None:
    """Killed just before the press, and left."""
    with desk.open() as terminal:
        open_form(terminal, "s3")
        terminal.write("logs-1")
        go_to_final(terminal)
        terminal.wait_until_quiet()
        kill(terminal)
    with desk.open() as terminal:
        terminal.wait_for("logs-1")
        terminal.wait_until_quiet()
        terminal.press("escape")
        terminal.wait_for("logs-1", gone=True)
        terminal.press("ctrl+q")
        assert terminal.exit_status() == 0
    assert desk.orders() == {}
    assert [draft[:2] for draft in desk.drafts()] == [("order", "typing")]
