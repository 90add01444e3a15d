"""The demo's managed services."""

from __future__ import annotations

from ecc_tui.backend.sql.demo.services.making import (
    ALL_OFFERS,
    FCA,
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
    service,
    text,
    when,
    yes_no,
)

CATEGORY = "managed"

_APPLICATION = service(
    "managed-application",
    CATEGORY,
    (FCA,),
    ("Application managée", "Managed application"),
    (
        "Nous exploitons votre application : mises à jour, supervision, sauvegarde et incidents.",
        "We run your application: updates, monitoring, backup and incidents.",
    ),
    paragraphs(
        (
            "Une équipe attitrée reprend l’exploitation après une phase d’apprentissage d’un mois. Les procédures sont "
            "écrites avec vous et tenues à jour dans les documents du contrat.",
            "A team of your own takes over after a month of learning. Procedures are written with you and kept up to "
            "date among the contract's documents.",
        ),
        (
            "Chaque trimestre, un comité de pilotage revoit la qualité de service, les changements et les coûts.",
            "Each quarter a steering committee reviews quality, changes and costs.",
        ),
    ),
    paragraphs(
        (
            "Engagement de vingt-quatre mois. Les évolutions de l’application restent à votre charge.",
            "Twenty-four months' commitment. Developing the application remains with you.",
        ),
    ),
    40,
    (
        price("takeover", "Reprise de l’exploitation", "Takeover", "6500", ONCE),
        price("application", "Exploitation de l’application", "Operation of the application", "1250", MONTH),
        price("environment", "Environnement supplémentaire", "Additional environment", "380", MONTH,
              times="environments", unit=("environnement", "environment")),
        price("always", "Extension 24 h/24", "Around the clock", "720", MONTH, condition=when("hours", "always")),
    ),
    (
        text("name", "Nom de l’application", "Name of the application", mandatory=True, longest=80),
        choice("technology", "Technologie", "Technology", (("java", "Java", "Java"), ("dotnet", ".NET", ".NET"),
               ("php", "PHP", "PHP"), ("package", "Progiciel", "Off-the-shelf software"), ("other", "Autre", "Other")),
               mandatory=True),
        text("package", "Quel progiciel, quelle version", "Which software, which version", mandatory=True,
             condition=when("technology", "package"), longest=120),
        number("environments", "Environnements hors production", "Environments beside production", "0", "10",
               mandatory=True, default="1"),
        number("users", "Utilisateurs", "Users", "1", "1000000"),
        choice("hours", "Plage de service", "Service hours", (("working", "Jours ouvrés, 8 h - 18 h",
               "Working days, 8:00 - 18:00"), ("always", "24 h/24, 7 j/7", "Around the clock")), mandatory=True,
               default="working"),
        phone("on-call", "Votre astreinte", "Your on-call duty", mandatory=True, condition=when("hours", "always")),
        files("procedures", "Procédures existantes", "Existing procedures"),
        day("takeover", "Reprise souhaitée", "Wished takeover", mandatory=True, earliest_days=30, latest_days=365),
        long_text("critical", "Périodes critiques", "Critical periods", ("Clôtures, soldes, campagnes.",
                  "Closings, sales, campaigns.")),
        contact(),
    ),
)  # fmt: skip

_DATABASE = service(
    "database",
    CATEGORY,
    ALL_OFFERS,
    ("Base de données managée", "Managed database"),
    (
        "PostgreSQL, MySQL ou SQL Server, sauvegardés, supervisés et mis à jour, avec bascule automatique.",
        "PostgreSQL, MySQL or SQL Server, backed up, monitored and updated, with automatic fail-over.",
    ),
    paragraphs(
        (
            "La base tourne sur une instance dédiée. En haute disponibilité, une seconde instance, répliquée de façon "
            "synchrone dans une autre zone, prend le relais en moins d’une minute.",
            "The database runs on an instance of its own. With high availability, a second one follows synchronously "
            "in another zone and takes over in under a minute.",
        ),
        (
            "Les mises à jour mineures sont appliquées dans la fenêtre de maintenance que vous choisissez ; les "
            "majeures sont toujours convenues avec vous.",
            "Minor updates are applied in the maintenance window that you choose; major ones are always agreed with "
            "you.",
        ),
    ),
    paragraphs(
        (
            "Sauvegarde toutes les six heures et restauration à la seconde près sur sept jours comprises.",
            "A backup every six hours and restores to the second over seven days are included.",
        ),
    ),
    3,
    (
        price("setup", "Mise en service", "Commissioning", "350", ONCE),
        price("single", "Base managée, une instance", "Managed database, one instance", "228.10", MONTH,
              condition=when("availability", "single")),
        price("high", "Base managée, haute disponibilité", "Managed database, high availability", "412.35", MONTH,
              condition=when("availability", "high")),
        price("disk", "Volume SSD", "SSD volume", "0.112", MONTH, times="disk", unit=("Gio", "GiB")),
        price("replica", "Réplica de lecture", "Read replica", "176.40", MONTH, times="replicas",
              unit=("réplica", "replica")),
    ),
    (
        choice("engine", "Moteur", "Engine", (("postgresql-16", "PostgreSQL 16", "PostgreSQL 16"), ("mysql-8",
               "MySQL 8", "MySQL 8"), ("sql-server-2022", "SQL Server 2022", "SQL Server 2022")), mandatory=True,
               default="postgresql-16"),
        text("name", "Nom de la base", "Name of the database", mandatory=True, format="identifier", longest=40),
        choice("availability", "Disponibilité", "Availability", (("single", "Une instance", "One instance"),
               ("high", "Haute disponibilité", "High availability")), mandatory=True, default="high"),
        number("disk", "Espace disque", "Disk space", "20", "16000", mandatory=True, default="100",
               unit=("Gio", "GiB")),
        number("replicas", "Réplicas de lecture", "Read replicas", "0", "5", default="0",
               condition=when("availability", "high")),
        choice("window", "Fenêtre de maintenance", "Maintenance window", (("sunday", "Dimanche, 02 h 00 - 04 h 00",
               "Sunday, 02:00 - 04:00"), ("tuesday", "Mardi, 04 h 00 - 06 h 00", "Tuesday, 04:00 - 06:00")),
               mandatory=True, default="sunday"),
        text("network", "Réseau autorisé", "Allowed network", mandatory=True, format="network"),
        email("alerts", "Envoyer les alertes à", "Send alerts to"),
        contact(),
    ),
)  # fmt: skip

_KUBERNETES = service(
    "kubernetes",
    CATEGORY,
    ALL_OFFERS,
    ("Cluster Kubernetes", "Kubernetes cluster"),
    (
        "Un cluster prêt à recevoir vos conteneurs, plan de contrôle managé, nœuds à la demande.",
        "A cluster ready for your containers, with a managed control plane and nodes on demand.",
    ),
    paragraphs(
        (
            "Le plan de contrôle est réparti sur trois zones et mis à jour par nos soins. Les nœuds sont les vôtres : "
            "vous choisissez leur gabarit et leur nombre.",
            "The control plane is spread over three zones and updated by us. The nodes are yours: you choose their "
            "size and number.",
        ),
        (
            "Registre d’images, supervision et collecte des journaux sont installés si vous les cochez.",
            "An image registry, monitoring and log collection are installed where you tick them.",
        ),
    ),
    paragraphs(
        (
            "Chaque version mineure est maintenue quatorze mois ; au-delà, le cluster est mis à niveau.",
            "Each minor version is maintained for fourteen months; the cluster is upgraded after that.",
        ),
    ),
    3,
    (
        price("control", "Plan de contrôle", "Control plane", "149", MONTH),
        price("node", "Nœud 8 vCPU, 32 Gio", "Node with 8 vCPUs, 32 GiB", "236.52", MONTH, times="nodes",
              unit=("nœud", "node")),
        price("registry", "Registre d’images", "Image registry", "39", MONTH, condition=when("tools", "registry")),
        price("setup", "Mise en service", "Commissioning", "350", ONCE),
    ),
    (
        text("name", "Nom du cluster", "Name of the cluster", mandatory=True, format="identifier", longest=40),
        choice("version", "Version", "Version", (("1.31", "1.31", "1.31"), ("1.30", "1.30", "1.30")), mandatory=True,
               default="1.31"),
        number("nodes", "Nombre de nœuds", "Number of nodes", "1", "100", mandatory=True, default="3"),
        yes_no("scaling", "Ajuster le nombre de nœuds à la charge", "Adjust the number of nodes to the load",
               default="no"),
        number("most-nodes", "Nœuds au maximum", "Nodes at most", "2", "200", mandatory=True,
               condition=when("scaling", "yes")),
        choices("tools", "Outils à installer", "Tools to install", (("registry", "Registre d’images",
                "Image registry"), ("monitoring", "Supervision", "Monitoring"), ("logs", "Collecte des journaux",
                "Log collection"), ("ingress", "Contrôleur d’entrée", "Ingress controller")),
                default=("monitoring",)),
        text("ingress-name", "Nom de domaine d’entrée", "Ingress host name", mandatory=True, format="host-name",
             condition=when("tools", "ingress")),
        text("network", "Réseau des pods", "Pod network", ("Par exemple 172.16.0.0/16.",
             "For instance 172.16.0.0/16."), format="network"),
        contact(),
    ),
)  # fmt: skip

SERVICES = (_APPLICATION, _DATABASE, _KUBERNETES)
