"""What the demo's contracts have subscribed: since their beginning, and by the orders that were delivered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ecc_tui.backend.sql.demo.content import DemoContract
from ecc_tui.backend.sql.exchange.catalogue_records import SubscriptionRecord
from ecc_tui.backend.sql.exchange.request_records import LineItem, RequestRecord
from ecc_tui.domain.forms import Texts
from ecc_tui.domain.requests import Outcome

MOST_ORDERED = 4
"""Subscriptions of a contract that come from its newest orders."""

_MACHINES = {"fr": "machines", "en": "machines"}
_TIB = {"fr": "Tio", "en": "TiB"}
_Row = tuple[dict[str, str], str, dict[str, str], str]

_BY_OFFER: dict[str, tuple[_Row, ...]] = {
    "flexible-engine": (
        ({"fr": "Machines virtuelles de production", "en": "Production virtual machines"}, "6", _MACHINES, "236.52"),
        ({"fr": "Stockage objet, classe standard", "en": "Object storage, standard class"}, "12", _TIB, "19.80"),
        ({"fr": "Espace de sauvegarde", "en": "Backup space"}, "8", _TIB, "41.50"),
    ),
    "fca": (
        ({"fr": "Exploitation de l’application", "en": "Operation of the application"}, "1", {}, "1250"),
        ({"fr": "Base managée, haute disponibilité", "en": "Managed database, high availability"}, "2", {}, "412.35"),
        ({"fr": "Espace de sauvegarde", "en": "Backup space"}, "6", _TIB, "41.50"),
    ),
    "cloud-avenue": (
        ({"fr": "Cluster Kubernetes des magasins", "en": "Kubernetes cluster of the shops"}, "1", {}, "149"),
        ({"fr": "Nœuds du cluster", "en": "Nodes of the cluster"}, "5", _MACHINES, "236.52"),
        ({"fr": "Répartiteur de charge dédié", "en": "Dedicated load balancer"}, "1", {}, "74.90"),
    ),
}
_FORMER = (
    (40, {"fr": "Liaison 100 Mbit/s", "en": "Line, 100 Mbit/s"}, "240"),
    (-60, {"fr": "Serveur d’impression", "en": "Print server"}, "59.13"),
)
"""One that ends so many days from today, one that has ended."""
_SUPPORT = {"bronze": "190", "silver": "450", "gold": "890"}


def first_subscription(contract: DemoContract) -> tuple[str, Texts]:
    """Its id and name."""
    return f"{contract.id}-S01", _BY_OFFER[contract.offer][0][0]


def subscriptions(
    contract: DemoContract, requests: Sequence[RequestRecord], today: date
) -> Iterator[SubscriptionRecord]:
    """Active ones, one that ends soon, one that has ended, and those that the newest delivered orders brought."""
    started = date.fromisoformat(contract.started)
    rows = list(_BY_OFFER[contract.offer])
    if contract.support in _SUPPORT:
        level = contract.support.capitalize()
        name = {"fr": f"Support {level}", "en": f"{level} support"}
        rows.append((name, "1", {}, _SUPPORT[contract.support]))
    for place, (name, quantity, unit, price) in enumerate(rows, 1):
        yield SubscriptionRecord(
            id=f"{contract.id}-S{place:02}", contract=contract.id, name=name, quantity=quantity, unit=unit,
            unit_price=price, currency="EUR", started=started,
        )  # fmt: skip
    for place, (days, name, price) in enumerate(_FORMER, len(rows) + 1):
        yield SubscriptionRecord(
            id=f"{contract.id}-S{place:02}",
            contract=contract.id,
            name=name,
            unit_price=price,
            currency="EUR",
            started=started,
            ends=today + timedelta(days=days),
            commitment_ends=started + timedelta(days=365),
            state="ending" if days > 0 else "ended",
        )
    delivered = [request for request in requests if request.contract == contract.id and _monthly(request)]
    for place, request in enumerate(delivered[-MOST_ORDERED:], len(rows) + len(_FORMER) + 1):
        line = _monthly(request)[0]
        yield SubscriptionRecord(
            id=f"{contract.id}-S{place:02}",
            contract=contract.id,
            name=line.label_texts,
            quantity=line.quantity,
            unit=line.unit_texts,
            unit_price=line.unit_price,
            currency=line.currency,
            started=request.changed.date(),
            request=request.id,
        )


def _monthly(request: RequestRecord) -> Sequence[LineItem]:
    return [line for line in request.lines if line.monthly] if request.outcome is Outcome.DELIVERED else ()
