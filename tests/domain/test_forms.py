"""Forms: every rule can be broken and kept, and the answers of `check` are accepted again unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecc_tui.domain.form_values import read_day, read_number
from ecc_tui.domain.forms import (
    LARGEST_FILE,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_FILES,
    NO,
    YES,
    Condition,
    Entries,
    Entry,
    Field,
    FieldKind,
    Form,
    Format,
    Option,
    check,
    check_field,
    defaults,
    in_view,
    pick,
    with_options,
)
from ecc_tui.domain.request_forms import FORMS

TODAY = date(2026, 11, 22)


def form(*fields: Field) -> Form:
    return Form("f", fields)


def answer(field: Field, entry: Entry) -> Entry | str:
    """The answer, or the rule that is broken."""
    verdict = check(form(field), {field.id: entry}, TODAY)
    return verdict.wrong[0].rule if verdict.wrong else verdict.answers.get(field.id, "")


# Numbers, days, phones and addresses as people write them


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("+12", "12"),
        ("-12", "-12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("12.500", "12.500"),
        ("1 000", "1000"),
        ("1\u00a0000", "1000"),
        ("1\u202f000,25", "1000.25"),
        ("0,125", "0.125"),
        ("1,000", None),
        ("12,", None),
        (",5", None),
        ("1.2.3", None),
        ("1e9", None),
        ("NaN", None),
        ("Infinity", None),
        ("--1", None),
        ("+-1", None),
        ("٣", None),
        ("", None),
        ("9" * 19, None),
        ("0x10", None),
    ],
)
def test_numbers_in_the_habits_of_both_languages(text: str, value: str | None) -> None:
    assert read_number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026-2-3", date(2026, 2, 3)),
        ("01/12/2026", date(2026, 12, 1)),
        ("1.12.2026", date(2026, 12, 1)),
        (" 1 / 12 / 2026 ", date(2026, 12, 1)),
        ("12/31/2026", None),
        ("31/02/2026", None),
        ("29/02/2028", date(2028, 2, 29)),
        ("01/12/26", None),
        ("2026-12", None),
        ("2026-12-01-", None),
        ("01-12-2026", None),
        ("0000-01-01", None),
        ("٢٠٢٦-12-01", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_days_in_the_habits_of_both_languages(text: str, day: date | None) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("0612345678", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+1 201 555 0123", "+12015550123"),
        ("12", "phone"),
        ("+999 123456789", "phone"),
        ("call me", "phone"),
    ],
)
def test_phones(text: str, result: str) -> None:
    assert answer(Field(id="x", kind=FieldKind.PHONE), text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("name@example.com", "name@example.com"),
        (" Name@EXAMPLE.com ", "Name@example.com"),
        ("prénom@exemple.fr", "prénom@exemple.fr"),
        ("name+tag@example.com", "name+tag@example.com"),
        ("name", "email"),
        ("name@", "email"),
        ("name@localhost", "email"),
        ("a b@example.com", "email"),
        ("name@example.com\nBcc: other@example.com", "email"),
    ],
)
def test_e_mail_addresses(text: str, result: str) -> None:
    assert answer(Field(id="x", kind=FieldKind.EMAIL), text) == result


@pytest.mark.parametrize(
    ("format", "right", "wrong"),
    [
        (
            Format.HOST_NAME,
            ["a", "web-1.example.com", "A.B.", "1.2"],
            ["-a", "a-", "a..b", "é.fr", "a b", "a" * 64, "a_b"],
        ),
        (Format.ADDRESS, ["10.0.0.1", "::1", "2001:db8::1"], ["10.0.0", "10.0.0.256", "10.0.0.1/24", "fe80::1%eth0"]),
        (Format.NETWORK, ["10.0.0.0/24", "2001:db8::/32"], ["10.0.0.1/24", "10.0.0.0", "10.0.0.0/33"]),
        (Format.IDENTIFIER, ["a", "web-1"], ["A", "-a", "a-", "a b", "é", "a_b"]),
    ],
)
def test_formats(format: Format, right: list[str], wrong: list[str]) -> None:
    field = Field(id="x", kind=FieldKind.TEXT, format=format)
    assert [answer(field, text) for text in right] == right
    assert {answer(field, text) for text in wrong} == {format.value}
    assert answer(field, "") == ""


# Each rule


def test_a_mandatory_field_must_be_filled() -> None:
    for kind in FieldKind:
        field = Field(id="x", kind=kind, mandatory=True, options=(Option("a", {}),))
        assert answer(field, "") == "mandatory", kind
        if kind is not FieldKind.PASSWORD:
            assert answer(field, "   ") == "mandatory" or kind in (FieldKind.CHOICES, FieldKind.FILES), kind


@pytest.mark.parametrize("kind", [FieldKind.TEXT, FieldKind.LONG_TEXT])
def test_the_length_of_texts(kind: FieldKind) -> None:
    most = LONGEST_TEXT if kind is FieldKind.LONG_TEXT else LONGEST_LINE
    assert answer(Field(id="x", kind=kind), "a" * most) == "a" * most
    assert answer(Field(id="x", kind=kind), "a" * (most + 1)) == "length"
    bounded = Field(id="x", kind=kind, shortest=3, longest=5)
    assert [answer(bounded, "a" * n) for n in (0, 2, 3, 5, 6)] == ["", "length", "aaa", "aaaaa", "length"]


def test_texts_are_cleaned() -> None:
    assert answer(Field(id="x", kind=FieldKind.TEXT), " a\x1b[31m\nb ") == "a␛[31m␊b"
    assert answer(Field(id="x", kind=FieldKind.LONG_TEXT), " a\r\nb\x9b \n") == "a\nb\ufffd"


def test_the_bounds_of_a_number() -> None:
    field = Field(id="x", kind=FieldKind.NUMBER, lowest=Decimal(1), highest=Decimal("9.5"), decimals=1)
    entries = ["0,9", "1", "9.5", "9,6", "1.25", "01,0", "x"]
    assert [answer(field, text) for text in entries] == ["range", "1", "9.5", "range", "decimals", "1", "number"]
    whole = Field(id="x", kind=FieldKind.NUMBER)
    assert [answer(whole, text) for text in ("-1 000", "1.0", "1.5")] == ["-1000", "1", "decimals"]


def test_the_bounds_of_a_day_count_from_today() -> None:
    field = Field(id="x", kind=FieldKind.DATE, earliest_days=1, latest_days=10)
    days = [TODAY + timedelta(n) for n in (0, 1, 10, 11)]
    assert [answer(field, f"{day:%d/%m/%Y}") for day in days] == [
        "too-early",
        "2026-11-23",
        "2026-12-02",
        "too-late",
    ]


def test_a_day_that_must_not_lie_before_another() -> None:
    both = form(Field(id="a", kind=FieldKind.DATE), Field(id="b", kind=FieldKind.DATE, not_before="a"))

    def rules(a: str, b: str) -> list[str]:
        return [wrong.rule for wrong in check(both, {"a": a, "b": b}, TODAY).wrong]

    assert rules("2026-12-02", "2026-12-01") == ["before"]
    assert rules("2026-12-01", "2026-12-01") == []
    assert rules("", "2026-12-01") == []
    assert rules("x", "2026-12-01") == ["day"]


def test_a_choice_is_one_of_its_options() -> None:
    options = (Option("a", {}), Option("b", {}))
    for kind in (FieldKind.CHOICE, FieldKind.CONTACT, FieldKind.ELEMENT):
        field = Field(id="x", kind=kind, options=options)
        assert [answer(field, entry) for entry in ("a", "c", "")] == ["a", "choice", ""]
    several = Field(id="x", kind=FieldKind.CHOICES, options=options)
    assert answer(several, ("b", "a", "b")) == ("a", "b")
    assert answer(several, ("a", "c")) == "choice"
    yes_no = Field(id="x", kind=FieldKind.YES_NO)
    assert [answer(yes_no, entry) for entry in (YES, NO, "maybe")] == [YES, NO, "choice"]


def test_the_number_of_files_is_bounded() -> None:
    field = Field(id="x", kind=FieldKind.FILES)
    names = tuple(f"/{n}" for n in range(MOST_FILES + 1))
    assert answer(field, names) == "too-many"
    assert answer(field, (*names[:-1], names[0])) == names[:-1]
    assert LARGEST_FILE == 20 * 1024 * 1024


def test_a_password_is_taken_as_it_is() -> None:
    assert answer(Field(id="x", kind=FieldKind.PASSWORD), " a\x1bb ") == " a\x1bb "


# Conditions

CONDITIONAL = form(
    Field(id="backup", kind=FieldKind.YES_NO),
    Field(id="days", kind=FieldKind.NUMBER, mandatory=True, condition=Condition("backup", (YES,))),
    Field(id="why", kind=FieldKind.TEXT, mandatory=True, condition=Condition("days")),
)


@pytest.mark.parametrize(
    ("entries", "shown"),
    [
        ({}, ["backup"]),
        ({"backup": NO, "days": "3", "why": "x"}, ["backup"]),
        ({"backup": YES}, ["backup", "days"]),
        ({"backup": YES, "days": "3"}, ["backup", "days", "why"]),
        ({"backup": YES, "days": " "}, ["backup", "days"]),
        ({"days": "3"}, ["backup"]),
    ],
)
def test_a_field_out_of_view_counts_as_empty_for_others(entries: Entries, shown: list[str]) -> None:
    assert [field.id for field in in_view(CONDITIONAL, entries)] == shown
    assert set(check(CONDITIONAL, entries, TODAY).answers) <= set(shown)


def test_a_field_out_of_view_is_neither_answered_nor_wrong() -> None:
    verdict = check(CONDITIONAL, {"backup": NO, "days": "x"}, TODAY)
    assert verdict.accepted
    assert verdict.answers == {"backup": NO}
    assert check_field(CONDITIONAL, "days", {"backup": NO}, TODAY) is None
    wrong = check_field(CONDITIONAL, "days", {"backup": YES}, TODAY)
    assert wrong is not None
    assert wrong.rule == "mandatory"


def test_a_condition_on_several_choices_holds_for_any_of_them() -> None:
    both = form(
        Field(id="a", kind=FieldKind.CHOICES, options=(Option("x", {}), Option("y", {}))),
        Field(id="b", kind=FieldKind.TEXT, condition=Condition("a", ("y",))),
    )
    assert [len(in_view(both, {"a": entry})) for entry in ((), ("x",), ("x", "y"))] == [1, 1, 2]


# Properties

_OPTIONS = (Option("a", {}), Option("b", {}), Option("c", {}))
_FIELDS: Mapping[FieldKind, Field] = {
    kind: Field(
        id=kind.value,
        kind=kind,
        options=_OPTIONS,
        decimals=2,
        lowest=Decimal(-1000),
        highest=Decimal(1000),
        earliest_days=-365,
        latest_days=365,
    )
    for kind in FieldKind
}
EVERY_KIND = form(
    *_FIELDS.values(),
    Field(id="host", kind=FieldKind.TEXT, format=Format.HOST_NAME),
    Field(id="network", kind=FieldKind.TEXT, format=Format.NETWORK),
    Field(id="after", kind=FieldKind.DATE, not_before="date", condition=Condition("choice", ("a", "b"))),
    Field(id="deep", kind=FieldKind.LONG_TEXT, condition=Condition("after")),
)

_texts = st.one_of(
    st.text(),
    st.sampled_from(["a", "b", YES, NO, "1 000,5", "-3.25", "01/12/2026", "2026-11-30", "06 12 34 56 78", "a@b.fr"]),
    st.dates().map(lambda day: f"{day:%d/%m/%Y}"),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
)
_entries: st.SearchStrategy[Entries] = st.dictionaries(
    st.sampled_from([field.id for field in EVERY_KIND.fields]),
    st.one_of(_texts, st.lists(_texts, max_size=3).map(tuple)),
)


@given(_entries)
def test_answers_are_accepted_again_unchanged(entries: Entries) -> None:
    verdict = check(EVERY_KIND, entries, TODAY)
    again = check(EVERY_KIND, verdict.answers, TODAY)
    shown = {field.id for field in in_view(EVERY_KIND, verdict.answers)}
    assert again.wrong == ()
    assert again.answers == {id: entry for id, entry in verdict.answers.items() if id in shown}
    if verdict.accepted:
        assert again.answers == verdict.answers


@given(_entries)
def test_hidden_fields_are_never_answered_and_every_wrong_field_is_in_view(entries: Entries) -> None:
    verdict = check(EVERY_KIND, entries, TODAY)
    shown = [field.id for field in in_view(EVERY_KIND, entries)]
    assert set(verdict.answers) <= set(shown)
    wrong = [one.field for one in verdict.wrong]
    assert wrong == [id for id in shown if id in wrong]
    assert not set(wrong) & set(verdict.answers)


@given(st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=4))
def test_every_number_is_read_as_both_languages_write_it(value: Decimal) -> None:
    text = f"{value:f}"
    assert read_number(text) == value
    assert read_number(text.replace(".", ",")) == value


@given(st.dates())
def test_every_day_is_read_as_both_languages_write_it(day: date) -> None:
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day.day}/{day.month}/{day.year:04}") == day


# Small things


def test_defaults_and_options_are_put_in() -> None:
    one = form(Field(id="a", kind=FieldKind.TEXT, default="x"), Field(id="b", kind=FieldKind.CONTACT))
    assert defaults(one) == {"a": "x"}
    offered = with_options(one, {"b": [Option("u1", {})]})
    assert [option.id for option in offered.field("b").options] == ["u1"]
    assert offered.field("a") == one.field("a")
    with pytest.raises(KeyError):
        one.field("c")


def test_a_text_is_picked_by_language() -> None:
    assert pick({"en": "a", "fr": "b"}, "fr") == "b"
    assert pick({"en": "a"}, "fr") == "a"
    assert pick({"": "c", "en": "a"}, "fr") == "c"
    assert pick({"de": "d"}, "fr") == "d"
    assert pick({}, "fr") == ""


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.id)
def test_conditions_and_orders_name_earlier_fields(form: Form) -> None:
    seen: set[str] = set()
    for field in form.fields:
        assert field.id not in seen
        assert field.condition is None or field.condition.field in seen
        assert not field.not_before or field.not_before in seen
        seen.add(field.id)
