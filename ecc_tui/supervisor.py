"""Leaves a sane terminal, whatever ends the program (security.md T-08).

A small parent process stays behind a fork made before anything large is imported. It restores the terminal when the
program dies by a signal, passes signals on, and kills a program that doesn't leave in time. The program itself leaves
cleanly on a signal, and when its parent or its terminal is gone.

    code = supervise(lambda: run_the_program())       # both processes come back here, each with its exit code
    watch_signals(app)                                # in the application's on_mount

The parent imports this module and nothing else: keep it to the small parts of the standard library.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import time
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any, Protocol

    class _Application(Protocol):
        """What is used of a Textual app."""

        def exit(self, result: Any = None, return_code: int = 0, message: Any | None = None) -> None: ...


GRACE = 2.0
"""Seconds that a program has to leave after it was told to."""
STALLED = 15 * 60.0
"""Seconds without a turn of the event loop (a terminal that stopped reading) after which the program ends."""
RESET = (
    "\x1b[?1016l\x1b[?1006l\x1b[?1015l\x1b[?1003l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[<u\x1b[?7h"
    "\x1b[?2026l\x1b[?1049l\x1b[?25h\x1b[0m"
)
"""Mouse, focus, paste, resize and keyboard modes off; wrapping on; main screen; cursor; plain text."""

_FATAL = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT)
_TICK = 1.0


class _Program:
    """What the supervised process knows of its parent: a pipe that ends with it."""

    lifeline: int | None = None


def is_remote() -> bool:
    """Is this terminal at the far end of an SSH connection? Then animations stay off and no local tool is called."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"))


def supervise(program: Callable[[], int]) -> int:
    """Run a program in a child process; the exit code, in the child its own.

    A child that a signal ended gives 128 + its number. Without a terminal there is nothing to keep sane, and no child.
    """
    if not all(os.isatty(descriptor) for descriptor in (0, 1, 2)):
        return program()
    attributes = termios.tcgetattr(0)
    lifeline, held = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(held)
        _Program.lifeline = lifeline
        return program()
    os.close(lifeline)
    return _Watch(child, attributes).until_it_ends()


class _Watch:
    """The parent's whole life."""

    def __init__(self, child: int, attributes: list[Any]) -> None:
        self._child = child
        self._attributes = attributes
        self._deadline: float | None = None

    def until_it_ends(self) -> int:
        for number in _FATAL:
            signal.signal(number, self._pass_on)
        signal.signal(signal.SIGTSTP, self._stop)
        signal.signal(signal.SIGALRM, self._tick)
        signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)
        _, status = os.waitpid(self._child, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        code = os.waitstatus_to_exitcode(status)
        if code < 0 or (code > 128 and not self._is_as_before()):
            restore_terminal(self._attributes)
        return 128 - code if code < 0 else code

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT and self._keys_are_signals():
            return  # Ctrl+C went to both processes
        if self._deadline is None:
            self._deadline = time.monotonic() + GRACE
        with suppress(ProcessLookupError):
            os.kill(self._child, number)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        """Ctrl+Z stops both while keys are signals; a full-screen program is never left alone with the terminal."""
        if self._keys_are_signals():
            os.kill(os.getpid(), signal.SIGSTOP)

    def _tick(self, _number: int, _frame: FrameType | None) -> None:
        if self._deadline is None:
            if not os.isatty(0):
                self._pass_on(signal.SIGHUP, None)
        elif time.monotonic() > self._deadline:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)

    @staticmethod
    def _keys_are_signals() -> bool:
        try:
            return bool(termios.tcgetattr(0)[3] & termios.ISIG)
        except termios.error:
            return False

    def _is_as_before(self) -> bool:
        try:
            return termios.tcgetattr(0) == self._attributes
        except termios.error:
            return True


def restore_terminal(attributes: list[Any] | None = None) -> None:
    """Bring the terminal back to its main screen, its modes off and its line settings as they were (or sensible).

    Waits no longer than GRACE: a terminal that doesn't read any more would hold the process for ever. The descriptor at
    hand is used, because after `su` the terminal's own file may belong to somebody else.
    """
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    with suppress(termios.error):
        termios.tcsetattr(0, termios.TCSANOW, attributes or _sensible(termios.tcgetattr(0)))
    with suppress(OSError):
        _write_patiently(RESET.encode())
    with suppress(termios.error):
        termios.tcflush(0, termios.TCIFLUSH)


def _write_patiently(data: bytes) -> None:
    end = time.monotonic() + GRACE
    blocking = os.get_blocking(2)
    os.set_blocking(2, False)
    try:
        while data and (left := end - time.monotonic()) > 0:
            if select.select([], [2], [], left)[1]:
                with suppress(BlockingIOError):
                    data = data[os.write(2, data) :]
    finally:
        os.set_blocking(2, blocking)


def _sensible(attributes: list[Any]) -> list[Any]:
    """What `stty sane` sets of the flags that full-screen programs change."""
    attributes[0] |= termios.ICRNL | termios.IXON | termios.BRKINT
    attributes[1] |= termios.OPOST | termios.ONLCR
    attributes[3] |= termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG | termios.ECHOE | termios.ECHOK
    return attributes


def watch_signals(app: _Application) -> None:
    """Leave cleanly on TERM, HUP, QUIT, INT (exit codes 143, 129, 131, 130) and when the parent is gone.

    Call it in the application's `on_mount`, in its event loop. Ctrl+Z is a plain key and TSTP is ignored: the parent
    process, not this one, is the shell's job.
    """
    import asyncio
    import threading

    loop = asyncio.get_running_loop()

    def leave(number: int) -> None:
        # Nobody may wait for a terminal that is gone or stalled; a background process may still write its last.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        last_word = threading.Timer(GRACE, os._exit, (128 + number,))
        last_word.daemon = True
        last_word.start()
        app.exit(return_code=128 + number)

    for number in _FATAL:
        loop.add_signal_handler(number, leave, number)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    if _Program.lifeline is not None:
        arguments = (_Program.lifeline, loop, leave)
        threading.Thread(target=_watch_parent, args=arguments, name="supervisor", daemon=True).start()


def _watch_parent(lifeline: int, loop: Any, leave: Callable[[int], None]) -> None:
    """Leave when the parent is gone, and when the event loop has stood still for too long."""
    turned = time.monotonic()

    def turn() -> None:
        nonlocal turned
        turned = time.monotonic()

    with suppress(RuntimeError):  # the loop is closed: the program is ending
        while True:
            ended, _, _ = select.select([lifeline], [], [], 60)
            if ended:
                loop.call_soon_threadsafe(leave, signal.SIGHUP)
                time.sleep(2 * GRACE)
                os._exit(128 + signal.SIGHUP)
            if time.monotonic() - turned > STALLED:
                os._exit(128 + signal.SIGHUP)
            loop.call_soon_threadsafe(turn)
