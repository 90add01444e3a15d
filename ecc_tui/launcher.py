"""The console script. Makes the process safe before anything else is imported, then hands over to the command line.

Only `os` and `sys` may be imported at the top: Textual reads its variables at import (security.md T-07).
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

UNWANTED_PREFIXES = ("TEXTUAL", "PYTHON")
UNWANTED_SUFFIXES = ("_PROXY",)
UNWANTED = frozenset(
    {"SSLKEYLOGFILE", "SSL_CERT_FILE", "SSL_CERT_DIR", "BROWSER", "PAGER", "EDITOR", "VISUAL", "COLUMNS", "LINES"}
)
"""Variables that type keys, import code, log secrets or run programs; and a size that a resize would not change.

Proxies and authorities are set in our configuration only. NO_COLOR, COLORTERM and TERM stay.
"""

_PR_SET_DUMPABLE = 4
_M_ARENA_MAX = -8
"""One heap for all threads: a heap for each of the store's readers would double the memory of a search."""


def clean_environment(environment: MutableMapping[str, str]) -> None:
    """Delete what T-07 lists, whatever its case."""
    for name in list(environment):
        upper = name.upper()
        if upper in UNWANTED or upper.startswith(UNWANTED_PREFIXES) or upper.endswith(UNWANTED_SUFFIXES):
            del environment[name]


def harden() -> None:
    """New files are the person's alone; no core file and no debugger of another process sees the memory (T-09).

    Loading ctypes for the last costs 3 ms, less than one frame.
    """
    os.umask(0o077)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        pass
    if sys.platform == "linux":
        try:
            import ctypes

            libc = ctypes.CDLL(None)
            libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
            libc.mallopt(_M_ARENA_MAX, 1)
        except (ImportError, OSError, AttributeError):
            pass


def command_line() -> int:
    """The command of `sys.argv`; its exit code."""
    try:
        from ecc_tui.cli import main as run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def main() -> None:
    """The command `ecc-tui`; ends the process with one of the codes of `ecc_tui.cli.codes`."""
    clean_environment(os.environ)
    harden()
    from ecc_tui.supervisor import supervise

    sys.exit(supervise(command_line))
