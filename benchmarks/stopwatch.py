"""A program in a pseudo-terminal under a stopwatch: seconds from a key to its effect, bytes, memory."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.journeys.terminal import KEYS, Terminal

QUIET_SECONDS = 0.15
SILENCE_SECONDS = 0.8
"""A key that has written nothing after so long writes nothing."""


class Stopwatch(Terminal):
    """Times what a person waits for. Times are seconds; the clock starts at the program's start and at each `hit`."""

    def __init__(self, command: Sequence[str], *, home: Path, columns: int = 120, lines: int = 40) -> None:
        self._hit_at = time.perf_counter()
        self._hit_bytes = 0
        self._watched: Callable[[str], object] | None = None
        self._seen: object = None
        self._seen_at = 0.0
        super().__init__(command, home=home, columns=columns, lines=lines, folder=Path.cwd())

    def _fed(self) -> None:
        if self._watched is not None and (now := self._watched(self._text())) != self._seen:
            self._seen, self._seen_at = now, self.arrived_at

    def last_change(self, key: str, part: Callable[[str], object]) -> float | None:
        """Press a key; seconds until a part of the screen has become what it stays, None when it stays the same."""
        with self._lock:
            self._watched, self._seen = part, part(self._text())
            self._seen_at = 0.0
        self.hit(key)
        self.settle()
        with self._lock:
            self._watched = None
            return self._seen_at - self._hit_at if self._seen_at else None

    def last_look(self, key: str) -> float | None:
        """The same for all that is seen, colours too, but for the scroll bar at the right: what is made beyond the
        view after the answer moves it."""
        return self.last_change(key, lambda _text: self._looks())

    def _looks(self) -> object:
        width = range(self._screen.columns - 3)
        lines = (self._screen.buffer[line] for line in range(self._screen.lines))
        return [[(cell.data, cell.fg, cell.bg, cell.bold) for cell in map(line.__getitem__, width)] for line in lines]

    def hit(self, *keys: str) -> None:
        """Press keys in one burst and start the clock."""
        with self._lock:
            self._hit_bytes = len(self._raw)
        self._hit_at = time.perf_counter()
        self.write("".join(KEYS.get(key, key) for key in keys))

    def until(self, shown: Callable[[str], bool] | str, patience: float = 60.0) -> float:
        """Seconds from the hit to the bytes that made the screen so: a pattern on it, or a test of its text."""
        if isinstance(shown, str):
            pattern = re.compile(shown)
            check: Callable[[str], bool] = lambda text: pattern.search(text) is not None  # noqa: E731
        else:
            check = shown
        end = time.monotonic() + patience
        with self._lock:
            while not check(self._text()):
                left = end - time.monotonic()
                if left <= 0 or self._closed:
                    raise TimeoutError(f"never {shown!r}:\n{self._text()}")
                self._lock.wait(left)
            return max(0.0, self.arrived_at - self._hit_at)

    def settle(self) -> tuple[float, int]:
        """Wait until the terminal is quiet: seconds from the hit to its last byte, and the bytes written since."""
        with self._lock:
            self._lock.wait_for(lambda: len(self._raw) > self._hit_bytes or self._closed, timeout=SILENCE_SECONDS)
        self.wait_until_quiet(QUIET_SECONDS)
        with self._lock:
            written = len(self._raw) - self._hit_bytes
            return (max(0.0, self.arrived_at - self._hit_at) if written else 0.0), written

    def each(self, key: str, times: int) -> tuple[list[float], list[int]]:
        """Press one key again and again, each after the screen has come to rest."""
        seconds, sizes = [], []
        for _time in range(times):
            self.hit(key)
            took, written = self.settle()
            if written:
                seconds.append(took)
                sizes.append(written)
        return seconds, sizes

    def memory(self) -> float:
        """Resident megabytes of the program and its children."""
        total = 0
        for process in self.processes():
            try:
                status = Path(f"/proc/{process}/status").read_text()
            except OSError:
                continue
            if found := re.search(r"VmRSS:\s+(\d+)", status):
                total += int(found.group(1))
        return total / 1024


def percentile(values: Sequence[float], part: float) -> float:
    """The value under which `part` (0 to 1) of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def median(values: Sequence[float]) -> float:
    """The one in the middle."""
    return statistics.median(values)
