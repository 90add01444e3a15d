"""The demo's companies, people, contracts and platforms (product.md section 13), all invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ecc_tui.backend.sql.exchange.records import (
    Company,
    ContractType,
    Offer,
    Platform,
    RightsRecord,
    RoleWord,
    User,
)
from ecc_tui.domain.account import Title
from ecc_tui.domain.contracts import OfferKind
from ecc_tui.domain.rights import ROLES_OFFERED, Section

PROVIDER = "Orbis Cloud"

COMPANIES = (
    Company(id="aurelac", name="Aurélac Distribution"),
    Company(id="bergeron", name="Bergeron Intégration"),
)

OFFERS = (
    Offer(id="flexible-engine", name="Flexible Engine", kind=OfferKind.INFRASTRUCTURE),
    Offer(id="cloud-avenue", name="Cloud Avenue", kind=OfferKind.INFRASTRUCTURE),
    Offer(id="fca", name="Flexible Computing Advanced", kind=OfferKind.MANAGED),
)

CONTRACT_TYPES = (
    ContractType(id="ocb", name="Orange Cloud for Business", invoices_here=True),
    ContractType(id="obs", name="Orange Business Services", invoices_here=False),
)

PLATFORMS = (
    Platform(id="fe-eu-west-0", name="Flexible Engine", region="eu-west-0"),
    Platform(id="fe-eu-west-1", name="Flexible Engine", region="eu-west-1"),
    Platform(id="ca-eu-west-0", name="Cloud Avenue", region="eu-west-0"),
    Platform(id="fca-eu-west-0", name="Flexible Computing Advanced", region="eu-west-0"),
)


class DemoBudget(Struct, frozen=True):
    """A budget by what is used of it today, so that the demo shows the same on any day."""

    period: str
    used_percent: int
    thresholds: tuple[int, ...] = (80, 100)


class DemoContract(Struct, frozen=True):
    """A contract, its mean consumption per day in euro, and its budget; `referent` is the id of a person."""

    id: str
    name: str
    company: str
    offer: str
    type: str
    platform: str
    started: str
    support: str
    referent: str
    daily: int
    budget: DemoBudget | None


CONTRACTS = (
    DemoContract(
        "OCB0001234", "Boutique en ligne", "aurelac", "flexible-engine", "ocb", "fe-eu-west-0", "2021-03-01", "gold",
        "u-referent", 412, DemoBudget("month", 108),
    ),
    DemoContract(
        "OCB0001235", "Entrepôt de données", "aurelac", "flexible-engine", "ocb", "fe-eu-west-0", "2021-09-15",
        "silver", "u-referent", 655, DemoBudget("month", 93),
    ),
    DemoContract(
        "OCB0001236", "Sauvegarde et archivage", "aurelac", "fca", "obs", "fca-eu-west-0", "2020-01-01", "silver",
        "u-referent", 188, DemoBudget("quarter", 46),
    ),
    DemoContract(
        "OCB0001240", "ERP Finance", "aurelac", "fca", "obs", "fca-eu-west-0", "2019-06-01", "gold",
        "u-referent", 540, None,
    ),
    DemoContract(
        "OCB0001251", "Magasins connectés", "aurelac", "cloud-avenue", "ocb", "ca-eu-west-0", "2023-02-01", "bronze",
        "u-morel", 266, DemoBudget("month", 52),
    ),
    DemoContract(
        "OCB0001252", "R&D sandbox", "aurelac", "cloud-avenue", "ocb", "ca-eu-west-0", "2024-05-13", "standard",
        "u-morel", 74, DemoBudget("year", 31, (50, 80, 100)),
    ),
    DemoContract(
        "OCB0001260", "Paie et ressources humaines", "aurelac", "fca", "obs", "fca-eu-west-0", "2022-11-01", "gold",
        "u-garnier", 121, DemoBudget("month", 64),
    ),
    DemoContract(
        "OCB0001271", "Disaster recovery site", "aurelac", "flexible-engine", "obs", "fe-eu-west-1", "2022-04-01",
        "gold", "u-referent", 203, DemoBudget("quarter", 71),
    ),
    DemoContract(
        "OCB0002001", "Plateforme Bergeron", "bergeron", "cloud-avenue", "ocb", "ca-eu-west-0", "2023-10-01", "bronze",
        "u-bergeron", 95, DemoBudget("month", 38),
    ),
)  # fmt: skip


def _person(id: str, login: str, first: str, last: str, title: Title, company: str = "aurelac", **more: object) -> User:
    domain = "bergeron.example" if company == "bergeron" else "aurelac.example"
    number = sum(map(ord, id)) % 90 + 10
    return User(
        id=id,
        login=login,
        email=f"{login}@{domain}",
        title=title,
        first_name=first,
        last_name=last,
        company=company,
        phone=f"+33 1 99 00 {number} {(number * 7) % 90 + 10}",
        **more,  # type: ignore[arg-type]  # the fields of User that few people have
    )


PEOPLE = (
    _person(
        "u-referent", "referent.demo", "Éléonore", "Vasseur", Title.MRS,
        mobile="+33 6 39 98 12 40", accounts={"incidents": "EVASSEUR", "changes": "AUR-0041", "consoles": "eleonore.v"},
    ),
    _person("u-finance", "finance.demo", "Benoît", "Lefèvre", Title.MR),
    _person(
        "u-operator", "operator.demo", "Inès", "Kervella", Title.MRS,
        mobile="+33 6 39 98 12 41", accounts={"incidents": "IKERVELLA", "changes": "AUR-0107"},
    ),
    _person("u-auditor", "auditor.demo", "François", "Dubreuil", Title.MR),
    _person("u-admin", "admin.demo", "Maëlle", "Rousseau", Title.MRS, administrator=True),
    _person("u-partner", "partner.demo", "Gaël", "Bergeron", Title.MR, "bergeron", accounts={"incidents": "GBERGERON"}),
    _person("u-norights", "norights.demo", "Noé", "Chastaing", Title.MR),
    _person("u-morel", "solene.morel", "Solène", "Morel", Title.MRS, accounts={"incidents": "SMOREL"}),
    _person("u-garnier", "helene.garnier", "Hélène", "Garnier", Title.MRS),
    _person("u-okafor", "daniel.okafor", "Daniel", "Okafor", Title.MR, accounts={"incidents": "DOKAFOR"}),
    _person("u-lindqvist", "asa.lindqvist", "Åsa", "Lindqvist", Title.MRS),
    _person("u-nguyen", "thomas.nguyen", "Thomas", "Nguyên", Title.MR),
    _person("u-peltier", "aurelie.peltier", "Aurélie", "Peltier", Title.MRS),
    _person("u-bergeron", "claudine.bergeron", "Claudine", "Bergeron", Title.MRS, "bergeron", administrator=True),
    _person("u-mace", "yann.mace", "Yann", "Macé", Title.MR, "bergeron"),
)  # fmt: skip

SUPPORT_AUTHOR = "Support Orbis Cloud"

_N, _V, _M = RoleWord.NONE, RoleWord.VISITOR, RoleWord.MANAGER


def _roles(**words: RoleWord) -> Mapping[Section, RoleWord]:
    return {Section(name): word for name, word in words.items()}


ALL_VISITOR = dict.fromkeys(Section, RoleWord.VISITOR)
ALL_MANAGER = {section: RoleWord[roles[-1].name] for section, roles in ROLES_OFFERED.items()}
FINANCE = _roles(invoices=_M, contracts=_V, documents=_V, dashboard=_V)
FINANCE_BUDGETS = {**FINANCE, Section.CONTRACTS: _M}
OPERATOR = _roles(orders=_M, services=_M, contracts=_V, documents=_V, invoices=_V, support=_V, users=_V, dashboard=_V)
OPERATOR_LOWER = _roles(orders=_V, services=_V, dashboard=_V)
ADMIN = _roles(users=_M, contracts=_V, dashboard=_V)
PARTNER_OWN = _roles(orders=_M, services=_M, contracts=_V, support=_V, dashboard=_V)
PARTNER_SHARED = _roles(orders=_V, dashboard=_V)
REQUESTS_ONLY = _roles(orders=_M)

HIDDEN_FROM_OPERATOR = "OCB0001260"
"""On it `operator.demo` has no role at all: for him it is not found."""
LOWER_FOR_OPERATOR = "OCB0001271"
"""On it `operator.demo` may look at requests and not make any."""
SHARED = "OCB0001234"
"""A contract of one company on which somebody of another has roles."""


def rights() -> Iterator[RightsRecord]:
    """Who may do what; referents have their rights by their contracts."""
    for contract in CONTRACTS:
        if contract.company == "aurelac":
            for user, roles in _on_aurelac(contract.id).items():
                if user != contract.referent:
                    yield RightsRecord(user=user, contract=contract.id, roles=dict(roles))
    yield RightsRecord(user="u-partner", contract="OCB0002001", roles=dict(PARTNER_OWN))
    yield RightsRecord(user="u-mace", contract="OCB0002001", roles=dict(REQUESTS_ONLY))
    yield RightsRecord(user="u-partner", contract=SHARED, roles=dict(PARTNER_SHARED))


def _on_aurelac(contract: str) -> dict[str, Mapping[Section, RoleWord]]:
    roles: dict[str, Mapping[Section, RoleWord]] = {
        "u-referent": ALL_MANAGER,
        "u-finance": FINANCE_BUDGETS if contract == "OCB0001235" else FINANCE,
        "u-auditor": ALL_VISITOR,
        "u-admin": ADMIN,
        "u-operator": OPERATOR,
        "u-okafor": OPERATOR,
    }
    if contract == LOWER_FOR_OPERATOR:
        roles["u-operator"] = OPERATOR_LOWER
    if contract == HIDDEN_FROM_OPERATOR:
        del roles["u-operator"]
        roles["u-peltier"] = OPERATOR
    if contract in ("OCB0001251", "OCB0001252"):
        roles |= {"u-lindqvist": OPERATOR, "u-nguyen": REQUESTS_ONLY}
    return roles


class DemoEvent(Struct, frozen=True):
    """An incident or maintenance: hours from the start of today to its start, its length in hours (None: lasting)."""

    platform: str
    state: str
    starts: float
    hours: float | None
    title: Mapping[str, str]
    note: Mapping[str, str]


def _event(
    platform: str, state: str, starts: float, hours: float | None, french: str, english: str, *notes: str
) -> DemoEvent:
    note = {"fr": notes[0], "en": notes[1]} if notes else {"fr": "", "en": ""}
    return DemoEvent(platform, state, starts, hours, {"fr": french, "en": english}, note)


_DAY = 24.0

EVENTS = (
    _event(
        "fca-eu-west-0", "degraded", -1.8, None,
        "Sauvegardes ralenties", "Backups are slow",
        "Un contrôleur de stockage est remplacé.\nLes sauvegardes de nuit prennent jusqu’à deux fois plus de temps.",
        "A storage controller is being replaced.\nNightly backups take up to twice as long.",
    ),
    _event("ca-eu-west-0", "maintenance", 3 * _DAY + 22, 4, "Mise à jour des hyperviseurs", "Hypervisor update",
           "Les machines virtuelles sont déplacées sans arrêt.", "Virtual machines are moved without a stop."),
    _event("fe-eu-west-0", "maintenance", 12 * _DAY + 21, 2, "Renouvellement du cœur de réseau", "Core network renewal",
           "Deux coupures de moins d’une minute sont possibles.", "Two cuts of under a minute are possible."),
    _event("fe-eu-west-1", "maintenance", 26 * _DAY + 20, 6, "Essai du groupe électrogène", "Generator test"),
    _event("fe-eu-west-0", "outage", -9 * _DAY + 8.2, 1.4, "Console d’administration indisponible",
           "Administration console unavailable", "Cause : certificat interne expiré.",
           "Cause: an internal certificate had expired."),
    _event("fe-eu-west-0", "degraded", -9 * _DAY + 9.6, 3, "Console d’administration lente",
           "Administration console slow"),
    _event("fca-eu-west-0", "maintenance", -16 * _DAY + 22, 5, "Correctifs de sécurité", "Security patches"),
    _event("ca-eu-west-0", "degraded", -24 * _DAY + 14, 6.5, "Latence du stockage objet", "Object storage latency",
           "Un lot de disques a été retiré.", "A batch of disks was withdrawn."),
    _event("fe-eu-west-1", "unknown", -31 * _DAY + 3, 1, "Supervision interrompue", "Monitoring interrupted"),
    _event("fe-eu-west-0", "maintenance", -40 * _DAY + 22, 3, "Mise à niveau du service DNS", "DNS service upgrade"),
    _event("fca-eu-west-0", "outage", -52 * _DAY + 5.5, 0.8, "Perte d’une alimentation", "Loss of a power feed",
           "Redémarrage automatique des machines touchées.", "The machines concerned restarted by themselves."),
    _event("ca-eu-west-0", "maintenance", -61 * _DAY + 22, 4, "Remplacement des pare-feu", "Firewall replacement"),
    _event("fe-eu-west-0", "degraded", -77 * _DAY + 10, 2.5, "Créations de volumes lentes", "Slow volume creation"),
    _event("fe-eu-west-1", "maintenance", -85 * _DAY + 21, 4, "Mise à jour des hyperviseurs", "Hypervisor update"),
)  # fmt: skip
