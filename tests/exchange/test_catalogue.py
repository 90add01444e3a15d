"""The catalogue, subscriptions and files in and out of a store."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.exchange.load import create_from_file
from ecc_tui.backend.sql.exchange.tables import TYPES
from ecc_tui.backend.sql.service_rows import form_of, prices_of
from ecc_tui.domain.catalogue import order_lines, price_of
from ecc_tui.domain.forms import Condition, FieldKind, Format
from ecc_tui.domain.money import Money
from tests.exchange.stores import FORM, base_store, export, lines, load, record, tables, value

PIECE = 1024 * 1024


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = base_store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def service(database: Database, column: str) -> Any:
    return value(database, f"SELECT {column} FROM services WHERE id = 'support-hours'")


def test_a_form_and_prices_come_out_as_the_domain_knows_them(database: Database) -> None:
    form = form_of("support-hours", service(database, "form"))
    assert [field.id for field in form.fields] == [field["id"] for field in FORM]
    site, address, hours, start, end, contact = form.fields
    assert (site.kind, site.mandatory, site.default) == (FieldKind.CHOICE, True, "lyon")
    assert [option.id for option in site.options] == ["lyon", "other"]
    assert (address.format, address.condition) == (Format.ADDRESS, Condition("site", ("other",)))
    assert (hours.lowest, hours.highest, hours.decimals) == (Decimal("0.5"), Decimal(24), 1)
    assert (start.earliest_days, start.latest_days, end.not_before) == (1, 60, "start")
    assert contact.kind is FieldKind.CONTACT
    prices = prices_of(service(database, "prices"), "EUR")
    lines = order_lines(prices, {"site": "other", "hours": "2"})
    assert [line.price.amount * line.quantity for line in lines] == [Decimal(181), Decimal(40), Decimal(12)]
    assert price_of(lines, "EUR").one_off == Money(Decimal("221.00"), "EUR")


def test_the_price_in_the_list_is_that_of_the_untouched_form(database: Database) -> None:
    assert service(database, "one_off") == 135_750_000_000
    assert service(database, "monthly") == 12_000_000_000
    load(database, record("service", form=[{**FORM[0], "default": "other"}, *FORM[1:]]))
    assert service(database, "one_off") == 175_750_000_000


def test_it_is_found_by_words_of_both_languages(database: Database) -> None:
    key = f" {service(database, 'name_key')} "
    for word in ("assistance", "support", "site", "sur", "on"):
        assert f" {word} " in key
    load(database, record("service", name={"fr": "Évaluation"}))
    assert service(database, "name_key") == "evaluation on site sur site"


def test_long_texts_keep_their_lines_in_every_language(database: Database) -> None:
    assert json.loads(service(database, "description"))["en"] == "One.\n\nTwo."
    assert json.loads(service(database, "conditions"))["fr"] == "Préavis :\n- un jour"
    load(database, record("service", name={"fr": "a\nb"}, description={"fr": "a\x1b\nb"}))
    assert json.loads(service(database, "name")) == {"fr": "a␊b"}
    assert json.loads(service(database, "description")) == {"fr": "a␛\nb"}


def test_loading_the_same_again_changes_nothing(database: Database) -> None:
    before = tables(database)
    load(database, record("service"), record("blob"), record("request"), record("subscription"), record("category"))
    assert tables(database) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"form": [*FORM, {"id": "why", "kind": "text", "label": {"en": "Why"}}]},
        {"form": list(FORM[:-1])},
        {"prices": []},
        {"prices": [{**record("service")["prices"][0], "price": "91"}]},
        {"currency": "CHF"},
    ],
    ids=["more fields", "fewer fields", "no prices", "another price", "another currency"],
)
def test_another_form_or_price_is_another_version(database: Database, changes: dict[str, Any]) -> None:
    load(database, record("service", **changes))
    assert service(database, "version") == 2
    load(database, record("service", **changes))
    assert service(database, "version") == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"name": {"en": "Hours"}},
        {"withdrawn": True},
        {"offers": []},
        {"delay_days": None},
        {"prices": [{**line, "price": f"{line['price']}.00" if "." not in line["price"] else f"{line['price']}0"}
                    for line in record("service")["prices"]]},
        {"form": [dict(reversed(field.items())) for field in FORM]},
    ],
    ids=["name", "withdrawn", "offers", "delay", "zeros", "order of keys"],
)  # fmt: skip
def test_what_nobody_orders_by_is_no_new_version(database: Database, changes: dict[str, Any]) -> None:
    load(database, record("service", **changes))
    assert service(database, "version") == 1


def test_a_version_of_the_file_counts_when_it_is_higher(database: Database) -> None:
    load(database, record("service", version=7))
    assert service(database, "version") == 7
    load(database, record("service", version=3))
    assert service(database, "version") == 7
    load(database, record("service", version=3, prices=[]))
    assert service(database, "version") == 8
    load(database, record("service", version=20))
    assert service(database, "version") == 20


def test_offers_are_replaced(database: Database) -> None:
    load(database, record("offer", id="other"), record("service", offers=["other"]))
    assert value(database, "SELECT group_concat(offer_id) FROM service_offers") == "other"


def pieces(content: bytes) -> list[dict[str, Any]]:
    digest = hashlib.sha256(content).hexdigest()
    return [
        {
            "type": "blob",
            "sha256": digest,
            "size": len(content),
            "position": position,
            "content": base64.b64encode(content[position * PIECE : (position + 1) * PIECE]).decode(),
        }
        for position in range(max(-(-len(content) // PIECE), 1))
    ]


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_files_of_any_size_go_out_and_in_piece_by_piece(database: Database, tmp_path: Path, size: int) -> None:
    content = bytes(index * 7 % 251 for index in range(1000)) * (size // 1000 + 1)
    made = pieces(content[:size])
    load(database, *reversed(made))
    load(database, *made)
    exported = export(database)
    assert exported.count(made[0]["sha256"].encode()) == len(made)
    assert max(map(len, exported.splitlines())) < 2 * PIECE
    create_from_file(tmp_path / "copy.sqlite", lines([exported]))
    copy = Database.open(tmp_path / "copy.sqlite")
    try:
        assert tables(copy) == tables(database)
        assert export(copy) == exported
    finally:
        copy.close()


def test_a_request_loaded_again_replaces_what_hangs_on_it(database: Database) -> None:
    load(database, record("request", answers=[], followers=[], attachments=[], lines=[]))
    for part in ("answers", "followers", "attachments", "lines"):
        assert value(database, f"SELECT count(*) FROM request_{part}") == 0


def test_a_request_that_moves_takes_what_hangs_on_it_along(database: Database) -> None:
    load(database, record("request", issued="2026-11-20T07:00:00Z"))
    for part in ("answers", "followers", "attachments", "lines"):
        assert value(database, f"SELECT count(DISTINCT request) FROM request_{part}") == 1
        sql = f"SELECT count(*) FROM request_{part} JOIN requests ON issued = request"
        assert value(database, sql) == len(record("request")[part])


def test_notifications_and_mails_stay_in_their_store(database: Database) -> None:
    with database.writing() as statements:
        statements.execute(
            "INSERT INTO notifications (at, event, person_id, note) VALUES (1, 'comment', 'u-1', 'canary')"
        )
        statements.execute(
            "INSERT INTO mails (message_id, event, user_id, address, language, created, next_try)"
            " VALUES ('canary', 'comment', 'u-1', 'canary', 'fr', 1, 1)"
        )
        statements.execute("INSERT INTO counters VALUES ('canary', 1)")
    assert b"canary" not in export(database, with_secrets=True)


def test_the_lines_that_the_readme_shows_load_and_are_of_every_type(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = [line for line in readme.splitlines() if line.startswith('{"type":')]
    assert {json.loads(line)["type"] for line in shown} == set(TYPES)
    second = record("user", id="u-2", login="second.user", email="second@acme.example", company="aurelac")
    counts = create_from_file(tmp_path / "store.sqlite", lines([*(line.encode() for line in shown), second]))
    assert counts["service"] == counts["blob"] == 1
