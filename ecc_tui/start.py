"""What the command line hands to the application: which store, as whom, on which screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from ecc_tui.config import Configuration
from ecc_tui.domain.links import Link


class Start(Struct, frozen=True, kw_only=True):
    """How `ecc_tui.app.run(start) -> int` begins; the integer is the process's exit code.

    `store` None is a first start: the guide A0 creates a store or opens the demo. `demo_login` opens the demo logged
    in.
    """

    configuration: Configuration
    language: str
    store: Path | None = None
    demo_login: str | None = None
    link: Link | None = None
    mouse: bool = True
    language_asked: bool = False
    """`--lang` was given: it wins over what the person chose before."""
    beside: tuple[Callable[[Path], Callable[[], None]], ...] = ()
    """What runs beside the screens on their store, in threads of its own: begun after the first frame, each gives back
    what ends it at once."""
