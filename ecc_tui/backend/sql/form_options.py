"""What forms offer at a contract: who may be named as contact person, and what the contract has subscribed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ecc_tui.backend.sql.database import Statements
from ecc_tui.backend.sql.service_rows import texts_of
from ecc_tui.domain.account import Person
from ecc_tui.domain.catalogue import Contact, Element
from ecc_tui.domain.forms import FieldKind, Form, Option, with_options


def contacts(statements: Statements, person: Person, contract: str) -> Sequence[Contact]:
    """People with a role on the contract, oneself first, then by name; the phone only of one's own company's."""
    rows = statements.rows(
        "SELECT u.id, u.first_name, u.last_name, u.company_id, y.name, u.mobile, u.phone FROM rights r"
        " JOIN users u ON u.id = r.user_id JOIN companies y ON y.id = u.company_id WHERE r.contract_id = ?"
        " ORDER BY CASE WHEN u.id = ? THEN 0 ELSE 1 END, u.name_key, u.id",
        (contract, person.id),
    )
    return [
        Contact(
            id,
            # Never the login that stands for a missing name elsewhere: people of other companies read this.
            f"{first_name} {last_name}".strip() or company,
            company,
            (mobile or phone) if company_id == person.company_id else "",
            oneself=id == person.id,
        )
        for id, first_name, last_name, company_id, company, mobile, phone in rows
    ]


def elements(statements: Statements, contract: str, today: date) -> Sequence[Element]:
    """Subscriptions that have not ended, by id."""
    rows = statements.rows(
        "SELECT id, name FROM subscriptions WHERE contract_id = ? AND state <> 'ended' AND (ends IS NULL OR ends >= ?)"
        " ORDER BY id",
        (contract, today.isoformat()),
    )
    return [Element(id, texts_of(name), id) for id, name in rows]


def at_contract(statements: Statements, form: Form, person: Person, contract: str, today: date) -> Form:
    """The form as it can be filled at a contract: its contacts and elements are options."""
    options: dict[str, Sequence[Option]] = {}
    found: Mapping[FieldKind, Sequence[Option]] = {
        FieldKind.CONTACT: [Option(one.id, {"": one.name}) for one in contacts(statements, person, contract)],
        FieldKind.ELEMENT: [Option(one.id, one.name) for one in elements(statements, contract, today)],
    }
    for field in form.fields:
        if field.kind in found:
            options[field.id] = found[field.kind]
    return with_options(form, options)
