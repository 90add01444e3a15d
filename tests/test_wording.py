"""Every error has a sentence of its own, every value a word, and data in a sentence stays harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import ecc_tui
from ecc_tui import wording
from ecc_tui.domain import errors
from ecc_tui.domain.account import PasswordCondition
from ecc_tui.domain.contracts import BudgetBasis, BudgetPeriod, Health, OfferKind
from ecc_tui.domain.errors import DomainError, InvalidInput, NotFound, StoreFault, StoreUnusable
from ecc_tui.domain.links import Place
from ecc_tui.domain.requests import Kind, Outcome, Status
from ecc_tui.domain.rights import Action, Allowed, ContractRights, Denied, Role, Section, Unknown, allowed
from ecc_tui.wording import denied_sentence, granters_sentence, sentence, sentences


def denial(action: Action, role: Role = Role.VISITOR, grantors: tuple[str, ...] = ("Ana Roy",), **more: Role) -> Denied:
    roles = dict.fromkeys(Section, role) | {Section(section): held for section, held in more.items()}
    rights = ContractRights("OCB0001234", roles, grantors=grantors)
    answer = allowed(rights, action)
    assert isinstance(answer, Denied)
    return answer


def test_a_denial_says_which_role_in_which_section_and_who_grants_it() -> None:
    denied = denial(Action.ORDER)
    assert denied_sentence(denied) == "Order a service needs manager on Services for OCB0001234; you are visitor."
    assert granters_sentence(denied) == "1 person can grant it: Ana Roy."
    assert sentence(errors.ActionDenied(denied)) == denied_sentence(denied)


def test_a_denial_without_any_role_in_the_section() -> None:
    denied = denial(Action.ORDER, services=Role.NONE)
    assert denied_sentence(denied).endswith("you have no access there.")


def test_what_only_the_referent_may() -> None:
    denied = denial(Action.HAND_OVER_REFERENT, contracts=Role.MANAGER)
    assert denied_sentence(denied) == "Hand over the referent's role: only the referent of OCB0001234 may."
    assert granters_sentence(denied) == "The referent is Ana Roy."


@pytest.mark.parametrize(
    ("grantors", "said"),
    [
        ((), "Nobody on this contract can grant it: ask an administrator of your company."),
        (("A", "B"), "2 people can grant it: A, B."),
        (tuple("ABCDEF"), "A, B, C, D, E and 1 other person can grant it."),
        (tuple("ABCDEFG"), "A, B, C, D, E and 2 other people can grant it."),
    ],
)
def test_who_can_grant(grantors: tuple[str, ...], said: str) -> None:
    assert granters_sentence(denial(Action.ORDER, grantors=grantors)) == said


def subclasses(kind: type[DomainError]) -> Iterable[type[DomainError]]:
    for inner in kind.__subclasses__():
        yield inner
        yield from subclasses(inner)


def test_every_code_has_a_sentence() -> None:
    codes = {kind.code for kind in subclasses(DomainError) if kind.__module__.startswith("ecc_tui.")}
    assert codes >= {"not-found", "denied", "store"}
    told_by_its_command = {"import-refused"}  # line by line; known only where something imported the exchange
    assert codes - told_by_its_command - set(sentences._SENTENCES) == set()


@pytest.mark.parametrize("fault", StoreFault)
def test_every_fault_of_a_store_has_its_own_sentence(fault: StoreFault) -> None:
    said = sentence(StoreUnusable(fault, "/stores/a.sqlite"))
    assert "/stores/a.sqlite" in said
    assert said not in {sentence(StoreUnusable(other, "/stores/a.sqlite")) for other in StoreFault if other != fault}


def test_an_unknown_rule_still_names_the_field() -> None:
    assert sentence(InvalidInput("colour", "bright")) == "“colour” is not valid (rule: bright)."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (InvalidInput("note", "length", shortest=0, longest=9), "“Note” has at most 9 characters."),
        (InvalidInput("company", "length", shortest=1, longest=9), "“Company” has between 1 and 9 characters."),
        (
            InvalidInput("status", "transition", before=Status.COMPLETED, after=Status.IN_PROGRESS),
            "A request that is completed can't become in progress.",
        ),
    ],
)
def test_rules_are_told_in_words(error: InvalidInput, said: str) -> None:
    assert sentence(error) == said


def raised_rules() -> set[tuple[str, str]]:
    """Every field and rule that the source names as texts."""
    found = set()
    for file in Path(ecc_tui.__file__).parent.rglob("*.py"):
        found |= set(re.findall(r'InvalidInput\("([\w-]+)", "([\w-]+)"', file.read_text(encoding="utf-8")))
    return found


def test_every_rule_that_is_raised_has_a_sentence() -> None:
    rules = raised_rules()
    assert ("link", "scheme") in rules
    assert {rule for rule in rules if rule not in sentences._INVALID and rule[1] != "length"} == set()


def test_a_sentence_carries_data_as_plain_text() -> None:
    assert sentence(NotFound("contract", "{id}\x1b[2J\u202e")).count("{id}␛[2J\ufffd") == 1


def test_a_missing_parameter_does_not_hide_the_error() -> None:
    assert sentence(InvalidInput("link", "value"))


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (61, "2 minutes")]
)
def test_a_delay_in_words(seconds: int, said: str) -> None:
    assert f"try again in {said}." in sentence(errors.LogInDelayed(seconds))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (Place, wording.place_name),
        (Place, wording.place_short_name),
        (Section, wording.section_name),
        (Role, wording.role_name),
        (Role, wording.role_word),
        (Action, wording.action_name),
        (Health, wording.health_word),
        (Health, wording.health_glyph),
        (Status, wording.status_word),
        (Status, wording.status_glyph),
        (Outcome, wording.outcome_word),
        (Kind, wording.kind_word),
        (OfferKind, wording.offer_kind_name),
        (BudgetPeriod, wording.period_word),
        (BudgetBasis, wording.basis_words),
        (
            PasswordCondition,
            lambda condition: wording.password_condition(condition, length=10, longest=128, signs="#!"),
        ),
    ],
)
def test_every_value_has_a_word_of_its_own(values: Iterable[Any], word: Callable[[Any], str]) -> None:
    words = [word(value) for value in values]
    assert all(words)
    assert len(set(words)) == len(words)


def test_a_support_level_that_is_not_known_is_shown_as_it_is() -> None:
    assert wording.support_level_name("SILVER") == "Silver"
    assert wording.support_level_name("Platinum") == "Platinum"


def test_allowed_and_unknown_need_no_words() -> None:
    assert isinstance(allowed(None, Action.ORDER), Unknown)
    manager = ContractRights("OCB0001234", {Section.SERVICES: Role.MANAGER})
    assert isinstance(allowed(manager, Action.ORDER), Allowed)
