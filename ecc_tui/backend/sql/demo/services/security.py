"""The demo's security services."""

from __future__ import annotations

from ecc_tui.backend.sql.demo.services.making import (
    ALL_OFFERS,
    MONTH,
    ONCE,
    choice,
    choices,
    contact,
    day,
    email,
    files,
    long_text,
    number,
    paragraphs,
    phone,
    price,
    remarks,
    service,
    text,
    when,
    yes_no,
)

CATEGORY = "security"

_AUDIT = service(
    "security-audit",
    CATEGORY,
    ALL_OFFERS,
    ("Audit de sécurité", "Security audit"),
    (
        "Tests d’intrusion et revue de configuration par des auditeurs indépendants, rapport sous dix jours.",
        "Penetration tests and configuration review by independent auditors, with a report within ten days.",
    ),
    paragraphs(
        (
            "L’audit porte sur le périmètre que vous décrivez : applications exposées, configuration des comptes et "
            "des réseaux, accès d’administration.",
            "The audit covers the scope that you describe: exposed applications, the set-up of accounts and networks, "
            "administrative access.",
        ),
        (
            "Chaque constat est classé par gravité et accompagné d’une correction concrète. Une contre-visite vérifie "
            "les points critiques.",
            "Each finding is graded by severity and comes with a concrete fix. A second visit checks the critical "
            "ones.",
        ),
    ),
    paragraphs(
        (
            "Une autorisation écrite du responsable du système est nécessaire avant tout test d’intrusion.",
            "A written authorisation of the system's owner is needed before any penetration test.",
        ),
    ),
    20,
    (
        price("review", "Revue de configuration", "Configuration review", "3200", ONCE,
              condition=when("scope", "accounts", "networks")),
        price("intrusion", "Test d’intrusion, par application", "Penetration test, per application", "2450", ONCE,
              times="applications", unit=("application", "application"), condition=when("scope", "applications")),
        price("again", "Contre-visite", "Second visit", "950", ONCE, condition=when("again", "yes")),
    ),
    (
        choices("scope", "Périmètre", "Scope", (("applications", "Applications exposées", "Exposed applications"),
                ("accounts", "Comptes et droits", "Accounts and rights"), ("networks", "Réseaux et pare-feu",
                "Networks and firewalls")), mandatory=True, default=("accounts", "networks")),
        number("applications", "Nombre d’applications", "Number of applications", "1", "30", mandatory=True,
               default="1", condition=when("scope", "applications")),
        long_text("addresses", "Adresses à tester", "Addresses to test", ("Une par ligne.", "One per line."),
                  mandatory=True, condition=when("scope", "applications")),
        files("authorisation", "Autorisation signée", "Signed authorisation", mandatory=True,
              condition=when("scope", "applications")),
        day("first", "Début au plus tôt", "Not before", mandatory=True, earliest_days=10),
        day("last", "Fin au plus tard", "Finished by", mandatory=True, not_before="first"),
        yes_no("again", "Avec contre-visite", "With a second visit", default="yes"),
        email("report-to", "Remettre le rapport à", "Hand the report to", mandatory=True),
        phone("emergency", "Téléphone pendant les tests", "Telephone during the tests", mandatory=True),
        contact(),
    ),
)  # fmt: skip

_CERTIFICATE = service(
    "tls-certificate",
    CATEGORY,
    ALL_OFFERS,
    ("Certificat TLS", "TLS certificate"),
    (
        "Un certificat à validation de domaine ou d’organisation, installé et renouvelé pour vous.",
        "A certificate with domain or organisation validation, installed and renewed for you.",
    ),
    paragraphs(
        (
            "La clé privée est créée là où elle sert et n’en sort jamais. Trente jours avant l’échéance, le certificat "
            "est renouvelé sans intervention de votre part.",
            "The private key is made where it is used and never leaves it. Thirty days before it expires the "
            "certificate is renewed without any action of yours.",
        ),
        (
            "La validation d’organisation demande un appel de vérification à votre siège.",
            "Organisation validation needs a verification call to your head office.",
        ),
    ),
    paragraphs(
        (
            "Prix pour un an et jusqu’à dix noms.",
            "Price for one year and up to ten names.",
        ),
    ),
    4,
    (
        price("domain", "Certificat, validation de domaine", "Certificate, domain validation", "60", ONCE,
              condition=when("validation", "domain")),
        price("organisation", "Certificat, validation d’organisation", "Certificate, organisation validation", "185",
              ONCE, condition=when("validation", "organisation")),
        price("name", "Nom supplémentaire", "Additional name", "12", ONCE, times="more", unit=("nom", "name")),
    ),
    (
        text("host-name", "Nom principal", "Main name", mandatory=True, format="host-name"),
        number("more", "Noms supplémentaires", "Additional names", "1", "9"),
        long_text("names", "Lesquels", "Which ones", ("Un par ligne.", "One per line."), condition=when("more")),
        choice("validation", "Validation", "Validation", (("domain", "Domaine", "Domain"), ("organisation",
               "Organisation", "Organisation")), mandatory=True, default="domain"),
        phone("head-office", "Standard du siège", "Head office's telephone", mandatory=True,
              condition=when("validation", "organisation")),
        yes_no("renewal", "Renouveler chaque année", "Renew every year", default="yes"),
        contact(),
    ),
)  # fmt: skip

_FIREWALL = service(
    "firewall-rules",
    CATEGORY,
    ALL_OFFERS,
    ("Règles de pare-feu", "Firewall rules"),
    (
        "Ouvrir ou fermer un flux, vérifié par un ingénieur réseau, appliqué sous un jour ouvré.",
        "Open or close a flow, checked by a network engineer, applied within a working day.",
    ),
    paragraphs(
        (
            "Chaque règle est relue : trop large, elle vous revient avec une proposition plus étroite. L’ensemble est "
            "revu avec vous une fois par an.",
            "Each rule is reviewed: too broad, and it comes back with a narrower proposal. The whole set is gone "
            "through with you once a year.",
        ),
        (
            "Une règle temporaire est retirée d’elle-même à la date prévue.",
            "A temporary rule is removed by itself on the day foreseen.",
        ),
    ),
    paragraphs(
        (
            "Compris dans le contrat jusqu’à dix règles par mois ; l’urgence est facturée.",
            "Up to ten rules a month are part of the contract; urgency is invoiced.",
        ),
    ),
    1,
    (
        price("rules", "Jeu de règles de pare-feu", "Firewall rule set", "0", MONTH),
        price("urgent", "Intervention urgente", "Urgent intervention", "150", ONCE, condition=when("urgent", "yes")),
    ),
    (
        choice("action", "Action", "Action", (("open", "Ouvrir un flux", "Open a flow"), ("close", "Fermer un flux",
               "Close a flow")), mandatory=True, default="open"),
        text("source", "Source", "Source", ("Réseau, par exemple 203.0.113.0/26.",
             "A network, for instance 203.0.113.0/26."), mandatory=True, format="network"),
        text("destination", "Destination", "Destination", ("Nom ou adresse.", "Name or address."), mandatory=True,
             longest=120),
        number("port", "Port", "Port", "1", "65535", mandatory=True, default="443"),
        yes_no("temporary", "Règle temporaire", "Temporary rule", default="no", condition=when("action", "open")),
        day("until", "Jusqu’au", "Until", mandatory=True, latest_days=365, condition=when("temporary", "yes")),
        yes_no("urgent", "Intervention urgente", "Urgent", ("Sous deux heures.", "Within two hours."), default="no"),
        remarks(),
        contact(),
    ),
)  # fmt: skip

SERVICES = (_AUDIT, _CERTIFICATE, _FIREWALL)
