"""A word for every value of the domain: names of places, sections and roles, states with their one-cell signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecc_tui.domain.account import PasswordCondition
from ecc_tui.domain.contracts import BudgetBasis, BudgetPeriod, Health, OfferKind
from ecc_tui.domain.links import Place
from ecc_tui.domain.requests import Kind, Outcome, Status
from ecc_tui.domain.rights import Action, Role, Section
from ecc_tui.domain.text import clean
from ecc_tui.i18n import N_, _

if TYPE_CHECKING:
    from ecc_tui.backend.base import Capabilities

_PLACES = {
    Place.DASHBOARD: N_("Dashboard"),
    Place.REQUESTS: N_("Requests"),
    Place.CATALOGUE: N_("Service catalogue"),
    Place.RIGHTS: N_("Rights"),
    Place.INVOICES: N_("Invoices"),
    Place.DOCUMENTS: N_("Documents"),
    Place.HELP: N_("Help"),
    Place.ACCOUNT: N_("My account"),
}

_SHORT_PLACES = {
    Place.DASHBOARD: N_("Dash"),
    Place.REQUESTS: N_("Req"),
    Place.CATALOGUE: N_("Cat"),
    Place.RIGHTS: N_("Rgts"),
    Place.INVOICES: N_("Inv"),
    Place.DOCUMENTS: N_("Docs"),
    Place.HELP: N_("Hlp"),
    Place.ACCOUNT: N_("Acct"),
}

_SECTIONS = {
    Section.CONTRACTS: N_("Contracts"),
    Section.DOCUMENTS: N_("Documents"),
    Section.INVOICES: N_("Invoices"),
    Section.ORDERS: N_("Orders"),
    Section.SERVICES: N_("Services"),
    Section.SUPPORT: N_("Support"),
    Section.USERS: N_("Users"),
    Section.DASHBOARD: N_("Dashboard"),
}

_ROLE_NAMES = {Role.NONE: N_("No access"), Role.VISITOR: N_("Visitor"), Role.MANAGER: N_("Manager")}
_ROLE_WORDS = {Role.NONE: N_("no access"), Role.VISITOR: N_("visitor"), Role.MANAGER: N_("manager")}

_ACTIONS = {
    Action.SEE_DASHBOARD: N_("See the dashboard"),
    Action.SEE_CONTRACT: N_("See the contract sheet"),
    Action.SET_BUDGET: N_("Modify the budget"),
    Action.HAND_OVER_REFERENT: N_("Hand over the referent's role"),
    Action.SEE_DOCUMENTS: N_("See the documents"),
    Action.CHANGE_DOCUMENTS: N_("Add and remove documents"),
    Action.SEE_CONSUMPTION: N_("See the consumption"),
    Action.SEE_INVOICES: N_("See the invoices"),
    Action.SEE_REQUESTS: N_("See the requests"),
    Action.REPORT_INCIDENT: N_("Report an incident"),
    Action.REQUEST_CHANGE: N_("Request a change"),
    Action.COMMENT_REQUEST: N_("Comment on a request"),
    Action.SEE_CATALOGUE: N_("See the service catalogue"),
    Action.ORDER: N_("Order a service"),
    Action.SEE_SUPPORT: N_("See the support page"),
    Action.SEE_USERS: N_("See the users"),
    Action.CHANGE_USERS: N_("Add users and change their rights"),
}

_HEALTH = {
    Health.OPERATIONAL: ("●", N_("operational")),
    Health.DEGRADED: ("▲", N_("degraded")),
    Health.OUTAGE: ("✖", N_("outage")),
    Health.MAINTENANCE: ("◆", N_("maintenance")),
    Health.UNKNOWN: ("○", N_("unknown")),
}

_STATUSES = {
    Status.SUBMITTED: ("○", N_("submitted")),
    Status.IN_PROGRESS: ("◐", N_("in progress")),
    Status.COMPLETED: ("●", N_("completed")),
}

_OUTCOMES = {
    Outcome.DELIVERED: N_("delivered"),
    Outcome.REJECTED: N_("rejected"),
    Outcome.CANCELLED: N_("cancelled"),
}

_KINDS = {Kind.ORDER: N_("order"), Kind.INCIDENT: N_("incident"), Kind.CHANGE: N_("change")}

_OFFER_KINDS = {OfferKind.INFRASTRUCTURE: N_("Infrastructure"), OfferKind.MANAGED: N_("Managed services")}

_SUPPORT_LEVELS = {
    "standard": N_("Standard"),
    "bronze": N_("Bronze"),
    "silver": N_("Silver"),
    "gold": N_("Gold"),
}

_PERIODS = {BudgetPeriod.MONTH: N_("month"), BudgetPeriod.QUARTER: N_("quarter"), BudgetPeriod.YEAR: N_("year")}

_BASES = {
    BudgetBasis.NET_BEFORE_DISCOUNT: N_("net of tax, before discount"),
    BudgetBasis.NET_AFTER_DISCOUNT: N_("net of tax, after discount"),
}

_PASSWORD_CONDITIONS = {
    PasswordCondition.LENGTH: N_("at least {length} characters, at most {longest}"),
    PasswordCondition.LOWER: N_("a lower-case letter"),
    PasswordCondition.UPPER: N_("an upper-case letter"),
    PasswordCondition.DIGIT: N_("a digit"),
    PasswordCondition.SIGN: N_("one of {signs}"),
    PasswordCondition.ONLY_ALLOWED: N_("no other character"),
}


def place_name(place: Place) -> str:
    """One of the eight entries."""
    return _(_PLACES[place])


def place_short_name(place: Place) -> str:
    """The same in four or five cells, for 80 columns."""
    return _(_SHORT_PLACES[place])


def section_name(section: Section) -> str:
    """A section of the matrix of rights."""
    return _(_SECTIONS[section])


def role_name(role: Role) -> str:
    """A role as in a list: `Manager`."""
    return _(_ROLE_NAMES[role])


def role_word(role: Role) -> str:
    """A role as in a sentence: `manager`."""
    return _(_ROLE_WORDS[role])


def action_name(action: Action) -> str:
    """What a role permits: `Order a service`."""
    return _(_ACTIONS[action])


def health_word(health: Health) -> str:
    """The state of a platform."""
    return _(_HEALTH[health][1])


def health_glyph(health: Health) -> str:
    """Its one-cell sign, which never stands without the word or a column that says what it means."""
    return _HEALTH[health][0]


def status_word(status: Status) -> str:
    """Where a request stands."""
    return _(_STATUSES[status][1])


def status_glyph(status: Status) -> str:
    """Its one-cell sign."""
    return _STATUSES[status][0]


def outcome_word(outcome: Outcome) -> str:
    """How a request ended."""
    return _(_OUTCOMES[outcome])


def kind_word(kind: Kind) -> str:
    """What a request asks for."""
    return _(_KINDS[kind])


def offer_kind_name(kind: OfferKind) -> str:
    """Infrastructure or managed services."""
    return _(_OFFER_KINDS[kind])


def support_level_name(level: str) -> str:
    """A support level; one that isn't known is shown as it is."""
    known = _SUPPORT_LEVELS.get(level.lower())
    return _(known) if known else level


def period_word(period: BudgetPeriod) -> str:
    """How long a budget lasts: `month`."""
    return _(_PERIODS[period])


def basis_words(basis: BudgetBasis) -> str:
    """What a budget counts; always printed beside the figure."""
    return _(_BASES[basis])


def password_condition(condition: PasswordCondition, *, length: int, longest: int, signs: str) -> str:
    """A clause of rule A3, as the form lists it."""
    return _(_PASSWORD_CONDITIONS[condition]).format(length=length, longest=longest, signs=signs)


def refused_character(character: str) -> str:
    """Which character of a password is not allowed (A3); a dash is easily taken for the hyphen."""
    if character == "–":
        return _("“–” is a dash and not allowed: type the hyphen “-”")
    return _("“{character}” is not allowed").format(character=clean(character))


_BACKENDS = {"local store": N_("local store"), "demo": N_("local store · demo")}


def backend_name(capabilities: Capabilities) -> str:
    """Where one is: `local store`, or the name that its owner gave to a connection."""
    name = capabilities.name
    return _(_BACKENDS[name]) if name in _BACKENDS else name
