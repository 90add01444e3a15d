"""The catalogue of any backend: what can be ordered where, found how, seen by whom (product.md C1 to C3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest

from ecc_tui.backend.base import Session
from ecc_tui.domain.catalogue import Contact, Element, Price
from ecc_tui.domain.errors import ActionDenied, NotFound
from ecc_tui.domain.links import Place
from ecc_tui.domain.money import Money
from ecc_tui.domain.rights import Role, Section
from tests.backend.asking import ONE, SERVER, SERVER_PRICES, TWO
from tests.backend.conftest import Portal

CALLS: dict[str, Callable[[Session, str], Awaitable[object]]] = {
    "services": lambda session, contract: session.catalogue.services(contract),
    "service": lambda session, contract: session.catalogue.service(contract, "server"),
    "contacts": lambda session, contract: session.catalogue.contacts(contract),
    "elements": lambda session, contract: session.catalogue.elements(contract),
}
MAY = {
    "referent.demo": {"services", "service", "contacts", "elements"},
    "operator.demo": {"services", "service"},
    "buyer.demo": {"services", "service", "contacts", "elements"},
    "clerk.demo": {"contacts", "elements"},
    "limited.demo": set[str](),
}
"""What each may ask on contract 1."""


async def test_the_catalogue_is_served(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    assert Place.CATALOGUE in session.capabilities.places


async def test_the_list_holds_what_the_contract_can_order_by_category(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    services = await session.catalogue.services(ONE)
    assert [(entry.category.id, entry.id) for entry in services] == [("storage", "bucket"), ("compute", "server")]
    server = services[1]
    assert server.name == {"fr": "Serveur élastique", "en": "Elastic server"}
    assert server.summary["en"] == "Power on demand"
    assert server.category.name == {"fr": "Calcul", "en": "Compute"}
    # One server by default; 30.505 is rounded half-even, once.
    assert server.price == Price(Money(Decimal("50"), "EUR"), Money(Decimal("30.50"), "EUR"))
    assert server.delay_days == 3


async def test_services_of_a_category_keep_the_catalogues_order(backend_under_test: Portal) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE services SET category_id = 'compute', position = 3 WHERE id = 'bucket'")
    session = await backend_under_test.enter("operator.demo")
    assert [entry.id for entry in await session.catalogue.services(ONE)] == ["server", "bucket"]


async def test_a_service_has_all_of_its_form_and_prices(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("operator.demo")
    service = await session.catalogue.service(ONE, "server")
    assert service.entry == (await session.catalogue.services(ONE))[1]
    assert (service.version, service.currency) == (1, "EUR")
    assert service.form == SERVER
    assert service.prices == SERVER_PRICES
    assert service.description == {"en": "All about server"}


@pytest.mark.parametrize("id", ["old", "managed", "unknown"])
async def test_a_service_that_cannot_be_ordered_here_is_an_unknown_one(backend_under_test: Portal, id: str) -> None:
    session = await backend_under_test.enter("operator.demo")
    with pytest.raises(NotFound) as error:
        await session.catalogue.service(ONE, id)
    assert error.value.parameters == {"what": "service", "id": id}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("login", MAY)
async def test_each_call_asks_for_its_role(backend_under_test: Portal, login: str, call: str) -> None:
    session = await backend_under_test.enter(login)
    if call in MAY[login]:
        assert await CALLS[call](session, ONE)
        return
    with pytest.raises(ActionDenied) as error:
        await CALLS[call](session, ONE)
    assert error.value.denied.section is Section.SERVICES
    assert error.value.denied.role_needed is (Role.VISITOR if call in ("services", "service") else Role.MANAGER)
    assert error.value.denied.who_can_grant == ("Rose Référent",)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("login", ["norights.demo", "partner.demo"])
async def test_without_any_role_the_contract_is_an_unknown_one(
    backend_under_test: Portal, login: str, call: str
) -> None:
    session = await backend_under_test.enter(login)
    with pytest.raises(NotFound) as hidden:
        await CALLS[call](session, ONE)
    with pytest.raises(NotFound) as unknown:
        await CALLS[call](session, "OCB0000000")
    assert {**hidden.value.parameters, "id": ""} == {**unknown.value.parameters, "id": ""}
    assert hidden.value.parameters["what"] == "contract"


async def test_contacts_are_people_of_the_contract_oneself_first_and_never_a_login(backend_under_test: Portal) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE users SET phone = '+33100000000', mobile = '+33600000000' WHERE id = 'buyer.demo'")
        statements.execute("UPDATE users SET phone = '+33200000000' WHERE id = 'partner.demo'")
        statements.execute("UPDATE users SET first_name = '', last_name = '', name_key = '' WHERE id = 'clerk.demo'")
        statements.execute(f"INSERT INTO rights (user_id, contract_id, orders) VALUES ('partner.demo', '{ONE}', 1)")
    session = await backend_under_test.enter("referent.demo")
    assert list(await session.catalogue.contacts(ONE)) == [
        Contact("referent.demo", "Rose Référent", "Acme", oneself=True),
        Contact("clerk.demo", "Acme", "Acme"),
        Contact("limited.demo", "Léa Limitée", "Acme"),
        Contact("operator.demo", "Olivier Opérateur", "Acme"),
        Contact("partner.demo", "Paul Partenaire", "Béta"),
        Contact("buyer.demo", "Bob Seul", "Acme", "+33600000000"),
    ]


async def test_elements_are_subscriptions_that_have_not_ended(backend_under_test: Portal) -> None:
    session = await backend_under_test.enter("referent.demo")
    names = {"fr": "Abonnement SUB-1", "en": "Subscription SUB-1"}
    assert list(await session.catalogue.elements(ONE)) == [Element("SUB-1", names, "SUB-1")]
    assert list(await session.catalogue.elements(TWO)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elas", ["server"]),
        ("élas SERV", ["server"]),
        ("puissance", ["server"]),
        ("stockage obj", ["bucket"]),
        ("lastic", []),
        ("relic", []),
        ("desk", []),
        (" -- ", []),
        ("s", ["server", "bucket"]),
    ],
)
async def test_find_goes_by_the_beginnings_of_words_in_every_language(
    backend_under_test: Portal, text: str, found: list[str]
) -> None:
    session = await backend_under_test.enter("operator.demo")
    hits = await session.catalogue.find(text)
    assert sorted(entry.id for _, entry in hits) == sorted(found)
    for contract, entry in hits:
        assert entry in await session.catalogue.services(contract)


async def test_find_gives_names_before_summaries_and_stops(backend_under_test: Portal) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute("UPDATE services SET name_key = name_key || ' elastic', position = 1 WHERE id = 'bucket'")
    session = await backend_under_test.enter("operator.demo")
    assert [entry.id for _, entry in await session.catalogue.find("elastic")] == ["server", "bucket"]
    assert len(await session.catalogue.find("elastic", 1)) == 1


async def test_find_names_a_contract_on_which_one_may_order(backend_under_test: Portal) -> None:
    with backend_under_test.database.writing() as statements:
        statements.execute(f"UPDATE rights SET services = 2 WHERE user_id = 'operator.demo' AND contract_id = '{TWO}'")
    session = await backend_under_test.enter("operator.demo")
    assert [contract for contract, _ in await session.catalogue.find("elastic")] == [TWO]
    for login in ("clerk.demo", "norights.demo", "limited.demo"):
        assert await (await backend_under_test.enter(login)).catalogue.find("elastic") in ((), [])
