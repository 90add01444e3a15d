"""A small catalogue for tests, people who may order but not see requests and the other way round, and how to order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ecc_tui.backend.base import Session
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.service_rows import form_json, prices_json, search_key, starting_price, texts_json
from ecc_tui.domain.catalogue import Price, PriceLine, order_lines, price_of
from ecc_tui.domain.forms import Condition, Entries, Field, FieldKind, Form, Option, Texts
from ecc_tui.domain.money import Money, to_nano
from ecc_tui.domain.requests import Receipt
from ecc_tui.domain.rights import Role, Section
from tests.backend.building import NOW, Builder

ONE = "OCB0000001"
TWO = "OCB0000002"
TOMORROW = (NOW + timedelta(days=1)).date().isoformat()


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


SERVER = Form(
    "server",
    (
        Field(id="contact", kind=FieldKind.CONTACT, label={"fr": "Contact", "en": "Contact"}, mandatory=True),
        Field(
            id="size",
            kind=FieldKind.CHOICE,
            label={"fr": "Taille", "en": "Size"},
            mandatory=True,
            options=(
                Option("small", {"fr": "Petite", "en": "Small"}),
                Option("large", {"fr": "Grande", "en": "Large"}),
            ),
        ),
        Field(
            id="count",
            kind=FieldKind.NUMBER,
            label={"fr": "Nombre", "en": "Number"},
            unit={"fr": "serveurs", "en": "servers"},
            mandatory=True,
            default="1",
            lowest=Decimal(1),
            highest=Decimal(10),
        ),
        Field(id="start", kind=FieldKind.DATE, label={"en": "Start"}, earliest_days=1),
        Field(id="backup", kind=FieldKind.YES_NO, label={"en": "Backup"}),
        Field(
            id="days",
            kind=FieldKind.NUMBER,
            label={"en": "Days kept"},
            mandatory=True,
            lowest=Decimal(1),
            highest=Decimal(99),
            condition=Condition("backup", ("yes",)),
        ),
        Field(id="attached", kind=FieldKind.ELEMENT, label={"en": "Beside"}),
        Field(
            id="options",
            kind=FieldKind.CHOICES,
            label={"en": "Options"},
            options=(Option("a", {"en": "Anti-virus"}), Option("b", {"fr": "Bastion", "en": "Bastion"})),
        ),
    ),
)
SERVER_PRICES = (
    PriceLine("setup", {"fr": "Mise en service", "en": "Setup"}, euros("50")),
    PriceLine(
        "server",
        {"fr": "Serveur", "en": "Server"},
        euros("30.505"),
        monthly=True,
        quantity_field="count",
        unit={"fr": "serveurs", "en": "servers"},
    ),
    PriceLine("backup", {"en": "Backup"}, euros("5"), monthly=True, condition=Condition("backup", ("yes",))),
)
BUCKET = Form("bucket", (Field(id="label", kind=FieldKind.TEXT, label={"en": "Name"}, mandatory=True, longest=40),))

ANSWERS: Entries = {"contact": "referent.demo", "size": "large", "count": "3"}
"""What a form of SERVER sends."""


def fill_catalogue(builder: Builder) -> None:
    """Two categories; `server` and `bucket` for every contract, `old` withdrawn, `managed` for another offer.

    `buyer.demo` may order on contract 1 and see no request, `clerk.demo` the other way round.
    """
    statements = builder.statements
    for login, first, section in (("buyer.demo", "Bob", Section.SERVICES), ("clerk.demo", "Cléo", Section.ORDERS)):
        builder.person(login, first, "Seul")
        builder.grant(login, ONE, {section: Role.MANAGER})
    statements.execute("INSERT INTO offers (id, name, kind) VALUES ('managed', 'Managed', 'managed')")
    for position, (id, name) in enumerate(
        (("storage", {"en": "Storage"}), ("compute", {"fr": "Calcul", "en": "Compute"}))
    ):
        statements.execute(
            "INSERT INTO categories (id, position, name) VALUES (?, ?, ?)", (id, position, texts_json(name))
        )
    add_service(
        statements,
        "server",
        {"fr": "Serveur élastique", "en": "Elastic server"},
        SERVER,
        SERVER_PRICES,
        summary={"fr": "Puissance à la demande", "en": "Power on demand"},
        position=2,
    )
    add_service(statements, "bucket", {"fr": "Stockage objet", "en": "Object storage"}, BUCKET, (), category="storage")
    add_service(statements, "old", {"en": "Elastic relic"}, BUCKET, (), withdrawn=True)
    add_service(statements, "managed", {"en": "Elastic desk"}, BUCKET, (), offer="managed")
    for id, state, ends in (("SUB-1", "active", None), ("SUB-2", "ended", None), ("SUB-3", "ending", "2026-07-14")):
        statements.execute(
            "INSERT INTO subscriptions (id, contract_id, name, started, ends, state)"
            " VALUES (?, ?, ?, '2025-01-01', ?, ?)",
            (id, ONE, texts_json({"fr": f"Abonnement {id}", "en": f"Subscription {id}"}), ends, state),
        )


def add_service(
    statements: Statements,
    id: str,
    name: Texts,
    form: Form,
    prices: Sequence[PriceLine],
    *,
    summary: Texts | None = None,
    category: str = "compute",
    offer: str = "engine",
    position: int = 0,
    withdrawn: bool = False,
) -> None:
    """In euros."""
    price = starting_price(form, prices, "EUR")
    row: dict[str, Any] = {
        "id": id,
        "category_id": category,
        "position": position,
        "name": texts_json(name),
        "summary": texts_json(summary or {}),
        "description": texts_json({"en": f"All about {id}"}),
        "conditions": texts_json({"en": "None"}),
        "delay_days": 3,
        "currency": "EUR",
        "one_off": to_nano(price.one_off.amount),
        "monthly": to_nano(price.monthly.amount),
        "prices": prices_json(prices),
        "form": form_json(form.fields),
        "name_key": search_key(name, summary or {}),
        "withdrawn": int(withdrawn),
    }
    statements.execute(
        f"INSERT INTO services ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )
    statements.execute("INSERT INTO service_offers (service_id, offer_id) VALUES (?, ?)", (id, offer))


_numbers = itertools.count(1)


def new_key() -> str:
    """As each form has its own."""
    return f"key-of-a-form-{next(_numbers):06}"


def price_for(answers: Entries) -> Price:
    """What SERVER costs with canonical answers."""
    return price_of(order_lines(SERVER_PRICES, answers), "EUR")


async def place(
    session: Session,
    answers: Entries = ANSWERS,
    *,
    contract: str = ONE,
    version: int = 1,
    price: Price | None = None,
    key: str = "",
    language: str = "fr",
) -> Receipt:
    """Order SERVER."""
    return await session.catalogue.order(
        contract,
        "server",
        answers,
        version=version,
        price=price or price_for(answers),
        language=language,
        key=key or new_key(),
    )
