"""What the demo's people ask for: real sentences, French and English, by kind. Everybody and everything is invented."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ecc_tui.domain.requests import Kind


class Asked(Struct, frozen=True):
    """A request: its language, name and description, and an order's lines as keys of `PRICES` with a quantity."""

    language: str
    name: str
    description: str
    lines: tuple[tuple[str, str], ...] = ()


class Price(Struct, frozen=True):
    """A line of an order: label, unit, price of one unit, monthly or once."""

    label: str
    unit: str
    price: str
    monthly: bool = True


PRICES: Mapping[str, Price] = {
    "vm-m": Price("Machine virtuelle s7n.xlarge.4 (4 vCPU, 16 Gio)", "VM", "118.26"),
    "vm-l": Price("Machine virtuelle s7n.2xlarge.4 (8 vCPU, 32 Gio)", "VM", "236.52"),
    "reserved": Price("Reserved instance s7n.2xlarge.4, 12 months", "instance", "153.74"),
    "disk": Price("Volume EVS SSD", "Gio", "0.112"),
    "archive": Price("Object storage, archive class", "TiB", "2.87"),
    "backup": Price("Espace de sauvegarde", "Tio", "41.50"),
    "firewall": Price("Firewall rule set", "rule set", "0"),
    "vpn": Price("VPN gateway, IPsec tunnel", "tunnel", "62.00"),
    "balancer": Price("Répartiteur de charge dédié", "instance", "74.90"),
    "database": Price("Base PostgreSQL managée, haute disponibilité", "instance", "412.35"),
    "certificate": Price("Certificat TLS, un an", "certificat", "185.00", False),
    "setup": Price("Mise en service", "forfait", "350.00", False),
    "expert": Price("Cloud coach", "jour", "980.00", False),
    "kubernetes": Price("Cluster CCE, plan de contrôle", "cluster", "149.00"),
    "address": Price("Adresse IP publique", "adresse", "3.65"),
    "support": Price("Extension du support Gold", "contrat", "890.00"),
}

ASKED: Mapping[Kind, tuple[Asked, ...]] = {
    Kind.ORDER: (
        Asked(
            "fr",
            "Règle de pare-feu pour la boutique en ligne",
            "Ouvrir le port 443 depuis le réseau du prestataire de paiement vers le répartiteur frontal.\n"
            "Source : 203.0.113.0/26. Destination : lb-boutique-01.",
            (("firewall", "1"),),
        ),
        Asked(
            "fr",
            "Extension du volume de sauvegarde",
            "Le volume de sauvegarde atteint 91 %. Le porter de 8 à 12 Tio avant la clôture trimestrielle.",
            (("backup", "4"),),
        ),
        Asked(
            "en",
            "Reserved instances for the analytics cluster",
            "Six reserved instances for twelve months; the nodes run day and night since the spring.",
            (("reserved", "6"),),
        ),
        Asked(
            "en",
            "VPN tunnel to the Lyon warehouse",
            "IPsec, IKEv2, AES-256-GCM. The warehouse's gateway is 198.51.100.17; shared key by the usual channel.",
            (("vpn", "1"), ("setup", "1")),
        ),
        Asked(
            "fr",
            "Renouvellement du certificat de www.aurelac.example",
            "Certificat à validation d'organisation, un an, avec les noms www, boutique et api.",
            (("certificate", "1"),),
        ),
        Asked(
            "fr",
            "Deux machines virtuelles pour la recette",
            "Même image que la production, réseau de recette, arrêt automatique la nuit et le week-end.",
            (("vm-m", "2"), ("disk", "400")),
        ),
        Asked(
            "fr",
            "Base PostgreSQL managée pour le nouveau catalogue",
            "Version 16, haute disponibilité sur deux zones, sauvegarde toutes les six heures.",
            (("database", "1"), ("disk", "500"), ("setup", "1")),
        ),
        Asked(
            "en",
            "Load balancer for the click-and-collect service",
            "Dedicated, with TLS termination and health checks every five seconds.",
            (("balancer", "1"), ("address", "1")),
        ),
        Asked(
            "fr",
            "Cluster Kubernetes de préproduction",
            "Trois nœuds, version identique à la production, registre d'images partagé.",
            (("kubernetes", "1"), ("vm-l", "3")),
        ),
        Asked(
            "en",
            "Archive storage for till receipts",
            "Fiscal rule: kept ten years, read almost never. About 40 TiB in the first year.",
            (("archive", "40"),),
        ),
        Asked(
            "fr",
            "Journée d'accompagnement : revue des coûts",
            "Revue avec le contrôle de gestion : instances surdimensionnées, volumes orphelins, réservations.",
            (("expert", "1"),),
        ),
        Asked(
            "fr",
            "Adresses IP publiques pour les bornes en magasin",
            "Huit adresses, une par région commerciale, avec résolution inverse.",
            (("address", "8"),),
        ),
        Asked(
            "en",
            "Extra memory for the ERP application servers",
            "From 16 to 32 GiB on both nodes, during the Sunday maintenance window.",
            (("vm-l", "2"),),
        ),
        Asked(
            "fr",
            "Passage au support Gold pendant les soldes",
            "Du 2 janvier au 15 février, pour les contrats de vente en ligne uniquement.",
            (("support", "1"),),
        ),
        Asked(
            "en",
            "Disk for the image library",
            "2 TiB SSD, encrypted with our own key, mounted on media-02.",
            (("disk", "2048"),),
        ),
        Asked(
            "fr",
            "Bac à sable pour l'équipe données",
            "Environnement isolé, sans accès à la production, à supprimer dans trois mois.",
            (("vm-m", "3"), ("disk", "250"), ("address", "1")),
        ),
    ),
    Kind.INCIDENT: (
        Asked(
            "fr",
            "Certificat expiré sur l'API de stock",
            "Depuis 06 h 00 les caisses n'obtiennent plus l'état des stocks. Le certificat a expiré cette nuit.",
        ),
        Asked(
            "en",
            "Slow answers from the object storage since this morning",
            "p95 of GET went from 40 ms to 2.3 s at 08:10. Only eu-west-0, small objects most of all.",
        ),
        Asked(
            "fr",
            "Sauvegarde nocturne en échec depuis trois jours",
            "La tâche sv-erp-nuit s'arrête à 64 % : « délai dépassé ». Aucune modification de notre côté.",
        ),
        Asked(
            "fr",
            "Site de vente inaccessible depuis les réseaux mobiles",
            "Accès correct depuis les postes fixes. Plusieurs opérateurs concernés, traces jointes.",
        ),
        Asked(
            "en",
            "Node not ready after the automatic update",
            "One of five nodes stays NotReady; the pods moved, we have no spare capacity any more.",
        ),
        Asked(
            "fr",
            "Perte de paquets entre les deux zones",
            "Entre 1 et 3 % de perte depuis hier soir, visible sur la réplication PostgreSQL.",
        ),
        Asked(
            "en",
            "Console refuses the login of two operators",
            "Validation code accepted, then an empty page. Other browsers and other persons: fine.",
        ),
        Asked(
            "fr",
            "Disque plein sur le serveur de journaux",
            "Le volume /var/log est passé de 60 à 100 % en une heure. Collecte arrêtée.",
        ),
        Asked(
            "en",
            "Scheduled restart did not happen",
            "The Sunday restart of erp-app-01 was skipped; the scheduler shows no error.",
        ),
        Asked(
            "fr",
            "Erreurs 502 intermittentes derrière le répartiteur",
            "Environ une requête sur deux cents, toutes sur le même nœud. Réponse vide du serveur.",
        ),
        Asked(
            "en",
            "DNS zone answers with an old address",
            "Changed four hours ago, TTL 300. Two of the four name servers still give the old one.",
        ),
        Asked(
            "fr",
            "Restauration impossible d'une machine virtuelle",
            "La restauration de compta-02 au 14 échoue avec « image introuvable ». Besoin pour un audit.",
        ),
        Asked(
            "fr",
            "Tunnel VPN instable vers l'entrepôt de Nantes",
            "Renégociation toutes les dix minutes ; les terminaux des préparateurs décrochent.",
        ),
        Asked(
            "en",
            "Database fail-over took eleven minutes",
            "Expected: under one. The application stayed in read-only mode until 03:52. We ask for the cause.",
        ),
        Asked(
            "fr",
            "Alertes de supervision en double",
            "Chaque alerte arrive deux fois depuis la mise à jour du week-end.",
        ),
        Asked(
            "en",
            "Consumption report lacks two days",
            "The 11th and the 12th are missing from the detailed consumption of the month.",
        ),
    ),
    Kind.CHANGE: (
        Asked(
            "fr",
            "Changement de la fenêtre de maintenance",
            "Passer du dimanche 02 h 00 au mardi 04 h 00 : les inventaires ont lieu le dimanche.",
        ),
        Asked(
            "en",
            "Move the nightly batch to the second zone",
            "Zone 1 is full at month's end. Same flavour, same network, no downtime expected.",
        ),
        Asked(
            "fr",
            "Mise à niveau de PostgreSQL 14 vers 16",
            "Répétition faite en recette le 4. Durée mesurée : 22 minutes. Retour arrière par instantané.",
        ),
        Asked(
            "en",
            "Remove the old partner's access",
            "The contract with the former integrator ended on the 30th: VPN, accounts and firewall rules.",
        ),
        Asked(
            "fr",
            "Augmenter la rétention des sauvegardes à 90 jours",
            "Demande de l'audit interne. Concerne les bases de production seulement.",
        ),
        Asked(
            "en",
            "Rename the staging network",
            "From `net-tmp-2` to `net-staging`; the name misleads new colleagues.",
        ),
        Asked(
            "fr",
            "Fermeture des ports d'administration sur Internet",
            "SSH et RDP ne doivent plus être joignables que par le bastion. Liste des machines jointe.",
        ),
        Asked(
            "en",
            "Resize the web tier before the sales",
            "From four to ten nodes between 2 January and 15 February, then back.",
        ),
        Asked(
            "fr",
            "Déplacement de l'archive vers la classe froide",
            "Tout objet de plus de 180 jours. Gain estimé : 640 € par mois.",
        ),
        Asked(
            "en",
            "New key for the encrypted volumes",
            "Yearly rotation of our own key. The old one stays readable for thirty days.",
        ),
        Asked(
            "fr",
            "Désactivation de TLS 1.0 et 1.1",
            "Les dernières caisses ont été remplacées. À faire un jour ouvré, avant 10 h 00.",
        ),
        Asked(
            "en",
            "Add the disaster recovery site to the monitoring",
            "Same probes and thresholds as production; alerts to the night shift only.",
        ),
        Asked(
            "fr",
            "Bascule de test vers le site de secours",
            "Exercice annuel, un samedi, quatre heures. L'équipe réseau d'Aurélac sera présente.",
        ),
        Asked(
            "fr",
            "Répartition des coûts par étiquette",
            "Ajouter l'étiquette « centre de coût » à toutes les ressources ; le fichier est joint.",
        ),
        Asked(
            "en",
            "Second administrator for the Cloud Avenue console",
            "During the summer leave, so that somebody can always act.",
        ),
        Asked(
            "fr",
            "Arrêt du serveur d'impression historique",
            "Plus aucune impression depuis 60 jours. Conserver un instantané pendant un an.",
        ),
    ),
}

REMARKS: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "Merci de nous prévenir une heure avant l'intervention.",
        "Est-il possible d'avancer d'un jour ? La clôture comptable a été déplacée.",
        "Le plan d'adressage à jour est celui de la semaine dernière.",
        "Le responsable d'astreinte est prévenu et reste joignable.",
    ),
    "en": (
        "Could you give us a time? The warehouse needs a day's notice.",
        "The application team agrees, please go ahead.",
        "The night shift has been told, with the number to call.",
        "We can do without it until Thursday, not longer.",
    ),
}
"""What a requester adds while it waits."""

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "Bien noté, nous revenons vers vous demain avant midi.",
        "L'intervention est prévue hors des heures ouvrées, sans coupure.",
        "Pouvez-vous confirmer le nom exact de la ressource ?",
    ),
    "en": (
        "Noted, we'll be back tomorrow before noon.",
        "Planned outside office hours, no cut expected.",
        "Could you confirm the exact name of the resource?",
    ),
}
"""What the provider says to it."""

THANKS: Mapping[str, tuple[str, ...]] = {
    "fr": ("Vérifié de notre côté : tout fonctionne, merci.", "C'est en ordre depuis 14 h 20, merci à l'équipe."),
    "en": ("Checked on our side: all is well, thank you.", "In order since 14:20, thanks to the team."),
}
"""What a requester says when it was delivered."""

TAKEN = {"fr": "Prise en charge par le centre de support.", "en": "Taken over by the support centre."}
ENDED: Mapping[str, Mapping[str, str]] = {
    "delivered": {"fr": "Réalisé et vérifié avec le demandeur.", "en": "Done, and checked with the requester."},
    "rejected": {
        "fr": "Refusée : hors du périmètre du contrat. Voir avec votre conseiller client.",
        "en": "Rejected: outside the contract's scope. Please ask your customer adviser.",
    },
    "cancelled": {"fr": "Annulée à la demande du client.", "en": "Cancelled as the customer wished."},
}
