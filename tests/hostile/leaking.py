"""The program with its defences taken away, one or both: proves that the tests of the terminal can see a leak.

python -m tests.hostile.leaking guard clean -- demo --as LOGIN     # without these defences
"""

from __future__ import annotations

import os
import sys

from ecc_tui.launcher import clean_environment, harden

clean_environment(os.environ)
harden()


def unchanged(text: str, *, multiline: bool = False) -> str:
    """Stands for `clean`: nothing is made harmless."""
    return text


def take_away(defences: list[str]) -> None:
    """Before anything else is imported."""
    if "clean" in defences:
        from ecc_tui.domain import text

        text.clean = unchanged
    if "guard" in defences:
        from ecc_tui.widgets import guard

        guard.install = lambda: None


if __name__ == "__main__":
    split = sys.argv.index("--")
    take_away(sys.argv[1:split])
    del sys.argv[1 : split + 1]
    from ecc_tui.launcher import main

    main()
