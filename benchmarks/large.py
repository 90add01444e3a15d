"""Requests and dashboard over the large demo: 5 000 contracts, 1 000 000 requests (issue figures 3 and 4)."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, milliseconds, ratio
from benchmarks.stopwatch import Stopwatch, median, percentile

PROGRAM = [sys.executable, "-m", "ecc_tui"]
LARGE = [*PROGRAM, "demo", "--large", "--as", "support.demo", "--lang", "en"]
FIRST_ROW = r"3-\d{8}"
SEARCHES = (
    "firewall",
    "sauvegarde",
    "certificat",
    "vpn tunnel",
    "kubernetes",
    "zzz",
    "3-0028",
    "a",
    "disque",
    "incident prod",
    "réseau",
    "migration",
    "ouverture",
    "backup",
    "latence",
    "quota",
    "serveur de",
    "extension",
    "new user",
    "dns",
)
"""Rare and common words, beginnings, ids, accents, several words; the first letters change the rows most."""
KEYS = 60
ROUNDS = 5


def _cursor_row(text: str) -> str:
    """The id under the cursor."""
    found = re.search(r"▌.*?(3-\d{8})", text)
    return found.group(1) if found else ""


def _rows(text: str) -> list[str]:
    return re.findall(FIRST_ROW, text)


def _other_row(row: str) -> Callable[[str], bool]:
    return lambda text: _cursor_row(text) not in ("", row)


def _sorted_from(rows: list[str]) -> Callable[[str], bool]:
    return lambda text: "Sort by" not in text and len(_rows(text)) > 5 and _rows(text) != rows


def _is_filtered(text: str) -> bool:
    return "Filter the requests" not in text and "status:" in text and bool(_rows(text))


def _changed_from(before: str) -> Callable[[str], bool]:
    return lambda text: text != before


def _contracts(text: str) -> list[str]:
    """The lines of the tree: what stands left of the panel beside it."""
    return [line[:34] for line in text.splitlines() if line.startswith("│") and "OCB" in line[:40]]


def stock_table(home: Path, columns: int, lines: int) -> tuple[float, float, float]:
    """T: p95 of an arrow key, median of a page down, median bytes of an arrow key."""
    with Stopwatch([sys.executable, "-m", "benchmarks.stock_table"], home=home, columns=columns, lines=lines) as table:
        table.until("Firewall rule 1 ")
        table.settle()
        arrows, sizes = table.each("down", KEYS)
        pages, _sizes = table.each("pagedown", 2)
        for _round in range(3):
            table.hit("home")
            table.settle()
            more, _sizes = table.each("pagedown", 2)
            pages += more
    return percentile(arrows, 0.95), median(pages), percentile([float(size) for size in sizes], 0.95)


def requests(home: Path) -> list[Figure]:
    """Opening, moving, sorting, searching, filtering a million requests."""
    columns, lines = 80, 24
    arrow_reference, page_reference, bytes_reference = stock_table(home, columns, lines)
    figures = [
        milliseconds("T: stock table, arrow key p95", arrow_reference, note=f"{bytes_reference:.0f} bytes"),
        milliseconds("T: stock table, page down", page_reference),
    ]
    opened = []
    for _round in range(ROUNDS):
        with Stopwatch(LARGE, home=home, columns=columns, lines=lines) as screen:
            screen.until(r"of 5,?000")
            screen.settle()
            screen.hit("2")
            opened.append(screen.until(FIRST_ROW))
    figures.append(milliseconds("requests: open, first rows", median(opened), 200))
    with Stopwatch(LARGE, home=home, columns=columns, lines=lines) as screen:
        screen.until(r"of 5,?000")
        screen.settle()
        screen.hit("2")
        screen.until(FIRST_ROW)
        screen.settle()
        arrows, sizes = screen.each("down", KEYS)
        figures.append(ratio("requests: arrow key p95", percentile(arrows, 0.95), arrow_reference, "T", 1.0))
        most = percentile([float(size) for size in sizes], 0.95)
        figures.append(Figure("requests: arrow key, bytes p95", most, "B", 700))
        pages, _sizes = screen.each("pagedown", 20)
        figures.append(ratio("requests: page down", median(pages), page_reference, "T", 1.2))
        ends = []
        for _round in range(ROUNDS):
            screen.hit("home")
            screen.settle()
            newest = _cursor_row(screen.text())
            screen.hit("end")
            ends.append(screen.until(_other_row(newest)))
            screen.settle()
        figures.append(milliseconds("requests: End", median(ends), 150))
        screen.hit("home")
        screen.settle()
        figures += [*_sorts(screen), *_filters(screen), *_searches(screen)]
        figures.append(Figure("resident memory after all this", screen.memory(), "MB", 90))
    return figures


def _sorts(screen: Stopwatch) -> list[Figure]:
    """Each column, ascending or as it comes first."""
    took = {}
    for column in ("id", "name", "kind", "contract", "status", "changed", "requester"):
        screen.hit("s")
        screen.until("Sort by")
        screen.settle()
        screen.write(column)
        screen.settle()
        before = _rows(screen.text())
        screen.hit("enter")
        took[column] = screen.until(_sorted_from(before))
        screen.settle()
    slowest = max(took, key=lambda column: took[column])
    screen.hit("z")
    screen.settle()
    return [milliseconds("requests: sort, slowest column", took[slowest], 300, slowest)]


def _filters(screen: Stopwatch) -> list[Figure]:
    took = []
    for status in range(3):
        screen.hit("f")
        screen.until("Filter the requests")
        screen.settle()
        screen.write("\t" * status + " ")
        screen.settle()
        screen.hit("ctrl+s")
        took.append(screen.until(_is_filtered))
        screen.settle()
        screen.hit("z")
        screen.settle()
    return [milliseconds("requests: filter applied, slowest", max(took), 150)]


def _searches(screen: Stopwatch) -> list[Figure]:
    """From each letter to the bytes of its rows (or of the word that there are none)."""
    took: list[float] = []
    for words in SEARCHES:
        screen.hit("/")
        screen.settle()
        for letter in words:
            seconds = screen.last_change(letter, _rows)
            if seconds is not None:
                took.append(seconds)
        screen.hit("escape")
        screen.settle()
        screen.hit("escape")
        screen.settle()
    return [
        milliseconds(
            "requests: a letter of a search to its rows, p95", percentile(took, 0.95), 100, f"{len(took)} letters"
        ),
    ]


def dashboard(home: Path) -> list[Figure]:
    """The tree with 5 000 contracts."""
    expand, typed, ends = [], [], []
    with Stopwatch(LARGE, home=home) as screen:
        screen.until(r"of 5,?000")
        screen.settle()
        for _round in range(ROUNDS):
            screen.hit("e")
            expand.append(screen.until("OCB"))
            screen.settle()
            before = screen.text()
            screen.hit("end")
            ends.append(screen.until(_changed_from(before)))
            screen.settle()
            screen.hit("e")
            screen.settle()
        screen.hit("/")
        screen.settle()
        for letter in "production":
            seconds = screen.last_change(letter, _contracts)
            if seconds is not None:
                typed.append(seconds)
    return [
        milliseconds("dashboard: expand 5 000 contracts", median(expand), 100),
        milliseconds("dashboard: jump to the end", median(ends), 100),
        milliseconds("dashboard: a letter of the filter, p95", percentile(typed, 0.95), 100),
    ]
