"""Contracts as the dashboard shows them: companies, offers, health, budget (product.md section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from ecc_tui.domain.money import Money
from ecc_tui.domain.rights import ContractRights

ZERO = Decimal(0)


class OfferKind(StrEnum):
    """Infrastructure and managed services are told apart in the tree (D1)."""

    INFRASTRUCTURE = "infrastructure"
    MANAGED = "managed"


class Health(StrEnum):
    """The state of a platform in a region (D2)."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded"
    OUTAGE = "outage"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"


HEALTH_BY_GRAVITY = (Health.OPERATIONAL, Health.UNKNOWN, Health.MAINTENANCE, Health.DEGRADED, Health.OUTAGE)
HEALTH_HISTORY = timedelta(days=90)


def worst(states: Sequence[Health]) -> Health:
    """The gravest of several states; operational when there is none."""
    return max(states, key=HEALTH_BY_GRAVITY.index, default=Health.OPERATIONAL)


class HealthEvent(Struct, frozen=True):
    """An incident or a maintenance of a platform; `ends` is None while it lasts, `starts` may lie ahead."""

    id: str
    state: Health
    starts: datetime
    ends: datetime | None
    title: str
    note: str = ""

    def covers(self, instant: datetime) -> bool:
        """Is it going on at that instant?"""
        return self.starts <= instant and (self.ends is None or instant < self.ends)


class PlatformHealth(Struct, frozen=True):
    """A platform in a region with its incidents and maintenance of the last 90 days and those planned, newest first."""

    platform: str
    region: str
    state: Health
    since: datetime | None
    """Start of the present state, where it is known."""
    events: tuple[HealthEvent, ...] = ()


class BudgetPeriod(StrEnum):
    """How long a budget's amount lasts (D3); days are those of the contract's billing zone."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Its length in months."""
        return {BudgetPeriod.MONTH: 1, BudgetPeriod.QUARTER: 3, BudgetPeriod.YEAR: 12}[self]

    def around(self, day: date) -> tuple[date, date]:
        """First and last day of the period in which a day lies."""
        month = (day.month - 1) // self.months * self.months + 1
        first = date(day.year, month, 1)
        return first, _add_months(first, self.months) - timedelta(days=1)


def _add_months(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


class BudgetBasis(StrEnum):
    """What is counted; always printed beside the figure."""

    NET_BEFORE_DISCOUNT = "net-before-discount"
    NET_AFTER_DISCOUNT = "net-after-discount"


class Budget(Struct, frozen=True):
    """An amount for a period; `version` grows with each change, so that nobody overwrites unseen (ChangedMeanwhile)."""

    amount: Money
    period: BudgetPeriod
    basis: BudgetBasis
    thresholds: tuple[int, ...]
    version: int


class BudgetState(Struct, frozen=True):
    """A budget with what was consumed in its period up to the last day known."""

    budget: Budget
    first_day: date
    last_day: date
    days: tuple[Money, ...]
    """Consumption by day from `first_day`, in the budget's currency, up to the last day known."""

    @property
    def consumed(self) -> Money:
        """Consumption to date."""
        return Money(sum((day.amount for day in self.days), ZERO), self.budget.amount.currency)

    @property
    def used_percent(self) -> int:
        """Consumption to date in percent of the amount, rounded down: 100 means that it is used up."""
        return used_percent(self.consumed.amount, self.budget.amount.amount)

    @property
    def forecast(self) -> Money:
        """Consumption to the end of the period if each day to come costs the mean of the days known."""
        length = (self.last_day - self.first_day).days + 1
        if not self.days:
            return Money(ZERO, self.budget.amount.currency)
        return Money(self.consumed.amount * length / len(self.days), self.budget.amount.currency)

    @property
    def exhausted_on(self) -> date | None:
        """The day on which the amount is used up, past or to come; None when it lasts to the end of the period."""
        limit, total = self.budget.amount.amount, ZERO
        for index, day in enumerate(self.days):
            total += day.amount
            if total >= limit:
                return self.first_day + timedelta(days=index)
        if total <= 0:  # nothing spent, or more given back
            return None
        whole, rest = divmod((limit - total) * len(self.days), total)
        more = min(int(whole), 400) + bool(rest)
        day_reached = self.first_day + timedelta(days=len(self.days) + more - 1)
        return day_reached if day_reached <= self.last_day else None


def used_percent(consumed: Decimal, amount: Decimal) -> int:
    """Percent of a budget that is used, rounded down."""
    return int(consumed * 100 // amount) if amount else 0


class ContractEntry(Struct, frozen=True):
    """A contract as the tree places it (D1): light, because there may be 5 000."""

    id: str
    name: str
    company_id: str
    company: str
    offer: str
    kind: OfferKind
    health: Health


class ContractState(Struct, frozen=True):
    """What the tree's line of a contract adds, asked for the lines in view only.

    None means that the person may not see the figure or that there is none.
    """

    id: str
    budget_used: int | None
    open_requests: int | None
    alerts: int
    """Thresholds crossed in the budget's period, and incidents going on."""


class ContractDetails(Struct, frozen=True):
    """What stands beside the tree (D4); the rights say which of its actions are dimmed."""

    id: str
    name: str
    company: str
    offer: str
    kind: OfferKind
    contract_type: str
    started: date
    ends: date | None
    referent: str
    support_level: str
    zone: str
    health: PlatformHealth | None
    budget: BudgetState | None
    rights: ContractRights


class ContractName(Struct, frozen=True):
    """A contract in a list to choose from."""

    id: str
    name: str
    company: str = ""
