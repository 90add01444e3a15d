"""The catalogue and subscriptions in and out of a store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.exchange.catalogue_records import (
    CategoryRecord,
    FieldItem,
    PriceItem,
    ServiceRecord,
    SubscriptionRecord,
)
from ecc_tui.backend.sql.exchange.records import nano
from ecc_tui.backend.sql.exchange.values import amount, upsert
from ecc_tui.backend.sql.service_rows import (
    form_json,
    prices_json,
    search_key,
    starting_price,
    texts_json,
    texts_of,
)
from ecc_tui.domain.money import to_nano

_read_fields = msgspec.json.Decoder(tuple[FieldItem, ...]).decode
_read_prices = msgspec.json.Decoder(tuple[PriceItem, ...]).decode


def load_category(statements: Statements, record: CategoryRecord) -> None:
    """One row."""
    values = {"position": record.position, "name": texts_json(record.name)}
    upsert(statements, "categories", {"id": record.id}, values)


def read_categories(statements: Statements, _secrets: bool) -> Iterator[CategoryRecord]:
    """By id."""
    for id, position, name in statements.iterate("SELECT id, position, name FROM categories ORDER BY id"):
        yield CategoryRecord(id=id, position=position, name=dict(texts_of(name)))


def load_service(statements: Statements, record: ServiceRecord) -> None:
    """The service; its version grows where what is ordered or its price changes, so that nobody orders unseen."""
    form, prices = record.content()
    content = (record.currency, prices_json(prices), form_json(form.fields))
    version = record.version
    known = statements.row("SELECT version, currency, prices, form FROM services WHERE id = ?", (record.id,))
    if known:
        version = max(version, known[0] if known[1:] == content else known[0] + 1)
    price = starting_price(form, prices, record.currency)
    values = {
        "version": version,
        "category_id": record.category,
        "position": record.position,
        "name": texts_json(record.name),
        "summary": texts_json(record.summary),
        "description": texts_json(record.description),
        "conditions": texts_json(record.conditions),
        "delay_days": record.delay_days,
        **dict(zip(("currency", "prices", "form"), content, strict=True)),
        "one_off": to_nano(price.one_off.amount),
        "monthly": to_nano(price.monthly.amount),
        "name_key": search_key(record.name, record.summary),
        "withdrawn": int(record.withdrawn),
    }
    upsert(statements, "services", {"id": record.id}, values)
    statements.execute("DELETE FROM service_offers WHERE service_id = ?", (record.id,))
    statements.execute_many(
        "INSERT INTO service_offers (service_id, offer_id) VALUES (?, ?)",
        [(record.id, offer) for offer in record.offers],
    )


def read_services(statements: Statements, _secrets: bool) -> Iterator[ServiceRecord]:
    """By id."""
    offers: dict[str, tuple[str, ...]] = {}
    for service, offer in statements.iterate("SELECT service_id, offer_id FROM service_offers ORDER BY offer_id"):
        offers[service] = (*offers.get(service, ()), offer)
    for row in statements.iterate(
        "SELECT id, version, category_id, position, name, summary, description, conditions, delay_days, currency,"
        " prices, form, withdrawn FROM services ORDER BY id"
    ):
        id, version, category, position, name, summary, description, conditions, delay, currency, *rest = row
        prices, form, withdrawn = rest
        yield ServiceRecord(
            id=id,
            category=category,
            position=position,
            offers=offers.get(id, ()),
            name=dict(texts_of(name)),
            summary=dict(texts_of(summary)),
            description=dict(texts_of(description)),
            conditions=dict(texts_of(conditions)),
            delay_days=delay,
            currency=currency,
            prices=_read_prices(prices),
            form=_read_fields(form),
            version=version,
            withdrawn=bool(withdrawn),
        )


def load_subscription(statements: Statements, record: SubscriptionRecord) -> None:
    """One row."""
    values = {
        "contract_id": record.contract,
        "name": texts_json(record.name),
        "quantity": record.quantity,
        "unit": texts_json(record.unit),
        "unit_price": None if record.unit_price is None else nano("unit_price", record.unit_price),
        "currency": record.currency,
        "started": record.started.isoformat(),
        "ends": record.ends.isoformat() if record.ends else None,
        "commitment_ends": record.commitment_ends.isoformat() if record.commitment_ends else None,
        "state": record.state,
        "request_id": record.request,
    }
    upsert(statements, "subscriptions", {"id": record.id}, values)


def read_subscriptions(statements: Statements, _secrets: bool) -> Iterator[SubscriptionRecord]:
    """By id."""
    for row in statements.iterate(
        "SELECT id, contract_id, name, quantity, unit, unit_price, currency, started, ends, commitment_ends, state,"
        " request_id FROM subscriptions ORDER BY id"
    ):
        id, contract, name, quantity, unit, price, currency, started, ends, commitment_ends, state, request = row
        yield SubscriptionRecord(
            id=id,
            contract=contract,
            name=dict(texts_of(name)),
            quantity=quantity,
            unit=dict(texts_of(unit)),
            unit_price=None if price is None else amount(price),
            currency=currency,
            started=date.fromisoformat(started),
            ends=date.fromisoformat(ends) if ends else None,
            commitment_ends=date.fromisoformat(commitment_ends) if commitment_ends else None,
            state=state,
            request=request,
        )
