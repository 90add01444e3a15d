"""The types of record: for each its struct, how it is written into a store, and how it is read back.

Adding a type: a struct in `records`, a `load` and a `read` function, an entry in `TYPES`. The order of `TYPES` is the
order of an exported file. Reading is in key order, so that equal stores give equal files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from msgspec import Struct

from ecc_tui.backend.sql.database import Conflict, Statements
from ecc_tui.backend.sql.exchange.blobs import load_blob, read_blobs
from ecc_tui.backend.sql.exchange.catalogue import (
    load_category,
    load_service,
    load_subscription,
    read_categories,
    read_services,
    read_subscriptions,
)
from ecc_tui.backend.sql.exchange.catalogue_records import CategoryRecord, ServiceRecord, SubscriptionRecord
from ecc_tui.backend.sql.exchange.people import (
    load_preference,
    load_saved_view,
    load_user,
    read_preferences,
    read_saved_views,
    read_users,
)
from ecc_tui.backend.sql.exchange.records import (
    BrokenRule,
    BudgetRecord,
    Company,
    Consumption,
    ContractRecord,
    ContractType,
    HealthEventRecord,
    Offer,
    Platform,
    Preference,
    Record,
    RightsRecord,
    RoleWord,
    SavedViewRecord,
    StoreRecord,
    User,
    nano,
)
from ecc_tui.backend.sql.exchange.request_records import Blob, RequestRecord
from ecc_tui.backend.sql.exchange.requests import load_request, read_requests
from ecc_tui.backend.sql.exchange.values import amount, upsert
from ecc_tui.backend.sql.instants import from_micro, to_micro
from ecc_tui.domain.rights import ROLES_OFFERED, Section
from ecc_tui.domain.text import fold

R = TypeVar("R", bound=Record)

FULL_ROLES = tuple(int(ROLES_OFFERED[section][-1]) for section in Section)
"""A referent's roles, in the order of `Section`, which is that of the columns."""


class RecordType(Struct, Generic[R], frozen=True):
    """What export and import know of a type; `late` ones are written after all others, whatever the order of lines."""

    struct: type[R]
    load: Callable[[Statements, R], None]
    read: Callable[[Statements, bool], Iterator[R]]
    late: bool = False


def load_store(statements: Statements, record: StoreRecord) -> None:
    """The provider's name; the store's own id and birth stay."""
    upsert(statements, "store", {"name": "provider"}, {"value": record.provider})


def read_store(statements: Statements, _secrets: bool) -> Iterator[StoreRecord]:
    """Always one line."""
    provider = statements.value("SELECT value FROM store WHERE name = 'provider'")
    yield StoreRecord(format=1, provider=provider or "")


def load_company(statements: Statements, record: Company) -> None:
    """One row."""
    upsert(statements, "companies", {"id": record.id}, {"name": record.name, "password_level": record.password_level})


def read_companies(statements: Statements, _secrets: bool) -> Iterator[Company]:
    """By id."""
    for id, name, level in statements.iterate("SELECT id, name, password_level FROM companies ORDER BY id"):
        yield Company(id=id, name=name, password_level=level)


def load_offer(statements: Statements, record: Offer) -> None:
    """One row."""
    upsert(statements, "offers", {"id": record.id}, {"name": record.name, "kind": record.kind})


def read_offers(statements: Statements, _secrets: bool) -> Iterator[Offer]:
    """By id."""
    for id, name, kind in statements.iterate("SELECT id, name, kind FROM offers ORDER BY id"):
        yield Offer(id=id, name=name, kind=kind)


def load_contract_type(statements: Statements, record: ContractType) -> None:
    """One row."""
    values = {"name": record.name, "invoices_here": int(record.invoices_here)}
    upsert(statements, "contract_types", {"id": record.id}, values)


def read_contract_types(statements: Statements, _secrets: bool) -> Iterator[ContractType]:
    """By id."""
    for id, name, here in statements.iterate("SELECT id, name, invoices_here FROM contract_types ORDER BY id"):
        yield ContractType(id=id, name=name, invoices_here=bool(here))


def load_platform(statements: Statements, record: Platform) -> None:
    """One row."""
    upsert(statements, "platforms", {"id": record.id}, {"name": record.name, "region": record.region})


def read_platforms(statements: Statements, _secrets: bool) -> Iterator[Platform]:
    """By id."""
    for id, name, region in statements.iterate("SELECT id, name, region FROM platforms ORDER BY id"):
        yield Platform(id=id, name=name, region=region)


def load_health_event(statements: Statements, record: HealthEventRecord) -> None:
    """One row."""
    values = {
        "platform_id": record.platform,
        "state": record.state,
        "starts": to_micro(record.starts),
        "ends": None if record.ends is None else to_micro(record.ends),
        "title": record.title,
        "note": record.note,
    }
    upsert(statements, "health_events", {"id": record.id}, values)


def read_health_events(statements: Statements, _secrets: bool) -> Iterator[HealthEventRecord]:
    """By id."""
    sql = "SELECT id, platform_id, state, starts, ends, title, note FROM health_events ORDER BY id"
    for id, platform, state, starts, ends, title, note in statements.iterate(sql):
        yield HealthEventRecord(
            id=id,
            platform=platform,
            state=state,
            starts=from_micro(starts),
            ends=None if ends is None else from_micro(ends),
            title=title,
            note=note,
        )


def load_contract(statements: Statements, record: ContractRecord) -> None:
    """The contract, and its referent with every role; the one before him keeps his roles as ordinary ones."""
    values = {
        "name": record.name,
        "name_key": fold(record.name),
        "company_id": record.company,
        "offer_id": record.offer,
        "contract_type_id": record.contract_type,
        "platform_id": record.platform,
        "started": record.started.isoformat(),
        "ends": record.ends.isoformat() if record.ends else None,
        "support_level": record.support_level,
        "billing_zone": record.billing_zone,
        "referent_id": record.referent,
    }
    upsert(statements, "contracts", {"id": record.id}, values)
    statements.execute(
        "UPDATE rights SET referent = 0 WHERE contract_id = ? AND referent = 1 AND user_id <> ?",
        (record.id, record.referent),
    )
    full: dict[str, Any] = dict(zip(Section, FULL_ROLES, strict=True))
    upsert(statements, "rights", {"user_id": record.referent, "contract_id": record.id}, {**full, "referent": 1})


def read_contracts(statements: Statements, _secrets: bool) -> Iterator[ContractRecord]:
    """By id."""
    columns = (
        "id, name, company_id, offer_id, contract_type_id, platform_id, started, ends, support_level, billing_zone,"
        " referent_id"
    )
    for row in statements.iterate(f"SELECT {columns} FROM contracts ORDER BY id"):
        id, name, company, offer, contract_type, platform, started, ends, level, zone, referent = row
        yield ContractRecord(
            id=id,
            name=name,
            company=company,
            offer=offer,
            contract_type=contract_type,
            platform=platform,
            started=date.fromisoformat(started),
            ends=date.fromisoformat(ends) if ends else None,
            support_level=level,
            billing_zone=zone,
            referent=referent,
        )


def load_rights(statements: Statements, record: RightsRecord) -> None:
    """The roles, or none any more; a referent's can't be lowered. Raises BrokenRule."""
    levels = record.levels()
    key = (record.user, record.contract)
    if statements.value("SELECT referent FROM rights WHERE user_id = ? AND contract_id = ?", key):
        if levels != FULL_ROLES:
            raise BrokenRule("referent", "roles", record.contract)
    elif any(levels):
        roles: dict[str, Any] = dict(zip(Section, levels, strict=True))
        upsert(statements, "rights", {"user_id": record.user, "contract_id": record.contract}, roles)
    else:
        statements.execute("DELETE FROM rights WHERE user_id = ? AND contract_id = ?", key)


def read_rights(statements: Statements, _secrets: bool) -> Iterator[RightsRecord]:
    """By person and contract; a referent's come from his contract."""
    columns = ", ".join(Section)
    words = list(RoleWord)
    for user, contract, *levels in statements.iterate(
        f"SELECT user_id, contract_id, {columns} FROM rights WHERE referent = 0 ORDER BY user_id, contract_id"
    ):
        held: Sequence[int] = levels
        roles = {section: words[level] for section, level in zip(Section, held, strict=True) if level}
        yield RightsRecord(user=user, contract=contract, roles=roles)


def load_budget(statements: Statements, record: BudgetRecord) -> None:
    """The budget and its thresholds; its version grows where something changes, so that no form overwrites unseen."""
    known = statements.row("SELECT * FROM budgets WHERE contract_id = ?", (record.contract,))
    values = {
        "amount": nano("amount", record.amount),
        "currency": record.currency,
        "period": record.period,
        "basis": record.basis,
    }
    thresholds = sorted(record.thresholds)
    sql = "SELECT percent FROM budget_thresholds WHERE contract_id = ? ORDER BY percent"
    same = known and known[1:5] == tuple(values.values())
    if same and [percent for (percent,) in statements.rows(sql, (record.contract,))] == thresholds:
        return
    version = max(record.version, known[5] + 1) if known else record.version
    upsert(statements, "budgets", {"contract_id": record.contract}, {**values, "version": version})
    statements.execute("DELETE FROM budget_thresholds WHERE contract_id = ?", (record.contract,))
    statements.execute_many(
        "INSERT INTO budget_thresholds VALUES (?, ?)", [(record.contract, percent) for percent in thresholds]
    )


def read_budgets(statements: Statements, _secrets: bool) -> Iterator[BudgetRecord]:
    """By contract."""
    thresholds: dict[str, tuple[int, ...]] = {}
    for contract, percent in statements.iterate("SELECT * FROM budget_thresholds ORDER BY contract_id, percent"):
        thresholds[contract] = (*thresholds.get(contract, ()), percent)
    columns = "contract_id, amount, currency, period, basis, version"
    for contract, nanos, currency, period, basis, version in statements.iterate(
        f"SELECT {columns} FROM budgets ORDER BY contract_id"
    ):
        yield BudgetRecord(
            contract=contract,
            amount=amount(nanos),
            currency=currency,
            period=period,
            basis=basis,
            thresholds=thresholds.get(contract, ()),
            version=version,
        )


def load_consumption(statements: Statements, record: Consumption) -> None:
    """One day."""
    key = {"contract_id": record.contract, "currency": record.currency, "day": record.day.isoformat()}
    values = {
        "before_discount": nano("before_discount", record.before_discount),
        "after_discount": nano("after_discount", record.after_discount),
    }
    upsert(statements, "daily_consumption", key, values)


def read_consumption(statements: Statements, _secrets: bool) -> Iterator[Consumption]:
    """By contract, currency, day."""
    columns = "contract_id, currency, day, before_discount, after_discount"
    for contract, currency, day, before, after in statements.iterate(
        f"SELECT {columns} FROM daily_consumption ORDER BY contract_id, currency, day"
    ):
        yield Consumption(
            contract=contract,
            currency=currency,
            day=date.fromisoformat(day),
            before_discount=amount(before),
            after_discount=amount(after),
        )


_ALL: tuple[RecordType[Any], ...] = (
    RecordType(StoreRecord, load_store, read_store),
    RecordType(Company, load_company, read_companies),
    RecordType(Offer, load_offer, read_offers),
    RecordType(ContractType, load_contract_type, read_contract_types),
    RecordType(Platform, load_platform, read_platforms),
    RecordType(HealthEventRecord, load_health_event, read_health_events),
    RecordType(User, load_user, read_users),
    RecordType(ContractRecord, load_contract, read_contracts),
    RecordType(RightsRecord, load_rights, read_rights, late=True),
    RecordType(BudgetRecord, load_budget, read_budgets),
    RecordType(Consumption, load_consumption, read_consumption),
    RecordType(CategoryRecord, load_category, read_categories),
    RecordType(ServiceRecord, load_service, read_services),
    RecordType(SubscriptionRecord, load_subscription, read_subscriptions),
    RecordType(Blob, load_blob, read_blobs),
    RecordType(RequestRecord, load_request, read_requests),
    RecordType(Preference, load_preference, read_preferences),
    RecordType(SavedViewRecord, load_saved_view, read_saved_views),
)

TYPES: Mapping[str, RecordType[Any]] = {str(kind.struct.__struct_config__.tag): kind for kind in _ALL}
"""By the word in `type`."""


def load(statements: Statements, record: Record) -> None:
    """Write one record. Raises BrokenRule where it doesn't go with what the store holds."""
    try:
        TYPES[str(type(record).__struct_config__.tag)].load(statements, record)
    except Conflict as error:
        raise BrokenRule("conflict", "", str(error)) from error
