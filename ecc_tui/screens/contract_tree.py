"""How contracts stand in the dashboard's tree (D1): its columns, its groups, the cells of a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ecc_tui.domain.contracts import ContractEntry, ContractState
from ecc_tui.i18n import N_
from ecc_tui.screens.contract_words import health_cell
from ecc_tui.widgets.bars import budget_cell
from ecc_tui.widgets.cells import CellLike, Column
from ecc_tui.widgets.tree import Node
from ecc_tui.wording import offer_kind_name

BUDGET_WIDTH = 16
OPEN_UP_TO = 200
"""Contracts; a longer tree starts with its companies closed."""

COLUMNS = (
    Column("contract", N_("contract"), None, minimum=30, sortable=False),
    Column("health", N_("health"), 14, sortable=False),
    Column("budget", N_("budget"), BUDGET_WIDTH, sortable=False, rank=1),
    Column("requests", N_("open"), 4, align="right", sortable=False),
    Column("alerts", N_("alerts"), 6, align="right", sortable=False, rank=2),
)


def contract_nodes(entries: Sequence[ContractEntry]) -> list[Node]:
    """Company, then offer with its kind, then contract; entries come in that order."""
    many = len(entries) > OPEN_UP_TO
    companies = []
    for (company_id, company), of_company in groupby(entries, key=lambda entry: (entry.company_id, entry.company)):
        offers = []
        for (offer, kind), of_offer in groupby(of_company, key=lambda entry: (entry.offer, entry.kind)):
            leaves = tuple(Node(entry.id, f"{entry.id} {entry.name}") for entry in of_offer)
            offers.append(Node(f"{company_id}/{offer}", f"{offer} · {offer_kind_name(kind)}", leaves, "muted"))
        companies.append(Node(f"company {company_id}", company, tuple(offers), open=not many))
    return companies


def contract_cells(entry: ContractEntry, state: ContractState | None) -> Sequence[CellLike]:
    """Health at once; budget, open requests and alerts when they are known, blank where they may not be seen."""
    health = health_cell(entry.health)
    if state is None:
        return (health, ("", ""), ("", ""), ("", ""))
    requests = "" if state.open_requests is None else str(state.open_requests or "·")
    return (
        health,
        budget_cell(state.budget_used, BUDGET_WIDTH),
        (requests, "" if state.open_requests else "muted"),
        (f"! {state.alerts}", "warn") if state.alerts else ("", ""),
    )
