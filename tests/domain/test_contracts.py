"""Budgets: their periods, what is used, the forecast, the day they are used up (D3); the gravest health (D2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecc_tui.domain.contracts import (
    Budget,
    BudgetBasis,
    BudgetPeriod,
    BudgetState,
    Health,
    HealthEvent,
    used_percent,
    worst,
)
from ecc_tui.domain.money import Money

MONTH, QUARTER, YEAR = BudgetPeriod


def state(amount: str, days: list[str], period: BudgetPeriod = MONTH, day: date = date(2026, 11, 1)) -> BudgetState:
    """A budget in euros with its consumption by day."""
    first, last = period.around(day)
    budget = Budget(Money(Decimal(amount), "EUR"), period, BudgetBasis.NET_AFTER_DISCOUNT, (80, 100), 1)
    return BudgetState(budget, first, last, tuple(Money(Decimal(spent), "EUR") for spent in days))


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        (MONTH, "2026-11-22", "2026-11-01", "2026-11-30"),
        (MONTH, "2026-12-31", "2026-12-01", "2026-12-31"),
        (MONTH, "2026-02-01", "2026-02-01", "2026-02-28"),
        (MONTH, "2028-02-29", "2028-02-01", "2028-02-29"),
        (MONTH, "2000-02-10", "2000-02-01", "2000-02-29"),
        (MONTH, "2100-02-10", "2100-02-01", "2100-02-28"),
        (QUARTER, "2026-01-01", "2026-01-01", "2026-03-31"),
        (QUARTER, "2028-02-29", "2028-01-01", "2028-03-31"),
        (QUARTER, "2026-06-30", "2026-04-01", "2026-06-30"),
        (QUARTER, "2026-07-01", "2026-07-01", "2026-09-30"),
        (QUARTER, "2026-12-31", "2026-10-01", "2026-12-31"),
        (YEAR, "2026-06-15", "2026-01-01", "2026-12-31"),
        (YEAR, "2028-12-31", "2028-01-01", "2028-12-31"),
    ],
)
def test_periods(period: BudgetPeriod, day: str, first: str, last: str) -> None:
    assert period.around(date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.sampled_from(BudgetPeriod))
def test_periods_follow_each_other_without_a_gap(day: date, period: BudgetPeriod) -> None:
    first, last = period.around(day)
    assert first <= day <= last
    assert period.around(first) == period.around(last) == (first, last)
    assert period.around(last + timedelta(days=1))[0] == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("consumed", "amount", "percent"),
    [
        ("0", "100", 0),
        ("79.999", "100", 79),
        ("99.999999999", "100", 99),
        ("100", "100", 100),
        ("1", "3", 33),
        ("5", "0", 0),
        ("250", "100", 250),
    ],
)
def test_percent_is_rounded_down_so_that_100_means_used_up(consumed: str, amount: str, percent: int) -> None:
    assert used_percent(Decimal(consumed), Decimal(amount)) == percent
    assert state(amount, [consumed]).used_percent == percent


def test_sums_are_exact() -> None:
    assert state("100", ["0.1"] * 10).consumed == Money(Decimal(1), "EUR")
    assert state("100", []).consumed == Money(Decimal(0), "EUR")


def test_the_forecast_goes_on_with_the_mean() -> None:
    assert state("100", ["1", "3"]).forecast == Money(Decimal(60), "EUR")
    assert state("100", []).forecast == Money(Decimal(0), "EUR")
    assert state("100", ["2"] * 30).forecast == state("100", ["2"] * 30).consumed


@pytest.mark.parametrize(
    ("amount", "days", "day"),
    [
        ("100", ["50", "49.99", "0.01", "7"], "2026-11-03"),  # past
        ("100", ["20", "20"], "2026-11-05"),  # three more days of 20
        ("110", ["20", "20"], "2026-11-06"),  # 5 days make 100, so the sixth
        ("200", ["50", "30", "20"], "2026-11-06"),  # a mean of 33.33… reaches 200 after exactly six days
        ("1500", ["50"], "2026-11-30"),
        ("1501", ["50"], None),
        ("100", [], None),
        ("100", ["0", "0"], None),
        ("100", ["-10", "2"], None),  # credits: it lasts
        ("0.000000001", ["0", "0.000000001"], "2026-11-02"),
        ("9000000000", ["0.000000001"], None),
    ],
)
def test_the_day_on_which_it_is_used_up(amount: str, days: list[str], day: str | None) -> None:
    assert state(amount, days).exhausted_on == (date.fromisoformat(day) if day else None)


@given(
    st.decimals("0.01", "1000000", places=2),
    st.lists(st.decimals("-100", "100000", places=2), max_size=30),
)
def test_used_up_agrees_with_figures(amount: Decimal, days: list[Decimal]) -> None:
    budget = state(str(amount), [str(day) for day in days])
    day = budget.exhausted_on
    if day is None:
        assert budget.forecast.amount < amount or not days
        return
    assert budget.first_day <= day <= budget.last_day
    length = (day - budget.first_day).days + 1
    if length > len(days):
        total = budget.consumed.amount
        assert total * length >= amount * len(days)
        assert total * (length - 1) < amount * len(days)
    else:
        assert sum(days[:length]) >= amount > max((sum(days[:n]) for n in range(length)), default=Decimal(0))


def test_the_gravest_state_wins() -> None:
    assert worst([]) is Health.OPERATIONAL
    assert worst([Health.OPERATIONAL, Health.DEGRADED, Health.MAINTENANCE]) is Health.DEGRADED
    assert worst([Health.DEGRADED, Health.OUTAGE, Health.UNKNOWN]) is Health.OUTAGE
    assert worst([Health.UNKNOWN, Health.OPERATIONAL]) is Health.UNKNOWN


def test_an_event_covers_its_time_but_not_its_end() -> None:
    start = datetime(2026, 11, 1, 8, tzinfo=UTC)
    event = HealthEvent("e", Health.OUTAGE, start, start + timedelta(hours=2), "Down")
    assert [event.covers(start + timedelta(hours=h)) for h in (-1, 0, 1, 2)] == [False, True, True, False]
    lasting = HealthEvent("e", Health.OUTAGE, start, None, "Down")
    assert lasting.covers(start + timedelta(days=400))
