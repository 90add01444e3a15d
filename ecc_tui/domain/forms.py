"""Forms are data: fields, conditions, and the one function that checks what was entered (product.md C3, C4).

A service brings its form with the catalogue; the product's own forms (incident, change, filter, ...) are made of the
same fields. What a person enters is kept as typed (`Entry`); `check` turns it into answers in one canonical form
(ISO days, plain decimals, E.164 phones), which `check` accepts again unchanged: a backend checks them once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from ecc_tui.domain.account import LOGIN_RULE
from ecc_tui.domain.form_values import is_address, is_host_name, is_identifier, is_network, read_day, read_number
from ecc_tui.domain.text import clean

Texts = Mapping[str, str]
"""A text by language code; under "" one that is the same in all or already in the language of the screen."""

Entry = str | tuple[str, ...]
"""What stands in a field: text as typed, an option's id, `yes` or `no`; several ids or paths for CHOICES and FILES."""

Entries = Mapping[str, Entry]
"""Entries by field id; a field that is missing is empty."""

YES, NO = "yes", "no"
LONGEST_LINE, LONGEST_TEXT = 200, 10_000
MOST_FILES = 10
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of an attached file."""


class Secret(str):
    """A password or code as typed: it is never written to a draft (C7)."""

    __slots__ = ()


def pick(texts: Texts, language: str) -> str:
    """The text in a language, else in English, else in any."""
    return texts.get(language) or texts.get("") or texts.get("en") or next(iter(texts.values()), "")


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    EMAIL = "email"
    PHONE = "phone"
    YES_NO = "yes-no"
    CONTACT = "contact"
    ELEMENT = "element"
    FILES = "files"
    PASSWORD = "password"


OPTION_KINDS = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.CONTACT, FieldKind.ELEMENT})
SEVERAL_KINDS = frozenset({FieldKind.CHOICES, FieldKind.FILES})
SECRET_KINDS = frozenset({FieldKind.PASSWORD})
"""Never written to a draft (C7)."""


class Format(StrEnum):
    """What a TEXT field's value must look like, beyond its length."""

    HOST_NAME = "host-name"
    ADDRESS = "address"
    """An IPv4 or IPv6 address."""
    NETWORK = "network"
    """An address with its prefix length, `10.0.0.0/24`, without host bits."""
    IDENTIFIER = "identifier"
    """Lower-case letters, digits and `-`, beginning and ending with a letter or digit."""
    LOGIN = "login"
    """R4."""


class Option(Struct, frozen=True):
    """One of the values of a choice; `detail` stands muted beside it (a company, a price)."""

    id: str
    label: Texts
    detail: Texts = {}


class Condition(Struct, frozen=True):
    """Holds when another field has one of these values; with none named, when it is filled at all."""

    field: str
    any_of: tuple[str, ...] = ()


class Field(Struct, frozen=True, kw_only=True):
    """One field. Bounds that don't fit its kind are not looked at.

    `lowest` to `highest` bound a NUMBER of at most `decimals` digits after its sign, in `unit`; `earliest_days` and
    `latest_days` bound a DATE, counted from today; `not_before` names another DATE that must not lie after this one;
    `shortest` to `longest` count the characters of texts.
    """

    id: str
    kind: FieldKind
    label: Texts = {}
    mandatory: bool = False
    help: Texts = {}
    default: Entry = ""
    condition: Condition | None = None
    options: tuple[Option, ...] = ()
    format: Format | None = None
    shortest: int = 0
    longest: int = 0
    """0 is the longest of its kind."""
    unit: Texts = {}
    lowest: Decimal | None = None
    highest: Decimal | None = None
    decimals: int = 0
    earliest_days: int | None = None
    latest_days: int | None = None
    not_before: str = ""

    @property
    def most_characters(self) -> int:
        """How long a text may be."""
        return self.longest or (LONGEST_TEXT if self.kind is FieldKind.LONG_TEXT else LONGEST_LINE)


class Form(Struct, frozen=True):
    """Fields in the order in which they are filled."""

    id: str
    fields: tuple[Field, ...]

    def field(self, id: str) -> Field:
        """The field with that id. Raises KeyError."""
        for field in self.fields:
            if field.id == id:
                return field
        raise KeyError(id)


class Wrong(Struct, frozen=True):
    """A field that breaks a rule; `rule` is a stable name, the parameters fill its sentence.

    Rules: mandatory, length, choice, number, decimals, range, day, too-early, too-late, before, email, phone,
    too-many, one for each `Format`, and those that a screen adds.
    """

    field: str
    rule: str
    parameters: Mapping[str, object] = {}


class Verdict(Struct, frozen=True):
    """What `check` found: canonical answers of the fields in view that are filled, and the wrong ones in order."""

    answers: Mapping[str, Entry]
    wrong: tuple[Wrong, ...]

    @property
    def accepted(self) -> bool:
        """Nothing is wrong: the form may be sent."""
        return not self.wrong


def defaults(form: Form) -> dict[str, Entry]:
    """What stands in an untouched form."""
    return {field.id: field.default for field in form.fields if field.default}


def with_options(form: Form, options: Mapping[str, Sequence[Option]]) -> Form:
    """The form with the options of some fields, by id: contacts and elements are known only at the contract."""
    from msgspec import structs

    fields = (
        structs.replace(field, options=tuple(options[field.id])) if field.id in options else field
        for field in form.fields
    )
    return Form(form.id, tuple(fields))


def holds(condition: Condition | None, entries: Entries) -> bool:
    """Does a condition hold with these entries?"""
    if condition is None:
        return True
    entry = entries.get(condition.field, "")
    values = entry if isinstance(entry, tuple) else (entry.strip(),) if entry.strip() else ()
    return any(value in condition.any_of for value in values) if condition.any_of else bool(values)


def in_view(form: Form, entries: Entries) -> tuple[Field, ...]:
    """The fields whose conditions hold; a field out of view counts as empty for those that depend on it."""
    shown: list[Field] = []
    seen: dict[str, Entry] = {}
    for field in form.fields:
        if holds(field.condition, seen):
            shown.append(field)
            seen[field.id] = entries.get(field.id, "")
    return tuple(shown)


def check(form: Form, entries: Entries, today: date) -> Verdict:
    """Every field in view by its rules; `today` bounds the days, in the person's zone."""
    answers: dict[str, Entry] = {}
    wrong: list[Wrong] = []
    for field in in_view(form, entries):
        try:
            answer = _CHECKS[field.kind](field, entries.get(field.id, ""), today)
            if answer:
                answers[field.id] = answer
                _check_order(field, answers)
            elif field.mandatory:
                raise _Broken("mandatory")
        except _Broken as broken:
            answers.pop(field.id, None)
            wrong.append(Wrong(field.id, broken.rule, broken.parameters))
    return Verdict(answers, tuple(wrong))


def check_field(form: Form, id: str, entries: Entries, today: date) -> Wrong | None:
    """What is wrong with one field, None when nothing is or when it is out of view."""
    return next((wrong for wrong in check(form, entries, today).wrong if wrong.field == id), None)


class _Broken(Exception):
    def __init__(self, rule: str, **parameters: object) -> None:
        super().__init__(rule)
        self.rule, self.parameters = rule, parameters


def _line(field: Field, entry: Entry, _today: date) -> str:
    text = clean(_text(entry)).strip()
    _check_length(field, text)
    if text and field.format is not None and not _FORMATS[field.format](text):
        raise _Broken(field.format)
    return text


def _long_text(field: Field, entry: Entry, _today: date) -> str:
    text = clean(_text(entry), multiline=True).strip()
    _check_length(field, text)
    return text


def _secret(field: Field, entry: Entry, _today: date) -> str:
    """As it is: changed, a password is never right."""
    return _text(entry)


def _check_length(field: Field, text: str) -> None:
    if text and not field.shortest <= len(text) <= field.most_characters:
        raise _Broken("length", shortest=field.shortest, longest=field.most_characters, length=len(text))


def _text(entry: Entry) -> str:
    return entry if isinstance(entry, str) else " ".join(entry)


def _several(entry: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry)) if isinstance(entry, tuple) else (entry,) if entry else ()


def _choice(field: Field, entry: Entry, _today: date) -> str:
    id = _text(entry).strip()
    if id and id not in (option.id for option in field.options):
        raise _Broken("choice")
    return id


def _choices(field: Field, entry: Entry, _today: date) -> tuple[str, ...]:
    ids = _several(entry)
    offered = [option.id for option in field.options]
    if any(id not in offered for id in ids):
        raise _Broken("choice")
    return tuple(id for id in offered if id in ids)


def _yes_no(_field: Field, entry: Entry, _today: date) -> str:
    answer = _text(entry).strip()
    if answer not in ("", YES, NO):
        raise _Broken("choice")
    return answer


def _files(field: Field, entry: Entry, _today: date) -> tuple[str, ...]:
    names = _several(entry)
    if len(names) > MOST_FILES:
        raise _Broken("too-many", most=MOST_FILES)
    return names


def _number(field: Field, entry: Entry, _today: date) -> str:
    text = _text(entry).strip()
    if not text:
        return ""
    value = read_number(text)
    if value is None:
        raise _Broken("number")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > field.decimals:
        raise _Broken("decimals", decimals=field.decimals)
    if (field.lowest is not None and value < field.lowest) or (field.highest is not None and value > field.highest):
        raise _Broken("range", lowest=field.lowest, highest=field.highest)
    return f"{value.normalize():f}"


def _day(field: Field, entry: Entry, today: date) -> str:
    text = _text(entry).strip()
    if not text:
        return ""
    day = read_day(text)
    if day is None:
        raise _Broken("day")
    if field.earliest_days is not None and day < today + timedelta(field.earliest_days):
        raise _Broken("too-early", earliest=today + timedelta(field.earliest_days))
    if field.latest_days is not None and day > today + timedelta(field.latest_days):
        raise _Broken("too-late", latest=today + timedelta(field.latest_days))
    return day.isoformat()


def _check_order(field: Field, answers: Mapping[str, Entry]) -> None:
    other = answers.get(field.not_before) if field.not_before else None
    if isinstance(other, str) and field.kind is FieldKind.DATE and str(answers[field.id]) < other:
        raise _Broken("before", other=date.fromisoformat(other))


def _email(field: Field, entry: Entry, _today: date) -> str:
    text = _text(entry).strip()
    if not text:
        return ""
    from email_validator import EmailNotValidError, validate_email

    try:
        return clean(validate_email(text, check_deliverability=False).normalized)
    except EmailNotValidError:
        raise _Broken("email") from None


def _phone(field: Field, entry: Entry, _today: date) -> str:
    text = _text(entry).strip()
    if not text:
        return ""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        raise _Broken("phone") from None
    if not phonenumbers.is_valid_number(number):
        raise _Broken("phone")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


_FORMATS: Mapping[Format, Callable[[str], bool]] = {
    Format.HOST_NAME: is_host_name,
    Format.ADDRESS: is_address,
    Format.NETWORK: is_network,
    Format.IDENTIFIER: is_identifier,
    Format.LOGIN: lambda text: bool(LOGIN_RULE.match(text)),
}

_CHECKS: Mapping[FieldKind, Callable[[Field, Entry, date], Entry]] = {
    FieldKind.TEXT: _line,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _day,
    FieldKind.EMAIL: _email,
    FieldKind.PHONE: _phone,
    FieldKind.YES_NO: _yes_no,
    FieldKind.CONTACT: _choice,
    FieldKind.ELEMENT: _choice,
    FieldKind.FILES: _files,
    FieldKind.PASSWORD: _secret,
}
