"""Rights as the store keeps them: read for one contract, or woven into a query over many."""

from __future__ import annotations

from ecc_tui.backend.sql.database import Statements
from ecc_tui.domain.account import Person
from ecc_tui.domain.errors import ActionDenied, NotFound
from ecc_tui.domain.rights import Action, ContractRights, Denied, Role, Section, Unknown, allowed

SECTIONS = tuple(Section)
SECTION_COLUMNS = ", ".join(SECTIONS)
"""Columns of `rights`, in the order of `SECTIONS`."""
MOST_GRANTORS = 20


def rights_on(statements: Statements, person: Person, contract: str) -> ContractRights | None:
    """The person's roles on a contract; None where he has none, whether or not it exists."""
    found = statements.row(
        f"SELECT referent, {SECTION_COLUMNS} FROM rights WHERE user_id = ? AND contract_id = ?", (person.id, contract)
    )
    if found is None:
        return None
    roles = {section: Role(value) for section, value in zip(SECTIONS, found[1:], strict=True)}
    return ContractRights(contract, roles, referent=bool(found[0]), grantors=_grantors(statements, contract))


def _grantors(statements: Statements, contract: str) -> tuple[str, ...]:
    found = statements.rows(
        "SELECT u.first_name, u.last_name, u.login FROM rights r JOIN users u ON u.id = r.user_id"
        " WHERE r.contract_id = ? AND r.users = 2 ORDER BY r.referent DESC, u.name_key, u.id LIMIT ?",
        (contract, MOST_GRANTORS),
    )
    return tuple(shown_name(*name) for name in found)


def shown_name(first_name: str, last_name: str, login: str) -> str:
    """A person's name as `Person.name` gives it."""
    return f"{first_name} {last_name}".strip() or login


def require(
    statements: Statements, person: Person, contract: str, action: Action, *, what: str = "contract", id: str = ""
) -> ContractRights:
    """The rights under which the person may do that. Raises ActionDenied, or NotFound of `what` without any role."""
    rights = rights_on(statements, person, contract)
    verdict = allowed(rights, action)
    if isinstance(verdict, Denied):
        raise ActionDenied(verdict)
    if rights is None or isinstance(verdict, Unknown):
        raise NotFound(what, id or contract)
    return rights


def require_any(statements: Statements, person: Person, contract: str, *actions: Action) -> ContractRights:
    """The same where one of several actions is enough; denied is the first of them."""
    rights = rights_on(statements, person, contract)
    if rights is not None and any(allowed(rights, action) for action in actions):
        return rights
    return require(statements, person, contract, actions[0])


def visible_contracts(section: Section, role: Role = Role.VISITOR) -> str:
    """A query for the ids of contracts on which a person has at least that role; its parameter is the person's id."""
    return f"SELECT contract_id FROM rights WHERE user_id = ? AND {Section(section)} >= {int(role)}"
