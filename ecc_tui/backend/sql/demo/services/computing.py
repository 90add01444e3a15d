"""The demo's computing services."""

from __future__ import annotations

from ecc_tui.backend.sql.demo.services.making import (
    ALL_OFFERS,
    FLEXIBLE_ENGINE,
    MONTH,
    ONCE,
    choice,
    choices,
    contact,
    day,
    element,
    number,
    paragraphs,
    price,
    remarks,
    service,
    text,
    when,
    yes_no,
)

CATEGORY = "computing"

_SYSTEMS = (
    ("debian", "Debian 12", "Debian 12"),
    ("rocky", "Rocky Linux 9", "Rocky Linux 9"),
    ("windows", "Windows Server 2022", "Windows Server 2022"),
    ("own-image", "Notre propre image", "Our own image"),
)

_MACHINES = service(
    "virtual-machines",
    CATEGORY,
    ALL_OFFERS,
    ("Machines virtuelles", "Virtual machines"),
    (
        "Une ou plusieurs machines prêtes à l’emploi, avec leur disque, leur réseau et leur supervision.",
        "One or several machines ready for use, with their disk, network and monitoring.",
    ),
    paragraphs(
        (
            "Les machines sont créées dans le réseau que vous indiquez, mises à jour et inscrites à la supervision. "
            "Elles vous sont remises avec leurs accès, déposés dans votre coffre de secrets.",
            "The machines are made in the network that you name, brought up to date and added to the monitoring. "
            "They are handed over with their access keys, put in your vault.",
        ),
        (
            "Vous pouvez demander un arrêt automatique la nuit et le week-end : hormis le disque, seules les heures de "
            "marche sont alors facturées.",
            "You may ask for an automatic stop at night and over the weekend: apart from the disk, only running hours "
            "are then invoiced.",
        ),
    ),
    paragraphs(
        (
            "Prix pour une marche continue, hors licences. Résiliation à tout moment, au jour près.",
            "Prices for continuous running, without licences. They can be ended at any time, to the day.",
        ),
    ),
    2,
    (
        price("medium", "Machine 4 vCPU, 16 Gio", "Machine with 4 vCPUs, 16 GiB", "118.26", MONTH, times="machines",
              unit=("machine", "machine"), condition=when("size", "medium")),
        price("large", "Machine 8 vCPU, 32 Gio", "Machine with 8 vCPUs, 32 GiB", "236.52", MONTH, times="machines",
              unit=("machine", "machine"), condition=when("size", "large")),
        price("extra-large", "Machine 16 vCPU, 64 Gio", "Machine with 16 vCPUs, 64 GiB", "473.04", MONTH,
              times="machines", unit=("machine", "machine"), condition=when("size", "extra-large")),
        price("disk", "Volume SSD", "SSD volume", "0.112", MONTH, times="disk", unit=("Gio", "GiB")),
        price("windows", "Licence Windows Server", "Windows Server licence", "34.50", MONTH, times="machines",
              unit=("machine", "machine"), condition=when("system", "windows")),
    ),
    (
        choice(
            "size",
            "Gabarit",
            "Size",
            (
                ("medium", "Moyen", "Medium", "4 vCPU, 16 Gio", "4 vCPUs, 16 GiB"),
                ("large", "Grand", "Large", "8 vCPU, 32 Gio", "8 vCPUs, 32 GiB"),
                ("extra-large", "Très grand", "Extra large", "16 vCPU, 64 Gio", "16 vCPUs, 64 GiB"),
            ),
            mandatory=True,
            default="medium",
        ),
        number("machines", "Nombre de machines", "Number of machines", "1", "100", mandatory=True, default="1"),
        choice("system", "Système", "System", _SYSTEMS, mandatory=True, default="debian"),
        text("image", "Nom de l’image", "Name of the image", mandatory=True, condition=when("system", "own-image"),
             longest=100),
        number("disk", "Volume de données", "Data volume", "0", "65536", default="100", unit=("Gio", "GiB")),
        text("name", "Préfixe du nom", "Prefix of the name",
             ("Minuscules, chiffres et tirets : web donne web-1, web-2.",
              "Lower-case letters, digits and dashes: web gives web-1, web-2."),
             mandatory=True, format="identifier", longest=40),
        text("network", "Réseau de raccordement", "Network to join", ("Par exemple 10.20.0.0/24.",
             "For instance 10.20.0.0/24."), format="network"),
        yes_no("night-stop", "Arrêt automatique la nuit et le week-end", "Automatic stop at night and over the weekend",
               default="no"),
        day("wished", "Date souhaitée", "Wished date"),
        contact(),
    ),
)  # fmt: skip

_RESERVED = service(
    "reserved-instances",
    CATEGORY,
    ALL_OFFERS,
    ("Instances réservées", "Reserved instances"),
    (
        "Un engagement de un à trois ans sur un gabarit, contre une remise allant jusqu’à 48 %.",
        "A commitment of one to three years to a size, for up to 48% off.",
    ),
    paragraphs(
        (
            "Une réservation n’est liée à aucune machine : elle s’applique chaque heure à celles qui tournent dans le "
            "gabarit choisi, et la remise apparaît dans la consommation détaillée.",
            "A reservation is bound to no machine: each hour it applies to those that run in the chosen size, and "
            "the discount shows in the detailed consumption.",
        ),
        (
            "Avec un paiement d’avance, la remise augmente encore de cinq points.",
            "Paying upfront adds five more points to the discount.",
        ),
    ),
    paragraphs(
        (
            "L’engagement est ferme : il court jusqu’à son terme, que les machines tournent ou non.",
            "The commitment is firm: it runs to its end whether or not machines run.",
        ),
        (
            "Un changement de gabarit est possible une fois par an, à valeur égale ou supérieure.",
            "The size can be changed once a year, for one of equal or higher value.",
        ),
    ),
    1,
    (
        price("one-year", "Instance réservée, un an", "Reserved instance, one year", "153.74", MONTH, times="instances",
              unit=("instance", "instance"), condition=when("term", "one-year")),
        price("three-years", "Instance réservée, trois ans", "Reserved instance, three years", "122.99", MONTH,
              times="instances", unit=("instance", "instance"), condition=when("term", "three-years")),
    ),
    (
        choice(
            "size",
            "Gabarit",
            "Size",
            (
                ("s7n.xlarge.4", "s7n.xlarge.4", "s7n.xlarge.4", "4 vCPU, 16 Gio", "4 vCPUs, 16 GiB"),
                ("s7n.2xlarge.4", "s7n.2xlarge.4", "s7n.2xlarge.4", "8 vCPU, 32 Gio", "8 vCPUs, 32 GiB"),
                ("c7n.2xlarge.2", "c7n.2xlarge.2", "c7n.2xlarge.2", "8 vCPU, 16 Gio", "8 vCPUs, 16 GiB"),
                ("m7n.2xlarge.8", "m7n.2xlarge.8", "m7n.2xlarge.8", "8 vCPU, 64 Gio", "8 vCPUs, 64 GiB"),
            ),
            mandatory=True,
            default="s7n.2xlarge.4",
        ),
        number("instances", "Nombre d’instances", "Number of instances", "1", "200", mandatory=True, default="1"),
        choice("term", "Durée d’engagement", "Term", (("one-year", "Un an", "One year"),
               ("three-years", "Trois ans", "Three years")), mandatory=True, default="one-year"),
        yes_no("upfront", "Payer d’avance", "Pay upfront", default="no"),
        text("purchase-order", "Numéro du bon de commande", "Purchase order number",
             ("Demandé par votre comptabilité pour un paiement d’avance.",
              "Your accounting needs it for an upfront payment."),
             mandatory=True, condition=when("upfront", "yes"), longest=40),
        element("replaces", "Remplace l’abonnement", "Replaces the subscription"),
        day("start", "Début", "Start", mandatory=True, latest_days=90),
        contact(),
    ),
)  # fmt: skip

_HOSTS = service(
    "dedicated-hosts",
    CATEGORY,
    (FLEXIBLE_ENGINE,),
    ("Serveurs dédiés", "Dedicated hosts"),
    (
        "Des serveurs physiques à vous seul, pour vos licences par cœur et vos contraintes d’isolation.",
        "Physical servers for you alone, for licences by the core and for isolation.",
    ),
    paragraphs(
        (
            "Un serveur dédié héberge vos machines virtuelles et aucune autre. Vous décidez de la répartition, du taux "
            "de remplissage et de l’ordre de reprise en cas de panne.",
            "A dedicated host runs your virtual machines and no others. You decide what goes where, how full it gets "
            "and what starts first after a failure.",
        ),
        (
            "Les licences liées aux cœurs physiques peuvent y être apportées ; un relevé trimestriel est fourni.",
            "Licences bound to physical cores can be brought along; a quarterly statement is supplied.",
        ),
    ),
    paragraphs(
        (
            "Engagement d’un an. Deux serveurs au moins sont recommandés pour la haute disponibilité.",
            "One year's commitment. At least two hosts are advised for high availability.",
        ),
    ),
    15,
    (
        price("setup", "Mise en service", "Commissioning", "600", ONCE, times="hosts", unit=("serveur", "host")),
        price("general", "Serveur usage général, 2 x 24 cœurs", "General purpose host, 2 x 24 cores", "2890", MONTH,
              times="hosts", unit=("serveur", "host"), condition=when("family", "general")),
        price("memory", "Serveur mémoire, 2 x 24 cœurs, 2 Tio", "Memory host, 2 x 24 cores, 2 TiB", "4250", MONTH,
              times="hosts", unit=("serveur", "host"), condition=when("family", "memory")),
    ),
    (
        choice("family", "Famille", "Family", (("general", "Usage général", "General purpose"),
               ("memory", "Mémoire", "Memory")), mandatory=True, default="general"),
        number("hosts", "Nombre de serveurs", "Number of hosts", "1", "16", mandatory=True, default="2"),
        choices("zones", "Zones", "Zones", (("a", "eu-west-0a", "eu-west-0a"), ("b", "eu-west-0b", "eu-west-0b"),
                ("c", "eu-west-0c", "eu-west-0c")), mandatory=True),
        yes_no("own-licences", "Apporter ses licences", "Bring your own licences", default="no"),
        choices("licences", "Logiciels concernés", "Software concerned", (("databases", "Bases de données",
                "Databases"), ("systems", "Systèmes", "Operating systems"), ("erp", "Progiciels", "Business software")),
                mandatory=True, condition=when("own-licences", "yes")),
        day("wished", "Date souhaitée", "Wished date", earliest_days=15, latest_days=365),
        contact(),
        remarks(),
    ),
)  # fmt: skip

SERVICES = (_MACHINES, _RESERVED, _HOSTS)
