"""Small stores for tests, filled by plain inserts; `Builder` names only what a test cares about."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from ecc_tui.backend.sql.database import Database, Statements
from ecc_tui.backend.sql.instants import to_micro
from ecc_tui.backend.sql.log_in import hash_password
from ecc_tui.backend.sql.request_search import index_requests, name_key
from ecc_tui.domain.requests import Kind, Outcome, Status
from ecc_tui.domain.rights import ROLES_OFFERED, Role, Section
from ecc_tui.domain.text import fold

PASSWORD = "Cloud-Demo1!"
NOW = datetime(2026, 7, 15, 10, 0, tzinfo=UTC)
password_hash = cache(hash_password)

ALL_ROLES = {section: roles[-1] for section, roles in ROLES_OFFERED.items()}
VISITOR_EVERYWHERE = dict.fromkeys(Section, Role.VISITOR)


class Clock:
    """An instant that tests move on."""

    def __init__(self, instant: datetime = NOW) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant

    def forward(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


class Builder:
    """Writes rows with sensible values for all that isn't named."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        statements.execute_many(
            "INSERT INTO store (name, value) VALUES (?, ?)",
            [("id", "test"), ("created", "0"), ("demo", "1"), ("provider", "The provider")],
        )
        statements.execute("INSERT INTO offers (id, name, kind) VALUES ('engine', 'Flexible Engine', 'infrastructure')")
        statements.execute("INSERT INTO contract_types (id, name, invoices_here) VALUES ('ocb', 'Cloud', 1)")
        statements.execute("INSERT INTO platforms (id, name, region) VALUES ('west', 'West', 'eu-west-0')")
        self.company("acme", "Acme")

    def company(self, id: str, name: str) -> None:
        self.statements.execute("INSERT INTO companies (id, name) VALUES (?, ?)", (id, name))

    def person(
        self, login: str, first: str = "Ann", last: str = "Other", *, company: str = "acme", administrator: bool = False
    ) -> str:
        """Its id is the login, its password PASSWORD."""
        hashed = password_hash(PASSWORD)
        self.statements.execute(
            "INSERT INTO users (id, login, email, first_name, last_name, name_key, company_id, administrator,"
            " password_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (login, login, f"{login}@x.example", first, last, fold(f"{last} {first}"), company, administrator, hashed),
        )
        return login

    def contract(self, id: str, name: str, referent: str, *, company: str = "acme", platform: str | None = None) -> str:
        """With its referent's rights."""
        self.statements.execute(
            "INSERT INTO contracts (id, name, name_key, company_id, offer_id, contract_type_id, platform_id, started,"
            " referent_id) VALUES (?, ?, ?, ?, 'engine', 'ocb', ?, '2024-01-01', ?)",
            (id, name, fold(name), company, platform, referent),
        )
        self.grant(referent, id, ALL_ROLES, referent=True)
        return id

    def grant(self, login: str, contract: str, roles: dict[Section, Role], *, referent: bool = False) -> None:
        columns = ", ".join(roles)
        self.statements.execute(
            f"INSERT INTO rights (user_id, contract_id, referent, {columns}) VALUES (?, ?, ?{', ?' * len(roles)})",
            (login, contract, referent, *(int(role) for role in roles.values())),
        )

    def budget(self, contract: str, amount: int, currency: str = "EUR", thresholds: Iterable[int] = (80, 100)) -> None:
        """An amount a month, in whole units."""
        self.statements.execute(
            "INSERT INTO budgets (contract_id, amount, currency, period) VALUES (?, ?, ?, 'month')",
            (contract, amount * 10**9, currency),
        )
        self.statements.execute_many(
            "INSERT INTO budget_thresholds (contract_id, percent) VALUES (?, ?)",
            [(contract, percent) for percent in thresholds],
        )

    def consumption(self, contract: str, day: str, amount: int, currency: str = "EUR") -> None:
        self.statements.execute(
            "INSERT INTO daily_consumption (contract_id, currency, day, before_discount, after_discount)"
            " VALUES (?, ?, ?, ?, ?)",
            (contract, currency, day, 2 * amount * 10**9, amount * 10**9),
        )

    def request(
        self,
        id: str,
        contract: str,
        requester: str,
        name: str,
        *,
        issued: datetime = NOW,
        kind: Kind = Kind.ORDER,
        status: Status = Status.SUBMITTED,
        changed: datetime | None = None,
    ) -> None:
        """With the first step of its timeline."""
        outcome = Outcome.DELIVERED if status is Status.COMPLETED else None
        key = to_micro(issued)
        self.statements.execute(
            "INSERT INTO requests (issued, id, contract_id, kind, status, outcome, name, name_key, requester_id,"
            " changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, id, contract, kind, status, outcome, name, name_key(name), requester, to_micro(changed or issued)),
        )
        self.statements.execute(
            "INSERT INTO request_timeline (request, position, at, status, author) VALUES (?, 1, ?, 'submitted', ?)",
            (key, key, requester),
        )
        index_requests(self.statements, [(key, id, name)])


VERBS = ("Créer", "Étendre", "Restart", "Vérifier", "Delete")
THINGS = ("réseau", "server", "serveur", "sauvegarde", "pare-feu", "volume")
WHERE = ("Paris", "façade", "production", "Cœur", "préproduction")


def fill_portal(builder: Builder, requests: int = 240, seed: int = 3) -> None:
    """Four contracts, people with all, some, few and no rights, and requests in every state.

    `referent.demo` sees contracts 1 to 3, `operator.demo` 1 and 2, `limited.demo` has no `orders` on 1, `partner.demo`
    has contract 4 alone, `norights.demo` nothing.
    """
    draw = random.Random(seed)
    builder.company("beta", "Béta")
    for login, first, last in (
        ("referent.demo", "Rose", "Référent"),
        ("operator.demo", "Olivier", "Opérateur"),
        ("limited.demo", "Léa", "Limitée"),
        ("norights.demo", "Nina", "Nulle"),
    ):
        builder.person(login, first, last, administrator=login == "referent.demo")
    builder.person("partner.demo", "Paul", "Partenaire", company="beta")
    names = ("Réseau Paris", "Serveurs Nantes", "Sauvegarde (archives)", "Cœur bêta")
    for index, name in enumerate(names, start=1):
        partner = index == 4
        builder.contract(
            f"OCB000000{index}",
            name,
            "partner.demo" if partner else "referent.demo",
            company="beta" if partner else "acme",
            platform="west" if index == 1 else None,
        )
    for contract in ("OCB0000001", "OCB0000002"):
        builder.grant("operator.demo", contract, VISITOR_EVERYWHERE)
    builder.grant("limited.demo", "OCB0000001", {Section.SUPPORT: Role.VISITOR})
    builder.budget("OCB0000001", 1_000)
    builder.consumption("OCB0000001", "2026-07-01", 500)
    builder.consumption("OCB0000001", "2026-07-03", 350)
    instant = datetime(2026, 1, 1, tzinfo=UTC)
    people = ("referent.demo", "operator.demo", "partner.demo")
    for index in range(requests):
        instant += timedelta(hours=draw.randrange(1, 30), microseconds=draw.randrange(10**6))
        builder.request(
            f"3-{draw.randrange(100):02}{index:06}",
            f"OCB000000{draw.randrange(1, 5)}",
            draw.choice(people),
            f"{draw.choice(VERBS)} {draw.choice(THINGS)} {draw.choice(WHERE)}",
            issued=instant,
            kind=draw.choice(tuple(Kind)),
            status=draw.choice(tuple(Status)),
            changed=instant + timedelta(hours=draw.randrange(0, 5)),
        )


def make_portal(path: Path, requests: int = 240, *more: Callable[[Builder], None]) -> None:
    """A closed store with `fill_portal`'s content, and what others add."""

    def fill(statements: Statements) -> None:
        builder = Builder(statements)
        fill_portal(builder, requests)
        for add in more:
            add(builder)

    Database.create(path, fill).close()
