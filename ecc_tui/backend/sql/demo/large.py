"""Builds the large demo: rows made in key order, indexes after the rows, the text index last."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, product
from typing import Any

from msgspec import Struct

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.demo import content, small, words
from ecc_tui.backend.sql.demo.many_services import write_services
from ecc_tui.backend.sql.exchange.records import RoleWord
from ecc_tui.backend.sql.exchange.tables import FULL_ROLES
from ecc_tui.backend.sql.instants import to_micro
from ecc_tui.backend.sql.log_in import hash_password
from ecc_tui.backend.sql.request_search import NAME_KEY_LENGTH, rebuild_index
from ecc_tui.domain.demo import PASSWORD
from ecc_tui.domain.rights import Section
from ecc_tui.domain.text import fold

SEED = 20_260_102
YEARS = 5
SUPPORT_ID = "u-support"
SUPPORT_LOGIN = "support.demo"
CROWDED = "OCB1000000"
"""The contract on which everybody has rights."""
FIRST_REQUEST = 1_000_000
BATCH = 20_000
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND

Row = Sequence[Any]
Progress = Callable[[float], None]


class Size(Struct, frozen=True):
    """How many of each there are, the small demo's contracts and requests included; `days` of consumption."""

    companies: int = 300
    contracts: int = 5_000
    users: int = 20_000
    requests: int = 1_000_000
    services: int = 2_000
    days: int = 60

    @classmethod
    def scaled(cls, scale: float) -> Size:
        """The same in small, for tests."""
        whole = cls()
        return cls(
            companies=max(int(whole.companies * scale), 3),
            contracts=max(int(whole.contracts * scale), 20),
            users=max(int(whole.users * scale), 30),
            requests=max(int(whole.requests * scale), 500),
            services=max(int(whole.services * scale), 50),
            days=whole.days,
        )


def fill(statements: Statements, language: str, today: date, size: Size, progress: Progress) -> None:
    """Write the small demo and all of the large one."""
    statements.execute("PRAGMA cache_size = -131072")
    small.fill(statements, language, today)
    write_services(statements, size.services)
    with _indexes_after(statements, progress):
        _People(size).write(statements, today, progress)
    rebuild_index(statements)
    progress(0.97)
    statements.execute("PRAGMA analysis_limit = 2000")
    statements.execute("ANALYZE")
    progress(0.99)


@contextmanager
def _indexes_after(statements: Statements, progress: Progress) -> Iterator[None]:
    """Take the indexes of requests away and build them again, by the schema's own words."""
    found = statements.rows(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'requests' AND sql IS NOT NULL"
    )
    for name, _sql in found:
        statements.execute(f"DROP INDEX {name}")
    yield
    for done, (_name, sql) in enumerate(found, 1):
        statements.execute(sql)
        progress(0.55 + 0.15 * done / len(found))


class _People:
    """Companies, users and contracts that exist, and the chance by which they are chosen."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.chance = random.Random(SEED)  # noqa: S311 - plausible, not secret
        self.users_of: list[list[int]] = [[] for _ in range(size.companies)]
        self.contracts: list[tuple[str, int]] = []

    def write(self, statements: Statements, today: date, progress: Progress) -> None:
        """In the order in which rows refer to each other."""
        self._companies(statements)
        self._users(statements)
        self._contracts(statements, today)
        progress(0.03)
        self._rights(statements)
        progress(0.06)
        self._consumption(statements, today)
        self._subscriptions(statements, today)
        progress(0.12)
        self._requests(statements, today, progress)

    def _companies(self, statements: Statements) -> None:
        combined = [f"{name} {trade}" for trade, name in product(words.TRADES, words.LAST_NAMES)]
        names = self.chance.sample(combined, self.size.companies)
        rows = [(f"company-{index:03}", name) for index, name in enumerate(names)]
        statements.execute_many("INSERT INTO companies (id, name) VALUES (?, ?)", [("orbis", "Orbis Cloud"), *rows])

    def _users(self, statements: Statements) -> None:
        rows: list[Row] = []
        for index in range(self.size.users - 1):
            first, last = self.chance.choice(words.FIRST_NAMES), self.chance.choice(words.LAST_NAMES)
            company = min(int(self.chance.random() ** 2 * self.size.companies), self.size.companies - 1)
            self.users_of[company].append(index)

            login = f"{fold(first)}.{fold(last)}.{index:05}"
            rows.append(
                (_user_id(index), login, f"{login}@company-{company:03}.example", first, last, fold(f"{last} {first}"),
                 f"company-{company:03}", None)
            )  # fmt: skip
        for company, users in enumerate(self.users_of):
            users.append(company) if not users else None
        support = (SUPPORT_ID, SUPPORT_LOGIN, "support.demo@orbis.example", "Lucie", "Marchetti", "marchetti lucie",
                   "orbis", hash_password(PASSWORD))  # fmt: skip
        statements.execute_many(
            "INSERT INTO users (id, login, email, first_name, last_name, name_key, company_id, password_hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [support, *rows],
        )

    def _contracts(self, statements: Statements, today: date) -> None:
        offers = tuple(offer.id for offer in content.OFFERS)
        platforms = {
            "flexible-engine": ("fe-eu-west-0", "fe-eu-west-1"),
            "cloud-avenue": ("ca-eu-west-0",),
            "fca": ("fca-eu-west-0",),
        }
        rows: list[Row] = []
        for index in range(self.size.contracts - len(content.CONTRACTS)):
            company = min(int(self.chance.random() ** 1.7 * self.size.companies), self.size.companies - 1)
            id = f"OCB{1_000_000 + index}"
            self.contracts.append((id, company))
            use = self.chance.choice(words.USES)
            name = f"{use} {self.chance.choice(words.LAST_NAMES)} {index % 97 + 1}"
            offer = self.chance.choice(offers)
            started = today - timedelta(days=self.chance.randint(30, 3000))
            rows.append(
                (id, name, fold(name), f"company-{company:03}", offer, self.chance.choice(("ocb", "obs")),
                 self.chance.choice(platforms[offer]), started.isoformat(),
                 self.chance.choice(("standard", "bronze", "silver", "gold")),
                 _user_id(self.users_of[company][index % len(self.users_of[company])]))
            )  # fmt: skip
        statements.execute_many(
            "INSERT INTO contracts (id, name, name_key, company_id, offer_id, contract_type_id, platform_id, started,"
            " support_level, referent_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def _rights(self, statements: Statements) -> None:
        columns = ", ".join(Section)
        sql = f"INSERT INTO rights (user_id, contract_id, referent, {columns}) VALUES ({', '.join('?' * 11)})"
        held: dict[tuple[str, str], Row] = {}
        operator, requests_only = _levels(content.OPERATOR), _levels(content.OPERATOR_LOWER)
        support = _levels({**content.ALL_VISITOR, Section.ORDERS: RoleWord.MANAGER})
        for id, company in self.contracts:
            users = self.users_of[company]
            for user in self.chance.sample(users, min(len(users), self.chance.randint(3, 18))):
                held[_user_id(user), id] = (0, *self.chance.choice((operator, requests_only)))
            held[SUPPORT_ID, id] = (0, *support)
        for user in range(self.size.users - 1):
            held[_user_id(user), CROWDED] = (0, *requests_only)
        for contract, referent in statements.rows("SELECT id, referent_id FROM contracts WHERE id >= ?", (CROWDED,)):
            held[referent, contract] = (1, *FULL_ROLES)
        orders_too = _levels(
            {**content.ALL_VISITOR, Section.ORDERS: RoleWord.MANAGER, Section.SERVICES: RoleWord.MANAGER}
        )
        held |= {(SUPPORT_ID, contract.id): (0, *orders_too) for contract in content.CONTRACTS}
        statements.execute_many(sql, [(*key, *held[key]) for key in sorted(held)])

    def _consumption(self, statements: Statements, today: date) -> None:
        days = [(today - timedelta(days=back)).isoformat() for back in range(self.size.days - 1, -1, -1)]
        weekend = [date.fromisoformat(day).weekday() >= 5 for day in days]

        def rows() -> Iterator[Row]:
            for id, _company in self.contracts:
                mean = self.chance.randint(400, 90_000)
                for day, quiet in zip(days, weekend, strict=True):
                    cents = int(mean * (0.75 if quiet else 1.1) * (0.93 + 0.14 * self.chance.random()))
                    yield id, "EUR", day, cents * 10_000_000, cents * 94 // 100 * 10_000_000

        statements.execute_many("INSERT INTO daily_consumption VALUES (?, ?, ?, ?, ?)", rows())
        budgets = [
            (id, self.chance.randint(2, 300) * 100 * 1_000_000_000, self.chance.choice(("month", "month", "quarter")))
            for id, _company in self.contracts
            if self.chance.random() < 0.8
        ]
        statements.execute_many(
            "INSERT INTO budgets (contract_id, amount, currency, period) VALUES (?, ?, 'EUR', ?)", budgets
        )
        statements.execute_many(
            "INSERT INTO budget_thresholds VALUES (?, ?)",
            [(id, percent) for id, *_ in budgets for percent in (80, 100)],
        )

    def _subscriptions(self, statements: Statements, today: date) -> None:
        name, unit = '{"en":"Virtual machines","fr":"Machines virtuelles"}', '{"en":"machines","fr":"machines"}'
        statements.execute_many(
            "INSERT INTO subscriptions (id, contract_id, name, quantity, unit, unit_price, currency, started)"
            " VALUES (?, ?, ?, ?, ?, 118260000000, 'EUR', ?)",
            [
                (f"{id}-S01", id, name, str(index % 40 + 1), unit, (today - timedelta(days=index % 900)).isoformat())
                for index, (id, _company) in enumerate(self.contracts)
            ],
        )

    def _requests(self, statements: Statements, today: date, progress: Progress) -> None:
        taken = {issued for (issued,) in statements.rows("SELECT issued FROM requests")}
        rows = _Requests(self, today, self.size.requests - len(taken), taken).rows()
        number = 0
        while batch := list(islice(rows, BATCH)):
            statements.execute_many(
                "INSERT INTO requests (issued, id, customer_reference, contract_id, kind, status, outcome, name,"
                " name_key, requester_id, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                batch,
            )
            between = (content.SUPPORT_AUTHOR, batch[0][0], batch[-1][0], f"3-{FIRST_REQUEST:08}")
            statements.execute(_TIMELINE, between)
            number += len(batch)
            progress(0.12 + 0.43 * number / self.size.requests)


_TIMELINE = """
INSERT INTO request_timeline (request, position, at, status, outcome, author)
SELECT
  issued,
  position,
  CASE position
    WHEN 0 THEN issued
    WHEN 1 THEN CASE status WHEN 'completed' THEN issued + (changed - issued) / (2 + issued % 7) ELSE changed END
    ELSE changed
  END,
  CASE position WHEN 0 THEN 'submitted' WHEN 1 THEN 'in-progress' ELSE 'completed' END,
  CASE position WHEN 2 THEN outcome END,
  CASE position
    WHEN 0 THEN (SELECT first_name || ' ' || last_name FROM users WHERE users.id = requester_id)
    ELSE ?
  END
FROM requests
CROSS JOIN (SELECT 0 AS position UNION ALL SELECT 1 UNION ALL SELECT 2)
WHERE issued BETWEEN ? AND ? AND requests.id >= ?
  AND position <= CASE status WHEN 'submitted' THEN 0 WHEN 'in-progress' THEN 1 ELSE 2 END
"""
"""The steps that lead to where each request stands; made by the engine, three times as fast as row by row."""


class _Requests:
    """Requests in the order of their issue."""

    def __init__(self, people: _People, today: date, number: int, taken: set[int]) -> None:
        self._people = people
        self._chance = people.chance
        self._number = number
        self._taken = taken
        self._end = to_micro(datetime.combine(today, time(), UTC))
        self._titles = (_folded(words.TITLES_FRENCH), _folded(words.TITLES_FRENCH), _folded(words.TITLES_ENGLISH))
        self._projects = [("".join(parts), fold("".join(parts))) for parts in product(*words.SYLLABLES)]

    def rows(self) -> Iterator[Row]:
        """Columns in the order of the statement that takes them."""
        people, chance = self._people, self._chance
        draw = chance.random
        start = self._end - YEARS * 365 * _DAY
        gap = (self._end - start - _SECOND) / self._number
        contracts, users_of = people.contracts, people.users_of
        kinds = ("order", "order", "incident", "incident", "incident", "change")
        issued = 0
        for index in range(self._number):
            issued = max(issued + 1, start + int((index + draw()) * gap))
            while issued in self._taken:
                issued += 1
            contract, company = contracts[int(draw() ** 2 * len(contracts))]
            users = users_of[company]
            user = users[int(draw() * len(users))]
            name, key = self._title()
            status, outcome, changed = self._progress(issued)
            yield (
                issued,
                f"3-{FIRST_REQUEST + index:08}",
                f"#DEM-{2000 + index % 27}-{index % 1_000_000:06}" if index % 4 == 0 else "",
                contract,
                kinds[int(draw() * 6)],
                status,
                outcome,
                name,
                key,
                _user_id(user),
                changed,
            )

    def _title(self) -> tuple[str, str]:
        draw = self._chance.random
        verbs, things, places = self._titles[int(draw() * 3)]
        verb, verb_key = verbs[int(draw() ** 2 * len(verbs))]
        thing, thing_key = things[int(draw() ** 2 * len(things))]
        place, place_key = places[int(draw() * len(places))]
        name, key = f"{verb} {thing} {place}", f"{verb_key} {thing_key} {place_key}"
        if draw() < 0.25:
            project, project_key = self._projects[int(draw() ** 3 * len(self._projects))]
            name, key = f"{name}, {project}", f"{key}, {project_key}"
        return name, key[:NAME_KEY_LENGTH]

    def _progress(self, issued: int) -> tuple[str, str | None, int]:
        """Status, outcome, last change: old requests are done but for a few, young ones wait more often."""
        draw = self._chance.random
        age = self._end - issued
        taken_over = issued + int((0.002 + draw() * 0.4) * _DAY)
        ended = taken_over + int((0.01 + draw() ** 3 * 40) * _DAY)
        if taken_over >= self._end or (age < 20 * _DAY and draw() < 0.15):
            return "submitted", None, issued
        if ended >= self._end or draw() < 0.004:
            return "in-progress", None, taken_over
        luck = draw()
        return "completed", "delivered" if luck < 0.88 else "rejected" if luck < 0.94 else "cancelled", ended


def _user_id(index: int) -> str:
    return f"u-{index:05}"


def _levels(roles: Any) -> tuple[int, ...]:
    return tuple(int(roles.get(section, RoleWord.NONE).role) for section in Section)


def _folded(titles: tuple[tuple[str, ...], ...]) -> tuple[Sequence[tuple[str, str]], ...]:
    return tuple([(part, fold(part)) for part in parts] for parts in titles)
