"""The local store as a backend: opened or made, then logged in to (`backend.base.Backend`)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ecc_tui.backend.base import Capabilities, CodeNeeded
from ecc_tui.backend.sql import instants
from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.instants import Clock, to_micro
from ecc_tui.domain.account import NewStore
from ecc_tui.domain.errors import InvalidInput, NotFound, WrongCredentials
from ecc_tui.domain.links import Place
from ecc_tui.domain.rights import ROLES_OFFERED
from ecc_tui.domain.text import clean, fold

if TYPE_CHECKING:
    from ecc_tui.backend.sql.local_session import LocalSession

PLACES = frozenset({Place.DASHBOARD, Place.REQUESTS, Place.CATALOGUE})
"""The sections that the store serves."""


class Store:
    """`backend.base.Backend` on a store file."""

    def __init__(self, database: Database, clock: Clock = instants.now, *, sends_mail: bool = False) -> None:
        """`sends_mail` tells screens whether anybody sends what waits in the outbox."""
        self.database = database
        self._clock = clock
        with database.reading() as statements:
            demo = statements.value("SELECT value FROM store WHERE name = 'demo'") == "1"
        self.capabilities = Capabilities("demo" if demo else "local store", demo, PLACES, sends_mail=sends_mail)

    @classmethod
    def open(cls, path: Path, clock: Clock = instants.now, *, sends_mail: bool = False) -> Store:
        """An existing store. Raises StoreUnusable."""
        return cls._of(Database.open(path), clock, sends_mail)

    @classmethod
    def create(cls, path: Path, new: NewStore, clock: Clock = instants.now, *, sends_mail: bool = False) -> Store:
        """A new store with one company, one contract and its referent, who administers the company (A0).

        Raises InvalidInput for a field that breaks its rule, StoreUnusable; then there is no file.
        """
        return cls._of(Database.create(path, _founded(_checked(new), clock)), clock, sends_mail)

    @classmethod
    def _of(cls, database: Database, clock: Clock, sends_mail: bool) -> Store:
        try:
            return cls(database, clock, sends_mail=sends_mail)
        except BaseException:
            database.close()
            raise

    async def log_in(self, login: str, password: str) -> LocalSession | CodeNeeded:
        """Raises WrongCredentials, LogInDelayed."""
        from ecc_tui.backend.sql.log_in import check_password

        await check_password(self.database, login, password, self._clock)
        session = await self.database.write(lambda statements: self._begin(statements, login))
        if session is None:  # removed while the password was checked
            raise WrongCredentials
        return session

    async def give_code(self, ticket: str, code: str) -> LocalSession:
        """No password of this store asks for a code yet, so no ticket is right."""
        raise WrongCredentials

    async def demo_logins(self) -> Sequence[str]:
        """Logins with a password, by login."""
        if not self.capabilities.demo:
            return ()
        rows = await self.database.read(
            lambda statements: statements.rows(
                "SELECT login FROM users WHERE password_hash IS NOT NULL ORDER BY login LIMIT 20"
            )
        )
        return [login for (login,) in rows]

    async def demo_session(self, login: str) -> LocalSession:
        """Logged in without a password, in a demo only (`demo --as`). Raises NotFound elsewhere and for no login."""
        login = clean(login)
        if not self.capabilities.demo:
            raise NotFound("login", login)
        session = await self.database.write(lambda statements: self._begin(statements, login))
        if session is None:
            raise NotFound("login", login)
        return session

    def _begin(self, statements: Statements, login: str) -> LocalSession | None:
        # Imported here: a log-in screen needs no section.
        from ecc_tui.backend.sql.local_session import begin_session

        return begin_session(statements, login, self.database, self.capabilities, self._clock)

    async def close(self) -> None:
        """Idempotent."""
        self.database.close()


def _checked(new: NewStore) -> NewStore:
    """The same with clean texts. Raises InvalidInput for the first field that breaks its rule."""
    from ecc_tui.domain.first_store import checked

    clean, wrong = checked(new)
    if wrong is not None:
        raise InvalidInput(wrong.field, wrong.rule, **wrong.parameters)
    return clean


def _founded(new: NewStore, clock: Clock) -> Callable[[Statements], None]:
    from ecc_tui.backend.sql.log_in import hash_password

    password_hash = hash_password(new.password)
    company, offer, contract_type, person = "company-1", "cloud", "cloud", "person-1"

    def fill(statements: Statements) -> None:
        at = clock()
        statements.execute_many(
            "INSERT INTO store (name, value) VALUES (?, ?)",
            [("id", secrets.token_hex(16)), ("created", str(to_micro(at))), ("demo", "0"), ("provider", "")],
        )
        statements.execute("INSERT INTO companies (id, name) VALUES (?, ?)", (company, new.company))
        statements.execute("INSERT INTO offers (id, name, kind) VALUES (?, 'Cloud', 'infrastructure')", (offer,))
        statements.execute(
            "INSERT INTO contract_types (id, name, invoices_here) VALUES (?, 'Cloud', 1)", (contract_type,)
        )
        statements.execute(
            "INSERT INTO users (id, login, email, first_name, last_name, name_key, company_id, administrator,"
            " password_hash) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
            (
                person,
                new.login,
                new.email,
                new.first_name,
                new.last_name,
                fold(f"{new.last_name} {new.first_name}"),
                company,
                password_hash,
            ),
        )
        statements.execute(
            "INSERT INTO contracts (id, name, name_key, company_id, offer_id, contract_type_id, started, referent_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                new.contract_id,
                new.contract_name,
                fold(new.contract_name),
                company,
                offer,
                contract_type,
                at.date().isoformat(),
                person,
            ),
        )
        columns = ", ".join(ROLES_OFFERED)
        statements.execute(
            f"INSERT INTO rights (user_id, contract_id, referent, {columns})"
            f" VALUES (?, ?, 1{', ?' * len(ROLES_OFFERED)})",
            (person, new.contract_id, *(int(roles[-1]) for roles in ROLES_OFFERED.values())),
        )

    return fill
