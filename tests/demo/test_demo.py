"""The demo shows every case of product.md section 13, on any day; the large one has the numbers that it claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ecc_tui.backend.sql.check import check_store
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.demo import build_demo, build_large_demo
from ecc_tui.backend.sql.instants import to_micro
from ecc_tui.backend.sql.log_in import _matches
from ecc_tui.backend.sql.request_search import match_expression, search_words
from ecc_tui.domain.contracts import BudgetPeriod
from ecc_tui.domain.demo import LARGE_LOGINS, LOGINS, PASSWORD
from ecc_tui.domain.errors import StoreFault, StoreUnusable
from tests.exchange.stores import export

DAYS = (date(2026, 1, 1), date(2026, 11, 22), date(2028, 2, 29))


class Demo:
    def __init__(self, path: Path, today: date) -> None:
        self.database = Database.open(path)
        self.today = today
        self.now = to_micro(datetime(today.year, today.month, today.day, 23, 59, tzinfo=UTC))

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.database.reading() as statements:
            return statements.rows(sql, parameters)

    def value(self, sql: str, *parameters: Any) -> Any:
        return self.rows(sql, *parameters)[0][0]

    def used_percent(self, contract: str) -> int | None:
        budget = self.rows("SELECT amount, period FROM budgets WHERE contract_id = ?", contract)
        if not budget:
            return None
        amount, period = budget[0]
        first, last = BudgetPeriod(period).around(self.today)
        sql = "SELECT sum(after_discount) FROM daily_consumption WHERE contract_id = ? AND day BETWEEN ? AND ?"
        return int(self.value(sql, contract, first.isoformat(), last.isoformat()) * 100 // amount)


@pytest.fixture(scope="module", params=DAYS, ids=str)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    build_demo(path, "fr", request.param)
    made = Demo(path, request.param)
    yield made
    made.database.close()


def test_it_is_a_sound_store_that_says_that_it_is_the_demo(demo: Demo) -> None:
    assert check_store(demo.database) == ()
    assert demo.value("SELECT value FROM store WHERE name = 'demo'") == "1"


def test_the_seven_logins_and_nobody_else_can_log_in_with_the_password(demo: Demo) -> None:
    found = dict(demo.rows("SELECT login, password_hash FROM users WHERE password_hash IS NOT NULL"))
    assert set(found) == set(LOGINS)
    assert len(set(found.values())) == 7
    assert all(_matches(kept, PASSWORD) for kept in found.values())
    assert not _matches(found["referent.demo"], PASSWORD + "!")


def test_contracts_offers_and_types(demo: Demo) -> None:
    largest = demo.rows("SELECT count(*), company_id FROM contracts GROUP BY company_id ORDER BY 1 DESC")[0]
    assert largest[0] >= 6
    found = demo.rows("SELECT DISTINCT offer_id FROM contracts WHERE company_id = ?", largest[1])
    assert len(found) == 3
    assert demo.value("SELECT count(DISTINCT kind) FROM offers") == 2
    assert demo.rows("SELECT DISTINCT invoices_here FROM contract_types ORDER BY 1") == [(0,), (1,)]
    assert len(demo.rows("SELECT DISTINCT contract_type_id FROM contracts WHERE company_id = ?", largest[1])) == 2


def contracts_of(demo: Demo, login: str, condition: str = "1") -> set[str]:
    sql = "SELECT contract_id FROM rights JOIN users ON users.id = rights.user_id WHERE login = ?"
    return {id for (id,) in demo.rows(f"{sql} AND {condition}", login)}


def test_people_show_every_case(demo: Demo) -> None:
    everything = {id for (id,) in demo.rows("SELECT id FROM contracts WHERE company_id = 'aurelac'")}
    assert len(contracts_of(demo, "referent.demo", "referent = 1")) >= 3
    assert contracts_of(demo, "finance.demo", "invoices = 2 AND dashboard = 1 AND orders = 0")
    assert (
        contracts_of(demo, "auditor.demo", "contracts = 1 AND users = 1 AND invoices = 1 AND dashboard = 1")
        == everything
    )
    assert contracts_of(demo, "admin.demo", "users.administrator = 1 AND rights.users = 2") == everything
    assert contracts_of(demo, "norights.demo") == set()
    partner = contracts_of(demo, "partner.demo")
    assert len(partner) == 2
    assert len(partner & everything) == 1
    assert demo.value("SELECT company_id FROM users WHERE login = 'partner.demo'") != "aurelac"


def test_the_operator_has_contracts_with_full_lower_and_no_roles(demo: Demo) -> None:
    full = contracts_of(demo, "operator.demo", "orders = 2 AND services = 2 AND contracts = 1")
    lower = contracts_of(demo, "operator.demo", "orders = 1 AND services = 1")
    assert len(full) >= 4
    assert len(lower) == 1
    assert contracts_of(demo, "referent.demo") - contracts_of(demo, "operator.demo")


def test_health_has_a_past_a_present_and_a_plan(demo: Demo) -> None:
    assert demo.value("SELECT count(*) FROM platforms") >= 3
    now = "starts <= ? AND (ends IS NULL OR ends > ?)"
    assert demo.rows(f"SELECT state FROM health_events WHERE {now}", demo.now, demo.now) == [("degraded",)]
    assert demo.value("SELECT count(*) FROM health_events WHERE state = 'maintenance' AND starts > ?", demo.now) >= 2
    past = demo.rows("SELECT starts FROM health_events WHERE ends < ?", demo.now)
    assert len(past) >= 8
    assert min(past)[0] < demo.now - 80 * 86_400_000_000


def test_one_budget_is_passed_one_is_near_one_is_missing(demo: Demo) -> None:
    used = [demo.used_percent(id) for (id,) in demo.rows("SELECT id FROM contracts")]
    assert len([percent for percent in used if percent is not None and percent >= 100]) == 1
    assert len([percent for percent in used if percent is not None and 80 <= percent < 100]) == 1
    assert used.count(None) == 1
    assert demo.rows("SELECT DISTINCT period FROM budgets ORDER BY 1") == [("month",), ("quarter",), ("year",)]


def test_consumption_covers_thirteen_months_with_quiet_weekends(demo: Demo) -> None:
    assert demo.value("SELECT count(DISTINCT substr(day, 1, 7)) FROM daily_consumption") == 13
    assert demo.value("SELECT max(day) FROM daily_consumption") == demo.today.isoformat()
    weekday = "strftime('%w', day) IN ('0', '6')"
    means = dict(demo.rows(f"SELECT {weekday}, avg(after_discount) FROM daily_consumption GROUP BY 1"))
    assert means[1] < 0.85 * means[0]


def test_requests_are_in_every_status_kind_and_outcome(demo: Demo) -> None:
    assert demo.value("SELECT count(*) FROM requests") == 144
    assert len(demo.rows("SELECT DISTINCT kind, status, outcome FROM requests")) == 15
    assert demo.rows("SELECT id FROM requests ORDER BY issued DESC LIMIT 1") == [("3-00286023",)]
    assert demo.value("SELECT max(changed) FROM requests") < demo.now
    assert demo.value("SELECT max(issued) - min(issued) FROM requests") > 360 * 86_400_000_000
    assert demo.value("SELECT count(DISTINCT request) FROM request_timeline") == 144
    assert demo.value("SELECT count(DISTINCT request) FROM request_comments") > 40
    orders = demo.value("SELECT count(*) FROM requests WHERE kind = 'order'")
    assert demo.value("SELECT count(DISTINCT request) FROM request_lines") == orders
    assert demo.rows("SELECT 1 FROM external_accounts")


def test_whoever_asked_may_ask_on_that_contract(demo: Demo) -> None:
    sql = """
    SELECT count(*) FROM requests
    WHERE NOT EXISTS (
      SELECT 1 FROM rights WHERE user_id = requester_id AND rights.contract_id = requests.contract_id AND orders = 2
    )
    """
    assert demo.value(sql) == 0


def test_equal_days_make_equal_demos_and_languages_differ(tmp_path: Path) -> None:
    exports = {}
    for name, language, day in (("a", "fr", 1), ("b", "fr", 1), ("c", "en", 1), ("d", "fr", 2)):
        path = tmp_path / f"{name}.sqlite"
        build_demo(path, language, date(2026, 5, day))
        database = Database.open(path)
        exports[name] = export(database)
        database.close()
    assert exports["a"] == exports["b"]
    assert len(set(exports.values())) == 3


def test_a_demo_never_replaces_a_store(tmp_path: Path) -> None:
    (tmp_path / "demo.sqlite").write_bytes(b"mine")
    with pytest.raises(StoreUnusable) as raised:
        build_demo(tmp_path / "demo.sqlite")
    assert raised.value.fault is StoreFault.EXISTS
    assert (tmp_path / "demo.sqlite").read_bytes() == b"mine"


@pytest.fixture(
    scope="module", params=[0.01, pytest.param(1.0, marks=pytest.mark.full)], ids=["a hundredth", "full size"]
)
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Demo, float]]:
    path = tmp_path_factory.mktemp("large") / "large.sqlite"
    told: list[float] = []
    build_large_demo(path, told.append, today=DAYS[1], scale=request.param)
    assert told == sorted(told)
    assert told[-1] == 1.0
    made = Demo(path, DAYS[1])
    yield made, request.param
    made.database.close()


def test_the_large_demo_has_its_numbers(large: tuple[Demo, float]) -> None:
    demo, scale = large
    contracts, users, requests = int(5_000 * scale), int(20_000 * scale), int(1_000_000 * scale)
    assert demo.value("SELECT count(*) FROM contracts") == contracts
    assert demo.value("SELECT count(*) FROM requests") == requests
    assert demo.value("SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM external_accounts)") >= users
    assert demo.value("SELECT max(n) FROM (SELECT count(*) AS n FROM rights GROUP BY contract_id)") >= users
    assert demo.value("SELECT count(DISTINCT request) FROM request_timeline") == requests
    assert len(contracts_of(demo, "support.demo", "orders > 0 AND dashboard > 0")) == contracts
    found = {login for (login,) in demo.rows("SELECT login FROM users WHERE password_hash IS NOT NULL")}
    assert found == set(LARGE_LOGINS)


def test_the_large_demo_is_sound_with_all_its_indexes(large: tuple[Demo, float], demo: Demo) -> None:
    assert check_store(large[0].database) == ()
    indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name"
    assert large[0].rows(indexes) == demo.rows(indexes)
    assert large[0].rows("SELECT 1 FROM sqlite_stat1 WHERE tbl = 'requests'")


def test_its_timelines_lead_to_where_requests_stand(large: tuple[Demo, float]) -> None:
    sql = """
    SELECT count(*) FROM requests JOIN request_timeline AS step ON step.request = issued
    WHERE position = (SELECT max(position) FROM request_timeline WHERE request = issued)
      AND (step.status <> requests.status OR step.outcome IS NOT requests.outcome OR step.at > requests.changed)
    """
    assert large[0].value(sql) == 0
    assert large[0].value("SELECT count(*) FROM requests WHERE changed < issued OR changed > ?", large[0].now) == 0


def test_its_words_are_common_and_rare(large: tuple[Demo, float]) -> None:
    def hits(words: str) -> int:
        sql = "SELECT count(*) FROM requests_text WHERE requests_text MATCH ?"
        return int(large[0].value(sql, match_expression(search_words(words))))

    total = large[0].value("SELECT count(*) FROM requests")
    assert hits("Étendre") == hits("etendre")
    assert total * 0.01 < hits("etendre")
    assert total * 0.01 < hits("backup")
    rare = large[0].value("SELECT substr(name, instr(name, ', ') + 2) FROM requests WHERE name LIKE '%, Z%' LIMIT 1")
    assert 0 < hits(rare) < total * 0.01


def test_an_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(done: float) -> None:
        if done > 0.3:
            raise Stopped

    with pytest.raises(Stopped):
        build_large_demo(tmp_path / "large.sqlite", stop, today=DAYS[1], scale=0.003)
    assert list(tmp_path.iterdir()) == []
