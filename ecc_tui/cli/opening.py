"""From the command line into the application."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ecc_tui import config
from ecc_tui.cli.language import asked_language
from ecc_tui.domain.errors import NotFound, StoreFault, StoreUnusable
from ecc_tui.i18n import language
from ecc_tui.start import Start
from ecc_tui.terminal import check_terminal

if TYPE_CHECKING:
    from ecc_tui.domain.links import Link

Beside = Callable[[Path], Callable[[], None]]
"""Begins something on a store, and gives back what ends it."""


def open_application(
    store: Path | None = None,
    *,
    demo_login: str | None = None,
    link: Link | None = None,
    mouse: bool = True,
    beside: tuple[Beside, ...] = (),
) -> int:
    """Run the application to its end; the exit code.

    Without a store: the last connection's; on a first start none, and the guide (A0) opens. `beside` runs beside it,
    and so does what sends the store's mails where a mail server is configured.
    Raises TerminalUnusable, ConfigurationError, StoreUnusable, NotFound.
    """
    check_terminal()
    configuration = config.read()
    store = _last(configuration) if store is None else store.expanduser().absolute()
    if store is not None and not store.exists():
        raise StoreUnusable(StoreFault.MISSING, str(store))
    start = Start(
        configuration=configuration,
        language=language(),
        language_asked=asked_language(sys.argv[1:]) is not None,
        store=store,
        demo_login=demo_login,
        link=link,
        mouse=mouse and configuration.mouse,
        beside=(*beside, *_posting(configuration)),
    )

    # Until the first frame, where the application switches it on again: looking through what is being imported and
    # mounted for garbage that isn't there costs 30 ms.
    gc.disable()
    from ecc_tui.app import run
    from ecc_tui.keymap import KeyMapError

    try:
        return run(start)
    except KeyMapError as error:
        problem = f"key-{error.problem}"
        raise config.ConfigurationError(config.config_file(), problem, key=error.id, detail=error.key) from error


def _posting(configuration: config.Configuration) -> tuple[Beside, ...]:
    server = configuration.mail
    if server is None:
        return ()

    def begin(store: Path) -> Callable[[], None]:
        from ecc_tui.mail.posting import start_posting

        return start_posting(store, server)

    return (begin,)


def _last(configuration: config.Configuration) -> Path | None:
    name = configuration.last_connection
    if name:
        store = configuration.store_of(name)
        if store is None:
            raise NotFound("connection", name)
        return store.absolute()
    return config.default_store() if config.default_store().exists() else None
