"""The demo's storage and backup services."""

from __future__ import annotations

from ecc_tui.backend.sql.demo.services.making import (
    ALL_OFFERS,
    CLOUD_AVENUE,
    FLEXIBLE_ENGINE,
    MONTH,
    ONCE,
    choice,
    choices,
    contact,
    day,
    element,
    email,
    number,
    paragraphs,
    price,
    remarks,
    service,
    text,
    when,
    yes_no,
)

CATEGORY = "storage"

_OBJECTS = service(
    "s3-storage",
    CATEGORY,
    ALL_OFFERS,
    ("Stockage S3", "S3 storage"),
    (
        "Un espace de stockage objet compatible S3, chiffré, en classe standard, froide ou archive.",
        "S3-compatible object storage, encrypted, in a standard, cold or archive class.",
    ),
    paragraphs(
        (
            "Chaque objet est écrit dans trois zones. Les règles de cycle de vie font passer d’elles-mêmes les objets "
            "anciens dans une classe moins chère.",
            "Each object is written in three zones. Lifecycle rules move old objects to a cheaper class by themselves.",
        ),
        (
            "Le verrouillage d’objets protège des suppressions pendant la durée que vous fixez : personne, pas même "
            "l’administrateur, ne peut alors effacer une version.",
            "Object lock protects against deletion for as long as you decide: nobody, not even the administrator, can "
            "then remove a version.",
        ),
    ),
    paragraphs(
        (
            "Facturation au volume moyen du mois. En classe archive, la restitution prend jusqu’à douze heures.",
            "Invoiced by the month's mean volume. In the archive class, retrieval takes up to twelve hours.",
        ),
    ),
    1,
    (
        price("standard", "Stockage objet, classe standard", "Object storage, standard class", "19.80", MONTH,
              times="volume", unit=("Tio", "TiB"), condition=when("class", "standard")),
        price("cold", "Stockage objet, classe froide", "Object storage, cold class", "9.40", MONTH, times="volume",
              unit=("Tio", "TiB"), condition=when("class", "cold")),
        price("archive", "Stockage objet, classe archive", "Object storage, archive class", "2.87", MONTH,
              times="volume", unit=("Tio", "TiB"), condition=when("class", "archive")),
    ),
    (
        text("bucket", "Nom du compartiment", "Bucket name", ("Unique sur toute la plateforme.",
             "Unique on the whole platform."), mandatory=True, format="identifier", shortest=3, longest=63),
        choice("class", "Classe", "Class", (("standard", "Standard", "Standard"), ("cold", "Froide", "Cold"),
               ("archive", "Archive", "Archive")), mandatory=True, default="standard"),
        number("volume", "Volume prévu", "Expected volume", "0.1", "2000", mandatory=True, default="1", decimals=1,
               unit=("Tio", "TiB")),
        yes_no("lock", "Verrouiller les objets", "Lock objects", default="no"),
        number("lock-days", "Durée du verrouillage", "Length of the lock", "1", "3650", mandatory=True,
               condition=when("lock", "yes"), unit=("jours", "days")),
        choices("access", "Accès depuis", "Access from", (("internet", "Internet", "Internet"), ("private",
                "Nos réseaux privés", "Our private networks"), ("partner", "Un partenaire", "A partner")),
                mandatory=True, default=("private",)),
        text("partner-network", "Réseau du partenaire", "The partner's network", mandatory=True, format="network",
             condition=when("access", "partner")),
        contact(),
    ),
)  # fmt: skip

_BACKUP = service(
    "backup",
    CATEGORY,
    ALL_OFFERS,
    ("Sauvegarde", "Backup"),
    (
        "Sauvegarde quotidienne de vos machines et bases, restauration testée, copie hors site en option.",
        "Daily backup of machines and databases, restores that are tested, a copy off site if you wish.",
    ),
    paragraphs(
        (
            "Les sauvegardes sont incrémentales, chiffrées et vérifiées. Chaque mois, une restauration tirée au sort "
            "est jouée de bout en bout ; le résultat figure dans le rapport de performance.",
            "Backups are incremental, encrypted and verified. Each month a restore drawn by lot is played from end to "
            "end; the result is in the performance report.",
        ),
        (
            "La copie hors site est écrite dans une autre région et ne peut être modifiée pendant sa rétention.",
            "The copy off site is written in another region and can't be changed while it is kept.",
        ),
    ),
    paragraphs(
        (
            "L’espace est facturé après compression. Les restaurations sont comprises.",
            "Space is invoiced after compression. Restores are included.",
        ),
        (
            "Une rétention plus courte que la précédente ne supprime rien avant sept jours.",
            "A retention shorter than before removes nothing for seven days.",
        ),
    ),
    2,
    (
        price("space", "Espace de sauvegarde", "Backup space", "41.50", MONTH, times="space", unit=("Tio", "TiB")),
        price("off-site", "Copie hors site", "Copy off site", "18.20", MONTH, times="space", unit=("Tio", "TiB"),
              condition=when("off-site", "yes")),
        price("setup", "Mise en service de la copie", "Commissioning of the copy", "120", ONCE,
              condition=when("off-site", "yes")),
    ),
    (
        element("element", "Ce qui est à sauvegarder", "What to back up"),
        number("space", "Espace", "Space", "0.5", "500", mandatory=True, default="1", decimals=1, unit=("Tio", "TiB")),
        choice("frequency", "Fréquence", "Frequency", (("daily", "Chaque nuit", "Every night"), ("six-hours",
               "Toutes les six heures", "Every six hours"), ("hourly", "Chaque heure", "Every hour")), mandatory=True,
               default="daily"),
        number("retention", "Rétention", "Retention", "7", "3650", mandatory=True, default="30",
               unit=("jours", "days")),
        yes_no("off-site", "Copie hors site", "Copy off site", mandatory=True, default="no"),
        choice("region", "Région de la copie", "Region of the copy", (("eu-west-1", "eu-west-1", "eu-west-1"),
               ("eu-north-0", "eu-north-0", "eu-north-0")), mandatory=True, condition=when("off-site", "yes"),
               default="eu-west-1"),
        choices("reports", "Rapports", "Reports", (("failures", "À chaque échec", "On every failure"), ("weekly",
                "Chaque semaine", "Every week")), default=("failures",)),
        email("reports-to", "Envoyer les rapports à", "Send the reports to", mandatory=True,
              condition=when("reports")),
        contact(),
    ),
)  # fmt: skip

_VOLUMES = service(
    "volumes",
    CATEGORY,
    ALL_OFFERS,
    ("Volume supplémentaire", "Additional volume"),
    (
        "Un volume SSD ou magnétique rattaché à une machine, chiffré avec la clé de votre choix.",
        "An SSD or magnetic volume attached to a machine, encrypted with the key of your choice.",
    ),
    paragraphs(
        (
            "Le volume est créé, rattaché et, si vous le souhaitez, formaté et monté. Il peut être agrandi plus tard "
            "sans arrêt.",
            "The volume is made, attached and, if you wish, formatted and mounted. It can grow later without a stop.",
        ),
        (
            "Avec votre propre clé, nous ne pouvons plus lire le volume dès que vous la retirez.",
            "With a key of your own, we can no longer read the volume once you withdraw it.",
        ),
    ),
    paragraphs(
        (
            "Un volume ne peut être réduit. Il est conservé sept jours après sa suppression.",
            "A volume can't shrink. It is kept for seven days after its removal.",
        ),
    ),
    1,
    (
        price("ssd", "Volume SSD", "SSD volume", "0.112", MONTH, times="size", unit=("Gio", "GiB"),
              condition=when("kind", "ssd")),
        price("magnetic", "Volume magnétique", "Magnetic volume", "0.041", MONTH, times="size", unit=("Gio", "GiB"),
              condition=when("kind", "magnetic")),
    ),
    (
        choice("kind", "Type", "Kind", (("ssd", "SSD", "SSD"), ("magnetic", "Magnétique", "Magnetic")),
               mandatory=True, default="ssd"),
        number("size", "Taille", "Size", "10", "65536", mandatory=True, default="100", unit=("Gio", "GiB")),
        text("machine", "Machine", "Machine", mandatory=True, format="host-name", longest=100),
        text("mount-point", "Point de montage", "Mount point", ("Vide : le volume est seulement rattaché.",
             "Empty: the volume is only attached."), longest=120),
        yes_no("own-key", "Chiffrer avec notre clé", "Encrypt with our own key", default="no"),
        text("key-name", "Nom de la clé", "Name of the key", ("Son nom seulement, jamais la clé.",
             "Its name only, never the key."), mandatory=True, condition=when("own-key", "yes"), longest=100),
        contact(),
    ),
)  # fmt: skip

_LOGS = service(
    "log-retention",
    CATEGORY,
    ALL_OFFERS,
    ("Conservation des journaux", "Log retention"),
    (
        "Vos journaux collectés, horodatés, consultables, et conservés aussi longtemps que la règle l’exige.",
        "Your logs collected, timestamped, searchable, and kept as long as the rules demand.",
    ),
    paragraphs(
        (
            "Les journaux arrivent par agent ou par syslog chiffré. Ils restent consultables en ligne pendant la durée "
            "choisie, puis passent en archive scellée.",
            "Logs arrive by an agent or by encrypted syslog. They can be searched online for the chosen time, then go "
            "to a sealed archive.",
        ),
        (
            "Un scellement quotidien prouve qu’aucune ligne n’a été ajoutée, changée ou retirée.",
            "A daily seal proves that no line was added, changed or removed.",
        ),
    ),
    paragraphs(
        (
            "La durée légale dépend de votre activité : il vous appartient de la fixer.",
            "How long the law demands depends on your business: that remains for you to decide.",
        ),
    ),
    5,
    (
        price("setup", "Mise en service", "Commissioning", "290", ONCE),
        price("volume", "Journaux en ligne", "Logs online", "1.15", MONTH, times="daily", unit=("Gio/jour", "GiB/day")),
        price("archive", "Archive scellée", "Sealed archive", "45", MONTH, condition=when("archive", "yes")),
    ),
    (
        choices("sources", "Sources", "Sources", (("systems", "Systèmes", "Systems"), ("applications", "Applications",
                "Applications"), ("firewalls", "Pare-feu", "Firewalls"), ("console", "Accès à la console",
                "Console access")), mandatory=True, default=("systems", "console")),
        text("applications", "Quelles applications", "Which applications", mandatory=True,
             condition=when("sources", "applications"), longest=200),
        number("daily", "Volume par jour", "Volume per day", "0.5", "5000", mandatory=True, default="10", decimals=1,
               unit=("Gio", "GiB")),
        number("online", "Consultables en ligne", "Searchable online", "7", "400", mandatory=True, default="90",
               unit=("jours", "days")),
        yes_no("archive", "Archiver ensuite", "Archive afterwards", mandatory=True, default="no"),
        number("archive-years", "Durée de l’archive", "Length of the archive", "1", "30", mandatory=True,
               condition=when("archive", "yes"), unit=("ans", "years")),
        contact(),
    ),
)  # fmt: skip

_RECOVERY = service(
    "disaster-recovery",
    CATEGORY,
    (CLOUD_AVENUE, FLEXIBLE_ENGINE),
    ("Plan de reprise d’activité", "Disaster recovery"),
    (
        "Vos machines répliquées dans une autre région, un plan de reprise écrit et un exercice par an.",
        "Your machines replicated in another region, a written recovery plan and a drill each year.",
    ),
    paragraphs(
        (
            "Les machines choisies sont répliquées en continu. En cas de sinistre, la bascule suit le plan écrit avec "
            "vous, dans l’ordre que vous avez fixé.",
            "The chosen machines are replicated all the time. After a disaster, the switch follows the plan written "
            "with you, in the order that you have set.",
        ),
        (
            "Chaque année, un exercice grandeur nature mesure la durée réelle de la reprise ; son compte rendu vous "
            "est remis.",
            "Every year a full-scale drill measures how long recovery really takes; you receive its minutes.",
        ),
    ),
    paragraphs(
        (
            "Les engagements de reprise valent après le premier exercice réussi.",
            "What is promised on recovery holds once the first drill has succeeded.",
        ),
    ),
    30,
    (
        price("plan", "Rédaction du plan de reprise", "Writing of the recovery plan", "3600", ONCE),
        price("machine", "Machine répliquée", "Replicated machine", "38", MONTH, times="machines",
              unit=("machine", "machine")),
        price("fast", "Reprise en moins d’une heure", "Recovery within an hour", "27", MONTH, times="machines",
              unit=("machine", "machine"), condition=when("time", "one-hour")),
    ),
    (
        number("machines", "Machines à protéger", "Machines to protect", "1", "500", mandatory=True, default="5"),
        choice("time", "Durée de reprise visée", "Aimed recovery time", (("one-hour", "Une heure", "One hour"),
               ("four-hours", "Quatre heures", "Four hours"), ("one-day", "Un jour", "One day")), mandatory=True,
               default="four-hours"),
        number("loss", "Perte de données admise", "Data loss allowed", "1", "1440", mandatory=True, default="15",
               unit=("minutes", "minutes")),
        choice("region", "Région de secours", "Recovery region", (("eu-west-1", "eu-west-1", "eu-west-1"),
               ("eu-north-0", "eu-north-0", "eu-north-0")), mandatory=True, default="eu-west-1"),
        day("drill", "Premier exercice souhaité", "Wished first drill", earliest_days=30, latest_days=365),
        yes_no("weekend", "Exercice le week-end", "Drill over a weekend", default="yes", condition=when("drill")),
        element("element", "Abonnement concerné", "Subscription concerned"),
        contact(),
        remarks(),
    ),
)  # fmt: skip

SERVICES = (_OBJECTS, _BACKUP, _VOLUMES, _LOGS, _RECOVERY)
