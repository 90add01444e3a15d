"""Copying, over SSH too: OSC 52 to the terminal always, a program of the desktop as well when the terminal is local.

Textual's own sends a bare OSC 52, without a limit and not through tmux or screen.

    notify(copy(app, text), markup=False)
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ecc_tui.i18n import _

if TYPE_CHECKING:
    from textual.app import App

LARGEST = 74_994
"""Encoded bytes that terminals take in one OSC 52; longer ones are cut or dropped without a word."""
_SCREEN_PIECE = 76
"""`screen` drops a device control string beyond 768 bytes: it gets many short ones."""
_PATIENCE = 0.5

_NATIVE: Sequence[tuple[str, tuple[str, ...]]] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)


class Way(StrEnum):
    """Where the text went."""

    TERMINAL = "terminal"
    NATIVE = "native"
    TOO_LARGE = "too-large"


class Copied(Struct, frozen=True):
    """What was done: the way, and how many characters."""

    way: Way
    characters: int


def copy(app: App[Any], text: str) -> str:
    """Put a text on the person's clipboard, and on the program's own for pasting here; what to tell him."""
    app._clipboard = text
    driver = app._driver
    return copied_sentence(send(text, driver.write if driver else lambda _text: None))


def send(text: str, write: Callable[[str], object], environment: Mapping[str, str] = os.environ) -> Copied:
    """Send a text to the clipboard; `write` sends a string to the terminal.

    Too much for a terminal is not cut: it is only copied where a program of the desktop can take it.
    """
    encoded = base64.b64encode(text.encode(errors="replace")).decode()
    native = _native(text, environment)
    if len(encoded) <= LARGEST:
        write(sequence(encoded, environment))
    elif not native:
        return Copied(Way.TOO_LARGE, len(text))
    return Copied(Way.NATIVE if native else Way.TERMINAL, len(text))


def sequence(encoded: str, environment: Mapping[str, str] = os.environ) -> str:
    """OSC 52 for a text in base64, wrapped so that tmux and screen hand it to the terminal around them."""
    plain = f"\x1b]52;c;{encoded}\x07"
    if environment.get("TMUX"):
        # The bare one too: tmux takes it with `set-clipboard on`, the wrapped one needs `allow-passthrough on`.
        return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if environment.get("STY") or environment.get("TERM", "").startswith("screen"):
        pieces = [plain[at : at + _SCREEN_PIECE] for at in range(0, len(plain), _SCREEN_PIECE)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain


def copied_sentence(copied: Copied) -> str:
    """What to tell the person."""
    match copied.way:
        case Way.NATIVE:
            return _("Copied to the clipboard.")
        case Way.TERMINAL:
            return _("Sent to your terminal's clipboard.")
        case Way.TOO_LARGE:
            return _("Too much for a terminal's clipboard: nothing was copied. Export it to a file instead.")


def _native(text: str, environment: Mapping[str, str]) -> bool:
    """Give it to a program of the desktop; never over SSH, where that would be another desktop."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return False
    commands = [command for variable, command in _NATIVE if environment.get(variable)]
    if sys.platform == "darwin":
        commands.append(("pbcopy",))
    for command in commands:
        if program := shutil.which(command[0]):
            return _feed([program, *command[1:]], text)
    return False


def _feed(command: list[str], text: str) -> bool:
    try:
        subprocess.run(  # noqa: S603 - a fixed list of programs, the text on their input
            command,
            input=text.encode(errors="replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True
