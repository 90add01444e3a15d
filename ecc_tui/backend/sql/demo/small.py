"""Builds the small demo out of its content, as records that are loaded like those of any file."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain

from msgspec import structs

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.demo import attached, content, orders, services, subscribed
from ecc_tui.backend.sql.demo.content import CONTRACTS, SUPPORT_AUTHOR, DemoContract
from ecc_tui.backend.sql.demo.ordered import Asked
from ecc_tui.backend.sql.demo.titles import ANSWERS, ASKED, ENDED, REMARKS, TAKEN, THANKS
from ecc_tui.backend.sql.exchange.records import (
    BudgetRecord,
    Consumption,
    ContractRecord,
    HealthEventRecord,
    Record,
    SavedViewRecord,
    StoreRecord,
    User,
)
from ecc_tui.backend.sql.exchange.request_records import (
    AnswerItem,
    CommentItem,
    FollowerItem,
    LineItem,
    RequestRecord,
    TimelineItem,
)
from ecc_tui.backend.sql.exchange.tables import load
from ecc_tui.backend.sql.instants import to_micro
from ecc_tui.backend.sql.log_in import hash_password
from ecc_tui.domain.contracts import BudgetPeriod, Health
from ecc_tui.domain.demo import LOGINS, PASSWORD
from ecc_tui.domain.forms import Option
from ecc_tui.domain.requests import Kind, Outcome, Status

SEED = 20_260_101
REQUESTS = 144
LAST_ID = 286_023
"""The newest request is `3-00286023`."""
MONTHS = 13

_ENDINGS: Sequence[tuple[Status, Outcome | None]] = (
    (Status.COMPLETED, Outcome.DELIVERED),
    (Status.COMPLETED, Outcome.REJECTED),
    (Status.COMPLETED, Outcome.CANCELLED),
    (Status.IN_PROGRESS, None),
    (Status.SUBMITTED, None),
)


def fill(statements: Statements, language: str, today: date) -> None:
    """Write the whole demo."""
    mark_as_demo(statements, today)
    statements.execute("PRAGMA defer_foreign_keys = ON")
    for record in records(language, today):
        load(statements, record)


def mark_as_demo(statements: Statements, today: date) -> None:
    """Say in the store that it is the demo: only there its logins are shown, and `--as` works."""
    values = {"id": f"demo-{today.isoformat()}", "created": str(to_micro(_midnight(today))), "demo": "1"}
    statements.execute_many("INSERT OR REPLACE INTO store (name, value) VALUES (?, ?)", values.items())


def records(language: str, today: date) -> Iterator[Record]:
    """Everything, in the order of a file, rights after their contracts."""
    chance = random.Random(SEED)  # noqa: S311 - plausible, not secret
    consumption = {contract.id: tuple(_consumption(contract, today, chance)) for contract in CONTRACTS}
    yield StoreRecord(format=1, provider=content.PROVIDER)
    yield from content.COMPANIES
    yield from content.OFFERS
    yield from content.CONTRACT_TYPES
    yield from content.PLATFORMS
    yield from _events(language, today)
    yield from people()
    yield from map(_contract, CONTRACTS)
    yield from content.rights()
    yield from _budgets(consumption, today)
    yield from chain.from_iterable(consumption.values())
    yield from services.catalogue()
    yield from attached.blobs()
    requests = tuple(_requests(language, today, chance))
    yield from requests
    for contract in CONTRACTS:
        yield from subscribed.subscriptions(contract, requests, today)
    yield from _views(language)


def people() -> Iterator[User]:
    """Everybody; those with a login of the demo have its password, each with a salt of his own."""
    with ThreadPoolExecutor(2) as pool:
        hashes = dict(zip(LOGINS, pool.map(hash_password, [PASSWORD] * len(LOGINS)), strict=True))
    for person in content.PEOPLE:
        known = hashes.get(person.login)
        yield structs.replace(person, password_hash=known) if known else person


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _contract(contract: DemoContract) -> ContractRecord:
    return ContractRecord(
        id=contract.id,
        name=contract.name,
        company=contract.company,
        offer=contract.offer,
        contract_type=contract.type,
        platform=contract.platform,
        started=date.fromisoformat(contract.started),
        support_level=contract.support,  # type: ignore[arg-type]  # one of the four words
        referent=contract.referent,
    )


def _events(language: str, today: date) -> Iterator[HealthEventRecord]:
    for number, event in enumerate(content.EVENTS, 1):
        starts = _midnight(today) + timedelta(hours=event.starts)
        yield HealthEventRecord(
            id=f"event-{number:02}",
            platform=event.platform,
            state=Health(event.state),
            starts=starts,
            ends=None if event.hours is None else starts + timedelta(hours=event.hours),
            title=event.title[language],
            note=event.note[language],
        )


def first_consumption_day(today: date) -> date:
    """Consumption goes back to the first of a month, 13 months with the present one."""
    index = today.year * 12 + today.month - MONTHS
    return date(index // 12, index % 12 + 1, 1)


def _consumption(contract: DemoContract, today: date, chance: random.Random) -> Iterator[Consumption]:
    first = first_consumption_day(today)
    length = (today - first).days + 1
    for index in range(length):
        day = first + timedelta(days=index)
        weekly = Decimal("0.78") if day.weekday() >= 5 else Decimal("1.08")
        growth = Decimal(85 + 25 * index // length) / 100
        noise = Decimal(chance.randint(930, 1070)) / 1000
        spent = (contract.daily * weekly * growth * noise).quantize(Decimal("0.01"))
        yield Consumption(
            contract=contract.id,
            currency="EUR",
            day=day,
            before_discount=str(spent),
            after_discount=str((spent * Decimal("0.94")).quantize(Decimal("0.01"))),
        )


def _budgets(consumption: dict[str, tuple[Consumption, ...]], today: date) -> Iterator[BudgetRecord]:
    for contract in CONTRACTS:
        if contract.budget is None:
            continue
        period = BudgetPeriod(contract.budget.period)
        first, _last = period.around(today)
        used = sum((Decimal(day.after_discount) for day in consumption[contract.id] if day.day >= first), Decimal(0))
        amount = used * 100 / contract.budget.used_percent
        yield BudgetRecord(
            contract=contract.id,
            amount=f"{max(_rounded(amount), Decimal(1)):f}",
            currency="EUR",
            period=period,
            thresholds=contract.budget.thresholds,
        )


def _rounded(amount: Decimal) -> Decimal:
    """Two digits: nobody decides on a budget of 8 449 €."""
    return amount.quantize(Decimal(1).scaleb(max(amount.adjusted() - 1, 0)))


def _views(language: str) -> Iterator[SavedViewRecord]:
    open_ones = {"fr": "À suivre", "en": "To follow"}[language]
    incidents = {"fr": "Incidents ouverts", "en": "Open incidents"}[language]
    for user in ("u-operator", "u-referent"):
        link = "ecc:requests?status=in-progress&status=submitted"
        yield SavedViewRecord(user=user, letter="A", name=open_ones, link=link)
    link = "ecc:requests?status=in-progress&status=submitted&kind=incident"
    yield SavedViewRecord(user="u-operator", letter="I", name=incidents, link=link)


def _issue_instants(today: date, chance: random.Random) -> Sequence[datetime]:
    """Oldest first, over 13 months, in working hours more often than not."""
    instants = []
    for index in range(REQUESTS):
        day = today - timedelta(days=1 + round((REQUESTS - 1 - index) * 392 / REQUESTS))
        hour = chance.choice((7, 8, 8, 9, 9, 10, 13, 13, 14, 15, 15, 16, 21))
        instants.append(
            _midnight(day) + timedelta(hours=hour, minutes=chance.randrange(60), seconds=chance.randrange(60))
        )
    return sorted(instants)


def _ending(index: int, kind: Kind, age: timedelta, chance: random.Random) -> tuple[Status, Outcome | None]:
    """How far a request has come: the newest fifteen show every case, old ones are nearly all done."""
    from_the_end = REQUESTS - 1 - index
    if from_the_end < len(Kind) * len(_ENDINGS):
        return _ENDINGS[-1 - from_the_end // len(Kind)]
    if age < timedelta(days=45):
        return chance.choice((_ENDINGS[0], _ENDINGS[0], _ENDINGS[0], _ENDINGS[3], _ENDINGS[3], _ENDINGS[2]))
    return chance.choices(_ENDINGS[:4], (86, 6, 6, 2 if kind is not Kind.ORDER else 0))[0]


def _requests(language: str, today: date, chance: random.Random) -> Iterator[RequestRecord]:
    kinds = tuple(Kind)
    asked = {kind: chance.sample(texts, len(texts)) for kind, texts in ASKED.items()}
    names = {person.id: f"{person.first_name} {person.last_name}" for person in content.PEOPLE}
    for index, issued in enumerate(_issue_instants(today, chance)):
        kind = kinds[index % len(kinds)]
        what = asked[kind][index // len(kinds) % len(asked[kind])]
        contract = chance.choices(CONTRACTS, (26, 18, 12, 12, 14, 8, 6, 8, 8))[0]
        requester = chance.choice(_requesters(contract))
        status, outcome = _ending(index, kind, _midnight(today) - issued, chance)
        timeline = tuple(_timeline(language, issued, status, outcome, names[requester], _midnight(today), chance))
        discussed = chance.random() < 0.5
        comments = tuple(_comments(what, timeline, names[requester], _midnight(today), chance)) if discussed else ()
        answers, lines = _asked(kind, index, what, contract, issued, Option(requester, {"": names[requester]}))
        number = LAST_ID - REQUESTS + 1 + index
        tool = {Kind.INCIDENT: f"INC{number * 7 % 10**7:07}", Kind.CHANGE: f"CHG{number * 3 % 10**7:07}"}.get(kind, "")
        yield RequestRecord(
            id=f"3-{number:08}",
            customer_reference=f"#DEM-{issued.year}-{index + 1:06}" if index % 3 else "",
            tool_reference=tool,
            contract=contract.id,
            kind=kind,
            status=status,
            outcome=outcome,
            name=what.name,
            description=what.description,
            requester=requester,
            issued=issued,
            changed=max([step.at for step in timeline] + [comment.at for comment in comments]),
            timeline=timeline,
            comments=comments,
            lines=lines,
            answers=answers,
            followers=tuple(_followers(index, contract, requester, issued)),
            attachments=attached.attachments(what.name, names[requester], issued),
        )


def _asked(
    kind: Kind, number: int, what: Asked, contract: DemoContract, issued: datetime, contact: Option
) -> tuple[tuple[AnswerItem, ...], tuple[LineItem, ...]]:
    element = Option(*subscribed.first_subscription(contract))
    if kind is Kind.ORDER:
        filled = orders.fill_in(what, issued.date(), contact, element)
        return orders.answers(filled), orders.lines(what, filled)
    return orders.answers(orders.report(kind, number, what, issued.date(), contact, element)), ()


def _followers(index: int, contract: DemoContract, requester: str, issued: datetime) -> Iterator[FollowerItem]:
    """A colleague on every fifth request; now and then a requester who doesn't want to be told."""
    colleagues = sorted(set(_requesters(contract)) - {requester})
    if index % 5 == 0:
        yield FollowerItem(user=colleagues[index % len(colleagues)], since=issued + timedelta(minutes=3))
    if index % 23 == 7:
        yield FollowerItem(user=requester, follows=False, since=issued + timedelta(minutes=2))


def _requesters(contract: DemoContract) -> Sequence[str]:
    if contract.company == "bergeron":
        return ("u-partner", "u-partner", "u-bergeron")
    if contract.id == content.HIDDEN_FROM_OPERATOR:
        return ("u-garnier", "u-peltier", "u-referent")
    if contract.id == content.LOWER_FOR_OPERATOR:
        return ("u-referent", "u-okafor")
    return ("u-operator", "u-operator", "u-operator", "u-okafor", "u-referent")


def _timeline(
    language: str,
    issued: datetime,
    status: Status,
    outcome: Outcome | None,
    requester: str,
    latest: datetime,
    chance: random.Random,
) -> Iterator[TimelineItem]:
    yield TimelineItem(at=issued, status=Status.SUBMITTED, author=requester)
    taken = min(issued + timedelta(minutes=chance.randint(4, 200)), latest)
    if status is not Status.SUBMITTED and outcome is not Outcome.CANCELLED:
        yield TimelineItem(at=taken, status=Status.IN_PROGRESS, author=SUPPORT_AUTHOR, note=TAKEN[language])
    if outcome is not None:
        ended = min(taken + timedelta(minutes=chance.randint(30, 9000)), latest)
        note = ENDED[outcome][language]
        yield TimelineItem(at=ended, status=Status.COMPLETED, outcome=outcome, author=SUPPORT_AUTHOR, note=note)


def _comments(
    asked: Asked, timeline: Sequence[TimelineItem], requester: str, latest: datetime, chance: random.Random
) -> Iterator[CommentItem]:
    at = min(timeline[0].at + timedelta(minutes=chance.randint(20, 300)), latest)
    yield CommentItem(at=at, author=requester, text=chance.choice(REMARKS[asked.language]))
    if timeline[-1].status is Status.SUBMITTED:
        return
    at = min(at + timedelta(minutes=chance.randint(10, 400)), latest)
    yield CommentItem(at=at, author=SUPPORT_AUTHOR, text=chance.choice(ANSWERS[asked.language]))
    if timeline[-1].outcome is Outcome.DELIVERED:
        at = min(max(at, timeline[-1].at) + timedelta(minutes=chance.randint(5, 900)), latest)
        yield CommentItem(at=at, author=requester, text=chance.choice(THANKS[asked.language]))
