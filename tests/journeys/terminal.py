"""A person at a terminal: starts a program in a pseudo-terminal, types, waits for words, and looks at the screen.

with Terminal([sys.executable, "-m", "ecc_tui", "demo"], home=home) as terminal:
    terminal.wait_for("Log in")
    terminal.press("tab", "ctrl+q")
    assert terminal.exit_status() == 0
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ptyprocess
import pyte

KEYS: dict[str, str] = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    **{f"ctrl+{chr(code + 96)}": chr(code) for code in range(1, 27)},
}
"""What a terminal sends for a named key."""

_NOT_FOR_PYTE = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]* q"
    rb"|\x1b[P_].*?\x1b\\|\x1b\].*?(?:\x07|\x1b\\)",
    re.DOTALL,
)
"""Sequences that pyte 0.8 would print instead of ignoring."""
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;<>=?$ ]*|\][^\x07\x1b]*|P[^\x1b]*|_[^\x1b]*)?$")
_LONGEST_SEQUENCE = 4096
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_PATIENCE = 30.0
"""Seconds that a test waits before it gives up; nothing is asserted about time."""

MODES_TO_LEAVE = (1000, 1003, 1004, 1006, 1015, 1016, 1049, 2004, 2048)
"""Private modes that a program must have switched off when it ends."""


class Terminal:
    """A pseudo-terminal with a program in it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        home: Path,
        columns: int = 120,
        lines: int = 40,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        variables = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "en_US.UTF-8",
            "TZ": "Europe/Paris",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            **(environment or {}),
        }
        self._lock = threading.Condition()
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._raw = bytearray()
        self._rest = b""
        self._closed = False
        self.arrived_at = time.perf_counter()
        """When the newest bytes came, on the clock of `time.perf_counter`."""
        self._reading = threading.Event()
        self._reading.set()
        self._process = ptyprocess.PtyProcess.spawn(
            list(command), cwd=str(folder or home), env=variables, dimensions=(lines, columns)
        )
        # On the master's side the settings stay readable after the program has ended.
        self.settings_before = termios.tcgetattr(self._process.fd)
        self._woken, self._wake = os.pipe()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Doing

    def press(self, *keys: str) -> None:
        """Named keys or single characters, one write each, as fast as the program takes them."""
        for key in keys:
            self.write(KEYS.get(key, key))

    def write(self, text: str) -> None:
        """Everything in one burst, as a paste, a password manager or a stalled line does."""
        os.write(self._process.fd, text.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Another window size; the program gets SIGWINCH."""
        with self._lock:
            self._screen.resize(lines, columns)
        self._process.setwinsize(lines, columns)

    def signal(self, number: int) -> None:
        """Send a signal to the process that was started."""
        os.kill(self._process.pid, number)

    def stall(self) -> None:
        """Read no more, as a terminal at the end of a dead line."""
        self._reading.clear()

    def go_on(self) -> None:
        """Read again."""
        self._reading.set()

    def hang_up(self) -> None:
        """Close the terminal's window: really, for as long as somebody reads it the system keeps it open."""
        os.write(self._wake, b"w")
        self._reader.join()
        os.close(self._process.fd)

    # Seeing

    def text(self) -> str:
        """The screen as it stands, line by line, without trailing blanks."""
        with self._lock:
            return self._text()

    def _text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def mark(self) -> int:
        """A point in what was written; pass it to `written`."""
        with self._lock:
            return len(self._raw)

    def written(self, since: int = 0) -> bytes:
        """The bytes that the program wrote to the terminal."""
        with self._lock:
            return bytes(self._raw[since:])

    def wait_for(self, words: str, *, gone: bool = False, patience: float = _PATIENCE) -> str:
        """Wait until a text is (or no longer is) on the screen, whatever its case; the screen. Raises TimeoutError."""
        wanted = words.casefold()
        end = time.monotonic() + patience
        with self._lock:
            while (wanted in self._text().casefold()) is gone:
                left = end - time.monotonic()
                if left <= 0 or self._closed:
                    ended = "the program ended" if self._closed else f"{patience} s"
                    raise TimeoutError(f"{'still' if gone else 'no'} {words!r} ({ended}):\n{self._text()}")
                self._lock.wait(left)
            return self._text()

    def wait_until_quiet(self, gap: float = 0.3, patience: float = _PATIENCE) -> None:
        """Wait until nothing has been written for a while."""
        end = time.monotonic() + patience
        with self._lock:
            while time.monotonic() < end and not self._closed:
                before = len(self._raw)
                self._lock.wait(gap)
                if len(self._raw) == before:
                    return

    # Ending

    def processes(self) -> list[int]:
        """The program and all its descendants."""
        found, waiting = [], [int(self._process.pid)]
        while waiting:
            process = waiting.pop()
            found.append(process)
            with contextlib.suppress(OSError):
                for task in Path(f"/proc/{process}/task").iterdir():
                    waiting += [int(child) for child in (task / "children").read_text().split()]
        return found

    def exit_status(self, patience: float = _PATIENCE) -> int:
        """Wait for the end; the exit code, or the negative number of the signal. Raises TimeoutError."""
        end = time.monotonic() + patience
        while self._process.isalive():
            if time.monotonic() > end:
                raise TimeoutError(f"still running after {patience} s:\n{self.text()}")
            time.sleep(0.01)
        with self._lock:
            self._lock.wait_for(lambda: self._closed, timeout=2)
        if self._process.signalstatus is not None:
            return -int(self._process.signalstatus)
        return int(self._process.exitstatus)

    def settings(self) -> list[Any]:
        """The terminal's line settings now."""
        return termios.tcgetattr(self._process.fd)

    def modes_left_on(self) -> set[int]:
        """Private modes that were switched on last and not off again."""
        state: dict[int, bool] = {}
        for numbers, switch in _MODE.findall(self.written()):
            for number in numbers.split(b";"):
                state[int(number)] = switch == b"h"
        return {mode for mode in MODES_TO_LEAVE if state.get(mode)}

    def problems(self) -> list[str]:
        """What is not sane about the terminal after the program's end; empty when all is."""
        found = [f"mode {mode} is on" for mode in sorted(self.modes_left_on())]
        if pyte.modes.DECTCEM not in self._screen.mode:
            found.append("the cursor is hidden")
        if pyte.modes.DECAWM not in self._screen.mode:
            found.append("lines don't wrap")
        if self.settings() != self.settings_before:
            found.append("the line settings differ")
        written = self.written()
        if written.rfind(b"\x1b[>") > written.rfind(b"\x1b[<u"):
            found.append("the keyboard protocol is on")
        return found

    def close(self) -> None:
        """End the program, whatever it does."""
        self.go_on()
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self._process.isalive():
                with contextlib.suppress(OSError):
                    os.kill(self._process.pid, number)
                end = time.monotonic() + 5
                while self._process.isalive() and time.monotonic() < end:
                    time.sleep(0.01)
        with contextlib.suppress(OSError):
            os.write(self._wake, b"w")
        self._reader.join(5)
        with contextlib.suppress(OSError, ptyprocess.PtyProcessError):
            self._process.close(force=True)
        for descriptor in (self._woken, self._wake):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _fed(self) -> None:
        """The screen may have changed; called with the lock held."""

    def _read(self) -> None:
        descriptor = self._process.fd
        while self._reading.wait():
            try:
                ready, _, _ = select.select([descriptor, self._woken], [], [])
                data = os.read(descriptor, 65536) if self._woken not in ready else b""
            except (OSError, ValueError):
                data = b""
            now = time.perf_counter()
            with self._lock:
                self.arrived_at = now
                if not data:
                    self._closed = True
                    self._lock.notify_all()
                    return
                self._raw += data
                waiting = self._rest + data
                unfinished = _UNFINISHED.search(waiting)
                self._rest = b""
                if unfinished and len(unfinished.group()) < _LONGEST_SEQUENCE:
                    self._rest, waiting = unfinished.group(), waiting[: unfinished.start()]
                with contextlib.suppress(Exception):  # pyte's own faults on rare sequences are not the program's
                    self._stream.feed(_NOT_FOR_PYTE.sub(b"", waiting))
                self._fed()
                self._lock.notify_all()
