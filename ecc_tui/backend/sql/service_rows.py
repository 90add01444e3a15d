"""A service as the store keeps it and as the domain knows it: the one place where its JSON columns are read and made.

The columns hold what an exchange file says: `form` the fields and `prices` the price lines with defaults left out, a
price as a decimal string in the service's currency. JSON is made in one canonical form, so that equal content is equal
text. What is stored has been checked on its way in; reading doesn't check it again, and asks typed decoders.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct

from ecc_tui.domain.catalogue import Category, Price, PriceLine, Service, ServiceEntry, order_lines, price_of
from ecc_tui.domain.form_values import read_number
from ecc_tui.domain.forms import Condition, Entry, Field, FieldKind, Form, Texts, defaults, in_view
from ecc_tui.domain.money import Money, from_nano
from ecc_tui.domain.text import fold

ENTRY_COLUMNS = (
    "services.id, services.category_id, services.name, services.summary, services.currency, services.one_off,"
    " services.monthly, services.delay_days"
)
"""What `entry_of` takes, in order."""
DETAIL_COLUMNS = "services.version, services.description, services.conditions, services.prices, services.form"
"""What `service_of` takes after the entry, in order."""


class StoredPrice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A price line as it is stored: the amount alone, its currency is the service's."""

    id: str
    label: dict[str, str]
    price: Decimal
    monthly: bool = False
    quantity_field: str = ""
    unit: dict[str, str] = {}
    condition: Condition | None = None


_read_texts = msgspec.json.Decoder(dict[str, str]).decode
_read_values = msgspec.json.Decoder(tuple[dict[str, str], ...]).decode
_read_fields = msgspec.json.Decoder(tuple[Field, ...]).decode
_read_prices = msgspec.json.Decoder(tuple[StoredPrice, ...]).decode
_NO_TEXTS: Texts = {}
_WORD = re.compile(r"[^\W_]+")


def texts_of(stored: str) -> Texts:
    """Texts by language code."""
    return _NO_TEXTS if stored == "{}" else _read_texts(stored)


def texts_json(texts: Texts) -> str:
    """The same to be stored; empty ones are left out."""
    return _json({language: text for language, text in texts.items() if text})


def values_of(stored: str) -> tuple[Texts, ...]:
    """The values of a request's answer, each in its languages."""
    return _read_values(stored)


def values_json(values: Sequence[Texts]) -> str:
    """The same to be stored."""
    return _json(values)


def form_of(id: str, stored: str) -> Form:
    """The form of the service with that id."""
    return Form(id, _read_fields(stored))


def form_json(fields: Sequence[Field]) -> str:
    """Fields to be stored."""
    return _json(fields)


def prices_of(stored: str, currency: str) -> tuple[PriceLine, ...]:
    """Price lines in the service's currency."""
    return tuple(
        PriceLine(
            line.id,
            line.label,
            Money(line.price, currency),
            line.monthly,
            line.quantity_field,
            line.unit,
            line.condition,
        )
        for line in _read_prices(stored)
    )


def prices_json(lines: Sequence[PriceLine]) -> str:
    """Price lines to be stored."""
    return _json([{**_plain(line), "price": _decimal(line.price.amount)} for line in lines])


def entry_of(categories: Mapping[str, Category], row: Sequence[Any]) -> ServiceEntry:
    """A service of the list; `row` is ENTRY_COLUMNS, the categories by id."""
    id, category, name, summary, currency, one_off, monthly, delay_days = row
    return ServiceEntry(
        id,
        categories[category],
        _read_texts(name),
        texts_of(summary),
        Price(Money(from_nano(one_off), currency), Money(from_nano(monthly), currency)),
        delay_days,
    )


def service_of(entry: ServiceEntry, row: Sequence[Any]) -> Service:
    """A whole service; `row` is DETAIL_COLUMNS."""
    version, description, conditions, prices, form = row
    currency = entry.price.one_off.currency
    return Service(
        entry,
        version,
        texts_of(description),
        texts_of(conditions),
        currency,
        prices_of(prices, currency),
        form_of(entry.id, form),
    )


def starting_price(form: Form, prices: Sequence[PriceLine], currency: str) -> Price:
    """What the untouched form makes: "from" in the list."""
    untouched = defaults(form)
    answers: dict[str, Entry] = {}
    for field in in_view(form, untouched):
        entry = untouched.get(field.id, "")
        if field.kind is FieldKind.NUMBER and isinstance(entry, str):
            number = read_number(entry)
            entry = "" if number is None else f"{number:f}"
        answers[field.id] = entry
    return price_of(order_lines(prices, answers), currency)


def search_key(name: Texts, summary: Texts) -> str:
    """The words of name and summary in every language, folded, in order, apart by a space: `services.name_key`.

    A word typed begins one of them where `f" {word}"` is found in `f" {search_key}"`.
    """
    texts = (each[language] for each in (name, summary) for language in sorted(each))
    return " ".join(word for text in texts for word in _WORD.findall(fold(text)))


def _json(value: object) -> str:
    return msgspec.json.encode(_plain(value), order="sorted").decode()


def _plain(value: Any) -> Any:
    """Structs as objects without what is at its default."""
    if isinstance(value, Struct):
        return {
            name: _plain(found)
            for name, default in _defaults(type(value))
            if (found := getattr(value, name)) != default
        }
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


@cache
def _defaults(kind: type[Struct]) -> tuple[tuple[str, object], ...]:
    fields = msgspec.structs.fields(kind)
    return tuple(
        (field.name, field.default if field.default_factory is NODEFAULT else field.default_factory())
        for field in fields
    )


def _decimal(value: Decimal) -> str:
    """Without needless zeros."""
    return f"{value.normalize():f}"
