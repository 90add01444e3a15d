"""What the demo's people order: services of its catalogue, with the answers of their forms."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ecc_tui.domain.forms import Entry

ELEMENT = "*"
"""An answer: the contract's first subscription."""


class Asked(Struct, frozen=True):
    """A request: its language, name and description; an order's service with the answers that aren't its defaults.

    A day is `+14`, counted from the request's issue. The contact person is the requester.
    """

    language: str
    name: str
    description: str
    service: str = ""
    answers: Mapping[str, Entry] = {}


ORDERED: tuple[Asked, ...] = (
    Asked(
        "fr",
        "Règle de pare-feu pour la boutique en ligne",
        "Ouvrir le port 443 depuis le réseau du prestataire de paiement vers le répartiteur frontal.\n"
        "Source : 203.0.113.0/26. Destination : lb-boutique-01.",
        "firewall-rules",
        {"action": "open", "source": "203.0.113.0/26", "destination": "lb-boutique-01", "port": "443"},
    ),
    Asked(
        "fr",
        "Extension du volume de sauvegarde",
        "Le volume de sauvegarde atteint 91 %. Le porter de 8 à 12 Tio avant la clôture trimestrielle.",
        "backup",
        {"element": ELEMENT, "space": "4", "retention": "90", "reports-to": "sauvegardes@aurelac.example"},
    ),
    Asked(
        "en",
        "Reserved instances for the analytics cluster",
        "Six reserved instances for twelve months; the nodes run day and night since the spring.",
        "reserved-instances",
        {"size": "s7n.2xlarge.4", "instances": "6", "term": "one-year", "start": "+14"},
    ),
    Asked(
        "en",
        "VPN tunnel to the Lyon warehouse",
        "IPsec, IKEv2, AES-256-GCM. The warehouse's gateway is 198.51.100.17; shared key by the usual channel.",
        "vpn-gateway",
        {
            "site": "Entrepôt de Lyon",
            "gateway": "198.51.100.17",
            "remote-network": "192.168.40.0/24",
            "local-network": "10.20.0.0/16",
        },
    ),
    Asked(
        "fr",
        "Renouvellement du certificat de www.aurelac.example",
        "Certificat à validation d’organisation, un an, avec les noms www, boutique et api.",
        "tls-certificate",
        {
            "host-name": "www.aurelac.example",
            "more": "2",
            "names": "boutique.aurelac.example\napi.aurelac.example",
            "validation": "organisation",
            "head-office": "+33199004512",
        },
    ),
    Asked(
        "fr",
        "Deux machines virtuelles pour la recette",
        "Même image que la production, réseau de recette, arrêt automatique la nuit et le week-end.",
        "virtual-machines",
        {
            "machines": "2",
            "disk": "400",
            "name": "recette",
            "network": "10.30.0.0/24",
            "night-stop": "yes",
        },
    ),
    Asked(
        "fr",
        "Base PostgreSQL managée pour le nouveau catalogue",
        "Version 16, haute disponibilité sur deux zones, sauvegarde toutes les six heures.",
        "database",
        {"name": "catalogue", "disk": "500", "network": "10.20.4.0/24"},
    ),
    Asked(
        "en",
        "Load balancer for the click-and-collect service",
        "Dedicated, with TLS termination and health checks every five seconds.",
        "load-balancer",
        {"name": "click-collect", "host-name": "collect.aurelac.example"},
    ),
    Asked(
        "fr",
        "Cluster Kubernetes de préproduction",
        "Trois nœuds, version identique à la production, registre d’images partagé.",
        "kubernetes",
        {"name": "preproduction", "nodes": "3", "tools": ("registry", "monitoring")},
    ),
    Asked(
        "en",
        "Archive storage for till receipts",
        "Fiscal rule: kept ten years, read almost never. About 40 TiB in the first year.",
        "s3-storage",
        {
            "bucket": "aurelac-receipts",
            "class": "archive",
            "volume": "40",
            "lock": "yes",
            "lock-days": "3650",
        },
    ),
    Asked(
        "fr",
        "Journée d’accompagnement : revue des coûts",
        "Revue avec le contrôle de gestion : instances surdimensionnées, volumes orphelins, réservations.",
        "expert-days",
        {
            "topic": "costs",
            "wished": "+21",
            "goals": "Savoir quelles instances réduire, quels volumes supprimer et quoi réserver.",
            "phone": "+33199004512",
        },
    ),
    Asked(
        "fr",
        "Adresses IP publiques pour les bornes en magasin",
        "Huit adresses, une par région commerciale, avec résolution inverse.",
        "ip-addresses",
        {
            "addresses": "8",
            "use": "Bornes en magasin, une par région commerciale.",
            "reverse": "yes",
            "host-name": "bornes.aurelac.example",
        },
    ),
    Asked(
        "en",
        "Extra memory for the ERP application servers",
        "From 16 to 32 GiB on both nodes, during the Sunday maintenance window.",
        "virtual-machines",
        {"size": "large", "machines": "2", "disk": "0", "name": "erp-app"},
    ),
    Asked(
        "fr",
        "Passage au support Gold pendant les soldes",
        "Du 2 janvier au 15 février, pour les contrats de vente en ligne uniquement.",
        "support-level",
        {
            "level": "gold",
            "from": "+10",
            "temporary": "yes",
            "until": "+54",
            "reason": "Soldes d’hiver",
        },
    ),
    Asked(
        "en",
        "Disk for the image library",
        "2 TiB SSD, encrypted with our own key, mounted on media-02.",
        "volumes",
        {
            "size": "2048",
            "machine": "media-02",
            "mount-point": "/srv/images",
            "own-key": "yes",
            "key-name": "media-key-2",
        },
    ),
    Asked(
        "fr",
        "Bac à sable pour l’équipe données",
        "Environnement isolé, sans accès à la production, à supprimer dans trois mois.",
        "bespoke-environment",
        {
            "name": "sandbox-data",
            "purpose": "Essais de l’équipe données, sans accès à la production.",
            "kind": "development",
            "components": ("database", "storage"),
            "engine": "other",
            "other-engine": "DuckDB",
            "machines": "3",
            "storage": "0.5",
            "start": "+14",
            "end": "+104",
            "reports": "donnees@aurelac.example",
        },
    ),
)
