"""A person who has logged in to the store: the sections, each asked through one caller."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ecc_tui.backend.base import Capabilities, Change
from ecc_tui.backend.sql.account import Account
from ecc_tui.backend.sql.catalogue import Catalogue
from ecc_tui.backend.sql.changes import changes
from ecc_tui.backend.sql.contracts import Contracts
from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.instants import Clock
from ecc_tui.backend.sql.notifications import Notifications
from ecc_tui.backend.sql.requests import Requests
from ecc_tui.backend.sql.sessions import Caller, end_session, read_person, start_session


class LocalSession:
    """`backend.base.Session` on the store."""

    def __init__(self, caller: Caller, capabilities: Capabilities) -> None:
        self.person = caller.person
        self.capabilities = capabilities
        self.contracts = Contracts(caller)
        self.requests = Requests(caller)
        self.catalogue = Catalogue(caller)
        self.notifications = Notifications(caller)
        self.account = Account(caller)
        self._caller = caller

    async def unlock(self, password: str) -> None:
        """Counts and delays as a log-in does."""
        from ecc_tui.backend.sql.log_in import check_password

        await self._caller.read(lambda statements: None)
        await check_password(self._caller.database, self.person.login, password, self._caller.clock)

    def changes(self, since: int | None = None) -> AsyncIterator[Change]:
        """Within a second of each commit."""
        return changes(self._caller, since, self.capabilities.places)

    async def log_out(self) -> None:
        """Idempotent."""
        caller = self._caller
        await caller.database.write(lambda statements: end_session(statements, caller.token, caller.clock))


def begin_session(
    statements: Statements, login: str, database: Database, capabilities: Capabilities, clock: Clock
) -> LocalSession | None:
    """A new session of the person with that login, in the transaction of `statements`; None when there is none."""
    person = read_person(statements, login)
    if person is None:
        return None
    token = start_session(statements, person.id, clock)
    return LocalSession(Caller(database, person, token, clock), capabilities)
