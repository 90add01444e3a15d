"""From the command to the first full frame, in multiples of H (issue figure 2)."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Figure, milliseconds, ratio
from benchmarks.stopwatch import Stopwatch, median

ROUNDS = 9
PROGRAM = [sys.executable, "-m", "ecc_tui"]
STARTS = {
    "H": ([sys.executable, "-m", "benchmarks.bare_app"], "the first full frame"),
    "log-in screen": ([*PROGRAM, "demo", "--lang", "en"], r"Log in"),
    "demo dashboard": ([*PROGRAM, "demo", "--as", "operator.demo", "--lang", "en"], r"OCB\d{7}.*%"),
    "large dashboard": ([*PROGRAM, "demo", "--large", "--as", "support.demo", "--lang", "en"], r"of 5,?000"),
}
LIMITS = {"log-in screen": 1.4, "demo dashboard": 1.7, "large dashboard": 2.0}


def first_frames(home: Path) -> list[Figure]:
    """Each start once per round, in turn, so that they share the machine's moods."""
    took: dict[str, list[float]] = {name: [] for name in STARTS}
    for _round in range(ROUNDS):
        for name, (command, sign) in STARTS.items():
            with Stopwatch(command, home=home) as screen:
                took[name].append(screen.until(sign))
    reference = median(took["H"])
    figures = [milliseconds("H: bare Textual application, first full frame", reference)]
    for name, limit in LIMITS.items():
        figures.append(ratio(f"first full frame: {name}", median(took[name]), reference, "H", limit))
    return figures


def commands() -> list[Figure]:
    """Commands that show no screen."""
    figures = []
    for arguments in (["--version"], ["store", "--help"]):
        took = []
        for _round in range(ROUNDS):
            begin = time.perf_counter()
            subprocess.run([*PROGRAM, *arguments], check=True, capture_output=True)
            took.append(time.perf_counter() - begin)
        figures.append(milliseconds(f"ecc-tui {' '.join(arguments)}", median(took)))
    return figures
