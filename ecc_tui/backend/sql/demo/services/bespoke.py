"""The demo's service whose form has a field of every kind, and a chain of conditions."""

from __future__ import annotations

from ecc_tui.backend.sql.demo.services.making import (
    ALL_OFFERS,
    MONTH,
    ONCE,
    choice,
    choices,
    contact,
    day,
    element,
    email,
    files,
    long_text,
    number,
    paragraphs,
    phone,
    price,
    service,
    text,
    when,
    yes_no,
)

BESPOKE = service(
    "bespoke-environment",
    "computing",
    ALL_OFFERS,
    ("Environnement sur mesure", "Bespoke environment"),
    (
        "Décrivez ce dont vous avez besoin : nos architectes le conçoivent, le montent et vous le remettent.",
        "Tell us what you need: our architects design it, build it and hand it over.",
    ),
    paragraphs(
        (
            "Quand aucun service du catalogue ne convient, ce formulaire recueille tout ce qu’il faut pour concevoir "
            "un environnement complet : calcul, stockage, réseau, accès et exploitation.",
            "Where no service of the catalogue fits, this form gathers what is needed to design a whole environment: "
            "computing, storage, network, access and operations.",
        ),
        (
            "Vous recevez un dossier d’architecture sous dix jours ouvrés. Le montage commence après votre accord sur "
            "ce dossier.",
            "You receive an architecture file within ten working days. Building begins once you agree to it.",
        ),
        (
            "L’environnement est ensuite exploité comme les autres : supervision, sauvegarde, météo et budget.",
            "The environment is then run like the others: monitoring, backup, health and budget.",
        ),
    ),
    paragraphs(
        (
            "Le prix indiqué couvre la conception et le socle ; les ressources sont facturées à la consommation.",
            "The price shown covers the design and the base; resources are invoiced by consumption.",
        ),
        (
            "Sans accord sur le dossier dans les trente jours, seule la conception est due.",
            "Without an agreement on the file within thirty days, only the design is due.",
        ),
    ),
    None,
    (
        price("design", "Conception", "Design", "2400", ONCE),
        price("base", "Socle de l’environnement", "Base of the environment", "310", MONTH),
        price("machine", "Machine virtuelle", "Virtual machine", "118.26", MONTH, times="machines",
              unit=("machine", "machine")),
        price("operation", "Exploitation par nos équipes", "Operation by our teams", "690", MONTH,
              condition=when("operated", "yes")),
        price("on-call", "Astreinte", "On-call duty", "420", MONTH, condition=when("hours", "always")),
    ),
    (
        text("name", "Nom de l’environnement", "Name of the environment",
             ("Minuscules, chiffres et tirets.", "Lower-case letters, digits and dashes."),
             mandatory=True, format="identifier", longest=40),
        long_text("purpose", "À quoi il servira", "What it is for", mandatory=True, shortest=10, longest=3_000),
        choice("kind", "Usage", "Use", (
            ("production", "Production", "Production"),
            ("staging", "Recette", "Staging"),
            ("development", "Développement", "Development"),
        ), mandatory=True, default="production"),
        choices("components", "Composants", "Components", (
            ("web", "Serveurs web", "Web servers"),
            ("database", "Base de données", "Database"),
            ("queue", "File de messages", "Message queue"),
            ("storage", "Stockage objet", "Object storage"),
            ("vpn", "Accès VPN", "VPN access"),
        ), mandatory=True),
        choice("engine", "Moteur de base de données", "Database engine", (
            ("postgresql", "PostgreSQL", "PostgreSQL"),
            ("mysql", "MySQL", "MySQL"),
            ("other", "Autre", "Other"),
        ), mandatory=True, condition=when("components", "database"), default="postgresql"),
        text("other-engine", "Lequel", "Which one", mandatory=True, condition=when("engine", "other"), longest=60),
        number("machines", "Machines virtuelles", "Virtual machines", "1", "200", mandatory=True, default="2"),
        number("storage", "Stockage", "Storage", "0.1", "500",
               ("Toutes classes confondues.", "All classes together."), decimals=1, unit=("Tio", "TiB")),
        text("network", "Plage d’adresses", "Address range",
             ("Par exemple 10.40.0.0/22.", "For instance 10.40.0.0/22."), format="network"),
        text("host-name", "Nom de domaine public", "Public host name", format="host-name"),
        text("gateway", "Passerelle VPN de votre site", "VPN gateway of your site", mandatory=True, format="address",
             condition=when("components", "vpn")),
        yes_no("operated", "Exploité par nos équipes", "Operated by our teams", mandatory=True, default="no"),
        choice("hours", "Horaires d’exploitation", "Hours of operation", (
            ("working", "Jours ouvrés, 8 h - 18 h", "Working days, 8:00 - 18:00"),
            ("always", "24 h/24, 7 j/7", "Around the clock"),
        ), mandatory=True, condition=when("operated", "yes"), default="working"),
        day("start", "Mise en service souhaitée", "Wished go-live", mandatory=True, earliest_days=10, latest_days=365),
        day("end", "Fin prévue", "Expected end", ("Laisser vide s’il doit rester.", "Empty if it stays."),
            latest_days=1_825, not_before="start"),
        element("beside", "Rattaché à l’abonnement", "Beside the subscription"),
        contact(),
        email("reports", "Envoyer les rapports à", "Send the reports to"),
        phone("urgent", "Téléphone en cas d’urgence", "Telephone for emergencies", mandatory=True,
              condition=when("hours", "always")),
        files("drawings", "Schémas et cahier des charges", "Drawings and specification"),
    ),
)  # fmt: skip
