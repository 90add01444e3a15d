"""Services that contracts can order, as they are now: those of the contract's offer that are not withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.service_rows import DETAIL_COLUMNS, ENTRY_COLUMNS, entry_of, search_key, service_of, texts_of
from ecc_tui.domain.catalogue import Category, Service, ServiceEntry
from ecc_tui.domain.errors import NotFound

_OFFERED = (
    "FROM service_offers JOIN services ON services.id = service_offers.service_id"
    " WHERE service_offers.offer_id = (SELECT offer_id FROM contracts WHERE id = ?) AND services.withdrawn = 0"
)


def list_services(statements: Statements, contract: str) -> Sequence[ServiceEntry]:
    """By category, then in the catalogue's order; reads what the list shows, and no form."""
    categories = _categories(statements)
    places = {id: place for place, id in enumerate(categories)}
    rows = statements.rows(f"SELECT services.position, {ENTRY_COLUMNS} {_OFFERED}", (contract,))
    rows.sort(key=lambda row: (places[row[2]], row[0], row[1]))
    return [entry_of(categories, row[1:]) for row in rows]


def read_service(statements: Statements, contract: str, id: str) -> Service:
    """One of them. Raises NotFound for one that the contract can't order."""
    entry = statements.row(f"SELECT {ENTRY_COLUMNS} {_OFFERED} AND services.id = ?", (contract, id))
    detail = statements.row(f"SELECT {DETAIL_COLUMNS} FROM services WHERE services.id = ?", (id,))
    if entry is None or detail is None:
        raise NotFound("service", id)
    return service_of(entry_of(_categories(statements), entry), detail)


def find_services(
    statements: Statements, words: Sequence[str], contracts: Mapping[str, str], limit: int
) -> Sequence[tuple[str, ServiceEntry]]:
    """Those that have words beginning so, in their name before in their summary, each with its offer's contract.

    `words` as `search_words` gives them; `contracts` by offer.
    """
    wanted = [f" {word}" for word in words]
    hits: dict[str, tuple[bool, int, str]] = {}
    offers: dict[str, str] = {}
    for id, key, name, position, offer in statements.iterate(
        "SELECT services.id, services.name_key, services.name, services.position, service_offers.offer_id FROM services"
        " JOIN service_offers ON service_offers.service_id = services.id WHERE services.withdrawn = 0"
    ):
        if offer not in contracts or not all(word in f" {key}" for word in wanted):
            continue
        if id not in hits:
            own = f" {search_key(texts_of(name), {})}"
            hits[id] = (not all(word in own for word in wanted), position, id)
        offers[id] = min(offers.get(id, offer), offer)
    found = sorted(hits, key=hits.__getitem__)[:limit]
    categories = _categories(statements)
    rows = statements.iterate(
        f"SELECT {ENTRY_COLUMNS} FROM services WHERE services.id IN ({', '.join('?' * len(found))})", found
    )
    entries = {row[0]: entry_of(categories, row) for row in rows}
    return [(contracts[offers[id]], entries[id]) for id in found]


def _categories(statements: Statements) -> Mapping[str, Category]:
    """By id, in the catalogue's order."""
    rows = statements.iterate("SELECT id, name FROM categories ORDER BY position, id")
    return {id: Category(id, texts_of(name)) for id, name in rows}
