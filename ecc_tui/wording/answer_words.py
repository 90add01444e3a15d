"""What was answered in a form, as people read it: labels and values in their language (Q5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ecc_tui import i18n
from ecc_tui.domain.forms import YES, FieldKind, Form, Texts
from ecc_tui.domain.request_forms import FORMS
from ecc_tui.domain.requests import Answered, Kind
from ecc_tui.i18n import _
from ecc_tui.wording.form_words import worded


def answer_label(answered: Answered, kind: Kind) -> str:
    """The field's label; that of our own forms by its id, in the words of now."""
    if answered.label:
        return i18n.said(answered.label)
    try:
        return i18n.said(_own_form(kind).field(answered.field).label)
    except KeyError:
        return answered.field


def answer_values(answered: Answered, kind: Kind) -> Sequence[str]:
    """Canonical values in words; one that can't be read so is shown as it was kept."""
    return [_said(answered, kind, value) for value in answered.values]


def _said(answered: Answered, kind: Kind, value: Texts) -> str:
    text = i18n.said(value)
    try:
        match answered.kind:
            case FieldKind.DATE:
                return i18n.day(date.fromisoformat(text))
            case FieldKind.NUMBER:
                return f"{i18n.number(Decimal(text))} {i18n.said(answered.unit)}".strip()
            case FieldKind.YES_NO:
                return _("yes") if text == YES else _("no")
            case FieldKind.PHONE:
                return international(text)
            case FieldKind.CHOICE | FieldKind.CHOICES if not answered.label:
                options = _own_form(kind).field(answered.field).options
                return next((i18n.said(option.label) for option in options if option.id == text), text)
            case _:
                return text
    except (ValueError, ArithmeticError, KeyError):
        return text


def _own_form(kind: Kind) -> Form:
    return worded(FORMS[kind]) if kind in FORMS else Form("", ())


def international(phone: str) -> str:
    """`+33 6 12 34 56 78` for `+33612345678`; anything else stays as it is."""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
