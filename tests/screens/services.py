"""A catalogue for the screens: few services, every kind of field, prices that depend on answers.

fill(demo)                       # before the application is opened
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.service_rows import texts_json
from ecc_tui.domain.catalogue import PriceLine
from ecc_tui.domain.forms import Condition, Field, FieldKind, Form, Option
from ecc_tui.domain.money import Money
from tests.backend.asking import add_service

CONTRACT = "OCB0001234"


def euros(amount: str) -> Money:
    """An amount in euros."""
    return Money(Decimal(amount), "EUR")


LEVELS = ("bronze", "silver", "gold")
CONTACT = Field(id="contact", kind=FieldKind.CONTACT, label={"fr": "Contact", "en": "Contact person"}, mandatory=True)
SUPPORT = Form(
    "support",
    (
        Field(
            id="level",
            kind=FieldKind.CHOICE,
            label={"fr": "Niveau", "en": "Level"},
            mandatory=True,
            default="silver",
            options=tuple(Option(level, {"": level.capitalize()}) for level in LEVELS),
        ),
        Field(id="wished", kind=FieldKind.DATE, label={"fr": "Date souhaitée", "en": "Wished date"}, earliest_days=1),
        CONTACT,
        Field(id="reason", kind=FieldKind.LONG_TEXT, label={"fr": "Motif", "en": "Reason"}, longest=500),
    ),
)
SUPPORT_PRICES = tuple(
    PriceLine(level, {"": level.capitalize()}, euros(price), monthly=True, condition=Condition("level", (level,)))
    for level, price in zip(LEVELS, ("150", "450", "900"), strict=True)
)
SERVERS = Form(
    "servers",
    (
        Field(
            id="count",
            kind=FieldKind.NUMBER,
            label={"fr": "Nombre", "en": "Number of servers"},
            unit={"fr": "serveurs", "en": "servers"},
            mandatory=True,
            default="1",
            lowest=Decimal(1),
            highest=Decimal(50),
        ),
        Field(id="name", kind=FieldKind.TEXT, label={"fr": "Nom", "en": "Name"}, mandatory=True, longest=40),
        CONTACT,
    ),
)
SERVER_PRICES = (
    PriceLine("setup", {"fr": "Mise en service", "en": "Setup"}, euros("50")),
    PriceLine(
        "server",
        {"fr": "Serveur", "en": "Server"},
        euros("30.5"),
        monthly=True,
        quantity_field="count",
        unit={"fr": "serveur", "en": "server"},
    ),
)
EVERY = Form(
    "every",
    (
        Field(id="text", kind=FieldKind.TEXT, label={"en": "Text"}, mandatory=True),
        Field(id="long", kind=FieldKind.LONG_TEXT, label={"en": "Long text"}),
        Field(
            id="choice",
            kind=FieldKind.CHOICE,
            label={"en": "Choice"},
            options=tuple(Option(str(n), {"en": f"Option {n}"}) for n in range(1, 4)),
        ),
        Field(
            id="choices",
            kind=FieldKind.CHOICES,
            label={"en": "Several"},
            options=tuple(Option(str(n), {"en": f"Tick {n}"}) for n in range(1, 4)),
        ),
        Field(id="number", kind=FieldKind.NUMBER, label={"en": "Number"}, unit={"en": "GB"}, highest=Decimal(10)),
        Field(id="day", kind=FieldKind.DATE, label={"en": "Day"}),
        Field(id="email", kind=FieldKind.EMAIL, label={"en": "E-mail"}, mandatory=True),
        Field(id="phone", kind=FieldKind.PHONE, label={"en": "Phone"}),
        Field(id="yes", kind=FieldKind.YES_NO, label={"en": "Backup"}),
        Field(
            id="days",
            kind=FieldKind.NUMBER,
            label={"en": "Days kept"},
            mandatory=True,
            condition=Condition("yes", ("yes",)),
        ),
        CONTACT,
        Field(id="element", kind=FieldKind.ELEMENT, label={"en": "Subscription"}),
    ),
)


def fill(store: Path, many: int = 0) -> Path:
    """Three services in two categories, and `many` more, for every offer of the store."""
    database = Database.open(store)
    with database.writing() as statements:
        for table in ("service_offers", "services", "categories"):
            statements.execute(f"DELETE FROM {table}")
        for position, (id, name) in enumerate(
            (("support", {"fr": "Assistance", "en": "Support"}), ("compute", {"fr": "Calcul", "en": "Compute"}))
        ):
            statements.execute(
                "INSERT INTO categories (id, position, name) VALUES (?, ?, ?)", (id, position, texts_json(name))
            )
        offers = [str(id) for (id,) in statements.rows("SELECT id FROM offers ORDER BY id")]
        services = [
            ("support", {"fr": "Changement de niveau d'assistance", "en": "Change of support level"}, SUPPORT),
            ("servers", {"fr": "Serveurs réservés", "en": "Reserved servers"}, SERVERS),
            ("every", {"fr": "Tous les champs", "en": "Every field"}, EVERY),
            *(
                (f"more-{n}", {"fr": f"Service élastique {n}", "en": f"Elastic service {n}"}, SERVERS)
                for n in range(many)
            ),
        ]
        prices = {"support": SUPPORT_PRICES, "every": ()}
        for position, (id, name, form) in enumerate(services):
            add_service(
                statements,
                id,
                name,
                form,
                prices.get(id, SERVER_PRICES),
                summary={"fr": "Puissance à la demande", "en": "Power on demand"} if id != "support" else None,
                category="support" if id == "support" else "compute",
                offer=offers[0],
                position=position,
            )
            for offer in offers[1:]:
                statements.execute("INSERT INTO service_offers (service_id, offer_id) VALUES (?, ?)", (id, offer))
    database.close()
    return store
