"""Budgets and the consumption that counts against them (D3): own currency only, days of the billing zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.days import zone_today
from ecc_tui.domain.contracts import Budget, BudgetBasis, BudgetPeriod, BudgetState, used_percent
from ecc_tui.domain.errors import ChangedMeanwhile, InvalidInput, NotFound
from ecc_tui.domain.money import Money, from_nano, to_nano

_COLUMNS = {BudgetBasis.NET_BEFORE_DISCOUNT: "before_discount", BudgetBasis.NET_AFTER_DISCOUNT: "after_discount"}


class Used(Struct, frozen=True):
    """How far a budget is used in its present period."""

    percent: int
    thresholds_crossed: int


def read_budget(statements: Statements, contract: str) -> Budget | None:
    """A contract's budget, None where it has none."""
    row = statements.row(
        "SELECT amount, currency, period, basis, version FROM budgets WHERE contract_id = ?", (contract,)
    )
    if row is None:
        return None
    amount, currency, period, basis, version = row
    thresholds = statements.rows(
        "SELECT percent FROM budget_thresholds WHERE contract_id = ? ORDER BY percent", (contract,)
    )
    return Budget(
        Money(from_nano(amount), currency),
        BudgetPeriod(period),
        BudgetBasis(basis),
        tuple(percent for (percent,) in thresholds),
        version,
    )


def _period(budget: Budget, zone: str, now: datetime) -> tuple[date, date]:
    return budget.period.around(zone_today(zone, now))


def used(statements: Statements, contract: str, zone: str, now: datetime) -> Used | None:
    """The figure of the tree's line; None without a budget."""
    budget = read_budget(statements, contract)
    if budget is None:
        return None
    first, last = _period(budget, zone, now)
    consumed = statements.value(
        f"SELECT coalesce(sum({_COLUMNS[budget.basis]}), 0) FROM daily_consumption"
        " WHERE contract_id = ? AND currency = ? AND day BETWEEN ? AND ?",
        (contract, budget.amount.currency, first.isoformat(), last.isoformat()),
    )
    percent = used_percent(from_nano(consumed), budget.amount.amount)
    return Used(percent, sum(percent >= threshold for threshold in budget.thresholds))


def state(statements: Statements, contract: str, zone: str, now: datetime) -> BudgetState | None:
    """The budget with its period's days; a day without consumption up to the last one known counts zero."""
    budget = read_budget(statements, contract)
    if budget is None:
        return None
    first, last = _period(budget, zone, now)
    currency = budget.amount.currency
    by_day = dict(
        statements.iterate(
            f"SELECT day, {_COLUMNS[budget.basis]} FROM daily_consumption"
            " WHERE contract_id = ? AND currency = ? AND day BETWEEN ? AND ? ORDER BY day",
            (contract, currency, first.isoformat(), last.isoformat()),
        )
    )
    known = (date.fromisoformat(max(by_day)) - first).days + 1 if by_day else 0
    days = (first + timedelta(days=index) for index in range(known))
    return BudgetState(
        budget, first, last, tuple(Money(from_nano(by_day.get(day.isoformat(), 0)), currency) for day in days)
    )


def change_amount(statements: Statements, contract: str, amount: Money, version: int) -> Budget:
    """Raises NotFound without a budget, InvalidInput for another currency, ChangedMeanwhile for an old version."""
    before = read_budget(statements, contract)
    if before is None:
        raise NotFound("budget", contract)
    if amount.currency != before.amount.currency:
        raise InvalidInput("amount", "currency", currency=before.amount.currency)
    if before.version != version:
        raise ChangedMeanwhile
    statements.execute(
        "UPDATE budgets SET amount = ?, version = version + 1 WHERE contract_id = ?", (to_nano(amount.amount), contract)
    )
    return Budget(amount, before.period, before.basis, before.thresholds, version + 1)
