"""`python -m benchmarks [PART ...]` from the top of the source tree: start, requests, dashboard, asking; all by
default.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import asking, large, start
from benchmarks.figures import Figure, milliseconds, table

PARTS = ("start", "requests", "dashboard", "asking")


def main() -> int:
    """Measure and print; 1 when a figure is over its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help="what to measure; all by default")
    parser.add_argument("--home", type=Path, default=Path.home() / ".cache" / "ecc-tui-benchmarks")
    options = parser.parse_args()
    home = options.home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    parts = options.parts or PARTS
    figures = _build(home)
    if "start" in parts:
        figures += [*start.commands(), *start.first_frames(home)]
    if "requests" in parts:
        figures += large.requests(home)
    if "dashboard" in parts:
        figures += large.dashboard(home)
    if "asking" in parts:
        figures += asking.asking(home)
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def _build(home: Path) -> list[Figure]:
    """The demos, where they aren't there yet: how long the large one takes is a figure too."""
    code = (
        "import sys; from ecc_tui import config; from ecc_tui.cli.demo import build\n"
        "large = sys.argv[1] == 'large'; store = config.demo_store(large)\n"
        "print('built' if not store.exists() and not build(store, large) else 'there')"
    )
    figures = []
    for size in ("small", "large"):
        begin = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, size],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "HOME": str(home)},
        )
        _warm(home)
        if "built" in done.stdout:
            figures.append(milliseconds(f"build the {size} demo", time.perf_counter() - begin, 90_000))
    return figures


def _warm(home: Path) -> None:
    """Read the stores once: figures are of a store that the system has in memory, as after building or using it."""
    for store in home.rglob("*.sqlite"):
        with store.open("rb") as file:
            while file.read(1 << 24):
                pass


if __name__ == "__main__":
    sys.exit(main())
