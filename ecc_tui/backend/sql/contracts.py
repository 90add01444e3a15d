"""Contracts and the dashboard on the store (product.md section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ecc_tui.backend.sql import budgets, health
from ecc_tui.backend.sql.confirmed import once
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.instants import to_micro
from ecc_tui.backend.sql.request_search import contract_text, search_words
from ecc_tui.backend.sql.rights import require, rights_on, shown_name, visible_contracts
from ecc_tui.backend.sql.sessions import Caller
from ecc_tui.domain.contracts import (
    Budget,
    ContractDetails,
    ContractEntry,
    ContractName,
    ContractState,
    OfferKind,
)
from ecc_tui.domain.errors import InvalidInput, NotFound
from ecc_tui.domain.money import Money, to_nano
from ecc_tui.domain.rights import Action, ContractRights, Role, Section
from ecc_tui.domain.text import fold


class Contracts:
    """`backend.base.Contracts` on the store."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._person = caller.person

    async def tree(self) -> Sequence[ContractEntry]:
        """By company, offer and name."""
        return await self._caller.read(self._tree)

    def _tree(self, statements: Statements) -> Sequence[ContractEntry]:
        states = health.platform_states(statements, to_micro(self._caller.clock()))
        companies = dict(statements.iterate("SELECT id, name FROM companies"))
        offers = {id: (name, OfferKind(kind)) for id, name, kind in statements.iterate("SELECT * FROM offers")}
        found = statements.rows(
            "SELECT id, name, name_key, company_id, offer_id, platform_id FROM contracts"
            f" WHERE id IN ({visible_contracts(Section.DASHBOARD)})",
            (self._person.id,),
        )
        company_keys = {id: (fold(name), id) for id, name in companies.items()}
        offer_keys = {id: (fold(name), id) for id, (name, _) in offers.items()}
        found.sort(key=lambda row: (company_keys[row[3]], offer_keys[row[4]], row[2], row[0]))
        return [
            ContractEntry(id, name, company, companies[company], *offers[offer], health.state_of(states, platform))
            for id, name, _, company, offer, platform in found
        ]

    async def states(self, ids: Sequence[str]) -> Mapping[str, ContractState]:
        """For the lines in view: a few dozen."""
        return await self._caller.read(lambda statements: self._states(statements, ids))

    def _states(self, statements: Statements, ids: Sequence[str]) -> Mapping[str, ContractState]:
        now = self._caller.clock()
        found = {}
        for id in dict.fromkeys(ids):
            row = statements.row(
                "SELECT c.platform_id, c.billing_zone, r.orders FROM rights r JOIN contracts c ON c.id = r.contract_id"
                " WHERE r.user_id = ? AND r.contract_id = ? AND r.dashboard >= 1",
                (self._person.id, id),
            )
            if row is None:
                continue
            platform, zone, orders = row
            budget = budgets.used(statements, id, zone, now)
            open_requests = (
                statements.value("SELECT count(*) FROM requests WHERE contract_id = ? AND status <> 'completed'", (id,))
                if orders
                else None
            )
            alerts = health.incidents(statements, platform, to_micro(now)) if platform else 0
            if budget:
                alerts += budget.thresholds_crossed
            found[id] = ContractState(id, budget.percent if budget else None, open_requests, alerts)
        return found

    async def details(self, id: str) -> ContractDetails:
        """Raises NotFound, ActionDenied."""
        return await self._caller.read(lambda statements: self._details(statements, id))

    def _details(self, statements: Statements, id: str) -> ContractDetails:
        rights = require(statements, self._person, id, Action.SEE_DASHBOARD)
        row: tuple[Any, ...] | None = statements.row(
            "SELECT c.name, y.name, o.name, o.kind, t.name, c.started, c.ends, u.first_name, u.last_name, u.login,"
            " c.support_level, c.billing_zone, c.platform_id FROM contracts c"
            " JOIN companies y ON y.id = c.company_id JOIN offers o ON o.id = c.offer_id"
            " JOIN contract_types t ON t.id = c.contract_type_id JOIN users u ON u.id = c.referent_id WHERE c.id = ?",
            (id,),
        )
        if row is None:
            raise NotFound("contract", id)
        name, company, offer, kind, contract_type, started, ends, first, last, login, level, zone, platform = row
        now = self._caller.clock()
        return ContractDetails(
            id=id,
            name=name,
            company=company,
            offer=offer,
            kind=OfferKind(kind),
            contract_type=contract_type,
            started=date.fromisoformat(started),
            ends=date.fromisoformat(ends) if ends else None,
            referent=shown_name(first, last, login),
            support_level=level,
            zone=zone,
            health=health.platform_health(statements, platform, now) if platform else None,
            budget=budgets.state(statements, id, zone, now),
            rights=rights,
        )

    async def rights(self, id: str) -> ContractRights:
        """Raises NotFound where the person has no role."""
        found = await self._caller.read(lambda statements: rights_on(statements, self._person, id))
        if found is None or found.is_empty:
            raise NotFound("contract", id)
        return found

    async def names(self, section: Section, role: Role = Role.VISITOR) -> Sequence[ContractName]:
        """By name."""
        rows = await self._caller.read(
            lambda statements: statements.rows(
                "SELECT c.id, c.name, y.name FROM contracts c JOIN companies y ON y.id = c.company_id"
                f" WHERE c.id IN ({visible_contracts(section, role)}) ORDER BY c.name_key, c.id",
                (self._person.id,),
            )
        )
        return [ContractName(*row) for row in rows]

    async def find(self, text: str, limit: int = 20) -> Sequence[ContractName]:
        """By name; none for a search without any word."""
        words = [f" {word}" for word in search_words(text)]
        if not words:
            return ()

        def search(statements: Statements) -> Sequence[ContractName]:
            found: list[ContractName] = []
            for id, name, company in statements.iterate(
                "SELECT c.id, c.name, y.name FROM rights r JOIN contracts c ON c.id = r.contract_id"
                " JOIN companies y ON y.id = c.company_id WHERE r.user_id = ? ORDER BY c.name_key, c.id",
                (self._person.id,),
            ):
                text = contract_text(id, name)
                if all(word in text for word in words):
                    found.append(ContractName(id, name, company))
                    if len(found) == limit:
                        break
            return found

        return await self._caller.read(search)

    async def administrators(self) -> Sequence[str]:
        """By name."""
        rows = await self._caller.read(
            lambda statements: statements.rows(
                "SELECT first_name, last_name, login FROM users WHERE company_id = ? AND administrator = 1"
                " ORDER BY name_key, id",
                (self._person.company_id,),
            )
        )
        return [shown_name(*row) for row in rows]

    async def set_budget(self, id: str, amount: Money, *, version: int, key: str) -> Budget:
        """Rights, key, version and write in one transaction."""
        content = (id, str(amount.amount), amount.currency, str(version))

        def write(statements: Statements) -> Budget:
            require(statements, self._person, id, Action.SET_BUDGET)
            at = to_micro(self._caller.clock())
            return once(
                statements,
                self._person.id,
                key,
                Action.SET_BUDGET,
                content,
                at,
                Budget,
                lambda: budgets.change_amount(statements, id, _valid(amount), version),
            )

        return await self._caller.write(write)


def _valid(amount: Money) -> Money:
    """A budget's amount: positive, no finer than the currency, within what the store holds. Raises InvalidInput."""
    if not amount.amount.is_finite():
        raise InvalidInput("amount", "number")
    if amount.amount <= 0:
        raise InvalidInput("amount", "positive")
    try:
        if amount.rounded().amount != amount.amount:
            raise InvalidInput("amount", "too-fine", currency=amount.currency)
        to_nano(amount.amount)
    except (ValueError, InvalidOperation):
        raise InvalidInput("amount", "too-large") from None
    return Money(amount.amount + Decimal(0), amount.currency)
