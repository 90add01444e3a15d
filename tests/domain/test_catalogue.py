"""What an order costs, and what it does to a budget."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ecc_tui.domain.catalogue import Price, PriceLine, budget_effect, order_lines, price_of
from ecc_tui.domain.contracts import Budget, BudgetBasis, BudgetPeriod, BudgetState
from ecc_tui.domain.forms import Condition
from ecc_tui.domain.money import Money


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


NODES = PriceLine("nodes", {"en": "Node"}, euros("12.345"), monthly=True, quantity_field="nodes")
SETUP = PriceLine("setup", {"en": "Set-up"}, euros("300"))
NIGHT = PriceLine("night", {"en": "At night"}, euros("80"), condition=Condition("when", ("night",)))


def test_lines_follow_the_answers() -> None:
    lines = order_lines([NODES, SETUP, NIGHT], {"nodes": "3", "when": "day"})
    assert [(line.label["en"], line.quantity) for line in lines] == [("Node", Decimal(3)), ("Set-up", Decimal(1))]
    assert price_of(lines, "EUR") == Price(euros("300.00"), euros("37.04"))
    assert len(order_lines([NODES, SETUP, NIGHT], {"nodes": "3", "when": "night"})) == 3


def test_a_missing_quantity_makes_no_line() -> None:
    assert order_lines([NODES], {}) == ()
    assert order_lines([NODES], {"nodes": "0"}) == ()


def november(amount: str, spent: list[str], period: BudgetPeriod = BudgetPeriod.MONTH) -> BudgetState:
    budget = Budget(euros(amount), period, BudgetBasis.NET_AFTER_DISCOUNT, (80, 100), 1)
    first, last = period.around(date(2026, 11, 10))
    return BudgetState(budget, first, last, tuple(euros(day) for day in spent))


def test_a_monthly_price_counts_from_its_first_day_on_and_in_the_next_period() -> None:
    now, following = budget_effect(
        november("1000", ["10"] * 10), Price(euros("0"), euros("365")), start=date(2026, 11, 21)
    )
    assert (now.before, now.after) == (euros("300.00"), euros("420.00"))  # 12 a day for 10 days
    assert (following.first_day, following.before, following.after) == (
        date(2026, 12, 1),
        euros("310.00"),
        euros("682.00"),
    )
    assert now.over is None
    assert now.over_on is None


def test_the_day_on_which_the_budget_breaks_is_named() -> None:
    (effect,) = budget_effect(november("400", ["10"] * 10), Price(euros("150"), euros("0")), start=date(2026, 11, 20))
    assert effect.after == euros("450.00")
    assert effect.over == euros("50.00")
    assert effect.over_on == date(2026, 11, 26)  # 250 + 150 on the 25th is all of it, the day after exceeds it


def test_what_was_already_spent_counts_on_its_day() -> None:
    (effect,) = budget_effect(november("400", ["401", "0"]), Price(euros("1"), euros("0")), start=date(2026, 11, 20))
    assert effect.over_on == date(2026, 11, 1)


def test_another_currency_is_never_converted() -> None:
    price = Price(Money(Decimal(1), "USD"), Money(Decimal(1), "USD"))
    assert budget_effect(november("400", ["1"]), price, start=date(2026, 11, 20)) == ()
