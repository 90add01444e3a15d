"""Amounts are exact: to the store's integers and back, and rounded once (architecture.md, Money)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecc_tui.domain.money import Money, from_nano, to_nano

LARGEST = 2**63 - 1


@given(st.integers(-LARGEST, LARGEST))
def test_every_stored_integer_comes_back(nano: int) -> None:
    assert to_nano(from_nano(nano)) == nano


@given(st.decimals(min_value=-9_000_000_000, max_value=9_000_000_000, places=9))
def test_every_amount_of_nine_decimals_comes_back(amount: Decimal) -> None:
    assert from_nano(to_nano(amount)) == amount


def test_ten_times_a_tenth_is_one() -> None:
    assert from_nano(sum(to_nano(Decimal("0.1")) for _ in range(10))) == 1


@pytest.mark.parametrize(
    "amount",
    [
        "0.0000000001",
        "1.0000000005",
        "1.0000000000000000000000000000000000001",
        "9223372036.854775808",
        "-9223372036.854775808",
        "1e30",
        "1e999999",
        "1e-999999",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
    ],
)
def test_what_the_store_cannot_hold_exactly_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        to_nano(Decimal(amount))


def test_zeros_at_the_end_are_no_finer_amount() -> None:
    assert to_nano(Decimal("1." + "0" * 40)) == 10**9
    assert to_nano(Decimal("9223372036.854775807")) == LARGEST


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.125", "EUR", "0.12"),
        ("0.135", "EUR", "0.14"),
        ("-0.125", "EUR", "-0.12"),
        ("2.675", "EUR", "2.68"),
        ("0.5", "JPY", "0"),
        ("1.5", "JPY", "2"),
        ("2.5", "XPF", "2"),
        ("1.0005", "TND", "1.000"),
        ("1.0015", "TND", "1.002"),
        ("3", "CHF", "3.00"),
    ],
)
def test_totals_round_half_even_to_the_currencys_digits(amount: str, currency: str, rounded: str) -> None:
    result = Money(Decimal(amount), currency).rounded()
    assert str(result.amount) == rounded
    assert result.currency == currency


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=9))
def test_rounding_twice_changes_nothing_more(amount: Decimal) -> None:
    once = Money(amount, "EUR").rounded()
    assert once.rounded() == once
    assert abs(once.amount - amount) <= Decimal("0.005")
