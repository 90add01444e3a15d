"""The rights matrix of product.md section 1, clause by clause, against `allowed`; the rules of the section by name."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecc_tui.domain.rights import (
    NEEDS,
    ROLES_OFFERED,
    Action,
    Allowed,
    ContractRights,
    Denied,
    Role,
    Section,
    Unknown,
    allowed,
    full_rights,
)

VISITOR_MAY: Mapping[Section, tuple[Action, ...]] = {
    Section.DASHBOARD: (Action.SEE_DASHBOARD,),
    Section.CONTRACTS: (Action.SEE_CONTRACT,),
    Section.DOCUMENTS: (Action.SEE_DOCUMENTS,),
    Section.INVOICES: (Action.SEE_CONSUMPTION,),
    Section.ORDERS: (Action.SEE_REQUESTS,),
    Section.SERVICES: (Action.SEE_CATALOGUE,),
    Section.SUPPORT: (Action.SEE_SUPPORT,),
    Section.USERS: (Action.SEE_USERS,),
}
"""The column "visitor may", written out by hand."""

MANAGER_MAY_ALSO: Mapping[Section, tuple[Action, ...]] = {
    Section.DASHBOARD: (),
    Section.CONTRACTS: (Action.SET_BUDGET, Action.HAND_OVER_REFERENT),
    Section.DOCUMENTS: (Action.CHANGE_DOCUMENTS,),
    Section.INVOICES: (Action.SEE_INVOICES,),
    Section.ORDERS: (Action.REPORT_INCIDENT, Action.REQUEST_CHANGE, Action.COMMENT_REQUEST),
    Section.SERVICES: (Action.ORDER,),
    Section.SUPPORT: (),
    Section.USERS: (Action.CHANGE_USERS,),
}
"""The column "manager may also"."""

REFERENT_ONLY = frozenset({Action.HAND_OVER_REFERENT})

WITNESS = {Section.CONTRACTS: Section.USERS}
"""The section where somebody holds a role who has none in the section at hand."""

GRANTORS = ("Claire Morel", "Paul Durand")


def may(section: Section, role: Role, action: Action, *, referent: bool) -> bool:
    """The matrix, read as a person reads it."""
    if action in VISITOR_MAY[section]:
        return role >= Role.VISITOR
    return role is Role.MANAGER and (referent or action not in REFERENT_ONLY)


def with_role(section: Section, role: Role, *, referent: bool = False) -> ContractRights:
    """Somebody with one role, and one in another section, so that the contract exists for him."""
    other = WITNESS.get(section, Section.CONTRACTS)
    return ContractRights("OCB0001234", {other: Role.VISITOR, section: role}, referent, GRANTORS)


def section_of(action: Action) -> Section:
    found = [s for s in Section if action in VISITOR_MAY[s] + MANAGER_MAY_ALSO[s]]
    assert len(found) == 1, f"{action} stands in {found}"
    return found[0]


def test_every_action_stands_once_in_the_matrix() -> None:
    assert {section_of(action) for action in Action} == set(Section)
    assert set(NEEDS) == set(Action)


@pytest.mark.parametrize("referent", [False, True])
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_every_action_for_every_role(action: Action, role: Role, referent: bool) -> None:
    section = section_of(action)
    verdict = allowed(with_role(section, role, referent=referent), action)
    if may(section, role, action, referent=referent):
        assert verdict == Allowed()
        assert verdict
        return
    assert not verdict
    assert verdict == Denied(
        action=action,
        contract="OCB0001234",
        section=section,
        role_needed=Role.VISITOR if action in VISITOR_MAY[section] else Role.MANAGER,
        role_held=role,
        who_can_grant=GRANTORS[:1] if action in REFERENT_ONLY else GRANTORS,
        referent_only=action in REFERENT_ONLY,
    )


@pytest.mark.parametrize("action", Action)
def test_a_role_in_another_section_gives_nothing(action: Action) -> None:
    section = section_of(action)
    roles = {other: ROLES_OFFERED[other][-1] for other in Section if other is not section}
    verdict = allowed(ContractRights("OCB0001234", roles, referent=True), action)
    assert isinstance(verdict, Denied)
    assert (verdict.section, verdict.role_held) == (section, Role.NONE)


def test_dashboard_and_support_offer_none_and_visitor_the_others_all_three() -> None:
    for section in Section:
        expected = [Role.NONE, Role.VISITOR]
        if section not in (Section.DASHBOARD, Section.SUPPORT):
            expected.append(Role.MANAGER)
        assert list(ROLES_OFFERED[section]) == expected


def test_no_action_needs_a_role_that_its_section_does_not_offer() -> None:
    for action, need in NEEDS.items():
        assert need.role in ROLES_OFFERED[need.section], action


@pytest.mark.parametrize("action", Action)
def test_with_no_role_at_all_a_contract_is_as_unknown_as_one_that_does_not_exist(action: Action) -> None:
    nobody = ContractRights("OCB0001234", dict.fromkeys(Section, Role.NONE), grantors=GRANTORS)
    verdicts = [allowed(None, action), allowed(nobody, action), allowed(ContractRights("other", {}), action)]
    assert verdicts == [Unknown()] * 3
    assert not any(verdicts)
    assert len({repr(verdict) for verdict in verdicts}) == 1


def test_with_some_role_but_too_little_it_is_denied_and_not_unknown() -> None:
    rights = ContractRights("OCB0001234", {Section.SUPPORT: Role.VISITOR})
    for action in Action:
        if action is not Action.SEE_SUPPORT:
            assert isinstance(allowed(rights, action), Denied)


def test_an_order_needs_manager_on_services_alone() -> None:
    assert allowed(ContractRights("c", {Section.SERVICES: Role.MANAGER}), Action.ORDER)
    assert not allowed(ContractRights("c", {Section.ORDERS: Role.MANAGER}), Action.ORDER)


def test_the_referent_holds_every_role_that_the_matrix_offers_and_may_do_everything() -> None:
    rights = full_rights("OCB0001234", GRANTORS)
    assert rights.referent
    assert {section: rights.role(section) for section in Section} == {s: ROLES_OFFERED[s][-1] for s in Section}
    assert all(allowed(rights, action) for action in Action)


def test_only_the_referent_hands_over_and_only_he_is_named_for_it() -> None:
    manager = ContractRights("c", {s: ROLES_OFFERED[s][-1] for s in Section}, grantors=GRANTORS)
    verdict = allowed(manager, Action.HAND_OVER_REFERENT)
    assert isinstance(verdict, Denied)
    assert verdict.referent_only
    assert verdict.who_can_grant == ("Claire Morel",)


@given(
    st.dictionaries(st.sampled_from(Section), st.sampled_from(Role)),
    st.booleans(),
    st.sampled_from(Section),
    st.sampled_from(Action),
)
def test_a_higher_role_never_takes_anything_away(
    roles: dict[Section, Role], referent: bool, raised: Section, action: Action
) -> None:
    before = allowed(ContractRights("c", roles, referent), action)
    after = allowed(ContractRights("c", {**roles, raised: Role.MANAGER}, referent), action)
    assert after or not before
