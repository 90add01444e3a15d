"""The service catalogue on the store (product.md section 6): each call under the person's rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecc_tui.backend.base import NO_FILES
from ecc_tui.backend.sql import form_options, orders
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.days import contract_today
from ecc_tui.backend.sql.offered_services import find_services, list_services, read_service
from ecc_tui.backend.sql.request_search import search_words
from ecc_tui.backend.sql.rights import require, require_any, visible_contracts
from ecc_tui.backend.sql.sessions import Caller
from ecc_tui.backend.sql.uploads import hashed
from ecc_tui.domain.catalogue import Contact, Element, Price, Service, ServiceEntry
from ecc_tui.domain.forms import Entries
from ecc_tui.domain.requests import NewFile, Receipt
from ecc_tui.domain.rights import Action, Role, Section


class Catalogue:
    """`backend.base.Catalogue` on the store."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._person = caller.person

    async def services(self, contract: str) -> Sequence[ServiceEntry]:
        """Raises NotFound, ActionDenied."""

        def read(statements: Statements) -> Sequence[ServiceEntry]:
            require(statements, self._person, contract, Action.SEE_CATALOGUE)
            return list_services(statements, contract)

        return await self._caller.read(read)

    async def service(self, contract: str, id: str) -> Service:
        """Raises NotFound, ActionDenied."""

        def read(statements: Statements) -> Service:
            require(statements, self._person, contract, Action.SEE_CATALOGUE)
            return read_service(statements, contract, id)

        return await self._caller.read(read)

    async def contacts(self, contract: str) -> Sequence[Contact]:
        """Oneself first, then by name."""

        def read(statements: Statements) -> Sequence[Contact]:
            require_any(statements, self._person, contract, Action.ORDER, Action.REPORT_INCIDENT)
            return form_options.contacts(statements, self._person, contract)

        return await self._caller.read(read)

    async def elements(self, contract: str) -> Sequence[Element]:
        """By id."""

        def read(statements: Statements) -> Sequence[Element]:
            require_any(statements, self._person, contract, Action.ORDER, Action.REPORT_INCIDENT)
            today = contract_today(statements, contract, self._caller.clock())
            return form_options.elements(statements, contract, today)

        return await self._caller.read(read)

    async def order(
        self,
        contract: str,
        service: str,
        answers: Entries,
        files: Mapping[str, Sequence[NewFile]] = NO_FILES,
        *,
        version: int,
        price: Price,
        language: str,
        key: str,
    ) -> Receipt:
        """Key, rights, checks and all that is written, in one transaction."""
        uploads = await hashed(self._caller, files, key)
        order = orders.Order(contract, service, answers, version, price, language, uploads)
        return await self._caller.write(
            lambda statements: orders.place(statements, self._person, order, key, self._caller.clock())
        )

    async def find(self, text: str, limit: int = 20) -> Sequence[tuple[str, ServiceEntry]]:
        """None for a search without any word."""
        words = search_words(text)
        if not words:
            return ()

        def read(statements: Statements) -> Sequence[tuple[str, ServiceEntry]]:
            return find_services(statements, words, self._contract_by_offer(statements), limit)

        return await self._caller.read(read)

    def _contract_by_offer(self, statements: Statements) -> Mapping[str, str]:
        """For each offer one of the person's contracts: one on which he may order, where there is one."""
        found: dict[str, str] = {}
        for role in (Role.MANAGER, Role.VISITOR):
            for offer, contract in statements.iterate(
                "SELECT offer_id, id FROM contracts"
                f" WHERE id IN ({visible_contracts(Section.SERVICES, role)}) ORDER BY name_key, id",
                (self._person.id,),
            ):
                found.setdefault(offer, contract)
        return found
