"""Price, budget and differences in words (C4, I5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec import structs

from ecc_tui.domain.catalogue import Category, Price, PriceLine, Service, ServiceEntry, difference
from ecc_tui.domain.contracts import Budget, BudgetBasis, BudgetPeriod, BudgetState
from ecc_tui.domain.forms import YES, Condition, Form
from ecc_tui.domain.money import Money
from ecc_tui.i18n import set_language
from ecc_tui.screens.order_words import difference_content, expected_day, order_content
from ecc_tui.screens.service_words import _price_line, price_words
from tests.screens.services import SERVER_PRICES, SERVERS, SUPPORT

START = date(2026, 11, 25)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def price(once: str, monthly: str, currency: str = "EUR") -> Price:
    return Price(Money(Decimal(once), currency), Money(Decimal(monthly), currency))


def budget(amount: str = "3100") -> BudgetState:
    """100 a day since the first of November."""
    whole = Budget(euros(amount), BudgetPeriod.MONTH, BudgetBasis.NET_AFTER_DISCOUNT, (80, 100), 1)
    return BudgetState(whole, date(2026, 11, 1), date(2026, 11, 30), (euros("100"),) * 22)


@pytest.mark.parametrize(
    ("today", "days", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 22), None, date(2026, 11, 22)),
    ],
)
def test_working_days_pass_over_the_week_end(today: date, days: int | None, expected: date) -> None:
    assert expected_day(today, days) == expected


@pytest.mark.parametrize(
    ("once", "monthly", "words"),
    [
        ("50", "30.5", "€50.00 once, €30.50 a month"),
        ("50", "0", "€50.00 once"),
        ("0", "30.5", "€30.50 a month"),
        ("0", "0", "free of charge"),
    ],
)
def test_a_price_says_once_and_monthly(once: str, monthly: str, words: str) -> None:
    assert price_words(price(once, monthly)) == words


def text(offered: Price, state: BudgetState | None, may_see: bool = True, *, room: int = 120) -> str:
    return order_content(offered, state, may_see, START, room=room).plain.replace("\u00a0", " ")


def test_a_budget_that_lasts_shows_both_forecasts_and_its_basis() -> None:
    said = text(price("50", "0"), budget("9000"))
    assert "€3,000.00 → €3,050.00" in said
    assert "over by" not in said
    assert "Budget             €9,000.00, net of tax, after discount" in said
    assert "December" not in said  # nothing goes on


def test_a_monthly_price_shows_the_next_period_too() -> None:
    said = text(price("0", "365"), budget())
    assert "November 2026      €3,000.00 → €3,072.00" in said
    assert "December 2026      €3,100.00 → €3,472.00  ▲ over by €372.00 from 28 Dec" in said


def test_where_it_is_narrow_the_excess_stands_under_the_figures() -> None:
    lines = text(price("0", "365"), budget(), room=60).splitlines()
    assert max(map(len, lines)) <= 60
    assert any(line.strip().startswith("▲ over by") for line in lines)


def test_what_needs_a_second_line_goes_on_beside_its_label() -> None:
    lines = text(price("3600", "190"), budget(), room=60).splitlines()
    assert lines[0].startswith("Price, net of tax  €3,600.00 once")
    assert lines[1].startswith(" " * len("Price, net of tax  "))
    assert lines[1].strip() in "expected from 25 Nov"


@pytest.mark.parametrize(
    ("offered", "state", "may_see", "words"),
    [
        (price("1", "1"), None, True, "no budget is set for this contract"),
        (price("1", "1"), None, False, "you may not see the budget of this contract"),
        (price("1", "1", "USD"), budget(), True, "it is in EUR, the price in USD: amounts are never converted"),
    ],
)
def test_where_no_effect_is_known_it_says_why(
    offered: Price, state: BudgetState | None, may_see: bool, words: str
) -> None:
    assert words in text(offered, state, may_see)


def test_in_french_amounts_are_written_so() -> None:
    set_language("fr")
    assert "3 000,00 € → 3 072,00 €" in text(price("0", "365"), budget())


def service(form: Form) -> Service:
    entry = ServiceEntry("servers", Category("compute", {"en": "Compute"}), {"en": "Servers"}, {}, price("0", "0"), 3)
    return Service(entry, 1, {}, {}, "EUR", SERVER_PRICES, form)


def test_a_difference_names_price_and_fields() -> None:
    count, name, contact = SERVERS.fields
    before = service(SERVERS)
    other = structs.replace(count, label={"en": "How many"})
    now = service(Form("servers", (other, contact, SUPPORT.fields[1])))
    found = difference(before, now, price("50", "20"), {"count": "2"})
    said = difference_content(before, now, found).plain
    assert "nothing was ordered" in said
    assert "€50.00 once, €20.00 a month → €50.00 once, €61.00 a month" in said
    assert "Changed fields: How many" in said
    assert f"Fields that are gone: {name.label['en']}" in said
    assert "New fields: Wished date" in said


def test_what_does_not_fit_in_a_line_of_prices_goes_on_under_it_indented() -> None:
    set_language("en")
    label = {"": "Supervision of each of the servers, day and night"}
    line = PriceLine("watch", label, euros("30.5"), monthly=True, condition=Condition("watched", (YES,)))
    assert [content.plain for content in _price_line(line, 30)] == [
        "· Supervision of each of the",
        "  servers, day and night",
        "  €30.50 a month  depends on",
        "  the form",
    ]
