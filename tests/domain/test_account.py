"""Passwords (A3) condition by condition, logins (R4), and how a person is called."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecc_tui.domain.account import (
    LOGIN_RULE,
    PASSWORD_LONGEST,
    Person,
    judge_password,
)
from ecc_tui.domain.account import (
    PasswordCondition as Condition,
)
from ecc_tui.domain.account import (
    PasswordLevel as Level,
)

GOOD = "Abcdef1.xyz"
ALLOWED = string.ascii_letters + string.digits + "#!.@_-/"
EN_DASH = "–"


def missing(password: str, level: Level = Level.STRONG) -> set[Condition]:
    return set(Condition) - judge_password(password, level).met


@pytest.mark.parametrize(
    ("password", "condition"),
    [
        ("Abcde1.xy", Condition.LENGTH),
        ("A" + "b1." * 50, Condition.LENGTH),
        ("ABCDEF1.XYZ", Condition.LOWER),
        ("abcdef1.xyz", Condition.UPPER),
        ("Abcdefg.xyz", Condition.DIGIT),
        ("Abcdefg1xyz", Condition.SIGN),
        ("Abcdef1.$yz", Condition.ONLY_ALLOWED),
    ],
)
def test_each_condition_alone(password: str, condition: Condition) -> None:
    assert missing(password) == {condition}
    assert not judge_password(password).accepted


def test_a_password_that_keeps_the_rule() -> None:
    verdict = judge_password(GOOD)
    assert verdict.accepted
    assert verdict.refused_character is None
    assert missing("") == set(Condition) - {Condition.ONLY_ALLOWED}


@pytest.mark.parametrize(("level", "shortest"), [(Level.MEDIUM, 8), (Level.STRONG, 10)])
def test_the_level_sets_the_length(level: Level, shortest: int) -> None:
    password = "Ab1." + "x" * (shortest - 4)
    assert judge_password(password, level).accepted
    assert missing(password[:-1], level) == {Condition.LENGTH}


def test_the_default_level_is_strong_and_the_longest_is_taken_whole() -> None:
    assert missing("Abcde1.x") == {Condition.LENGTH}
    assert judge_password("Ab1." + "x" * (PASSWORD_LONGEST - 4)).accepted
    assert missing("Ab1." + "x" * (PASSWORD_LONGEST - 3)) == {Condition.LENGTH}


@pytest.mark.parametrize("sign", "#!.@_-/")
def test_each_sign_counts(sign: str) -> None:
    assert judge_password(f"Abcdef1xyz{sign}").accepted


@pytest.mark.parametrize(
    "character", [c for c in map(chr, range(0x100)) if c not in ALLOWED] + list("–—œ€№１ａ漢\u0301\u200b\u202e\ud800")
)
def test_every_other_character_is_refused_and_named(character: str) -> None:
    verdict = judge_password(GOOD + character)
    assert set(Condition) - verdict.met == {Condition.ONLY_ALLOWED}
    assert verdict.refused_character == character


def test_the_en_dash_is_no_hyphen() -> None:
    assert missing(f"Abcdef1xyz{EN_DASH}") == {Condition.SIGN, Condition.ONLY_ALLOWED}
    assert judge_password(f"Abc{EN_DASH}$").refused_character == EN_DASH


def test_letters_and_digits_of_other_scripts_count_for_nothing() -> None:
    assert missing("ÀÉÎ１２３éèà..") >= {Condition.LOWER, Condition.UPPER, Condition.DIGIT, Condition.ONLY_ALLOWED}


@given(st.text(st.characters(exclude_categories=()), max_size=40), st.sampled_from(Level))
def test_accepted_means_all_of_the_rule(password: str, level: Level) -> None:
    by_hand = (
        (8 if level is Level.MEDIUM else 10) <= len(password) <= 128
        and set(password) <= set(ALLOWED)
        and all(
            set(password) & set(group)
            for group in (string.ascii_lowercase, string.ascii_uppercase, string.digits, "#!.@_-/")
        )
    )
    assert judge_password(password, level).accepted == by_hand


@pytest.mark.parametrize("login", ["operator", "a.b_c-d1", "A" * 64, "........", "12345678"])
def test_logins_of_rule_r4(login: str) -> None:
    assert LOGIN_RULE.match(login)


@pytest.mark.parametrize(
    "login",
    [
        "",
        "seven77",
        "a" * 65,
        "opérateur",
        "operator demo",
        "operator\n",
        "operator@demo",
        "оperator",
        "operator/",
        "１２３４５６７８",
    ],
)
def test_other_logins_are_refused(login: str) -> None:
    assert not LOGIN_RULE.match(login)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("Claire", "Morel", "Claire Morel"), ("", "Morel", "Morel"), ("Claire", "", "Claire"), ("", "", "claire.morel")],
)
def test_a_person_is_shown_by_name(first: str, last: str, name: str) -> None:
    person = Person("u", "claire.morel", first, last, "c@a.example", "Acmé", "acme")
    assert person.name == name
