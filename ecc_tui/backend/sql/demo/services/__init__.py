"""The demo's catalogue: six categories, French and English, invented like everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import structs

from ecc_tui.backend.sql.demo.services import computing, network, platforms, security, storage, support
from ecc_tui.backend.sql.demo.services.bespoke import BESPOKE
from ecc_tui.backend.sql.exchange.catalogue_records import CategoryRecord, ServiceRecord

CATEGORIES = (
    CategoryRecord(id=support.CATEGORY, name={"fr": "Support et conseil", "en": "Support and advice"}),
    CategoryRecord(id=computing.CATEGORY, name={"fr": "Calcul", "en": "Computing"}),
    CategoryRecord(id=network.CATEGORY, name={"fr": "Réseau", "en": "Network"}),
    CategoryRecord(id=storage.CATEGORY, name={"fr": "Stockage et sauvegarde", "en": "Storage and backup"}),
    CategoryRecord(id=platforms.CATEGORY, name={"fr": "Services managés", "en": "Managed services"}),
    CategoryRecord(id=security.CATEGORY, name={"fr": "Sécurité", "en": "Security"}),
)

SERVICES: Mapping[str, ServiceRecord] = {
    service.id: service
    for service in (
        *support.SERVICES,
        *computing.SERVICES,
        BESPOKE,
        *network.SERVICES,
        *storage.SERVICES,
        *platforms.SERVICES,
        *security.SERVICES,
    )
}
"""By id, in the catalogue's order."""


def catalogue() -> Iterator[CategoryRecord | ServiceRecord]:
    """Everything, with its places."""
    for position, category in enumerate(CATEGORIES):
        yield structs.replace(category, position=position)
    for position, service in enumerate(SERVICES.values()):
        yield structs.replace(service, position=position)
