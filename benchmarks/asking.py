"""Catalogue of 2 000 services and a form of 120 fields over the large demo."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.figures import Figure, milliseconds, ratio
from benchmarks.large import LARGE, ROUNDS, stock_table
from benchmarks.start import STARTS
from benchmarks.stopwatch import Stopwatch, median, percentile

LETTERS = "what is typed here is kept key by key "
LONG_FORM = "complete questionnaire"
"""Finds the service whose form has 120 fields."""
ALL_SERVICES = r"2,?0\d\d of 2,?0\d\d"
FORM_ROUNDS = 2
"""A letter is timed where the form is at its top, and again with all its fields mounted."""


def asking(home: Path) -> list[Figure]:
    """Times of the screens beside H, those of the keys beside T."""
    frames, opened, formed = [], [], []
    forget_drafts(home)
    bare_command, bare_sign = STARTS["H"]
    arrow, _page, _bytes = stock_table(home, 80, 24)
    for _round in range(ROUNDS):
        with Stopwatch(bare_command, home=home, columns=80, lines=24) as bare:
            frames.append(bare.until(bare_sign))
        with Stopwatch(LARGE, home=home, columns=80, lines=24) as screen:
            screen.until(r"of 5,?000")
            screen.settle()
            screen.hit("3")
            opened.append(screen.until(ALL_SERVICES))
            screen.settle()
            _find_long_form(screen)
            screen.hit("o")
            formed.append(screen.until("Order places the order"))
            screen.settle()
    with Stopwatch(LARGE, home=home, columns=80, lines=24) as screen:
        screen.until(r"of 5,?000")
        screen.settle()
        screen.hit("3")
        screen.until(ALL_SERVICES)
        screen.settle()
        _find_long_form(screen)
        screen.hit("o")
        screen.until("Order places the order")
        screen.settle()
        letters: list[float] = []
        steps: list[float] = []
        for _round in range(FORM_ROUNDS):
            for letter in LETTERS:
                letters += screen.each(letter, 1)[0]
            looks = (screen.last_look("tab") for _field in range(60))
            steps += [seconds for seconds in looks if seconds is not None]
            screen.hit("shift+tab")
            screen.settle()
    reference = median(frames)
    return [
        milliseconds("H at 80x24", reference),
        milliseconds("T at 80x24: stock table, arrow key p95", arrow),
        milliseconds("catalogue: open 2 000 services", median(opened), 300),
        ratio("catalogue: open 2 000 services", median(opened), reference, "H"),
        milliseconds("form of 120 fields: first screenful", median(formed), 300),
        ratio("form of 120 fields: first screenful", median(formed), reference, "H"),
        milliseconds("form: a letter, p95", percentile(letters, 0.95), 30, f"{len(letters)} letters"),
        ratio("form: a letter, p95", percentile(letters, 0.95), arrow, "T"),
        milliseconds("form: tab to all that is seen of it, p95", percentile(steps, 0.95), 30, f"{len(steps)} fields"),
        ratio("form: tab to all that is seen of it, p95", percentile(steps, 0.95), arrow, "T"),
        milliseconds("form: any of these keys, p95", percentile([*letters, *steps], 0.95), 30),
    ]


def forget_drafts(home: Path) -> None:
    """The form of the run before would come back with its cursor in any field; here it begins in its first one."""
    shutil.rmtree(home / ".local/state", ignore_errors=True)


def _find_long_form(screen: Stopwatch) -> None:
    screen.hit("/")
    screen.settle()
    screen.write(LONG_FORM)
    screen.settle()
    screen.hit("enter")
    screen.settle()
