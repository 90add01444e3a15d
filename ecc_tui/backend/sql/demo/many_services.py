"""The large demo's catalogue: thousands of services made from the small one's, and one with a very long form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from msgspec import structs

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.demo.services import SERVICES
from ecc_tui.backend.sql.demo.services import making as make
from ecc_tui.backend.sql.exchange.catalogue import load_service
from ecc_tui.backend.sql.exchange.catalogue_records import FieldItem, ServiceRecord
from ecc_tui.backend.sql.service_rows import form_json, prices_json, search_key, starting_price, texts_json
from ecc_tui.domain.catalogue import PriceLine
from ecc_tui.domain.money import Money, to_nano

LONG_FORM = "long-form"
"""The service whose form has LONG_FORM_FIELDS fields of all kinds."""
LONG_FORM_FIELDS = 120
CATEGORIES = 40

_THINGS: tuple[make.Pair, ...] = (
    ("Machine virtuelle", "Virtual machine"), ("Base de données", "Database"), ("Sauvegarde", "Backup"),
    ("Répartiteur de charge", "Load balancer"), ("Passerelle VPN", "VPN gateway"), ("Volume SSD", "SSD volume"),
    ("Stockage objet", "Object storage"), ("Cluster Kubernetes", "Kubernetes cluster"), ("Pare-feu", "Firewall"),
    ("Messagerie", "Mail service"), ("Supervision", "Monitoring"), ("Annuaire", "Directory"),
    ("Bureau distant", "Remote desktop"), ("Registre d’images", "Image registry"), ("Zone DNS", "DNS zone"),
    ("File de messages", "Message queue"), ("Cache en mémoire", "Memory cache"),
    ("Moteur de recherche", "Search engine"),
    ("Coffre de secrets", "Vault"), ("Entrepôt de données", "Data warehouse"), ("Télécopie", "Fax service"),
    ("Serveur d’impression", "Print server"), ("Archivage", "Archiving"), ("Liaison privée", "Private line"),
    ("Ferme de calcul", "Compute farm"),
)  # fmt: skip
_MANNERS: tuple[make.Pair, ...] = (
    ("à haute disponibilité", "with high availability"), ("à la demande", "on demand"),
    ("avec astreinte", "with on-call duty"), ("en libre-service", "for self-service"),
    ("sans engagement", "without commitment"), ("avec chiffrement", "with encryption"),
    ("à prix fixe", "at a fixed price"), ("avec rapport mensuel", "with a monthly report"),
    ("sur deux zones", "over two zones"), ("avec copie hors site", "with a copy off site"),
)  # fmt: skip
_USES: tuple[make.Pair, ...] = (
    ("pour la production", "for production"), ("pour la recette", "for staging"), ("pour les magasins", "for shops"),
    ("pour la paie", "for payroll"), ("pour les entrepôts", "for warehouses"), ("pour le siège", "for head office"),
    ("pour les données", "for data"), ("pour les essais", "for trials"),
)  # fmt: skip
_SUMMARY: make.Pair = ("Prêt à l’emploi, supervisé et sauvegardé.", "Ready for use, monitored and backed up.")


def write_services(statements: Statements, number: int) -> None:
    """That many services in CATEGORIES categories, all for every offer, and the one with the long form among them."""
    statements.execute_many(
        "INSERT INTO categories (id, position, name) VALUES (?, ?, ?)",
        [(_category(index), 100 + index, texts_json(make.both(_category_name(index)))) for index in range(CATEGORIES)],
    )
    statements.execute_many(
        "INSERT INTO services (id, category_id, position, name, summary, description, conditions, delay_days, currency,"
        " one_off, monthly, prices, form, name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'EUR', ?, ?, ?, ?, ?)",
        _rows(number - 1),
    )
    statements.execute_many(
        "INSERT INTO service_offers (service_id, offer_id) VALUES (?, ?)",
        [(_id(index), offer) for index in range(number - 1) for offer in make.ALL_OFFERS],
    )
    load_service(statements, long_form())


def _id(index: int) -> str:
    return f"service-{index:04}"


def _category(index: int) -> str:
    return f"category-{index:02}"


def _category_name(index: int) -> make.Pair:
    thing, use = _THINGS[index % len(_THINGS)], _USES[index // len(_THINGS) * 3]
    return f"{thing[0]} {use[0]}", f"{thing[1]} {use[1]}"


def _rows(number: int) -> Iterator[Sequence[Any]]:
    templates = [(record, *record.content()) for record in SERVICES.values()]
    forms = [form_json(form.fields) for _record, form, _prices in templates]
    texts = [(texts_json(record.description), texts_json(record.conditions)) for record, _form, _prices in templates]
    summary = make.both(_SUMMARY)
    for index in range(number):
        place = index % len(templates)
        record, form, prices = templates[place]
        name = make.both(_name(index))
        lines = _priced(prices, Decimal(60 + index * 37 % 140) / 100)
        price = starting_price(form, lines, "EUR")
        yield (
            _id(index),
            _category(index % CATEGORIES),
            index,
            texts_json(name),
            texts_json(summary),
            *texts[place],
            record.delay_days,
            to_nano(price.one_off.amount),
            to_nano(price.monthly.amount),
            prices_json(lines),
            forms[place],
            search_key(name, summary),
        )


def _name(index: int) -> make.Pair:
    """Each of the first 2 000 is another one."""
    rest, thing = divmod(index, len(_THINGS))
    rest, manner = divmod(rest, len(_MANNERS))
    parts = _THINGS[thing], _MANNERS[manner], _USES[rest % len(_USES)]
    return " ".join(french for french, _ in parts), " ".join(english for _, english in parts)


def _priced(prices: Sequence[PriceLine], factor: Decimal) -> Sequence[PriceLine]:
    return [
        structs.replace(line, price=Money((line.price.amount * factor).quantize(Decimal("0.001")), line.price.currency))
        for line in prices
    ]


def long_form() -> ServiceRecord:
    """A service that asks everything: twelve kinds of fields in turn, some of them seen only after an answer."""
    fields: list[FieldItem] = []
    for group in range(LONG_FORM_FIELDS // 12):
        fields += _group(group + 1)
    return make.service(
        LONG_FORM,
        _category(0),
        make.ALL_OFFERS,
        ("Questionnaire complet", "Complete questionnaire"),
        ("Un très long formulaire, avec des champs de tous les types.", "A very long form with fields of all kinds."),
        make.paragraphs(
            ("Tout ce qu’il faut savoir avant un grand projet.", "All there is to know before a big project.")
        ),
        {},
        30,
        (
            make.price("base", "Étude", "Study", "1500", make.ONCE),
            make.price("machine", "Machine", "Machine", "40", make.MONTH, times="machines-1"),
            make.price("guard", "Surveillance", "Watch", "25", make.MONTH, condition=make.when("guarded-1", "yes")),
        ),
        tuple(fields),
    )


_SIZES = tuple(
    (f"size-{size}", f"{size} vCPU", f"{size} vCPUs", f"{size * 4} Gio", f"{size * 4} GiB")
    for size in (1, 2, 4, 8, 16, 32)
)
_TOOLS = (
    ("monitoring", "Supervision", "Monitoring"),
    ("backup", "Sauvegarde", "Backup"),
    ("logs", "Journaux", "Logs"),
    ("vpn", "VPN", "VPN"),
)


def _group(number: int) -> Sequence[FieldItem]:
    """Twelve fields about one environment."""

    def named(french: str, english: str) -> tuple[str, str]:
        return f"{french}, environnement {number}", f"{english}, environment {number}"

    return (
        make.text(f"name-{number}", *named("Nom", "Name"), mandatory=number == 1, format="identifier"),
        make.long_text(f"purpose-{number}", *named("Usage", "Purpose")),
        make.choice(f"size-{number}", *named("Gabarit", "Size"), _SIZES, mandatory=True, default="size-4"),
        make.choices(f"tools-{number}", *named("Outils", "Tools"), _TOOLS, default=("monitoring",)),
        make.number(f"machines-{number}", *named("Machines", "Machines"), "0", "500", default="2"),
        make.day(f"start-{number}", *named("Début", "Start"), latest_days=365),
        make.yes_no(f"guarded-{number}", *named("Surveillé la nuit", "Watched at night"), default="no"),
        make.email(f"mail-{number}", *named("E-mail d’alerte", "Alert e-mail")),
        make.phone(
            f"phone-{number}", *named("Téléphone d’astreinte", "On-call telephone"), mandatory=True,
            condition=make.when(f"guarded-{number}", "yes"),
        ),
        make.element(f"element-{number}", *named("Abonnement lié", "Linked subscription")),
        make.contact() if number == 1 else structs.replace(make.contact(), id=f"contact-{number}", mandatory=False),
        make.files(f"files-{number}", *named("Pièces jointes", "Attachments")),
    )  # fmt: skip
