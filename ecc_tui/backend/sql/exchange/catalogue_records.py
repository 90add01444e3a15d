"""The catalogue in a file: categories, services with their forms and prices, and what contracts have subscribed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from ecc_tui.backend.sql.exchange.form_rules import check_form, check_prices
from ecc_tui.backend.sql.exchange.records import (
    NO_TEXTS,
    Amount,
    BrokenRule,
    Currency,
    FieldId,
    Id,
    Item,
    Language,
    Names,
    Quantity,
    Record,
    SomeNames,
    Words,
    nano,
)
from ecc_tui.backend.sql.service_rows import starting_price
from ecc_tui.domain.catalogue import PriceLine
from ecc_tui.domain.forms import LONGEST_TEXT, Condition, Field, FieldKind, Form, Format
from ecc_tui.domain.money import Money

MOST_FIELDS, MOST_OPTIONS, MOST_PRICES = 200, 500, 200

Helps = dict[Language, Annotated[str, Meta(min_length=1, max_length=2_000)]]
Entry = Annotated[str, Meta(max_length=LONGEST_TEXT)] | Annotated[tuple[Id, ...], Meta(max_length=MOST_OPTIONS)]
OtherField = Annotated[str, Meta(pattern=r"^([a-z][a-z0-9-]{0,63})?\Z")]
"""The id of another field, or none."""
Place = Annotated[int, Meta(ge=0, le=1_000_000)]
Days = Annotated[int, Meta(ge=-36_500, le=36_500)]
Length = Annotated[int, Meta(ge=0, le=LONGEST_TEXT)]


class ConditionItem(Item, frozen=True, kw_only=True):
    """`domain.forms.Condition`."""

    field: FieldId
    any_of: Annotated[tuple[Id, ...], Meta(max_length=MOST_OPTIONS)] = ()


class OptionItem(Item, frozen=True, kw_only=True):
    """`domain.forms.Option`."""

    id: Id
    label: SomeNames
    detail: Names = NO_TEXTS


class FieldItem(Item, frozen=True, kw_only=True):
    """`domain.forms.Field`, its bounds as decimal strings."""

    id: FieldId
    kind: FieldKind
    label: SomeNames
    mandatory: bool = False
    help: Helps = NO_TEXTS
    default: Entry = ""
    condition: ConditionItem | None = None
    options: Annotated[tuple[OptionItem, ...], Meta(max_length=MOST_OPTIONS)] = ()
    format: Format | None = None
    shortest: Length = 0
    longest: Length = 0
    unit: Names = NO_TEXTS
    lowest: Quantity | None = None
    highest: Quantity | None = None
    decimals: Annotated[int, Meta(ge=0, le=9)] = 0
    earliest_days: Days | None = None
    latest_days: Days | None = None
    not_before: OtherField = ""


class PriceItem(Item, frozen=True, kw_only=True):
    """`domain.catalogue.PriceLine`, its price in the service's currency."""

    id: FieldId
    label: SomeNames
    price: Amount
    monthly: bool = False
    quantity_field: OtherField = ""
    unit: Names = NO_TEXTS
    condition: ConditionItem | None = None


class CategoryRecord(Record, tag="category", frozen=True, kw_only=True):
    """A shelf of the catalogue; the lowest position comes first."""

    id: Id
    position: Place = 0
    name: SomeNames


class ServiceRecord(Record, tag="service", frozen=True, kw_only=True):
    """A service, for the contracts of its offers; a withdrawn one can't be ordered any more.

    The store's `version` grows by one when form, prices or currency change; a higher one of the file is taken.
    """

    references: ClassVar[Mapping[str, str]] = {"category": "categories"}

    id: Id
    category: Id
    position: Place = 0
    offers: Annotated[tuple[Id, ...], Meta(max_length=1_000)] = ()
    name: SomeNames
    summary: Helps = NO_TEXTS
    description: Words = NO_TEXTS
    conditions: Words = NO_TEXTS
    delay_days: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    currency: Currency
    prices: Annotated[tuple[PriceItem, ...], Meta(max_length=MOST_PRICES)] = ()
    form: Annotated[tuple[FieldItem, ...], Meta(max_length=MOST_FIELDS)] = ()
    version: Annotated[int, Meta(ge=1, le=2**53)] = 1
    withdrawn: bool = False

    def named(self) -> Iterator[tuple[str, str, str]]:
        """Offers too."""
        yield from super().named()
        for position, offer in enumerate(self.offers):
            yield f"offers[{position}]", "offers", offer

    def __post_init__(self) -> None:
        """Fields and prices go together, and make a price that a store can hold."""
        if len(set(self.offers)) < len(self.offers):
            raise BrokenRule("twice", "offers")
        for position, line in enumerate(self.prices):
            nano(f"prices[{position}].price", line.price)
        form, prices = self.content()
        check_form(form)
        check_prices(prices, form)
        price = starting_price(form, prices, self.currency)
        nano("prices", f"{price.one_off.amount:f}")
        nano("prices", f"{price.monthly.amount:f}")

    def content(self) -> tuple[Form, tuple[PriceLine, ...]]:
        """Form and prices as the domain knows them."""
        fields = msgspec.convert(self.form, tuple[Field, ...], from_attributes=True)
        prices = tuple(
            PriceLine(
                line.id,
                line.label,
                Money(Decimal(line.price), self.currency),
                line.monthly,
                line.quantity_field,
                line.unit,
                Condition(line.condition.field, line.condition.any_of) if line.condition else None,
            )
            for line in self.prices
        )
        return Form(self.id, fields), prices


class SubscriptionRecord(Record, tag="subscription", frozen=True, kw_only=True):
    """Something that a contract has subscribed; the price is monthly, for one unit."""

    references: ClassVar[Mapping[str, str]] = {"contract": "contracts"}

    id: Id
    contract: Id
    name: SomeNames
    quantity: Quantity = "1"
    unit: Names = NO_TEXTS
    unit_price: Amount | None = None
    currency: Currency | None = None
    started: date
    ends: date | None = None
    commitment_ends: date | None = None
    state: Literal["active", "ending", "ended"] = "active"
    request: Id | None = None
    """The order that it came from, which needs not be known here."""

    def __post_init__(self) -> None:
        """It ends after its start; a price has a currency."""
        for field, day in (("ends", self.ends), ("commitment_ends", self.commitment_ends)):
            if day is not None and day < self.started:
                raise BrokenRule("order", field)
        if (self.unit_price is None) != (self.currency is None):
            raise BrokenRule("price-with-currency", "currency")
        if self.unit_price is not None:
            nano("unit_price", self.unit_price)
