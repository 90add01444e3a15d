"""Amounts: exact decimals with a currency, never converted (product.md I5)."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation, Overflow

from msgspec import Struct

NANO = Decimal(1_000_000_000)
"""Stores keep amounts as integers of 10^-9 units, so that sums are exact."""

_EXACT = Context(prec=28, traps=[Inexact, InvalidOperation, Overflow])
"""Multiplies without rounding, or not at all."""

_DIGITS = {"JPY": 0, "KRW": 0, "XPF": 0, "XAF": 0, "XOF": 0, "TND": 3, "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3}


class Money(Struct, frozen=True, order=True):
    """An amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def rounded(self) -> Money:
        """Half-even to the currency's digits: done once, on a total."""
        digits = _DIGITS.get(self.currency, 2)
        return Money(self.amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN), self.currency)


def to_nano(amount: Decimal) -> int:
    """An amount as the integer that stores keep. Raises ValueError when it is finer or larger than they can hold."""
    try:
        scaled = _EXACT.multiply(amount, NANO)
    except ArithmeticError:
        raise ValueError(str(amount)) from None
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) >= 2**63:
        raise ValueError(str(amount))
    return int(scaled)


def from_nano(nano: int) -> Decimal:
    """The amount behind a stored integer."""
    return Decimal(nano).scaleb(-9)
