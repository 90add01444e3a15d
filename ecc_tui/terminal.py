"""What this terminal can do, and whether a full screen can be drawn on it."""

from __future__ import annotations

import os

from ecc_tui.domain.errors import DomainError

SMALLEST = (60, 16)
"""Columns and lines under which no screen can be drawn."""


class TerminalUnusable(DomainError):
    """No full screen can be drawn here. `problem` is `none`, `dumb` or `small`."""

    code = "terminal"

    def __init__(self, problem: str, **parameters: object) -> None:
        super().__init__(problem=problem, **parameters)


def check_terminal() -> None:
    """Raises TerminalUnusable where a full-screen program would write into a file, spin or be unreadable (T-08)."""
    if not all(os.isatty(descriptor) for descriptor in (0, 1, 2)):
        raise TerminalUnusable("none")
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise TerminalUnusable("dumb", term=os.environ.get("TERM", ""))
    columns, lines = os.get_terminal_size(2)
    # Some terminals don't tell their size: 0 by 0.
    if columns and lines and (columns < SMALLEST[0] or lines < SMALLEST[1]):
        raise TerminalUnusable(
            "small", columns=columns, lines=lines, columns_needed=SMALLEST[0], lines_needed=SMALLEST[1]
        )
