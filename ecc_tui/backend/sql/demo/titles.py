"""What the demo's people ask for: real sentences, French and English, by kind. Everybody and everything is invented."""

from __future__ import annotations

from collections.abc import Mapping

from ecc_tui.backend.sql.demo.ordered import ORDERED, Asked
from ecc_tui.domain.requests import Kind

ASKED: Mapping[Kind, tuple[Asked, ...]] = {
    Kind.ORDER: ORDERED,
    Kind.INCIDENT: (
        Asked(
            "fr",
            "Certificat expiré sur l’API de stock",
            "Depuis 06 h 00 les caisses n’obtiennent plus l’état des stocks. Le certificat a expiré cette nuit.",
        ),
        Asked(
            "en",
            "Slow answers from the object storage since this morning",
            "p95 of GET went from 40 ms to 2.3 s at 08:10. Only eu-west-0, small objects most of all.",
        ),
        Asked(
            "fr",
            "Sauvegarde nocturne en échec depuis trois jours",
            "La tâche sv-erp-nuit s’arrête à 64 % : « délai dépassé ». Aucune modification de notre côté.",
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
            "Restauration impossible d’une machine virtuelle",
            "La restauration de compta-02 au 14 échoue avec « image introuvable ». Besoin pour un audit.",
        ),
        Asked(
            "fr",
            "Tunnel VPN instable vers l’entrepôt de Nantes",
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
            "Demande de l’audit interne. Concerne les bases de production seulement.",
        ),
        Asked(
            "en",
            "Rename the staging network",
            "From `net-tmp-2` to `net-staging`; the name misleads new colleagues.",
        ),
        Asked(
            "fr",
            "Fermeture des ports d’administration sur Internet",
            "SSH et RDP ne doivent plus être joignables que par le bastion. Liste des machines jointe.",
        ),
        Asked(
            "en",
            "Resize the web tier before the sales",
            "From four to ten nodes between 2 January and 15 February, then back.",
        ),
        Asked(
            "fr",
            "Déplacement de l’archive vers la classe froide",
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
            "Exercice annuel, un samedi, quatre heures. L’équipe réseau d’Aurélac sera présente.",
        ),
        Asked(
            "fr",
            "Répartition des coûts par étiquette",
            "Ajouter l’étiquette « centre de coût » à toutes les ressources ; le fichier est joint.",
        ),
        Asked(
            "en",
            "Second administrator for the Cloud Avenue console",
            "During the summer leave, so that somebody can always act.",
        ),
        Asked(
            "fr",
            "Arrêt du serveur d’impression historique",
            "Plus aucune impression depuis 60 jours. Conserver un instantané pendant un an.",
        ),
    ),
}

REMARKS: Mapping[str, tuple[str, ...]] = {
    "fr": (
        "Merci de nous prévenir une heure avant l’intervention.",
        "Est-il possible d’avancer d’un jour ? La clôture comptable a été déplacée.",
        "Le plan d’adressage à jour est celui de la semaine dernière.",
        "Le responsable d’astreinte est prévenu et reste joignable.",
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
        "L’intervention est prévue hors des heures ouvrées, sans coupure.",
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
    "fr": ("Vérifié de notre côté : tout fonctionne, merci.", "C’est en ordre depuis 14 h 20, merci à l’équipe."),
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
