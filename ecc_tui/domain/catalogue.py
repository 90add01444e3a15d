"""The service catalogue: what can be ordered, its form and what it costs (product.md section 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from ecc_tui.domain.contracts import ZERO, Budget, BudgetState
from ecc_tui.domain.forms import Condition, Entries, Form, Texts, holds
from ecc_tui.domain.money import Money


class Category(Struct, frozen=True):
    """A shelf of the catalogue."""

    id: str
    name: Texts


class Price(Struct, frozen=True):
    """What is paid once and what is paid each month, net of tax, in one currency."""

    one_off: Money
    monthly: Money


class PriceLine(Struct, frozen=True):
    """A line of an order: the price of one unit, times a NUMBER field's answer where `quantity_field` names one.

    It counts while its condition holds.
    """

    id: str
    label: Texts
    price: Money
    monthly: bool = False
    quantity_field: str = ""
    unit: Texts = {}
    condition: Condition | None = None


class OrderLine(Struct, frozen=True):
    """A line of an order to be placed."""

    label: Texts
    quantity: Decimal
    unit: Texts
    price: Money
    """For one unit."""
    monthly: bool


class ServiceEntry(Struct, frozen=True):
    """A service in the list: light, because there may be 2 000."""

    id: str
    category: Category
    name: Texts
    summary: Texts
    price: Price
    """With the form's defaults: "from"."""
    delay_days: int | None
    """Working days to delivery, None where it is agreed case by case."""


class Service(Struct, frozen=True):
    """A service with all of *Learn more* and its form (C1, C3); `version` grows with each change."""

    entry: ServiceEntry
    version: int
    description: Texts
    conditions: Texts
    currency: str
    prices: tuple[PriceLine, ...]
    form: Form


def order_lines(prices: Sequence[PriceLine], answers: Entries) -> tuple[OrderLine, ...]:
    """The lines that these answers make: unknown or missing quantities count none."""
    lines = []
    for line in prices:
        quantity = _quantity(line, answers) if holds(line.condition, answers) else ZERO
        if quantity > 0:
            lines.append(OrderLine(line.label, quantity, line.unit, line.price, line.monthly))
    return tuple(lines)


def _quantity(line: PriceLine, answers: Entries) -> Decimal:
    if not line.quantity_field:
        return Decimal(1)
    answer = answers.get(line.quantity_field, "")
    return Decimal(answer) if isinstance(answer, str) and answer else ZERO


def price_of(lines: Sequence[OrderLine], currency: str) -> Price:
    """The sums, rounded once to the currency's digits."""

    def total(monthly: bool) -> Money:
        amounts = (line.price.amount * line.quantity for line in lines if line.monthly is monthly)
        return Money(sum(amounts, ZERO), currency).rounded()

    return Price(total(False), total(True))


class PeriodEffect(Struct, frozen=True):
    """What an order does to a budget in one of its periods: the forecast without it and with it.

    `over` is by how much the forecast with it exceeds the budget, None when it stays within; `over_on` the first day
    on which it does, where that is known.
    """

    first_day: date
    last_day: date
    before: Money
    after: Money
    over: Money | None
    over_on: date | None


def budget_effect(state: BudgetState, price: Price, start: date) -> tuple[PeriodEffect, ...]:
    """The present period and, where a monthly price goes on, the next one; empty when the currencies differ (I5).

    The one-off price counts on `start`; the monthly one from then on, by the day, a month being a twelfth of a year of
    365 days. The next period is expected to cost, without the order, what the present one is forecast to, by the day.
    """
    budget, currency = state.budget, state.budget.amount.currency
    if price.monthly.currency != currency or price.one_off.currency != currency:
        return ()
    mean = state.forecast.amount / _length(state.first_day, state.last_day)
    known = [day.amount for day in state.days]
    effects = [_effect(budget, state.first_day, state.last_day, known, mean, price, start)]
    if price.monthly.amount or start > state.last_day:
        first, last = budget.period.around(state.last_day + timedelta(days=1))
        effects.append(_effect(budget, first, last, [], mean, price, start))
    return tuple(effects)


def _length(first: date, last: date) -> int:
    return (last - first).days + 1


def _effect(
    budget: Budget, first: date, last: date, known: Sequence[Decimal], mean: Decimal, price: Price, start: date
) -> PeriodEffect:
    """The days known, then the mean of a day, each with what the order adds to it."""
    currency = budget.amount.currency
    more_daily = price.monthly.amount * 12 / 365
    before = after = ZERO
    over_on = None
    for index in range(_length(first, last)):
        day = first + timedelta(days=index)
        usual = known[index] if index < len(known) else mean
        before += usual
        after += usual + (more_daily if day >= start else ZERO) + (price.one_off.amount if day == start else ZERO)
        if over_on is None and after > budget.amount.amount:
            over_on = day
    excess = Money(after - budget.amount.amount, currency).rounded()
    over = excess if excess.amount > 0 else None
    return PeriodEffect(
        first,
        last,
        Money(before, currency).rounded(),
        Money(after, currency).rounded(),
        over,
        over_on if over else None,
    )


class Contact(Struct, frozen=True):
    """A person whom a form may name for a delivery: by name, never by login (product.md, Identity)."""

    id: str
    name: str
    company: str
    phone: str = ""
    oneself: bool = False


class Element(Struct, frozen=True):
    """Something of a contract that a form may name: a subscription."""

    id: str
    name: Texts
    detail: str = ""


class ServiceDifference(Struct, frozen=True):
    """What changed between the form that was filled and the service as it is now."""

    price_before: Price
    price_now: Price
    gone: tuple[str, ...]
    """Ids of fields of the old form that the new one lacks or reads otherwise."""
    new: tuple[str, ...]
    """Ids of fields that the old form lacked."""


def difference(
    before: Service, now: Service, price_before: Price, answers: Mapping[str, str | tuple[str, ...]]
) -> ServiceDifference:
    """What the form shows before the person may order the changed service."""
    old = {field.id: field for field in before.form.fields}
    new = {field.id: field for field in now.form.fields}
    return ServiceDifference(
        price_before,
        price_of(order_lines(now.prices, answers), now.currency),
        tuple(id for id, field in old.items() if new.get(id) != field),
        tuple(id for id in new if id not in old),
    )
