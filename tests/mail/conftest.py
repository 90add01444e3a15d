"""A store with an outbox, and a server that takes everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecc_tui.backend.sql.database import Database
from ecc_tui.config import MailServer
from tests.backend.building import Clock
from tests.mail.outboxes import make_office
from tests.mail.servers import Mailbox, plain_server, serving


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    from ecc_tui.backend.sql import log_in

    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("MEMORY_KIB", 64), ("PASSES", 1), ("LANES", 1)):
            patch.setattr(log_in, name, value)
        yield


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    """An open store with two people and two requests, its outbox empty."""
    database = make_office(tmp_path / "office.sqlite")
    yield database
    database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[MailServer]:
    """A running server, in the clear on loopback."""
    with serving(mailbox) as port:
        yield plain_server(port)
