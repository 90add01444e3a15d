"""What a fault of the program itself leaves: one sentence with an incident number, and a log that tells no secret.

Textual's own way prints a traceback with local variables (passwords, tokens, customer data) on the terminal and ends
with exit code 0; faults of plain asyncio tasks are lost (security.md T-09).

    sys.exit(crash.run(app, mouse=True))      # instead of app.run(): installs all guards, gives the exit code
    crash.install(app)                        # the guards of an application alone
    crash.report(error)                       # log it; the sentence to print
"""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecc_tui.config import log_file
from ecc_tui.domain.errors import DomainError
from ecc_tui.domain.text import clean
from ecc_tui.i18n import _

if TYPE_CHECKING:
    from textual.app import App

EXIT_CODE = 1
LARGEST_LOG = 1 << 20
"""Bytes; beyond it the older half goes."""
_LONGEST_MESSAGE = 300
_DEEPEST = 8
"""Causes of causes that are told."""


class Unexplained(Exception):
    """A fault that came without an exception; its message is the program's or Textual's, never data."""


_ABOUT_CODE = (Unexplained, AttributeError, NameError, ImportError, TypeError, NotImplementedError)
"""Errors whose messages speak of the program; those of others may quote what somebody typed, and are not kept."""
_NAMED = re.compile(r"(?i)([\w-]*(?:pass|token|secret|code|auth|cookie|key|seed|pin)[\w-]*\s*[=:]\s*)\S+(?:\s+\S+)?")
_TOKENS = re.compile(r"(?i)(?:\bpc[ar]_|\beyJ|otpauth:)\S+|\b(?:bearer|basic)\s+\S+|[a-z0-9+/_-]{40,}={0,2}")


def report(error: BaseException) -> str:
    """Write an incident to the log and give back the sentence for the person. Never raises."""
    number = secrets.token_hex(4).upper()
    try:
        _append(log_file(), _incident(number, error))
    except Exception:
        return _(
            "The program stopped because of a fault of its own (incident {number}; its log can't be written)."
        ).format(number=number)
    return _("The program stopped because of a fault of its own (incident {number}); details are in {file}.").format(
        number=number, file=clean(str(log_file()))
    )


def run(app: App[Any], *, prepare: Callable[[], Awaitable[None]] | None = None, mouse: bool = True) -> int:
    """Run an application to its end under all guards; the process's exit code.

    `prepare` is awaited before its first screen; what it raises of `ecc_tui.domain.errors` is for the command line.
    """
    install(app)
    try:
        with asyncio.Runner() as runner:
            runner.get_loop().set_exception_handler(lambda _loop, context: _loop_fault(app, context))
            runner.run(_run(app, prepare, mouse))
    except DomainError:
        raise
    except Exception as error:
        print(report(error), file=sys.stderr)
        return EXIT_CODE
    return app.return_code or 0


async def _run(app: App[Any], prepare: Callable[[], Awaitable[None]] | None, mouse: bool) -> None:
    if prepare is not None:
        await prepare()
    await app.run_async(mouse=mouse)


def install(app: App[Any]) -> None:
    """Replace what the application does with a fault, wherever it happens, also in threads."""

    def handle(error: Exception) -> None:
        _end(app, error)

    def panic(*renderables: object) -> None:
        if os.isatty(0):
            _end(app, Unexplained("panic: " + ", ".join(type(renderable).__name__ for renderable in renderables)))
        else:  # the terminal is gone: no fault, and nobody to tell
            app.exit(return_code=129)

    def in_thread(fault: threading.ExceptHookArgs) -> None:
        loop = app._loop
        if isinstance(fault.exc_value, Exception) and loop is not None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(handle, fault.exc_value)

    # Instance attributes hide the methods of Textual that print tracebacks.
    for name, guard in {"_handle_exception": handle, "panic": panic}.items():
        setattr(app, name, guard)
    threading.excepthook = in_thread


def _end(app: App[Any], error: Exception) -> None:
    """What `App._handle_exception` does, with a sentence where it has a traceback."""
    from rich.text import Text

    cause = getattr(error, "error", None)  # a failed worker wraps what failed
    sentence = report(cause if isinstance(cause, Exception) else error)
    app._return_code = EXIT_CODE
    if app._exception is None:
        app._exception = error
        app._exception_event.set()
        app._exit_renderables[:] = [Text(sentence)]
    app._close_messages_no_wait()


def _loop_fault(app: App[Any], context: dict[str, Any]) -> None:
    """A task whose exception nobody took, or a callback that failed."""
    error = context.get("exception")
    if isinstance(error, Exception):
        _end(app, error)
    else:
        report(Unexplained(str(context.get("message", ""))))


def _incident(number: str, error: BaseException) -> str:
    from ecc_tui import __version__

    now = datetime.now(UTC).isoformat(timespec="seconds")
    head = f"{now} incident {number} ecc-tui {__version__} python {sys.version.split()[0]} {sys.platform}"
    return clean("\n".join([head, *(f"  {line}" for line in _lines(error))]), multiline=True) + "\n"


def _lines(error: BaseException, depth: int = 0) -> Iterator[str]:
    """Types, redacted messages and places; no line of source, no local variable."""
    yield f"{type(error).__module__}.{type(error).__qualname__} {redacted(error)}".rstrip()
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    inner: list[BaseException] = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    if before := error.__cause__ or (None if error.__suppress_context__ else error.__context__):
        inner.append(before)
    if depth < _DEEPEST:
        for one in inner[:_DEEPEST]:
            yield f"{'with' if isinstance(error, BaseExceptionGroup) else 'because of'}:"
            yield from _lines(one, depth + 1)


def redacted(error: BaseException) -> str:
    """What of an error's message can't be data: a fault of the code by its names, of the system by its number."""
    if isinstance(error, OSError):
        return f"[{error.errno}] {error.strerror}" if error.errno else ""
    if isinstance(error, DomainError):
        return error.code
    if not isinstance(error, _ABOUT_CODE):
        return ""
    message = _TOKENS.sub("…", _NAMED.sub(r"\1…", str(error)[: 4 * _LONGEST_MESSAGE]))
    return " ".join(message.split())[:_LONGEST_MESSAGE]


def _append(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(file, flags, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as log:
        os.fchmod(descriptor, 0o600)
        if (size := os.fstat(descriptor).st_size) > LARGEST_LOG:
            log.seek(size - LARGEST_LOG // 2)
            kept = log.read().partition(b"\n")[2]
            log.truncate(0)
            log.write(kept)
        log.write(text.encode(errors="replace"))
