"""What a service's form and prices must be, beyond the limits of each field: what they name exists and fits.

A secret never belongs in an order, so that a form with a password field is refused (security.md, product.md C7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import structs

from ecc_tui.backend.sql.exchange.records import BrokenRule
from ecc_tui.domain.catalogue import PriceLine
from ecc_tui.domain.forms import NO, SECRET_KINDS, YES, Condition, Field, FieldKind, Form, check

HIGHEST_QUANTITY = Decimal(1_000_000_000)
"""A priced quantity has an upper bound, and at most this: so that every price can be reckoned exactly."""

_OWN_OPTIONS = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
_NO_DEFAULT = frozenset({FieldKind.CONTACT, FieldKind.ELEMENT, FieldKind.FILES})
"""What may be chosen is known only at the contract, or on the person's machine."""
_ANY_DAY = date(2000, 1, 1)


def check_form(form: Form) -> None:
    """Raises BrokenRule for the first field that breaks a rule, named `form[3].default`."""
    _check_once("form", [field.id for field in form.fields])
    for position, field in enumerate(form.fields):
        place, before = f"form[{position}]", form.fields[:position]
        _check_kind(place, field)
        _check_bounds(place, field)
        _check_condition(f"{place}.condition", field.condition, before)
        if field.not_before and field.not_before not in _ids(before, FieldKind.DATE):
            raise BrokenRule("no-such-field", f"{place}.not_before", field.not_before)
        _check_default(place, field)


def check_prices(prices: Sequence[PriceLine], form: Form) -> None:
    """Raises BrokenRule for the first line that names no field that fits, `prices[0].quantity_field`."""
    _check_once("prices", [line.id for line in prices])
    for position, line in enumerate(prices):
        place = f"prices[{position}]"
        _check_condition(f"{place}.condition", line.condition, form.fields)
        if not line.quantity_field:
            continue
        if line.quantity_field not in _ids(form.fields, FieldKind.NUMBER):
            raise BrokenRule("no-such-field", f"{place}.quantity_field", line.quantity_field)
        highest = form.field(line.quantity_field).highest
        if highest is None or highest > HIGHEST_QUANTITY:
            raise BrokenRule("unbounded", f"{place}.quantity_field", line.quantity_field)


def _check_once(place: str, ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        raise BrokenRule("twice", place)


def _ids(fields: Sequence[Field], kind: FieldKind) -> frozenset[str]:
    return frozenset(field.id for field in fields if field.kind is kind)


def _check_kind(place: str, field: Field) -> None:
    if field.kind in SECRET_KINDS:
        raise BrokenRule("choice", f"{place}.kind", field.kind)
    misplaced = {
        "options": field.options and field.kind not in _OWN_OPTIONS,
        "format": field.format is not None and field.kind is not FieldKind.TEXT,
        "not_before": field.not_before and field.kind is not FieldKind.DATE,
    }
    for name, wrong in misplaced.items():
        if wrong:
            raise BrokenRule("not-for-kind", f"{place}.{name}", field.kind)
    if field.kind in _OWN_OPTIONS and not field.options:
        raise BrokenRule("missing", f"{place}.options")
    _check_once(f"{place}.options", [option.id for option in field.options])


def _check_bounds(place: str, field: Field) -> None:
    for high, upper, lower in (
        ("highest", field.highest, field.lowest),
        ("latest_days", field.latest_days, field.earliest_days),
    ):
        if upper is not None and lower is not None and upper < lower:
            raise BrokenRule("bounds", f"{place}.{high}", str(upper))
    if field.shortest > field.most_characters:
        raise BrokenRule("bounds", f"{place}.shortest", str(field.shortest))


def _check_condition(place: str, condition: Condition | None, fields: Sequence[Field]) -> None:
    if condition is None:
        return
    named = next((field for field in fields if field.id == condition.field), None)
    if named is None:
        raise BrokenRule("no-such-field", f"{place}.field", condition.field)
    values = (YES, NO) if named.kind is FieldKind.YES_NO else tuple(option.id for option in named.options)
    for value in condition.any_of:
        if value not in values:
            raise BrokenRule("choice", f"{place}.any_of", value)
    _check_once(f"{place}.any_of", condition.any_of)


def _check_default(place: str, field: Field) -> None:
    """A default stands as `check` gives it back: an untouched form is as good as one filled."""
    if not field.default:
        return
    if field.kind in _NO_DEFAULT:
        raise BrokenRule("not-for-kind", f"{place}.default", field.kind)
    # The bounds of a day move on with the days, a default doesn't.
    alone = structs.replace(field, condition=None, earliest_days=None, latest_days=None, not_before="")
    verdict = check(Form("", (alone,)), {field.id: field.default}, _ANY_DAY)
    if verdict.answers.get(field.id) != field.default:
        raise BrokenRule("default", f"{place}.default", verdict.wrong[0].rule if verdict.wrong else "")
