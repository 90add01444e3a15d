"""Who may do what: the rights matrix of product.md section 1 as data, and the one function that reads it.

A person holds a role per section and contract. Backends ask `allowed` for every call; screens ask it only to dim what
will be refused and to say why.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from msgspec import Struct


class Section(StrEnum):
    """A part of the portal that carries a role per user and contract."""

    CONTRACTS = "contracts"
    DOCUMENTS = "documents"
    INVOICES = "invoices"
    ORDERS = "orders"
    SERVICES = "services"
    SUPPORT = "support"
    USERS = "users"
    DASHBOARD = "dashboard"


class Role(IntEnum):
    """Ordered: a higher role may do all that a lower one may."""

    NONE = 0
    VISITOR = 1
    MANAGER = 2


_UP_TO_VISITOR = (Role.NONE, Role.VISITOR)
_UP_TO_MANAGER = (Role.NONE, Role.VISITOR, Role.MANAGER)

ROLES_OFFERED: Mapping[Section, tuple[Role, ...]] = {
    Section.CONTRACTS: _UP_TO_MANAGER,
    Section.DOCUMENTS: _UP_TO_MANAGER,
    Section.INVOICES: _UP_TO_MANAGER,
    Section.ORDERS: _UP_TO_MANAGER,
    Section.SERVICES: _UP_TO_MANAGER,
    Section.SUPPORT: _UP_TO_VISITOR,
    Section.USERS: _UP_TO_MANAGER,
    Section.DASHBOARD: _UP_TO_VISITOR,
}


class Action(StrEnum):
    """Everything that a role permits, in the matrix's words."""

    SEE_DASHBOARD = "see-dashboard"
    SEE_CONTRACT = "see-contract"
    SET_BUDGET = "set-budget"
    HAND_OVER_REFERENT = "hand-over-referent"
    SEE_DOCUMENTS = "see-documents"
    CHANGE_DOCUMENTS = "change-documents"
    SEE_CONSUMPTION = "see-consumption"
    SEE_INVOICES = "see-invoices"
    SEE_REQUESTS = "see-requests"
    REPORT_INCIDENT = "report-incident"
    REQUEST_CHANGE = "request-change"
    COMMENT_REQUEST = "comment-request"
    SEE_CATALOGUE = "see-catalogue"
    ORDER = "order"
    SEE_SUPPORT = "see-support"
    SEE_USERS = "see-users"
    CHANGE_USERS = "change-users"


class Need(Struct, frozen=True):
    """What an action asks for: a role in a section, or being the contract's referent as well."""

    section: Section
    role: Role
    referent_only: bool = False


NEEDS: Mapping[Action, Need] = {
    Action.SEE_DASHBOARD: Need(Section.DASHBOARD, Role.VISITOR),
    Action.SEE_CONTRACT: Need(Section.CONTRACTS, Role.VISITOR),
    Action.SET_BUDGET: Need(Section.CONTRACTS, Role.MANAGER),
    Action.HAND_OVER_REFERENT: Need(Section.CONTRACTS, Role.MANAGER, referent_only=True),
    Action.SEE_DOCUMENTS: Need(Section.DOCUMENTS, Role.VISITOR),
    Action.CHANGE_DOCUMENTS: Need(Section.DOCUMENTS, Role.MANAGER),
    Action.SEE_CONSUMPTION: Need(Section.INVOICES, Role.VISITOR),
    Action.SEE_INVOICES: Need(Section.INVOICES, Role.MANAGER),
    Action.SEE_REQUESTS: Need(Section.ORDERS, Role.VISITOR),
    Action.REPORT_INCIDENT: Need(Section.ORDERS, Role.MANAGER),
    Action.REQUEST_CHANGE: Need(Section.ORDERS, Role.MANAGER),
    Action.COMMENT_REQUEST: Need(Section.ORDERS, Role.MANAGER),
    Action.SEE_CATALOGUE: Need(Section.SERVICES, Role.VISITOR),
    Action.ORDER: Need(Section.SERVICES, Role.MANAGER),
    Action.SEE_SUPPORT: Need(Section.SUPPORT, Role.VISITOR),
    Action.SEE_USERS: Need(Section.USERS, Role.VISITOR),
    Action.CHANGE_USERS: Need(Section.USERS, Role.MANAGER),
}


class ContractRights(Struct, frozen=True):
    """One person's roles on one contract, with the names of those who could grant him more.

    `grantors` are the contract's managers of users, its referent first; a name, never a login (product.md, Identity).
    """

    contract: str
    roles: Mapping[Section, Role]
    referent: bool = False
    grantors: tuple[str, ...] = ()

    def role(self, section: Section) -> Role:
        """The role held in a section; none where nothing was granted."""
        return self.roles.get(section, Role.NONE)

    @property
    def is_empty(self) -> bool:
        """No role at all: for this person the contract doesn't exist."""
        return not any(self.roles.values())


class Allowed(Struct, frozen=True):
    """The person may."""

    def __bool__(self) -> bool:
        return True


class Denied(Struct, frozen=True):
    """The person may not: which role in which section is missing, what is held, and who can grant it."""

    action: Action
    contract: str
    section: Section
    role_needed: Role
    role_held: Role
    who_can_grant: tuple[str, ...]
    referent_only: bool = False

    def __bool__(self) -> bool:
        return False


class Unknown(Struct, frozen=True):
    """For this person there is no such contract, whether or not it exists (never told apart)."""

    def __bool__(self) -> bool:
        return False


def allowed(rights: ContractRights | None, action: Action) -> Allowed | Denied | Unknown:
    """May a person with these rights do this? The one place that decides (product.md section 1)."""
    if rights is None or rights.is_empty:
        return Unknown()
    need = NEEDS[action]
    held = rights.role(need.section)
    if held >= need.role and (rights.referent or not need.referent_only):
        return Allowed()
    return Denied(
        action=action,
        contract=rights.contract,
        section=need.section,
        role_needed=need.role,
        role_held=held,
        who_can_grant=rights.grantors[:1] if need.referent_only else rights.grantors,
        referent_only=need.referent_only,
    )


def full_rights(contract: str, grantors: tuple[str, ...] = ()) -> ContractRights:
    """The rights of a referent: the highest role of every section."""
    return ContractRights(
        contract, {section: roles[-1] for section, roles in ROLES_OFFERED.items()}, referent=True, grantors=grantors
    )
