"""Orders of any backend: final, once for each form, and as the person saw them (product.md C2 to C6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from ecc_tui.domain.catalogue import Price
from ecc_tui.domain.errors import (
    ActionDenied,
    FileUnusable,
    FormRefused,
    InvalidInput,
    KeyReused,
    NotFound,
    ServiceChanged,
)
from ecc_tui.domain.forms import Condition, Entries, Field, FieldKind, Form
from ecc_tui.domain.requests import NEWEST_FIRST, Answered, Kind, NewFile, Receipt, RequestFilter, RequestLine, Status
from ecc_tui.domain.rights import Role, Section
from tests.backend.asking import ANSWERS, ONE, TOMORROW, TWO, add_service, euros, new_key, place, price_for
from tests.backend.building import NOW
from tests.backend.conftest import Portal

ALL_ORDERS = RequestFilter(kinds=frozenset({Kind.ORDER}))


async def orders(portal: Portal) -> int:
    """How many the store has, seen by nobody in particular."""
    with portal.database.reading() as statements:
        return int(statements.value("SELECT count(*) FROM requests WHERE kind = 'order'"))


async def test_an_order_is_seen_in_requests_with_what_was_asked(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    answers: Entries = {
        **ANSWERS,
        "contact": "operator.demo",
        "start": TOMORROW,
        "backup": "yes",
        "days": "30",
        "attached": "SUB-1",
        "options": ("b", "a"),
    }
    receipt = await place(session, answers)
    assert receipt == Receipt(receipt.id, receipt.reference, NOW, mailed=True)
    assert (await session.requests.window(RequestFilter(), NEWEST_FIRST, 0, 1)).rows[0].id == receipt.id
    details = await session.requests.get(receipt.id)
    row = details.row
    assert (row.name, row.kind, row.contract, row.status, row.outcome, row.requester) == (
        "Serveur élastique",
        Kind.ORDER,
        ONE,
        Status.SUBMITTED,
        None,
        "Rose Référent",
    )
    assert (details.requested_by_me, details.followed, details.customer_reference) == (True, True, receipt.reference)
    assert [(step.status, step.author, step.at) for step in details.timeline] == [
        (Status.SUBMITTED, "Rose Référent", NOW)
    ]
    servers = {"fr": "serveurs", "en": "servers"}
    assert details.lines == (
        RequestLine({"fr": "Mise en service", "en": "Setup"}, Decimal(1), {"": ""}, euros("50"), monthly=False),
        RequestLine({"fr": "Serveur", "en": "Server"}, Decimal(3), servers, euros("30.505"), monthly=True),
        RequestLine({"en": "Backup"}, Decimal(1), {"": ""}, euros("5"), monthly=True),
    )
    assert details.answers == (
        Answered("contact", {"fr": "Contact", "en": "Contact"}, FieldKind.CONTACT, ({"": "Olivier Opérateur"},)),
        Answered("size", {"fr": "Taille", "en": "Size"}, FieldKind.CHOICE, ({"fr": "Grande", "en": "Large"},)),
        Answered("count", {"fr": "Nombre", "en": "Number"}, FieldKind.NUMBER, ({"": "3"},), servers),
        Answered("start", {"en": "Start"}, FieldKind.DATE, ({"": TOMORROW},)),
        Answered("backup", {"en": "Backup"}, FieldKind.YES_NO, ({"": "yes"},)),
        Answered("days", {"en": "Days kept"}, FieldKind.NUMBER, ({"": "30"},)),
        Answered(
            "attached",
            {"en": "Beside"},
            FieldKind.ELEMENT,
            ({"fr": "Abonnement SUB-1", "en": "Subscription SUB-1"},),
        ),
        Answered(
            "options",
            {"en": "Options"},
            FieldKind.CHOICES,
            ({"en": "Anti-virus"}, {"fr": "Bastion", "en": "Bastion"}),
        ),
    )


async def test_it_is_found_by_its_words_and_named_in_the_language_of_who_ordered(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    english, french = await place(session, language="en"), await place(session, language="fr")
    assert [row.id for row in await session.requests.find("elastic ser")] == [english.id]
    assert [row.id for row in await session.requests.find("serveur elas")] == [french.id]
    assert [row.id for row in await session.requests.find(english.id)] == [english.id]


async def test_answers_of_fields_out_of_view_are_not_kept(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    receipt = await place(session, {**ANSWERS, "backup": "no", "days": "30", "unknown": "x"}, price=price_for(ANSWERS))
    fields = [answered.field for answered in (await session.requests.get(receipt.id)).answers]
    assert fields == ["contact", "size", "count", "backup"]


async def test_ids_and_references_go_on_from_what_the_store_holds(backend_under_test: Portal) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE requests SET id = '3-00286023' WHERE issued = (SELECT min(issued) FROM requests)")
        statements.execute("DELETE FROM requests_text")
        statements.execute("UPDATE requests SET id = 'X' || id WHERE id > '3-00286023'")
        statements.execute(
            "UPDATE requests SET customer_reference = '#DEM-2026-000122'"
            " WHERE issued = (SELECT max(issued) FROM requests)"
        )
    session = await backend_under_test.enter("referent.demo")
    first = await place(session)
    assert (first.id, first.reference) == ("3-00286024", "#DEM-2026-000123")
    with backend_under_test.database.writing() as statements:  # an import brings what would be next, and later ones
        for offset, number in enumerate((286025, 286026, 286040), start=1):
            statements.execute(
                "UPDATE requests SET id = ?, customer_reference = ?"
                " WHERE issued = (SELECT issued FROM requests ORDER BY issued LIMIT 1 OFFSET ?)",
                (f"3-{number:08}", f"#DEM-2026-{number - 286000 + 99:06}", offset),
            )
    second = await place(session)
    assert (second.id, second.reference) == ("3-00286041", "#DEM-2026-000140")
    backend_under_test.clock.forward(200 * 86_400)
    session = await backend_under_test.enter("referent.demo")
    third = await place(session)
    assert (third.id, third.reference) == ("3-00286042", "#DEM-2027-000001")


@pytest.mark.parametrize("login", ["operator.demo", "clerk.demo", "limited.demo"])
async def test_too_small_a_role_is_denied(backend_under_test: Portal, login: str) -> None:
    session = await backend_under_test.enter(login)
    before = await orders(backend_under_test)
    with pytest.raises(ActionDenied) as error:
        await place(session)
    denied = error.value.denied
    assert (denied.section, denied.role_needed) == (Section.SERVICES, Role.MANAGER)
    assert await orders(backend_under_test) == before


@pytest.mark.parametrize("login", ["norights.demo", "partner.demo"])
async def test_without_any_role_there_is_no_contract(backend_under_test: Portal, login: str) -> None:
    session = await backend_under_test.enter(login)
    with pytest.raises(NotFound) as hidden:
        await place(session)
    with pytest.raises(NotFound) as unknown:
        await place(session, contract="OCB0000000")
    assert {**hidden.value.parameters, "id": ""} == {**unknown.value.parameters, "id": ""}


async def test_manager_on_services_is_enough_and_shows_no_request(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("buyer.demo")
    receipt = await place(session)
    assert receipt.mailed
    assert (await session.requests.count(RequestFilter())).number == 0
    with pytest.raises(ActionDenied):
        await session.requests.get(receipt.id)
    other = await backend_under_test.enter("operator.demo")
    assert (await other.requests.get(receipt.id)).row.requester == "Bob Seul"


async def test_rights_are_those_of_now(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("buyer.demo")
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE rights SET services = 1 WHERE user_id = 'buyer.demo'")
    with pytest.raises(ActionDenied):
        await place(session)


@pytest.mark.parametrize("service", ["old", "managed", "unknown"])
async def test_what_cannot_be_ordered_here_is_unknown(backend_under_test: Portal, service: str) -> None:
    session = await backend_under_test.enter("referent.demo")
    with pytest.raises(NotFound) as error:
        await session.catalogue.order(
            ONE, service, {"label": "x"}, version=1, price=price_for({}), language="fr", key=new_key()
        )
    assert error.value.parameters["what"] == "service"


async def test_a_new_version_is_not_ordered_unseen(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    key = new_key()
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE services SET version = 2 WHERE id = 'server'")
    before = await orders(backend_under_test)
    with pytest.raises(ServiceChanged):
        await place(session, key=key)
    assert await orders(backend_under_test) == before
    assert await session.requests.sent(key) is None
    assert (await place(session, version=2)).id


@pytest.mark.parametrize(
    "price",
    [
        Price(euros("50"), euros("91.51")),
        Price(euros("49.99"), euros("91.52")),
        Price(euros("0"), euros("0")),
        Price(price_for(ANSWERS).one_off, price_for({**ANSWERS, "count": "2"}).monthly),
    ],
    ids=str,
)
async def test_another_price_is_not_ordered_unseen(backend_under_test: Portal, price: Price) -> None:
    session = await backend_under_test.enter("referent.demo")
    before = await orders(backend_under_test)
    with pytest.raises(ServiceChanged):
        await place(session, price=price)
    assert await orders(backend_under_test) == before


async def test_the_price_is_that_of_the_canonical_answers(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    receipt = await place(session, {**ANSWERS, "count": " 03,0 "}, price=price_for(ANSWERS))
    assert (await session.requests.get(receipt.id)).lines[1].quantity == 3


@pytest.mark.parametrize(
    ("entries", "wrong"),
    [
        ({}, [("contact", "mandatory"), ("size", "mandatory"), ("count", "mandatory")]),
        ({**ANSWERS, "count": "11"}, [("count", "range")]),
        ({**ANSWERS, "contact": "partner.demo"}, [("contact", "choice")]),
        ({**ANSWERS, "attached": "SUB-2"}, [("attached", "choice")]),
        ({**ANSWERS, "backup": "yes"}, [("days", "mandatory")]),
        ({**ANSWERS, "start": NOW.date().isoformat()}, [("start", "too-early")]),
        ({**ANSWERS, "size": "\ud800"}, [("size", "choice")]),
    ],
)
async def test_answers_that_break_a_rule_are_refused_all_at_once(
    backend_under_test: Portal, entries: Entries, wrong: list[tuple[str, str]]
) -> None:
    session = await backend_under_test.enter("referent.demo")
    before = await orders(backend_under_test)
    with pytest.raises(FormRefused) as error:
        await place(session, entries, price=price_for(ANSWERS))
    assert [(one.field, one.rule) for one in error.value.wrong] == wrong
    assert await orders(backend_under_test) == before


async def test_days_are_those_of_the_persons_zone(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    await session.account.set_preference("zone", "Pacific/Kiritimati")  # already the next day there
    with pytest.raises(FormRefused):
        await place(session, {**ANSWERS, "start": TOMORROW}, price=price_for(ANSWERS))


async def test_the_same_key_gives_the_same_order_again(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    key = new_key()
    first = await place(session, key=key)
    before = await orders(backend_under_test)
    backend_under_test.clock.forward(3_600)
    again = await place(session, {"size": "large", "count": "3", "contact": "referent.demo"}, key=key, language="en")
    assert again == first == await session.requests.sent(key)
    assert await orders(backend_under_test) == before


async def test_what_was_ordered_stays_ordered_whatever_changed_since(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("buyer.demo")
    key = new_key()
    first = await place(session, key=key)
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE services SET version = 7, withdrawn = 1 WHERE id = 'server'")
        statements.execute("UPDATE rights SET services = 0, orders = 1 WHERE user_id = 'buyer.demo'")
    assert await place(session, key=key) == first
    with pytest.raises(ActionDenied):
        await place(session)


async def test_the_same_key_with_another_content_is_refused(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    key = new_key()
    first = await place(session, key=key)
    before = await orders(backend_under_test)
    with backend_under_test.database.writing() as statements:
        add_service(statements, "twin", {"en": "Twin"}, (await session.catalogue.service(ONE, "server")).form, ())
    for answers, contract in (({**ANSWERS, "count": "4"}, ONE), (ANSWERS, TWO)):
        with pytest.raises(KeyReused):
            await place(session, answers, contract=contract, key=key)
    with pytest.raises(KeyReused):
        await place(session, key=key, version=2)
    with pytest.raises(KeyReused):
        await place(session, key=key, price=Price(euros("0"), euros("0")))
    with pytest.raises(KeyReused):
        await session.catalogue.order(ONE, "twin", ANSWERS, version=1, price=price_for(ANSWERS), language="fr", key=key)
    with pytest.raises(KeyReused):
        await session.requests.comment(first.id, "x", key=key)
    assert await orders(backend_under_test) == before


DRAWN = Form(
    "drawn",
    (
        Field(id="plan", kind=FieldKind.FILES, label={"en": "Plan"}, mandatory=True),
        Field(id="more", kind=FieldKind.YES_NO, label={"en": "More"}),
        Field(id="annex", kind=FieldKind.FILES, label={"en": "Annex"}, condition=Condition("more", ("yes",))),
    ),
)


async def test_the_files_of_an_order_come_with_it(backend_under_test: Portal, tmp_path: Path) -> None:
    session = await backend_under_test.enter("referent.demo")
    with backend_under_test.database.writing() as statements:
        add_service(statements, "drawn", {"en": "Drawn"}, DRAWN, ())
    for name in ("plan.pdf", "annex.txt"):
        (tmp_path / name).write_bytes(name.encode())
    plan, annex = NewFile(tmp_path / "plan.pdf"), NewFile(tmp_path / "annex.txt")
    free = Price(euros("0"), euros("0"))
    key = new_key()

    async def order(answers: Entries, files: Mapping[str, Sequence[NewFile]], key: str) -> Receipt:
        return await session.catalogue.order(
            ONE, "drawn", answers, files, version=1, price=free, language="en", key=key
        )

    before = await orders(backend_under_test)
    with pytest.raises(FormRefused) as refused:
        await order({}, {}, key)
    assert [(wrong.field, wrong.rule) for wrong in refused.value.wrong] == [("plan", "mandatory")]
    with pytest.raises(FormRefused) as refused:
        await order({}, {"plan": [plan] * 11}, key)
    assert [(wrong.field, wrong.rule) for wrong in refused.value.wrong] == [("plan", "too-many")]
    with pytest.raises(FileUnusable):
        await order({}, {"plan": [NewFile(tmp_path / "gone")]}, key)
    assert await orders(backend_under_test) == before

    receipt = await order({"more": "yes"}, {"plan": [plan], "annex": [annex]}, key)
    details = await session.requests.get(receipt.id)
    assert [attachment.name for attachment in details.attachments] == ["plan.pdf", "annex.txt"]
    assert [(one.field, one.values) for one in details.answers] == [
        ("plan", ({"": "plan.pdf"},)),
        ("more", ({"": "yes"},)),
        ("annex", ({"": "annex.txt"},)),
    ]
    saved = await session.requests.save_attachment(receipt.id, details.attachments[0].id, tmp_path / "out")
    assert saved.read_bytes() == b"plan.pdf"
    assert await order({"more": "yes"}, {"plan": [plan], "annex": [annex]}, key) == receipt
    with pytest.raises(KeyReused):
        await order({"more": "yes"}, {"plan": [annex], "annex": [plan]}, key)
    (tmp_path / "plan.pdf").write_bytes(b"another plan")
    with pytest.raises(KeyReused):
        await order({"more": "yes"}, {"plan": [plan], "annex": [annex]}, key)
    hidden = await order({"more": "no"}, {"plan": [plan], "annex": [annex]}, new_key())
    assert [one.name for one in (await session.requests.get(hidden.id)).attachments] == ["plan.pdf"]


async def test_another_persons_key_is_another_key(backend_under_test: Portal) -> None:
    referent, buyer = await backend_under_test.enter("referent.demo"), await backend_under_test.enter("buyer.demo")
    key = new_key()
    first = await place(referent, key=key)
    assert await buyer.requests.sent(key) is None
    second = await place(buyer, {**ANSWERS, "count": "1"}, key=key)
    assert first.id != second.id
    assert await referent.requests.sent(key) == first
    assert await buyer.requests.sent(key) == second


async def test_twenty_calls_at_once_with_one_key_make_one_order(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    before = await orders(backend_under_test)
    key = new_key()
    receipts = await asyncio.gather(*(place(session, key=key) for _ in range(20)))
    assert len(set(receipts)) == 1
    assert await orders(backend_under_test) == before + 1


async def test_twenty_keys_at_once_make_twenty_orders(backend_under_test: Portal) -> None:
    """Control: nothing but the key makes them one."""
    session = await backend_under_test.enter("referent.demo")
    receipts = await asyncio.gather(*(place(session) for _ in range(20)))
    assert len({receipt.id for receipt in receipts}) == len({receipt.reference for receipt in receipts}) == 20


@pytest.mark.parametrize("key", ["", "short", "x" * 129])
async def test_a_key_has_its_length(backend_under_test: Portal, key: str) -> None:
    session = await backend_under_test.enter("referent.demo")
    with pytest.raises(InvalidInput) as error:
        await session.catalogue.order(
            ONE, "server", ANSWERS, version=1, price=price_for(ANSWERS), language="fr", key=key
        )
    assert error.value.field == "key"


async def test_a_key_is_known_for_thirty_days(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    old, newer = new_key(), new_key()
    await place(session, key=old)
    backend_under_test.clock.forward(2 * 86_400)
    session = await backend_under_test.enter("referent.demo")
    await place(session, key=newer)
    backend_under_test.clock.forward(29 * 86_400)
    session = await backend_under_test.enter("referent.demo")
    assert await session.requests.sent(old) is not None
    await place(session)
    assert await session.requests.sent(old) is None
    assert await session.requests.sent(newer) is not None
