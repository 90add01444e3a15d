"""The program with a guarantee taken away, or with a death at a chosen place: shows that the tests would see it.

python -m tests.journeys.faulty FAULT ... -- demo --as LOGIN

forgetful   no keystroke is written into a draft
keyless     the store doesn't look at the keys of what it is sent
hasty       the final button takes an Enter behind any other key
die-inside  killed with SIGKILL, the supervisor first, inside the transaction of an order
die-answer  the same between the order's commit and its answer
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from ecc_tui.launcher import clean_environment, harden

clean_environment(os.environ)
harden()


def die(*_arguments: Any, **_named: Any) -> NoReturn:
    """Both processes, at once."""
    os.kill(os.getppid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def forgetful() -> None:
    from ecc_tui.drafts import Draft

    Draft.enter = Draft.move = lambda *_arguments: None  # type: ignore[assignment,method-assign]  # that is the fault


def keyless() -> None:
    from ecc_tui.backend.sql import orders

    vars(orders)["once"] = lambda _statements, _person, _key, _action, _content, _at, _kind, write: write()


def hasty() -> None:
    from ecc_tui.widgets import final_button

    final_button.QUIET_SECONDS = 0.0


def die_inside() -> None:
    from ecc_tui.backend.sql import orders

    vars(orders)["announce"] = die


def die_answer() -> None:
    from ecc_tui.backend.sql.catalogue import Catalogue

    order = Catalogue.order

    async def order_and_die(self: Catalogue, *arguments: Any, **named: Any) -> NoReturn:
        await order(self, *arguments, **named)
        die()

    Catalogue.order = order_and_die  # type: ignore[method-assign]  # that is the fault


FAULTS: dict[str, Callable[[], None]] = {
    "forgetful": forgetful,
    "keyless": keyless,
    "hasty": hasty,
    "die-inside": die_inside,
    "die-answer": die_answer,
}


def command_line() -> int:
    """As the launcher's, in the child, with the faults."""
    from ecc_tui.cli import main as run

    split = sys.argv.index("--")
    for fault in sys.argv[1:split]:
        FAULTS[fault]()
    return run(sys.argv[split + 1 :])


if __name__ == "__main__":
    from ecc_tui.supervisor import supervise

    sys.exit(supervise(command_line))
