"""The demo's catalogue: what it must show, and that its orders are what its own forms let through."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ecc_tui.backend.sql.check import check_store
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.demo import build_demo, build_large_demo, orders
from ecc_tui.backend.sql.demo.many_services import LONG_FORM, LONG_FORM_FIELDS
from ecc_tui.backend.sql.demo.ordered import ORDERED, Asked
from ecc_tui.backend.sql.demo.services import CATEGORIES, SERVICES, catalogue
from ecc_tui.backend.sql.demo.titles import ASKED
from ecc_tui.backend.sql.exchange.catalogue import read_services
from ecc_tui.backend.sql.service_rows import starting_price
from ecc_tui.domain.forms import FieldKind, Form, Format, Option, check
from ecc_tui.domain.money import to_nano
from ecc_tui.domain.requests import Kind

TODAY = date(2026, 11, 22)
ORDERABLE = set(FieldKind) - {FieldKind.PASSWORD}
FORMS: dict[str, Form] = {service.id: service.content()[0] for service in SERVICES.values()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    build_demo(path, "fr", TODAY)
    database = Database.open(path)
    yield database
    database.close()


def rows(database: Database, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with database.reading() as statements:
        return statements.rows(sql, parameters)


def test_it_has_services_of_six_categories_for_each_offer(demo: Database) -> None:
    assert len(rows(demo, "SELECT DISTINCT category_id FROM services")) == len(CATEGORIES) == 6
    offered = dict(rows(demo, "SELECT offer_id, count(*) FROM service_offers GROUP BY offer_id"))
    assert set(offered) == {offer for (offer,) in rows(demo, "SELECT id FROM offers")}
    assert min(offered.values()) >= 14
    assert len({frozenset(service.offers) for service in SERVICES.values()}) > 3
    places = [record.position for record in catalogue()]
    assert places == [*range(6), *range(len(SERVICES))]


def texts(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of a record with its place."""
    if isinstance(value, dict):
        yield place, value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item, place)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name), f"{place}.{name}")


@pytest.mark.parametrize("record", [*CATEGORIES, *SERVICES.values()], ids=lambda record: record.id)
def test_every_text_is_there_in_both_languages(record: Any) -> None:
    found = [(place, text) for place, text in texts(record) if text]
    assert found
    for place, text in found:
        assert set(text) == {"fr", "en"}, (place, text)
        assert all(value.strip() == value != "" for value in text.values()), (place, text)


def test_learn_more_has_several_paragraphs_conditions_and_mostly_a_delay() -> None:
    for service in SERVICES.values():
        assert service.description["fr"].count("\n\n") == service.description["en"].count("\n\n") >= 1
        assert service.conditions
        assert service.prices
    assert [service.id for service in SERVICES.values() if service.delay_days is None] == ["bespoke-environment"]


def test_forms_use_every_kind_format_and_rule() -> None:
    fields = [field for form in FORMS.values() for field in form.fields]
    assert {field.kind for field in fields} == ORDERABLE
    assert {field.format for field in fields} == {None, *Format} - {Format.LOGIN}  # nobody orders an account
    assert {field.mandatory for field in fields} == {True, False}
    assert any(field.unit and field.lowest is not None and field.highest is not None for field in fields)
    assert any(field.not_before for field in fields)
    assert any(field.help for field in fields)
    assert {type(field.default) for field in fields if field.default} == {str, tuple}
    conditioned = {
        form.field(field.condition.field).kind
        for form in FORMS.values()
        for field in form.fields
        if field.condition is not None
    }
    assert {FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO} <= conditioned
    asking = [form for form in FORMS.values() if any(field.kind is FieldKind.CONTACT for field in form.fields)]
    assert len(asking) > len(FORMS) / 2


def test_the_bespoke_form_has_every_kind_and_a_chain_of_conditions() -> None:
    form = FORMS["bespoke-environment"]
    assert {field.kind for field in form.fields} == ORDERABLE
    links = {field.id: field.condition.field for field in form.fields if field.condition is not None}
    assert any(links.get(before) for before in links.values())


def test_prices_are_of_every_sort() -> None:
    prices = [line for service in SERVICES.values() for line in service.prices]
    assert {line.monthly for line in prices} == {True, False}
    assert any(line.quantity_field for line in prices)
    assert any(line.condition for line in prices)
    assert any(line.condition and line.quantity_field for line in prices)
    for service in SERVICES.values():
        form, lines = service.content()
        price = starting_price(form, lines, service.currency)
        assert price.one_off.amount + price.monthly.amount > 0 or service.id == "firewall-rules"


@pytest.mark.parametrize("asked", ORDERED, ids=lambda asked: asked.name)
def test_what_was_ordered_is_what_the_form_lets_through(asked: Asked) -> None:
    filled = orders.fill_in(asked, TODAY, Option("u-1", {"": "Inès"}), Option("S01", {"": "Machines"}))
    verdict = check(filled.form, filled.entries, TODAY)
    assert verdict.wrong == ()
    assert verdict.answers == {id: entry for id, entry in filled.entries.items() if entry}
    assert {answer.field for answer in orders.answers(filled)} == set(verdict.answers)
    assert orders.lines(asked, filled)


def test_an_order_of_something_else_is_refused() -> None:
    """The control of the test above."""
    wrong = Asked("fr", "x", "y", "backup", {"space": "1000", "reports": ()})
    filled = orders.fill_in(wrong, TODAY, Option("u-1", {"": "Inès"}), Option("S01", {"": "Machines"}))
    assert [found.rule for found in check(filled.form, filled.entries, TODAY).wrong] == ["range"]


def test_orders_are_of_services_that_their_contract_can_order(demo: Database) -> None:
    services = {asked.name: asked.service for asked in ORDERED}
    made = rows(demo, "SELECT requests.name, offer_id FROM requests JOIN contracts ON contracts.id = contract_id"
                      " WHERE kind = 'order'")  # fmt: skip
    assert made
    assert all(offer in SERVICES[services[name]].offers for name, offer in made)


def test_every_request_has_the_answers_of_its_form(demo: Database) -> None:
    answered = "SELECT count(DISTINCT request) FROM request_answers"
    assert rows(demo, answered) == rows(demo, "SELECT count(*) FROM requests")


@pytest.mark.parametrize("kind", [Kind.INCIDENT, Kind.CHANGE])
@pytest.mark.parametrize("number", range(8))
def test_incidents_and_changes_are_what_their_forms_let_through(kind: Kind, number: int) -> None:
    asked = ASKED[kind][number]
    contact, element = Option("u-1", {"": "Inès"}), Option("S01", {"": "Machines"})
    filled = orders.report(kind, number, asked, TODAY, contact, element)
    verdict = check(filled.form, {"title": asked.name, "description": asked.description, **filled.entries}, TODAY)
    assert verdict.wrong == ()
    assert {**filled.entries, "title": asked.name, "description": asked.description} == verdict.answers
    assert all(answer.values and all(answer.values) for answer in orders.answers(filled))


def test_files_are_what_their_checksums_say_and_some_requests_have_them(demo: Database) -> None:
    names = {name.rpartition(".")[2] for (name,) in rows(demo, "SELECT name FROM request_attachments")}
    assert names == {"pdf", "csv", "txt"}
    for sha256, size, content in rows(demo, "SELECT sha256, size, content FROM blobs JOIN blob_chunks USING (sha256)"):
        assert hashlib.sha256(content).hexdigest() == sha256
        assert len(content) == size
    unused = "SELECT 1 FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM request_attachments)"
    assert rows(demo, unused) == []


def test_followers_may_see_what_they_follow(demo: Database) -> None:
    followers = "SELECT follows, count(*) FROM request_followers GROUP BY follows ORDER BY follows"
    assert [follows for follows, _number in rows(demo, followers)] == [0, 1]
    blind = """
    SELECT 1 FROM request_followers JOIN requests ON issued = request
    WHERE NOT EXISTS (SELECT 1 FROM rights WHERE rights.user_id = request_followers.user_id
                      AND rights.contract_id = requests.contract_id AND orders > 0)
    """
    assert rows(demo, blind) == []


def test_every_contract_has_subscriptions_in_every_state_and_from_orders(demo: Database) -> None:
    states = rows(demo, "SELECT contract_id, count(DISTINCT state) FROM subscriptions GROUP BY contract_id")
    assert len(states) == rows(demo, "SELECT count(*) FROM contracts")[0][0]
    assert {number for _contract, number in states} == {3}
    ordered = """
    SELECT outcome, requests.contract_id = subscriptions.contract_id FROM subscriptions
    JOIN requests ON requests.id = request_id
    """
    found = rows(demo, ordered)
    assert len(found) > 10
    assert set(found) == {("delivered", 1)}
    late = "SELECT 1 FROM subscriptions WHERE started > ? OR (state = 'ended') <> (coalesce(ends, '9999') < ?)"
    assert rows(demo, late, TODAY.isoformat(), TODAY.isoformat()) == []


@pytest.fixture(scope="module", params=[0.01, pytest.param(1.0, marks=pytest.mark.full)], ids=["hundredth", "full"])
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, int]]:
    path = tmp_path_factory.mktemp("large") / "large.sqlite"
    build_large_demo(path, today=TODAY, scale=request.param)
    database = Database.open(path)
    yield database, max(int(2_000 * request.param), 50)
    database.close()


def test_the_large_catalogue_has_its_numbers_and_keeps_the_rules_of_import(large: tuple[Database, int]) -> None:
    database, number = large
    generated = "category_id LIKE 'category-%'"
    assert rows(database, f"SELECT count(*), count(DISTINCT category_id), count(DISTINCT name) FROM services"
                          f" WHERE {generated}") == [(number, 40, number)]  # fmt: skip
    offers = rows(database, "SELECT count(*) FROM service_offers GROUP BY offer_id")
    assert min(offers)[0] >= number
    stored = {
        id: (one_off, monthly) for id, one_off, monthly in rows(database, "SELECT id, one_off, monthly FROM services")
    }
    with database.reading() as statements:
        for record in read_services(statements, False):  # a record checks itself
            form, prices = record.content()
            price = starting_price(form, prices, record.currency)
            assert stored[record.id] == (to_nano(price.one_off.amount), to_nano(price.monthly.amount))
    assert check_store(database) == ()


def test_one_service_has_a_long_form_of_all_kinds(large: tuple[Database, int]) -> None:
    with large[0].reading() as statements:
        (record,) = (record for record in read_services(statements, False) if record.id == LONG_FORM)
    form, _prices = record.content()
    assert len(form.fields) == LONG_FORM_FIELDS == 120
    assert {field.kind for field in form.fields} == ORDERABLE
    assert any(field.condition for field in form.fields)
