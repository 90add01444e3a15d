"""Contracts of any backend: the tree, health, budgets, who may see and change what (product.md sections 1 and 4)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from ecc_tui.domain.contracts import Budget, ContractName, Health
from ecc_tui.domain.errors import ActionDenied, ChangedMeanwhile, InvalidInput, KeyReused, NotFound
from ecc_tui.domain.money import Money
from ecc_tui.domain.rights import Role, Section
from tests.backend.building import NOW
from tests.backend.conftest import Portal

KEY = "key-of-a-form-0001"
EUROS = Money(Decimal("1250.50"), "EUR")


def event(portal: Portal, state: str, *, starts: int, ends: int | None) -> None:
    """Something on the platform of contract 1, in hours from now."""
    instant = int(NOW.timestamp() * 10**6)
    hour = 3_600 * 10**6
    with portal.database.writing() as statements:
        number = statements.value("SELECT count(*) FROM health_events")
        statements.execute(
            "INSERT INTO health_events (id, platform_id, state, starts, ends, title)"
            " VALUES (?, 'west', ?, ?, ?, 'Disk')",
            (f"e{number}", state, instant + starts * hour, None if ends is None else instant + ends * hour),
        )


async def test_the_tree_holds_what_the_person_may_see_by_company_offer_and_name(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    assert [entry.name for entry in await session.contracts.tree()] == [
        "Réseau Paris",
        "Sauvegarde (archives)",
        "Serveurs Nantes",
    ]
    operator = await backend_under_test.enter("operator.demo")
    assert {entry.id for entry in await operator.contracts.tree()} == {"OCB0000001", "OCB0000002"}
    for login in ("limited.demo", "norights.demo"):
        assert list(await (await backend_under_test.enter(login)).contracts.tree()) == []


async def test_the_worst_that_goes_on_is_the_health(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")

    async def health() -> dict[str, Health]:
        return {entry.id: entry.health for entry in await session.contracts.tree()}

    assert await health() == {"OCB0000001": Health.OPERATIONAL, "OCB0000002": Health.UNKNOWN}
    event(backend_under_test, "outage", starts=-5, ends=-1)
    event(backend_under_test, "outage", starts=1, ends=2)
    event(backend_under_test, "maintenance", starts=-2, ends=None)
    assert (await health())["OCB0000001"] is Health.MAINTENANCE
    event(backend_under_test, "degraded", starts=-1, ends=1)
    assert (await health())["OCB0000001"] is Health.DEGRADED
    details = await session.contracts.details("OCB0000001")
    assert details.health is not None
    assert (details.health.state, details.health.since) == (Health.DEGRADED, NOW - timedelta(hours=1))
    assert [found.starts for found in details.health.events] == sorted(
        (found.starts for found in details.health.events), reverse=True
    )


async def test_a_line_of_the_tree_tells_budget_requests_and_alerts(backend_under_test: Portal) -> None:
    event(backend_under_test, "outage", starts=-5, ends=None)
    event(backend_under_test, "maintenance", starts=-5, ends=None)
    session = await backend_under_test.enter("operator.demo")
    states = await session.contracts.states(["OCB0000001", "OCB0000002", "OCB0000004", "unknown"])
    assert states.keys() == {"OCB0000001", "OCB0000002"}
    first, second = states["OCB0000001"], states["OCB0000002"]
    assert (first.budget_used, first.alerts) == (85, 2)
    assert (second.budget_used, second.alerts) == (None, 0)
    assert first.open_requests is not None
    assert first.open_requests > 0


async def test_details_show_days_in_the_budgets_currency_alone(backend_under_test: Portal) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute(
            "INSERT INTO daily_consumption (contract_id, currency, day, before_discount, after_discount)"
            " VALUES ('OCB0000001', 'USD', '2026-07-04', 1, 1)"
        )
    session = await backend_under_test.enter("operator.demo")
    details = await session.contracts.details("OCB0000001")
    assert details.budget is not None
    assert [day.amount for day in details.budget.days] == [500, 0, 350]
    assert details.referent == "Rose Référent"
    assert details.rights.grantors == ("Rose Référent",)


async def test_a_period_is_the_billing_zones(backend_under_test: Portal) -> None:
    backend_under_test.clock.instant = NOW.replace(month=7, day=31, hour=22, minute=30)
    session = await backend_under_test.enter("operator.demo")
    budget = (await session.contracts.details("OCB0000001")).budget
    assert budget is not None
    assert budget.first_day.isoformat() == "2026-08-01"
    assert budget.days == ()


async def test_no_role_is_not_found_and_a_small_one_is_denied(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("limited.demo")
    for call in (session.contracts.details, session.contracts.rights):
        with pytest.raises(NotFound) as hidden:
            await call("OCB0000002")
        with pytest.raises(NotFound) as unknown:
            await call("OCB9999999")
        assert {**hidden.value.parameters, "id": ""} == {**unknown.value.parameters, "id": ""}
    with pytest.raises(ActionDenied) as error:
        await session.contracts.details("OCB0000001")
    assert "Réseau" not in repr(error.value)
    assert (await session.contracts.rights("OCB0000001")).role(Section.SUPPORT) is Role.VISITOR


async def test_contracts_are_found_by_words_with_any_role(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("limited.demo")
    assert await session.contracts.find("PAR reseau") == [ContractName("OCB0000001", "Réseau Paris", "Acme")]
    assert list(await session.contracts.find("serveurs")) == []
    assert list(await session.contracts.find("")) == []
    referent = await backend_under_test.enter("referent.demo")
    assert len(await referent.contracts.find("ocb", limit=2)) == 2


async def test_names_to_choose_from_have_the_role(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    assert [c.id for c in await session.contracts.names(Section.ORDERS)] == ["OCB0000001", "OCB0000002"]
    assert list(await session.contracts.names(Section.ORDERS, Role.MANAGER)) == []


async def test_administrators_are_of_the_own_company(backend_under_test: Portal) -> None:
    assert await (await backend_under_test.enter("norights.demo")).contracts.administrators() == ["Rose Référent"]
    assert await (await backend_under_test.enter("partner.demo")).contracts.administrators() == []


async def test_a_budget_is_changed_once_by_key(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    changed = await session.contracts.set_budget("OCB0000001", EUROS, version=1, key=KEY)
    assert (changed.amount, changed.version, changed.thresholds) == (EUROS, 2, (80, 100))
    assert await session.contracts.set_budget("OCB0000001", EUROS, version=1, key=KEY) == changed
    with pytest.raises(KeyReused):
        await session.contracts.set_budget("OCB0000001", Money(Decimal(9), "EUR"), version=2, key=KEY)
    with pytest.raises(ChangedMeanwhile):
        await session.contracts.set_budget("OCB0000001", EUROS, version=1, key=KEY + "b")
    details = await session.contracts.details("OCB0000001")
    assert details.budget is not None
    assert details.budget.budget == changed


async def test_twenty_presses_at_once_change_it_once(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    calls = (session.contracts.set_budget("OCB0000001", EUROS, version=1, key=KEY) for _ in range(20))
    answers: list[Budget] = await asyncio.gather(*calls)
    assert {answer.version for answer in answers} == {2}


async def test_one_key_from_two_people_is_two_keys(backend_under_test: Portal) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE rights SET contracts = 2 WHERE user_id = 'operator.demo'")
    for version, login in enumerate(("referent.demo", "operator.demo"), start=1):
        session = await backend_under_test.enter(login)
        changed = await session.contracts.set_budget("OCB0000001", EUROS, version=version, key=KEY)
        assert changed.version == version + 1


@pytest.mark.parametrize(
    ("amount", "currency", "rule"),
    [
        ("0", "EUR", "positive"),
        ("-1", "EUR", "positive"),
        ("1.005", "EUR", "too-fine"),
        ("1e30", "EUR", "too-large"),
        ("9223372037", "EUR", "too-large"),
        ("NaN", "EUR", "number"),
        ("Infinity", "EUR", "number"),
        ("5", "USD", "currency"),
    ],
)
async def test_a_wrong_amount_is_refused(backend_under_test: Portal, amount: str, currency: str, rule: str) -> None:
    session = await backend_under_test.enter("referent.demo")
    with pytest.raises(InvalidInput) as error:
        await session.contracts.set_budget("OCB0000001", Money(Decimal(amount), currency), version=1, key=KEY)
    assert (error.value.field, error.value.rule) == ("amount", rule)


async def test_only_managers_of_contracts_change_a_budget(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    with pytest.raises(ActionDenied) as error:
        await session.contracts.set_budget("OCB0000001", EUROS, version=1, key=KEY)
    assert (error.value.denied.role_needed, error.value.denied.role_held) == (Role.MANAGER, Role.VISITOR)
    with pytest.raises(NotFound):
        await session.contracts.set_budget("OCB0000004", EUROS, version=1, key=KEY)


async def test_a_role_taken_away_counts_at_the_next_call(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    await session.contracts.details("OCB0000001")
    with backend_under_test.database.writing() as statements:
        statements.execute("DELETE FROM rights WHERE user_id = 'operator.demo' AND contract_id = 'OCB0000001'")
    with pytest.raises(NotFound):
        await session.contracts.details("OCB0000001")
    assert [entry.id for entry in await session.contracts.tree()] == ["OCB0000002"]
