"""What people write in a field, read: numbers and days in the habits of both languages, and the formats of texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


def read_number(text: str) -> Decimal | None:
    """A number as people write it in either language: groups apart by spaces, a comma or a point before the decimals.

    None for anything else, `1,000` too: an English thousand is a French one.
    """
    plain = "".join(text.split())
    digits = plain.removeprefix("-").removeprefix("+")
    whole, sign, rest = digits.replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 18) or len(rest) > 18:
        return None
    if sign and not (rest.isascii() and rest.isdigit()):
        return None
    if "," in digits and len(rest) == 3 and whole.strip("0"):
        return None
    return Decimal(f"{'-' if plain.startswith('-') else ''}{whole}{sign}{rest}")


def read_day(text: str) -> date | None:
    """`2026-12-01`, `01/12/2026`, `1.12.2026`: the day comes before the month in both languages. None for no day."""
    for sign, order in (("-", (0, 1, 2)), ("/", (2, 1, 0)), (".", (2, 1, 0))):
        parts = [part.strip() for part in text.split(sign)]
        if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
            year, month, day = (parts[index] for index in order)
            if len(year) != 4:
                return None
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                return None
    return None


def is_host_name(text: str) -> bool:
    """Labels of letters, digits and hyphens, parted by dots (RFC 1123)."""
    labels = text.removesuffix(".").split(".")
    return len(text) <= 253 and all(
        1 <= len(label) <= 63
        and label.isascii()
        and label.replace("-", "").isalnum()
        and not label.startswith("-")
        and not label.endswith("-")
        for label in labels
    )


def is_address(text: str) -> bool:
    """An IPv4 or IPv6 address, without a zone."""
    from ipaddress import ip_address

    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def is_network(text: str) -> bool:
    """An address with its prefix length, without host bits."""
    from ipaddress import ip_network

    try:
        ip_network(text)
    except ValueError:
        return False
    return "/" in text


def is_identifier(text: str) -> bool:
    """Lower-case letters, digits and `-`, which neither begins nor ends it."""
    return text.isascii() and text == text.lower() and text.replace("-", "").isalnum() and text.strip("-") == text
