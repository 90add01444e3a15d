"""The words with which the demo's catalogue is written: services, fields and prices, French beside English."""

from __future__ import annotations

from typing import Any

from ecc_tui.backend.sql.exchange.catalogue_records import (
    ConditionItem,
    FieldItem,
    OptionItem,
    PriceItem,
    ServiceRecord,
)
from ecc_tui.domain.forms import FieldKind

Pair = tuple[str, str]
"""French and English."""
FLEXIBLE_ENGINE, CLOUD_AVENUE, FCA = "flexible-engine", "cloud-avenue", "fca"
ALL_OFFERS = (CLOUD_AVENUE, FCA, FLEXIBLE_ENGINE)
MONTH, ONCE = True, False


def both(pair: Pair) -> dict[str, str]:
    """Texts of a pair."""
    french, english = pair
    return {"fr": french, "en": english} if french or english else {}


def paragraphs(*pairs: Pair) -> dict[str, str]:
    """Several paragraphs, or points, in both languages."""
    return {"fr": "\n\n".join(french for french, _ in pairs), "en": "\n\n".join(english for _, english in pairs)}


def service(
    id: str,
    category: str,
    offers: tuple[str, ...],
    name: Pair,
    summary: Pair,
    description: dict[str, str],
    conditions: dict[str, str],
    delay_days: int | None,
    prices: tuple[PriceItem, ...],
    form: tuple[FieldItem, ...],
) -> ServiceRecord:
    """A service; its position comes with its place in the catalogue."""
    return ServiceRecord(
        id=id,
        category=category,
        offers=offers,
        name=both(name),
        summary=both(summary),
        description=description,
        conditions=conditions,
        delay_days=delay_days,
        currency="EUR",
        prices=prices,
        form=form,
    )


def when(field: str, *values: str) -> ConditionItem:
    """While another field has one of these values."""
    return ConditionItem(field=field, any_of=values)


def price(
    id: str,
    french: str,
    english: str,
    amount: str,
    monthly: bool,
    *,
    times: str = "",
    unit: Pair = ("", ""),
    condition: ConditionItem | None = None,
) -> PriceItem:
    """A price line, `times` a number field."""
    return PriceItem(
        id=id,
        label=both((french, english)),
        price=amount,
        monthly=monthly,
        quantity_field=times,
        unit=both(unit),
        condition=condition,
    )


def field(kind: FieldKind, id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """A field of any kind; `unit` is a pair, what else there is stands as in a file."""
    unit = both(more.pop("unit", ("", "")))
    return FieldItem(id=id, kind=kind, label=both((french, english)), help=both(help), unit=unit, **more)


def text(id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """One line."""
    return field(FieldKind.TEXT, id, french, english, help, **more)


def long_text(id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """Several lines."""
    return field(FieldKind.LONG_TEXT, id, french, english, help, **more)


def number(
    id: str, french: str, english: str, lowest: str, highest: str, help: Pair = ("", ""), **more: Any
) -> FieldItem:
    """A number within bounds."""
    return field(FieldKind.NUMBER, id, french, english, help, lowest=lowest, highest=highest, **more)


def choice(
    id: str, french: str, english: str, options: tuple[tuple[str, ...], ...], help: Pair = ("", ""), **more: Any
) -> FieldItem:
    """One of several; an option is its id, French, English and perhaps a detail in each."""
    return field(FieldKind.CHOICE, id, french, english, help, options=_options(options), **more)


def choices(
    id: str, french: str, english: str, options: tuple[tuple[str, ...], ...], help: Pair = ("", ""), **more: Any
) -> FieldItem:
    """Any of several."""
    return field(FieldKind.CHOICES, id, french, english, help, options=_options(options), **more)


def _options(options: tuple[tuple[str, ...], ...]) -> tuple[OptionItem, ...]:
    return tuple(
        OptionItem(id=id, label=both((french, english)), detail=both((detail[0], detail[-1])) if detail else {})
        for id, french, english, *detail in options
    )


def yes_no(id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """Yes or no."""
    return field(FieldKind.YES_NO, id, french, english, help, **more)


def day(id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """A day; from tomorrow on unless something else is said."""
    more.setdefault("earliest_days", 1)
    return field(FieldKind.DATE, id, french, english, help, **more)


def email(id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """An e-mail address."""
    return field(FieldKind.EMAIL, id, french, english, help, **more)


def phone(id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """A telephone number."""
    return field(FieldKind.PHONE, id, french, english, help, **more)


def element(id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """A subscription of the contract."""
    return field(FieldKind.ELEMENT, id, french, english, help, **more)


def files(id: str, french: str, english: str, help: Pair = ("", ""), **more: Any) -> FieldItem:
    """Files to be attached."""
    return field(FieldKind.FILES, id, french, english, help, **more)


def contact() -> FieldItem:
    """Whom the provider calls for the delivery: in most forms."""
    return field(
        FieldKind.CONTACT,
        "contact",
        "Personne à contacter",
        "Contact person",
        ("Pour les questions sur la livraison.", "For questions about the delivery."),
        mandatory=True,
    )


def remarks() -> FieldItem:
    """What else there is to say."""
    return long_text("remarks", "Remarques", "Remarks", longest=2_000)
