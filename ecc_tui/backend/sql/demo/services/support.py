"""The demo's services of people who help: support, experts, training, workshops."""

from __future__ import annotations

from ecc_tui.backend.sql.demo.services.making import (
    ALL_OFFERS,
    CLOUD_AVENUE,
    FCA,
    FLEXIBLE_ENGINE,
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

CATEGORY = "support"

_LEVEL = service(
    "support-level",
    CATEGORY,
    ALL_OFFERS,
    ("Changement de niveau de support", "Support level change"),
    (
        "Passer un contrat au niveau Standard, Bronze, Silver ou Gold, pour de bon ou pour une période.",
        "Move a contract to Standard, Bronze, Silver or Gold, for good or for a while.",
    ),
    paragraphs(
        (
            "Le niveau de support fixe les horaires du Centre Support Client et le délai de rétablissement d’un "
            "incident de priorité 1 : au mieux pour Standard, 8 heures pour Bronze et Silver, 4 heures pour Gold.",
            "The support level sets the hours of the Customer Support Centre and the time to resolve an incident of "
            "priority 1: best effort with Standard, 8 hours with Bronze and Silver, 4 hours with Gold.",
        ),
        (
            "Le changement peut être temporaire, par exemple pendant les soldes ou une clôture annuelle : le contrat "
            "revient alors de lui-même à son niveau précédent.",
            "The change may be temporary, for the sales or a year's closing for instance: the contract then goes "
            "back to its former level by itself.",
        ),
        (
            "Avec Gold, un responsable de service attitré anime une revue mensuelle et suit les incidents majeurs "
            "jusqu’à leur analyse.",
            "With Gold, a service manager of your own holds a monthly review and follows major incidents until they "
            "are explained.",
        ),
    ),
    paragraphs(
        (
            "Le nouveau niveau s’applique à tout le contrat. Durée minimale : un mois ; tout mois commencé est dû.",
            "The new level covers the whole contract. Minimum period: one month; each month begun is due.",
        ),
    ),
    2,
    (
        price("setup", "Mise en place du support", "Support set-up", "150", ONCE, condition=when("level", "gold")),
        price("bronze", "Support Bronze", "Bronze support", "190", MONTH, condition=when("level", "bronze")),
        price("silver", "Support Silver", "Silver support", "450", MONTH, condition=when("level", "silver")),
        price("gold", "Support Gold", "Gold support", "890", MONTH, condition=when("level", "gold")),
    ),
    (
        choice(
            "level",
            "Nouveau niveau",
            "New level",
            (
                ("standard", "Standard", "Standard", "au mieux", "best effort"),
                ("bronze", "Bronze", "Bronze", "P1 en 8 h, jours ouvrés", "P1 in 8 h, working days"),
                ("silver", "Silver", "Silver", "P1 en 8 h, 24 h/24", "P1 in 8 h, around the clock"),
                ("gold", "Gold", "Gold", "P1 en 4 h, 24 h/24", "P1 in 4 h, around the clock"),
            ),
            mandatory=True,
            default="silver",
        ),
        day("from", "À partir du", "From", mandatory=True, latest_days=365),
        yes_no("temporary", "Changement temporaire", "Temporary change", mandatory=True, default="no"),
        day(
            "until",
            "Jusqu’au",
            "Until",
            ("Dernier jour au nouveau niveau.", "Last day at the new level."),
            mandatory=True,
            condition=when("temporary", "yes"),
            latest_days=730,
            not_before="from",
        ),
        text("reason", "Motif", "Reason", longest=150),
        contact(),
    ),
)

_EXPERT = service(
    "expert-days",
    CATEGORY,
    ALL_OFFERS,
    ("Journées d’expertise", "Expert days"),
    (
        "Un architecte ou un expert à vos côtés, à distance ou sur site, à la journée ou à la demi-journée.",
        "An architect or an expert beside you, remotely or on site, by the day or the half-day.",
    ),
    paragraphs(
        (
            "Revue d’architecture, maîtrise des coûts, sécurité, performances : choisissez un sujet, décrivez ce que "
            "vous voulez obtenir, nous vous proposons la bonne personne sous cinq jours ouvrés.",
            "Architecture review, cost control, security, performance: choose a subject, tell us what you want to "
            "achieve, and we propose the right person within five working days.",
        ),
        (
            "Chaque intervention commence par un échange de cadrage et se termine par un compte rendu déposé dans les "
            "documents du contrat.",
            "Each assignment begins with a scoping talk and ends with minutes that you find among the contract's "
            "documents.",
        ),
    ),
    paragraphs(
        (
            "Une journée compte sept heures. Report gratuit jusqu’à deux jours ouvrés avant la date convenue.",
            "A day has seven hours. It can be moved free of charge up to two working days before the agreed date.",
        ),
        (
            "Les frais de déplacement sont forfaitaires en France métropolitaine.",
            "Travel costs are a fixed amount in mainland France.",
        ),
    ),
    10,
    (
        price(
            "day", "Journée d’expertise", "Expert day", "980", ONCE, times="days", unit=("jour", "day")
        ),
        price("travel", "Déplacement", "Travel", "220", ONCE, condition=when("place", "on-site")),
    ),
    (
        choice(
            "topic",
            "Sujet",
            "Subject",
            (
                ("architecture", "Revue d’architecture", "Architecture review"),
                ("costs", "Maîtrise des coûts", "Cost control"),
                ("security", "Sécurité", "Security"),
                ("performance", "Performances", "Performance"),
                ("other", "Autre sujet", "Another subject"),
            ),
            mandatory=True,
        ),
        text("subject", "Lequel", "Which one", mandatory=True, condition=when("topic", "other"), longest=120),
        number(
            "days",
            "Durée",
            "Length",
            "0.5",
            "60",
            ("Par demi-journées.", "In half-days."),
            mandatory=True,
            default="1",
            decimals=1,
            unit=("jours", "days"),
        ),
        choice(
            "place",
            "Lieu",
            "Place",
            (("remote", "À distance", "Remotely"), ("on-site", "Dans vos locaux", "At your premises")),
            mandatory=True,
            default="remote",
        ),
        long_text(
            "address", "Adresse du site", "Address of the site", mandatory=True, condition=when("place", "on-site"),
            longest=300,
        ),
        day("wished", "Date souhaitée", "Wished date", earliest_days=5, latest_days=180),
        long_text(
            "goals",
            "Objectifs",
            "Goals",
            ("Ce que vous voulez savoir ou obtenir à la fin.", "What you want to know or have at the end."),
            mandatory=True,
            shortest=10,
        ),
        contact(),
        phone("phone", "Téléphone", "Telephone"),
    ),
)  # fmt: skip

_TRAINING = service(
    "training",
    CATEGORY,
    (CLOUD_AVENUE, FLEXIBLE_ENGINE),
    ("Formation", "Training"),
    (
        "Sessions de un à trois jours pour vos équipes, en français ou en anglais, avec examen sur demande.",
        "Sessions of one to three days for your teams, in French or English, with an exam if you wish.",
    ),
    paragraphs(
        (
            "Nos formateurs exploitent eux-mêmes les plateformes : la moitié du temps est consacrée à des exercices "
            "dans un environnement réservé à chaque participant.",
            "Our trainers run the platforms themselves: half of the time goes to exercises, in an environment of "
            "each participant's own.",
        ),
        (
            "Supports de cours et environnement d’exercice restent accessibles trente jours après la session.",
            "Course material and exercise environments stay open for thirty days after the session.",
        ),
    ),
    paragraphs(
        (
            "De un à douze participants par session. Les remplacements sont libres jusqu’à la veille.",
            "One to twelve participants in a session. They may be replaced until the day before.",
        ),
    ),
    15,
    (
        price(
            "seat", "Participation à la formation", "Training seat", "640", ONCE, times="participants",
            unit=("personne", "person"),
        ),
        price(
            "exam", "Examen de certification", "Certification exam", "195", ONCE, times="participants",
            unit=("personne", "person"), condition=when("exam", "yes"),
        ),
    ),
    (
        choice(
            "course",
            "Formation",
            "Course",
            (
                ("first-steps", "Premiers pas dans le cloud", "First steps in the cloud", "1 jour", "1 day"),
                ("operations", "Exploiter au quotidien", "Daily operations", "2 jours", "2 days"),
                ("kubernetes", "Kubernetes en production", "Kubernetes in production", "3 jours", "3 days"),
                ("finops", "Maîtriser ses coûts", "Keeping costs in hand", "1 jour", "1 day"),
                ("security", "Sécuriser ses environnements", "Securing environments", "2 jours", "2 days"),
            ),
            mandatory=True,
        ),
        number(
            "participants", "Participants", "Participants", "1", "12", mandatory=True, default="4",
            unit=("personnes", "persons"),
        ),
        choice(
            "language",
            "Langue de la formation",
            "Language of the course",
            (("fr", "Français", "French"), ("en", "Anglais", "English")),
            mandatory=True,
            default="fr",
        ),
        yes_no("exam", "Avec examen de certification", "With certification exam", default="no"),
        day("start", "Premier jour souhaité", "Wished first day", mandatory=True, earliest_days=15, latest_days=365),
        long_text(
            "names",
            "Noms des participants",
            "Names of the participants",
            ("Un par ligne ; vous pourrez les compléter plus tard.", "One per line; you can complete them later."),
        ),
        email("invitations", "Envoyer les convocations à", "Send the invitations to", mandatory=True),
        contact(),
    ),
)  # fmt: skip

_MIGRATION = service(
    "migration-workshop",
    CATEGORY,
    (FCA, FLEXIBLE_ENGINE),
    ("Atelier de migration", "Migration workshop"),
    (
        "En deux semaines : un inventaire, une feuille de route et un budget pour migrer vos applications.",
        "In two weeks: an inventory, a roadmap and a budget to move your applications.",
    ),
    paragraphs(
        (
            "Deux architectes parcourent avec vous vos applications, leurs dépendances et leurs contraintes. Chacune "
            "reçoit une stratégie : déplacer, adapter, remplacer ou arrêter.",
            "Two architects go through your applications with you, what they depend on and what binds them. Each "
            "gets a strategy: move, adapt, replace or retire.",
        ),
        (
            "Vous recevez un plan par vagues, l’estimation des coûts avant et après, et la liste des risques.",
            "You receive a plan in waves, the costs before and after, and the list of risks.",
        ),
    ),
    paragraphs(
        (
            "L’inventaire de départ est fourni par vos soins ; à défaut, l’outil de découverte est installé pour vous.",
            "You supply the first inventory; without one, the discovery tool is installed for you.",
        ),
    ),
    20,
    (
        price("workshop", "Atelier de migration", "Migration workshop", "4900", ONCE),
        price(
            "application", "Analyse d’une application", "Analysis of an application", "120", ONCE,
            times="applications", unit=("application", "application"),
        ),
        price("discovery", "Outil de découverte", "Discovery tool", "750", ONCE, condition=when("discovery", "yes")),
    ),
    (
        choices(
            "sources",
            "D’où viennent les applications",
            "Where the applications come from",
            (
                ("on-premises", "Nos propres centres de données", "Our own data centres"),
                ("hosting", "Un hébergeur", "A hosting company"),
                ("other-cloud", "Un autre cloud", "Another cloud"),
            ),
            mandatory=True,
        ),
        text(
            "other-provider", "Quel autre cloud", "Which other cloud", mandatory=True,
            condition=when("sources", "other-cloud"), longest=80,
        ),
        number(
            "applications", "Nombre d’applications", "Number of applications", "1", "500", mandatory=True,
            default="20", unit=("applications", "applications"),
        ),
        yes_no("discovery", "Installer l’outil de découverte", "Install the discovery tool", default="no"),
        files(
            "inventory", "Inventaire existant", "Existing inventory",
            ("Tableur ou export de votre outil.", "A spreadsheet or an export of your tool."),
            condition=when("discovery", "no"),
        ),
        day("first", "Premier jour possible", "First possible day", mandatory=True, earliest_days=10),
        day("last", "Terminé au plus tard le", "Finished by", not_before="first"),
        email("sponsor", "E-mail du commanditaire", "Sponsor's e-mail"),
        contact(),
        remarks(),
    ),
)  # fmt: skip

SERVICES = (_LEVEL, _EXPERT, _TRAINING, _MIGRATION)
