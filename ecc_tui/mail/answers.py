"""What was answered in a form, as a mail tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ecc_tui import i18n
from ecc_tui.domain.forms import YES, FieldKind
from ecc_tui.domain.requests import Answered
from ecc_tui.i18n import _


def answer_title(answered: Answered) -> str:
    """The field's label at that time."""
    return i18n.said(answered.label) or answered.field


def answer_text(answered: Answered) -> str:
    """The answer: several values on a line each."""
    values = [i18n.said(value) for value in answered.values]
    if worded := _WORDED.get(answered.kind):
        values = [worded(value) for value in values]
    text = "\n".join(values)
    unit = i18n.said(answered.unit)
    return f"{text} {unit}" if text and unit else text


def _day(value: str) -> str:
    try:
        return i18n.day(date.fromisoformat(value))
    except ValueError:
        return value


def _number(value: str) -> str:
    try:
        return i18n.number(Decimal(value))
    except InvalidOperation:
        return value


def _phone(value: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _yes_or_no(value: str) -> str:
    return _("yes") if value == YES else _("no")


_WORDED: Mapping[FieldKind, Callable[[str], str]] = {
    FieldKind.DATE: _day,
    FieldKind.NUMBER: _number,
    FieldKind.PHONE: _phone,
    FieldKind.YES_NO: _yes_or_no,
}
