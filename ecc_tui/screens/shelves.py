"""What the catalogue shows: the services of one contract, and the contracts that could be chosen instead."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ecc_tui.domain.catalogue import ServiceEntry
from ecc_tui.domain.contracts import ContractName
from ecc_tui.domain.rights import ContractRights, Role, Section
from ecc_tui.screens.portal import Portal


class Shelves(Struct, frozen=True):
    """The services of a contract with the person's rights on it; its name is empty where it can't be chosen."""

    contract: ContractName
    contracts: Sequence[ContractName]
    entries: Sequence[ServiceEntry]
    rights: ContractRights


async def shelves_of(portal: Portal, wanted: str) -> Shelves | None:
    """The shelves of a contract, None where the person may see no catalogue.

    Where none is wanted, of the first one for which he may order, else of the first one.

    Raises what the backend raises.
    """
    names = await portal.ask(lambda session: session.contracts.names(Section.SERVICES))
    if not names and not wanted:
        return None
    contract = next((name for name in names if name.id == wanted), None)
    if contract is None:
        contract = ContractName(wanted, "") if wanted else await _first(portal, names)
    id = contract.id
    entries = await portal.ask(lambda session: session.catalogue.services(id))
    rights = await portal.ask(lambda session: session.contracts.rights(id))
    return Shelves(contract, names, entries, rights)


async def _first(portal: Portal, names: Sequence[ContractName]) -> ContractName:
    orderable = await portal.ask(lambda session: session.contracts.names(Section.SERVICES, Role.MANAGER))
    return (*orderable, *names)[0]
