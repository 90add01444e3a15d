"""Placing an order: one transaction, once for each form whatever happens (product.md C4 to C6)."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from ecc_tui.backend.sql.announcing import announce
from ecc_tui.backend.sql.attachments import attach_files
from ecc_tui.backend.sql.confirmed import amount_text, entries_text, once
from ecc_tui.backend.sql.counters import next_order_reference
from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.days import contract_today, person_today
from ecc_tui.backend.sql.form_options import at_contract
from ecc_tui.backend.sql.instants import from_micro, to_micro
from ecc_tui.backend.sql.new_requests import NewRequest, insert_lines, insert_request
from ecc_tui.backend.sql.offered_services import read_service
from ecc_tui.backend.sql.rights import require
from ecc_tui.backend.sql.uploads import Uploads, content_of, names_of
from ecc_tui.domain.account import Person
from ecc_tui.domain.catalogue import Price, order_lines, price_of
from ecc_tui.domain.errors import FormRefused, ServiceChanged
from ecc_tui.domain.forms import Entries, check, pick
from ecc_tui.domain.notifications import Event
from ecc_tui.domain.requests import Kind, Receipt
from ecc_tui.domain.rights import Action


class Order(Struct, frozen=True):
    """What a form sends; `version` and `price` are those that it showed."""

    contract: str
    service: str
    answers: Entries
    version: int
    price: Price
    language: str
    files: Uploads = {}

    @property
    def content(self) -> tuple[str, ...]:
        """What makes it the same order when it comes again; the language only gives it its name."""
        amounts = (amount_text(money.amount) for money in (self.price.one_off, self.price.monthly))
        return (
            self.contract,
            self.service,
            entries_text(self.answers),
            str(self.version),
            self.price.one_off.currency,
            *amounts,
            *content_of(self.files),
        )


def place(statements: Statements, person: Person, order: Order, key: str, now: datetime) -> Receipt:
    """The order's receipt, or the one that its key has already got.

    A key that has come is answered before rights are looked at: what was ordered stays ordered.
    """
    return once(
        statements,
        person.id,
        key,
        "order",
        order.content,
        to_micro(now),
        Receipt,
        lambda: _write(statements, person, order, now),
    )


def _write(statements: Statements, person: Person, order: Order, now: datetime) -> Receipt:
    require(statements, person, order.contract, Action.ORDER)
    service = read_service(statements, order.contract, order.service)
    if service.version != order.version:
        raise ServiceChanged
    today = person_today(statements, person, now)
    form = at_contract(statements, service.form, person, order.contract, today)
    verdict = check(form, {**order.answers, **names_of(order.files)}, today)
    if not verdict.accepted:
        raise FormRefused(verdict.wrong)
    # What was chosen in a field that went out of view is not sent, as with all other answers.
    wanted = {field: files for field, files in order.files.items() if field in verdict.answers}
    lines = order_lines(service.prices, verdict.answers)
    if price_of(lines, service.currency) != order.price:
        raise ServiceChanged
    reference = next_order_reference(statements, contract_today(statements, order.contract, now).year)
    request = NewRequest(
        contract=order.contract,
        kind=Kind.ORDER,
        name=pick(service.entry.name, order.language),
        customer_reference=reference,
        form=form,
        answers=verdict.answers,
    )
    id, issued = insert_request(statements, person, request, now)
    attach_files(statements, issued, wanted, person.name, issued)
    insert_lines(statements, issued, lines, order.language)
    mailed = announce(statements, Event.ORDER_PLACED, issued, to_micro(now), author=person, language=order.language)
    return Receipt(id, reference, from_micro(issued), mailed)
