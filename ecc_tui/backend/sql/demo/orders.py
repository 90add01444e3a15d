"""What the demo's requests were filled with, and the lines of its orders, as its catalogue and the forms say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from ecc_tui.backend.sql.demo.ordered import ELEMENT, Asked
from ecc_tui.backend.sql.demo.services import SERVICES
from ecc_tui.backend.sql.exchange.request_records import AnswerItem, LineItem
from ecc_tui.domain.catalogue import order_lines
from ecc_tui.domain.forms import (
    NO,
    YES,
    Entry,
    Field,
    FieldKind,
    Form,
    Option,
    Texts,
    defaults,
    in_view,
    pick,
    with_options,
)
from ecc_tui.domain.request_forms import FORMS
from ecc_tui.domain.requests import Kind


class Filled(Struct, frozen=True):
    """An order's form with what could be chosen, and what was entered."""

    form: Form
    entries: Mapping[str, Entry]


def fill_in(asked: Asked, issued: date, contact: Option, element: Option) -> Filled:
    """The form of what was asked as the requester, `contact`, left it; `element` is a subscription of the contract."""
    form, _prices = SERVICES[asked.service].content()
    kinds = {FieldKind.CONTACT: contact, FieldKind.ELEMENT: element}
    form = with_options(form, {field.id: (kinds[field.kind],) for field in form.fields if field.kind in kinds})
    entries = {**defaults(form), **asked.answers, "contact": contact.id}
    entries = {id: _resolved(form.field(id), entry, issued, element) for id, entry in entries.items()}
    return Filled(form, {field.id: entries[field.id] for field in in_view(form, entries) if field.id in entries})


_IMPACTS = ("degraded", "service-down", "one-user", "degraded", "none")
_URGENCIES = ("medium", "high", "medium", "low")
_REASONS = {
    "fr": ("Demande de l’exploitation", "Recommandation de l’audit interne", "Préparation de la saison"),
    "en": ("Asked for by operations", "Advice of the internal audit", "Getting ready for the season"),
}
_WINDOWS = {"fr": "Dimanche, 02 h 00 - 04 h 00", "en": "Sunday, 02:00 - 04:00"}


def report(kind: Kind, number: int, asked: Asked, issued: date, contact: Option, element: Option) -> Filled:
    """The form of an incident or a change beside its name and description; `number` makes one differ from the next."""
    form = with_options(FORMS[kind], {"contact": (contact,), "element": (element,)})
    entries: dict[str, Entry] = {"contact": contact.id}
    if kind is Kind.INCIDENT:
        entries["impact"] = _IMPACTS[number % len(_IMPACTS)]
        entries["urgency"] = _URGENCIES[number % len(_URGENCIES)]
        entries["since"] = issued.isoformat()
    else:
        entries["reason"] = _REASONS[asked.language][number % 3]
        entries["wished"] = (issued + timedelta(days=3 + number % 20)).isoformat()
        entries["interruption"] = YES if number % 4 == 0 else NO
        entries["window"] = _WINDOWS[asked.language]
    if number % 2:
        entries["element"] = element.id
    return Filled(form, {field.id: entries[field.id] for field in in_view(form, entries) if field.id in entries})


def _resolved(field: Field, entry: Entry, issued: date, element: Option) -> Entry:
    if entry == ELEMENT:
        return element.id
    if field.kind is FieldKind.DATE and isinstance(entry, str):
        return (issued + timedelta(days=int(entry))).isoformat()
    return entry


def answers(filled: Filled) -> tuple[AnswerItem, ...]:
    """The answers as a request keeps them."""
    return tuple(
        AnswerItem(
            field=field.id,
            kind=field.kind,
            label=dict(field.label),
            values=tuple(dict(value) for value in _said(field, filled.entries[field.id])),
            unit=dict(field.unit),
        )
        for field in filled.form.fields
        if filled.entries.get(field.id)
    )


def _said(field: Field, entry: Entry) -> Sequence[Texts]:
    labels = {option.id: option.label for option in field.options}
    return [labels.get(value) or {"": value} for value in (entry if isinstance(entry, tuple) else (entry,))]


def lines(asked: Asked, filled: Filled) -> tuple[LineItem, ...]:
    """The order's lines."""
    service = SERVICES[asked.service]
    _form, prices = service.content()
    return tuple(
        LineItem(
            label=pick(line.label, asked.language),
            label_texts=dict(line.label),
            quantity=f"{line.quantity:f}",
            unit=pick(line.unit, asked.language),
            unit_texts=dict(line.unit),
            unit_price=f"{line.price.amount:f}",
            currency=line.price.currency,
            monthly=line.monthly,
        )
        for line in order_lines(prices, filled.entries)
    )
