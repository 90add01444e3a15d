"""Export: taking out and putting in gives an equal store, whatever the store holds."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecc_tui.backend.sql.check import check_store
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.demo import build_demo
from ecc_tui.backend.sql.exchange.load import create_from_file
from ecc_tui.domain.forms import FieldKind
from tests.exchange.stores import base_store, export, lines, load, record, tables

HOSTILE = (
    "[/b]",
    "[@click=app.quit]x[/]",
    "\x1b[2J\x1b]52;c;eA==\x07",
    "\u202etxt.exe",
    "\x9b31m",
    "\x00",
    "a\u0301\u0301\u0301\u0301\u0301",
    "'; DROP TABLE users; --",
    "{name}",
    "\u2028",
    "\U0001f468\u200d\U0001f469",
    "\u05d0\u05d1",
)


def copied(database: Database, folder: Path, *, with_secrets: bool = False) -> Database:
    file = export(database, with_secrets=with_secrets)
    create_from_file(folder / "copy.sqlite", lines([file]))
    return Database.open(folder / "copy.sqlite")


def assert_equal(database: Database, folder: Path) -> None:
    copy = copied(database, folder, with_secrets=True)
    try:
        assert tables(copy) == tables(database)
        assert export(copy, with_secrets=True) == export(database, with_secrets=True)
        assert check_store(copy) == ()
    finally:
        copy.close()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_demo_taken_out_and_put_in_is_equal(tmp_path: Path, language: str) -> None:
    build_demo(tmp_path / "demo.sqlite", language)
    database = Database.open(tmp_path / "demo.sqlite")
    assert_equal(database, tmp_path)
    database.close()


def test_a_change_makes_another_store(tmp_path: Path) -> None:
    """The control of the test above: its comparison sees one changed value."""
    database = base_store(tmp_path / "store.sqlite")
    copy = copied(database, tmp_path)
    assert tables(copy) == tables(database)
    load(copy, record("consumption", after_discount="-1.000000001"))
    assert tables(copy) != tables(database)
    assert export(copy) != export(database)


def test_nothing_of_sessions_and_log_ins_leaves_the_store(tmp_path: Path) -> None:
    database = base_store(tmp_path / "store.sqlite")
    with database.writing() as statements:
        statements.execute("INSERT INTO sessions VALUES ('canary-token', 'u-1', 'canary-host', 1, 1, NULL)")
        statements.execute("INSERT INTO login_failures VALUES ('canary-login', 3, 1)")
        statements.execute(
            "INSERT INTO confirmed_writes VALUES ('u-1', 'canary-key-0000000', 'canary', 'canary', 'canary', 1)"
        )
        statements.execute("UPDATE users SET password_hash = '$argon2id$v=19$m=65536,t=3,p=4$canary$canary'")
    assert b"canary" not in export(database)
    assert export(database, with_secrets=True).count(b"canary") == 4


texts = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=60), st.just("é" * 180)).filter(
    lambda text: not any("\ud800" <= character <= "\udfff" for character in text)
)
ids = st.text("abcÉ-01 /[]'\"\\", min_size=1, max_size=20)
instants = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC).isoformat()
)
amounts = st.decimals(Decimal("-9e8"), Decimal("9e8"), places=9).map(lambda amount: f"{amount:f}")


small_amounts = st.decimals(0, 10_000, places=9).map(lambda amount: f"{amount:f}")
names = st.dictionaries(st.sampled_from(["", "en", "fr", "de"]), texts, min_size=1)

STANDINGS = (("submitted", None), ("in-progress", None), ("completed", "delivered"), ("completed", "rejected"))


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    first, second = sorted([draw(instants), draw(instants)], key=datetime.fromisoformat)
    status, outcome = draw(st.sampled_from(STANDINGS))
    step = {"at": draw(instants), "status": status, "author": draw(texts), "note": draw(texts)}
    if outcome:
        step["outcome"] = outcome
    return record(
        "request",
        id=draw(ids),
        status=status,
        outcome=outcome,
        name=draw(texts),
        description=draw(texts),
        customer_reference=draw(texts),
        tool_reference=draw(texts),
        kind=draw(st.sampled_from(["order", "incident", "change"])),
        issued=first,
        changed=second,
        timeline=[step] if draw(st.booleans()) else [],
        comments=[
            {"at": draw(instants), "author": draw(texts), "text": draw(texts)} for _ in range(draw(st.integers(0, 2)))
        ],
        lines=[
            {"label": draw(texts), "quantity": "2", "unit": draw(texts), "unit_price": draw(amounts),
             "currency": "EUR", "label_texts": draw(names), "unit_texts": draw(names)}
            for _ in range(draw(st.integers(0, 2)))
        ],
        answers=[
            {"field": "why", "kind": draw(st.sampled_from(FieldKind)).value, "label": draw(names),
             "values": [draw(names)], "unit": draw(names)}
            for _ in range(draw(st.integers(0, 2)))
        ],
        followers=[{"user": "u-1", "since": draw(instants)}] if draw(st.booleans()) else [],
    )  # fmt: skip


@st.composite
def services(draw: st.DrawFn) -> dict[str, Any]:
    options = [{"id": id, "label": draw(names), "detail": draw(names)} for id in draw(st.sets(ids, min_size=1))]
    field = {"id": "kind", "kind": "choice", "label": draw(names), "help": draw(names), "options": options}
    number = {"id": "hours", "kind": "number", "label": draw(names), "unit": draw(names), "lowest": "-0.50",
              "highest": "100", "decimals": 2, "default": draw(st.sampled_from(["", "2", "0.25"]))}  # fmt: skip
    price = {"id": "a", "label": draw(names), "price": draw(small_amounts), "quantity_field": "hours",
             "condition": {"field": "kind", "any_of": [options[0]["id"]]}}  # fmt: skip
    return record(
        "service",
        id=draw(ids),
        offers=draw(st.sampled_from([[], ["engine"]])),
        name=draw(names),
        summary=draw(names),
        description=draw(names),
        conditions=draw(names),
        delay_days=draw(st.none() | st.integers(0, 100)),
        prices=[price, {**price, "id": "b", "condition": None, "quantity_field": "", "monthly": True}],
        form=[field, number],
        version=draw(st.integers(1, 9)),
        withdrawn=draw(st.booleans()),
    )


records = st.one_of(
    requests(),
    services(),
    st.builds(lambda id, name: record("category", id=id, name=name), ids, names),
    st.builds(
        lambda id, name, unit, price: record("subscription", id=id, name=name, unit=unit, unit_price=price),
        ids, names, names, amounts,
    ),
    st.builds(lambda id, name: record("company", id=id, name=name), ids, texts),
    st.builds(lambda id, name: record("offer", id=id, name=name), ids, texts),
    st.builds(lambda id, name, region: record("platform", id=id, name=name, region=region), ids, texts, texts),
    st.builds(
        lambda id, title, note, starts: record("health_event", id=id, title=title, note=note, starts=starts),
        ids, texts, texts, instants,
    ),
    st.builds(
        lambda first, last, phone, account: record(
            "user", first_name=first, last_name=last, phone=phone, mobile=phone, accounts={account[:60]: account}
        ),
        texts, texts, texts, texts,
    ),
    st.builds(
        lambda name, referent: record("contract", name=name, referent=referent),
        texts, st.sampled_from(["u-1", "u-2"]),
    ),
    st.builds(
        lambda day, before, after: record(
            "consumption", day=day.isoformat(), before_discount=before, after_discount=after
        ),
        st.dates(), amounts, amounts,
    ),
    st.builds(lambda name, value: record("preference", name=name, value=value), texts, texts),
    st.builds(lambda name: record("saved_view", name=name[:80]), texts),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records, max_size=12))
def test_any_records_taken_out_and_put_in_are_equal(made: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        database = base_store(path / "store.sqlite")
        try:
            load(database, *made)
            once = tables(database)
            assert_equal(database, path)
            load(database, *made)
            assert len(tables(database)["requests"]) == len(once["requests"])
            assert check_store(database) == ()
        finally:
            database.close()
