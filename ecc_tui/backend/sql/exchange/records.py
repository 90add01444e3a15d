"""What a line of an exchange file may say: one struct per type, with the limits of each field.

Ids are strings, amounts decimal strings, instants ISO 8601 with a zone, days ISO 8601. A field that is left out has
its default, which is also how it is written. A new type of record is a struct here and an entry in `tables.TYPES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from msgspec import UNSET, Meta, Struct, UnsetType

from ecc_tui.domain.account import LOGIN_RULE, LONGEST_VIEW_NAME, PasswordLevel, Title
from ecc_tui.domain.contracts import BudgetBasis, BudgetPeriod, Health, OfferKind
from ecc_tui.domain.errors import InvalidInput
from ecc_tui.domain.links import LONGEST, ToRequests, parse
from ecc_tui.domain.money import to_nano
from ecc_tui.domain.rights import ROLES_OFFERED, Role, Section

MULTILINE_FIELDS = frozenset({"conditions", "default", "description", "note", "text", "values"})
"""The fields in which newline and tab stay, also in the languages of their texts."""

Id = Annotated[str, Meta(min_length=1, max_length=64)]
FieldId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,63}\Z")]
"""Of a form's field."""
Name = Annotated[str, Meta(min_length=1, max_length=200)]
ShortText = Annotated[str, Meta(max_length=200)]
LongName = Annotated[str, Meta(min_length=1, max_length=16_384)]
LongText = Annotated[str, Meta(max_length=65_536)]
Amount = Annotated[str, Meta(pattern=r"^-?[0-9]{1,10}(\.[0-9]{1,9})?\Z")]
Quantity = Annotated[str, Meta(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,18})?\Z")]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
Language = Annotated[str, Meta(pattern=r"^([a-z]{2})?\Z")]
"""Of a text; under "" one that is the same in all."""
Names = dict[Language, Annotated[str, Meta(min_length=1, max_length=200)]]
SomeNames = Annotated[Names, Meta(min_length=1)]
"""A short text in one language or more."""
Words = dict[Language, Annotated[str, Meta(min_length=1, max_length=65_536)]]
"""A long text, perhaps none."""
NO_TEXTS: dict[str, str] = {}
"""Each record gets a dict of its own for it, as for `{}`."""
Instant = Annotated[datetime, Meta(tz=True)]
Login = Annotated[str, Meta(pattern=LOGIN_RULE.pattern.join(("^", "")))]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\Z")]
PasswordHash = Annotated[str, Meta(max_length=512, pattern=r"^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[\w+/]+\$[\w+/]+\Z")]

_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class RoleWord(StrEnum):
    """A role as it is written."""

    NONE = "none"
    VISITOR = "visitor"
    MANAGER = "manager"

    @property
    def role(self) -> Role:
        """The role that the word names."""
        return Role[self.name]


class BrokenRule(ValueError):
    """A record's fields don't go together; `rule` and `field` are stable names, the command words them."""

    def __init__(self, rule: str, field: str, value: str = "") -> None:
        super().__init__(rule)
        self.rule, self.field, self.value = rule, field, value


class Item(Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True, kw_only=True):
    """A part of a record."""


class Record(Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True, kw_only=True):
    """A line of the file; `references` says which fields name a row of which table."""

    references: ClassVar[Mapping[str, str]] = {}

    def named(self) -> Iterator[tuple[str, str, str]]:
        """Every row that it names: field, table, id."""
        for field, table in self.references.items():
            if (id := getattr(self, field)) is not None:
                yield field, table, id


class StoreRecord(Record, tag="store", frozen=True, kw_only=True):
    """The file's first line: the format's number, and the provider's name."""

    format: Literal[1]
    provider: ShortText = ""


class Company(Record, tag="company", frozen=True, kw_only=True):
    """A customer company and its policy."""

    id: Id
    name: Name
    password_level: PasswordLevel = PasswordLevel.STRONG


class Offer(Record, tag="offer", frozen=True, kw_only=True):
    """What a contract is about."""

    id: Id
    name: Name
    kind: OfferKind


class ContractType(Record, tag="contract_type", frozen=True, kw_only=True):
    """Says whether invoices are shown here (I2)."""

    id: Id
    name: Name
    invoices_here: bool


class Platform(Record, tag="platform", frozen=True, kw_only=True):
    """Where contracts run; it has the health."""

    id: Id
    name: Name
    region: ShortText


class HealthEventRecord(Record, tag="health_event", frozen=True, kw_only=True):
    """An incident or a maintenance of a platform (D2)."""

    references = {"platform": "platforms"}

    id: Id
    platform: Id
    state: Health
    starts: Instant
    ends: Instant | None = None
    title: LongName
    note: LongText = ""

    def __post_init__(self) -> None:
        """An event is never operational and ends after its start."""
        if self.state == Health.OPERATIONAL:
            raise BrokenRule("choice", "state", self.state)
        check_instant("starts", self.starts)
        if self.ends is not None:
            check_instant("ends", self.ends)
            if self.ends <= self.starts:
                raise BrokenRule("order", "ends")


class User(Record, tag="user", frozen=True, kw_only=True):
    """A person; `password_hash` is only written with secrets, and where it is left out the store keeps its own."""

    references = {"company": "companies"}

    id: Id
    login: Login
    email: Email
    title: Title | None = None
    first_name: ShortText = ""
    last_name: Name
    phone: ShortText = ""
    mobile: ShortText = ""
    company: Id
    administrator: bool = False
    accounts: dict[Id, Name] = {}
    password_hash: PasswordHash | UnsetType | None = UNSET


class ContractRecord(Record, tag="contract", frozen=True, kw_only=True):
    """A contract; its referent holds every role by this line alone."""

    references = {
        "company": "companies",
        "offer": "offers",
        "contract_type": "contract_types",
        "platform": "platforms",
        "referent": "users",
    }

    id: Id
    name: Name
    company: Id
    offer: Id
    contract_type: Id
    platform: Id | None = None
    started: date
    ends: date | None = None
    support_level: Literal["standard", "bronze", "silver", "gold"] = "standard"
    billing_zone: ShortText = "Europe/Paris"
    referent: Id

    def __post_init__(self) -> None:
        """A contract ends after its start; its zone is known."""
        if self.ends is not None and self.ends < self.started:
            raise BrokenRule("order", "ends")
        try:
            ZoneInfo(self.billing_zone)
        except (KeyError, OSError, ValueError) as error:
            raise BrokenRule("choice", "billing_zone", self.billing_zone) from error


class RightsRecord(Record, tag="rights", frozen=True, kw_only=True):
    """A person's roles on a contract; a section left out is `none`, and no role at all takes the rights away."""

    references = {"user": "users", "contract": "contracts"}

    user: Id
    contract: Id
    roles: dict[Section, RoleWord] = {}

    def __post_init__(self) -> None:
        """Each section offers two or three roles."""
        for section, word in self.roles.items():
            if word.role not in ROLES_OFFERED[section]:
                raise BrokenRule("role-not-offered", f"roles.{section}", word)

    def levels(self) -> tuple[int, ...]:
        """The roles as numbers, in the order of `Section`."""
        return tuple(int(self.roles.get(section, RoleWord.NONE).role) for section in Section)


class BudgetRecord(Record, tag="budget", frozen=True, kw_only=True):
    """The budget of a contract with its thresholds in percent (D3)."""

    references = {"contract": "contracts"}

    contract: Id
    amount: Amount
    currency: Currency
    period: BudgetPeriod
    basis: BudgetBasis = BudgetBasis.NET_AFTER_DISCOUNT
    thresholds: tuple[Annotated[int, Meta(ge=1, le=1000)], ...] = (80, 100)
    version: Annotated[int, Meta(ge=1, le=2**53)] = 1

    def __post_init__(self) -> None:
        """The amount is positive, a threshold stands once."""
        if nano("amount", self.amount) <= 0:
            raise BrokenRule("positive", "amount", self.amount)
        if len(set(self.thresholds)) < len(self.thresholds):
            raise BrokenRule("twice", "thresholds")


class Consumption(Record, tag="consumption", frozen=True, kw_only=True):
    """What a contract consumed on a day of its billing zone, net of tax."""

    references = {"contract": "contracts"}

    contract: Id
    currency: Currency
    day: date
    before_discount: Amount
    after_discount: Amount

    def __post_init__(self) -> None:
        """Amounts fit what a store holds."""
        nano("before_discount", self.before_discount)
        nano("after_discount", self.after_discount)


class Preference(Record, tag="preference", frozen=True, kw_only=True):
    """A choice of a person that follows him to every machine."""

    references = {"user": "users"}

    user: Id
    name: Name
    value: LongText


class SavedViewRecord(Record, tag="saved_view", frozen=True, kw_only=True):
    """A named filter and sort of the requests, called back by a capital letter (Q2)."""

    references = {"user": "users"}

    user: Id
    letter: Annotated[str, Meta(pattern=r"^[A-Z]\Z")]
    name: Annotated[str, Meta(min_length=1, max_length=LONGEST_VIEW_NAME)]
    link: Annotated[str, Meta(max_length=LONGEST)]

    def __post_init__(self) -> None:
        """The link shows a list of requests."""
        try:
            shown = parse(self.link)
        except InvalidInput as error:
            raise BrokenRule("form", "link", self.link) from error
        if not isinstance(shown, ToRequests):
            raise BrokenRule("form", "link", self.link)


def nano(field: str, amount: str) -> int:
    """An amount as the store's integer. Raises BrokenRule when it is out of range."""
    try:
        return to_nano(Decimal(amount))
    except ValueError as error:
        raise BrokenRule("range", field, amount) from error


def check_instant(field: str, instant: datetime) -> None:
    """Raises BrokenRule for an instant that no store can hold."""
    if not _EARLIEST <= instant < _LATEST:
        raise BrokenRule("range", field, instant.isoformat())
