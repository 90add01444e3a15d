"""Mails leave while the program is open: a thread that looks into the outbox after each write and now and then.

What it needs to talk to a server is imported in the thread, when there is a first mail to send.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ecc_tui.backend.sql import instants, outbox
from ecc_tui.backend.sql.database import Database
from ecc_tui.config import MailServer
from ecc_tui.domain.errors import DomainError

AFTER_A_WRITE = 1.0
"""Seconds between two looks at whether anything was written."""
NOW_AND_THEN = 20.0
"""Seconds between two looks for mails whose next try has come."""
LEAVE = 0.5
"""Seconds that the end of the program waits for a mail on its way; one that takes longer goes again later."""


def start_posting(store: Path, server: MailServer) -> Callable[[], None]:
    """Send a store's mails from now on, in a thread; the answer ends it, within `LEAVE` seconds."""
    ends = threading.Event()
    thread = threading.Thread(target=_post, args=(store, server, ends), name="posting", daemon=True)
    thread.start()

    def stop() -> None:
        ends.set()
        thread.join(LEAVE)

    return stop


def _post(store: Path, server: MailServer, ends: threading.Event) -> None:
    # What goes wrong is told by `store mail list`; the screens go on, and so does the next look.
    with suppress(DomainError):
        database = Database.open(store)
        try:
            _look_until(ends, database, server)
        finally:
            database.close()


def _look_until(ends: threading.Event, database: Database, server: MailServer) -> None:
    seen: int | None = None
    next_look = 0.0
    while not ends.wait(AFTER_A_WRITE):
        with suppress(DomainError, OSError):
            version = database.data_version()
            if version == seen and time.monotonic() < next_look:
                continue
            seen, next_look = version, time.monotonic() + NOW_AND_THEN
            with database.reading() as statements:
                due = outbox.is_due(statements, instants.now())
            if due:
                from ecc_tui.mail.sender import new_claimant, send_due

                send_due(database, server, new_claimant(), stopping=ends.is_set)
