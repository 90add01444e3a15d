"""Import: what is refused and why, what is loaded, and that it is all or nothing."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecc_tui.backend.sql.check import check_store
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.exchange.lines import BadLine
from ecc_tui.backend.sql.exchange.load import SHOWN, ImportRefused, load_file
from ecc_tui.cli.findings import _BAD_LINES, bad_line_sentence
from tests.exchange.catalogue_lines import BAD_CATALOGUE
from tests.exchange.stores import BASE, base_store, export, lines, load, record, tables, value


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = base_store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def refused(database: Database, *records: Any) -> tuple[BadLine, ...]:
    before = tables(database)
    with pytest.raises(ImportRefused) as raised:
        load(database, *records)
    assert tables(database) == before
    return raised.value.bad


def text(record: dict[str, Any]) -> bytes:
    return json.dumps(record).encode()


STEP = {"at": "2026-11-20T08:00:00Z", "status": "submitted", "author": "D"}
BAD: tuple[tuple[Any, str, str], ...] = (
    (b'{"type":"company","id":"a","id":"b","name":"x"}', "duplicate-key", ""),
    (b'{"type":"user","id":"a","accounts":{"t":"1","t":"2"}}', "duplicate-key", ""),
    (b'{"type":"company","id":"a","name":NaN}', "not-finite", ""),
    (b'{"type":"company","id":"a","name":-Infinity}', "not-finite", ""),
    (b'{"type":"company","id":"a","name":1e999}', "not-finite", ""),
    (b'{"type":"company","id":9223372036854775808,"name":"x"}', "integer-range", ""),
    (b'{"type":"company","id":' + b"9" * 5000 + b',"name":"x"}', "integer-range", ""),
    (b'{"type":"company","id":' + b"[" * 64 + b"]" * 64 + b"}", "too-deep", ""),
    (b"[" * 100_000, "too-deep", ""),
    (b'{"type":"company","id":"\\ud800","name":"x"}', "lone-surrogate", ""),
    (b'{"type":"company","id":"a","name":"\xed\xa0\x80"}', "not-utf-8", ""),
    (b'{"type":"company","id":"a","name":"\xff"}', "not-utf-8", ""),
    (b'\xef\xbb\xbf{"type":"company","id":"a","name":"x"}', "byte-order-mark", ""),
    (b'{"type":"company","id":"a","name":"' + b"x" * 8_388_608 + b'"}', "too-long", ""),
    (b'{"type":"company"', "not-json", ""),
    (b'{"type":"company"} {}', "not-json", ""),
    (b'{"type":"company","name":"a\tb"}', "not-json", ""),
    (b"[]", "not-an-object", ""),
    (b'"company"', "not-an-object", ""),
    (b"{}", "missing", "type"),
    ({"type": "nothing"}, "unknown-type", "type"),
    ({"type": ["company"]}, "unknown-type", "type"),
    (record("company", name=None), "missing", "name"),
    (record("company", more=1), "unknown-field", "more"),
    (record("company", name=1), "wrong-type", "name"),
    (record("company", name=""), "too-short", "name"),
    (record("company", name="x" * 201), "too-long-text", "name"),
    (record("company", id="x" * 65), "too-long-text", "id"),
    (record("company", password_level="none"), "choice", "password_level"),
    (record("store", format=2), "choice", "format"),
    (record("health_event", state="operational"), "choice", "state"),
    (record("health_event", ends="2026-11-20T08:00:00Z"), "order", "ends"),
    (record("health_event", starts="2026-11-20T08:00:00"), "zone", "starts"),
    (record("health_event", starts="yesterday"), "form", "starts"),
    (record("health_event", starts="1969-12-31T00:00:00Z"), "range", "starts"),
    (record("user", login="short"), "form", "login"),
    (record("user", login="clâire.morel"), "form", "login"),
    (record("user", login="claire.morel\n"), "form", "login"),
    (record("user", email="claire"), "form", "email"),
    (record("user", email="a b@c"), "form", "email"),
    (record("user", title="dr"), "choice", "title"),
    (record("user", password_hash="secret"), "form", "password_hash"),
    (record("user", id="u-9"), "taken", "login"),
    (record("user", id="u-9", login="CLAIRE.MOREL", email="other@acme.example"), "taken", "login"),
    (record("user", id="u-9", login="somebody.else"), "taken", "email"),
    (record("user", company="nobody"), "missing-reference", "company"),
    (record("contract", referent="nobody"), "missing-reference", "referent"),
    (record("contract", platform="nowhere"), "missing-reference", "platform"),
    (record("contract", ends="2024-02-29"), "order", "ends"),
    (record("contract", started="2024-02-30"), "form", "started"),
    (record("contract", billing_zone="Europe/Nowhere"), "choice", "billing_zone"),
    (record("contract", billing_zone="../../etc/passwd"), "choice", "billing_zone"),
    (record("contract", support_level="best"), "choice", "support_level"),
    (record("rights", roles={"support": "manager"}), "role-not-offered", "roles.support"),
    (record("rights", roles={"dashboard": "manager"}), "role-not-offered", "roles.dashboard"),
    (record("rights", roles={"nothing": "visitor"}), "choice", "roles"),
    (record("rights", roles={"orders": "owner"}), "choice", "roles[...]"),
    (record("rights", user="u-1"), "referent", "roles"),
    (record("rights", user="nobody"), "missing-reference", "user"),
    (record("budget", amount="0"), "positive", "amount"),
    (record("budget", amount="1e3"), "form", "amount"),
    (record("budget", amount="1.0000000001"), "form", "amount"),
    (record("budget", amount="9999999999"), "range", "amount"),
    (record("budget", amount=12), "wrong-type", "amount"),
    (record("budget", currency="eur"), "form", "currency"),
    (record("budget", thresholds=[0]), "range", "thresholds[0]"),
    (record("budget", thresholds=[80, 80]), "twice", "thresholds"),
    (record("consumption", day="2026-11-31"), "form", "day"),
    (record("consumption", before_discount="NaN"), "form", "before_discount"),
    (record("request", outcome=None), "outcome", "outcome"),
    (record("request", status="submitted"), "outcome", "outcome"),
    (record("request", changed="2026-11-20T07:59:59Z"), "order", "changed"),
    (record("request", timeline=[STEP]), "timeline-end", "timeline"),
    (record("request", timeline=[{**STEP, "status": "in-progress"}, STEP]), "backward", "timeline[1].status"),
    (record("request", lines=[{"label": "x", "quantity": "1", "currency": "EUR"}]),
     "price-with-currency", "lines[0].currency"),
    (record("request", lines=[{"label": "x", "quantity": "many"}]), "form", "lines[0].quantity"),
    (record("request", name="x" * 16_385), "too-long-text", "name"),
    (record("request", comments=[{"at": "2026-11-20T08:10:00Z", "author": "D"}]), "missing", "comments[0].text"),
    (record("saved_view", letter="a"), "form", "letter"),
    (record("saved_view", link="https://example.org"), "form", "link"),
    (record("saved_view", link="ecc:dashboard"), "form", "link"),
    *BAD_CATALOGUE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("line", "rule", "field"), BAD, ids=[f"{number}-{rule}-{field}" for number, (_line, rule, field) in enumerate(BAD)]
)
def test_a_bad_line_is_named_with_its_reason_and_nothing_is_loaded(
    database: Database, line: Any, rule: str, field: str
) -> None:
    good = record("company", id="good", name="Good")
    (bad,) = refused(database, good, line, {**good, "id": "other"})
    assert (bad.line, bad.rule, bad.field) == (2, rule, field)
    sentence = bad_line_sentence(bad)
    assert sentence.startswith("line 2: ")
    assert len(sentence) < 300
    assert "{" not in sentence


def test_the_good_lines_of_those_files_load(database: Database) -> None:
    good = record("company", id="good", name="Good")
    load(database, good, {**good, "id": "other"})
    assert value(database, "SELECT count(*) FROM companies") == 3


def test_every_rule_has_words_and_a_case() -> None:
    assert {rule for _line, rule, _field in BAD} | {"conflict"} == set(_BAD_LINES)


def test_all_bad_lines_are_counted_and_the_first_are_told(database: Database) -> None:
    with pytest.raises(ImportRefused) as raised:
        load(database, *[b"{"] * (SHOWN + 25))
    assert raised.value.total == SHOWN + 25
    assert [bad.line for bad in raised.value.bad] == list(range(1, SHOWN + 1))


def test_lines_are_numbered_as_an_editor_does(database: Database) -> None:
    bad = refused(database, b"", b"  ", b"{", b"", b'{"x":"' + b"y" * 9_000_000 + b'"}', b"{")
    assert [line.line for line in bad] == [3, 5, 6]


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    one = base_store(tmp_path / "one.sqlite")
    from ecc_tui.backend.sql.exchange.load import create_from_file

    create_from_file(tmp_path / "other.sqlite", lines(reversed(BASE)))
    other = Database.open(tmp_path / "other.sqlite")
    assert tables(one) == tables(other)
    assert check_store(other) == ()


def test_loading_twice_is_loading_once(database: Database) -> None:
    before = tables(database)
    load(database, *BASE)
    assert tables(database) == before
    assert check_store(database) == ()


def test_what_follows_from_a_record_follows_its_change(database: Database) -> None:
    load(
        database,
        record("request", name="Élargir le tunnel", timeline=[], comments=[], lines=[]),
        record("user", last_name="Évrard"),
        record("contract", name="Événements"),
    )
    assert value(database, "SELECT name_key FROM requests") == "elargir le tunnel"
    assert value(database, "SELECT name_key FROM users WHERE id = 'u-1'") == "evrard claire"
    assert value(database, "SELECT name_key FROM contracts") == "evenements"
    found = "SELECT count(*) FROM requests_text WHERE requests_text MATCH ?"
    assert (value(database, found, "tunnel"), value(database, found, "pare")) == (1, 0)
    assert value(database, "SELECT count(*) FROM request_timeline") == 0
    assert check_store(database) == ()


def test_a_request_keeps_its_place_until_its_issue_instant_changes(database: Database) -> None:
    first = value(database, "SELECT issued FROM requests")
    load(database, *(record("request", id=f"3-{number}") for number in range(2, 30)))
    place = "SELECT issued FROM requests WHERE id = ?"
    assert [value(database, place, f"3-{number}") for number in (1, 2, 29)] == [first, first + 1, first + 28]
    before = tables(database)
    load(database, *(record("request", id=f"3-{number}") for number in range(29, 0, -1)))
    assert tables(database) == before
    load(database, record("request", id="3-7", issued="2026-11-20T07:00:00Z"))
    assert value(database, place, "3-7") == first - 3_600_000_000
    assert value(database, "SELECT count(*) FROM request_timeline WHERE request = ?", first - 3_600_000_000) == 2
    assert value(database, "SELECT count(*) FROM requests") == 29
    assert check_store(database) == ()


def test_a_new_referent_gets_every_role_and_the_old_one_what_his_line_says(database: Database) -> None:
    rights = "SELECT referent, orders, users, dashboard FROM rights WHERE user_id = ?"

    def held(user: str) -> Any:
        with database.reading() as statements:
            return statements.row(rights, (user,))

    assert (held("u-1"), held("u-2")) == ((1, 2, 2, 1), (0, 2, 0, 1))
    load(database, record("contract", referent="u-2"))
    assert (held("u-1"), held("u-2")) == ((0, 2, 2, 1), (1, 2, 2, 1))
    load(
        database,
        record("rights", user="u-2", roles={"orders": "visitor"}),
        record("contract", referent="u-1"),
    )
    assert (held("u-1"), held("u-2")) == ((1, 2, 2, 1), (0, 1, 0, 0))
    load(database, record("rights", user="u-2", roles={}))
    assert held("u-2") is None
    assert check_store(database) == ()


def test_a_budget_that_changes_gets_a_new_version(database: Database) -> None:
    version = "SELECT version FROM budgets"
    load(database, record("budget"))
    assert value(database, version) == 1
    load(database, record("budget", amount="2000"))
    assert value(database, version) == 2
    load(database, record("budget", amount="2000", thresholds=[50]))
    assert value(database, version) == 3
    assert value(database, "SELECT group_concat(percent) FROM budget_thresholds") == "50"


def test_a_password_stays_where_the_line_has_none(database: Database) -> None:
    hashed = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA"
    load(database, record("user", password_hash=hashed))
    load(database, record("user", first_name="Clara"))
    assert value(database, "SELECT password_hash FROM users WHERE id = 'u-1'") == hashed
    assert hashed.encode() not in export(database)
    assert hashed.encode() in export(database, with_secrets=True)


def test_text_from_outside_is_cleaned(database: Database) -> None:
    hostile = "\x1b]52;c;eA==\x07\u202e[/b]\x9b"
    load(database, record("request", name=hostile, description="a\r\nb\tc\x1b"), record("company", name=hostile))
    assert value(database, "SELECT name FROM requests") == "␛]52;c;eA==␇\ufffd[/b]\ufffd"
    assert value(database, "SELECT name FROM companies") == "␛]52;c;eA==␇\ufffd[/b]\ufffd"
    assert value(database, "SELECT description FROM requests") == "a\nb\tc␛"


def test_a_name_of_ten_kilobytes_is_stored_whole(database: Database) -> None:
    load(database, record("request", name="é" * 10_240))
    assert value(database, "SELECT length(name) FROM requests") == 10_240


LOADING = """
import sys
from pathlib import Path
from ecc_tui.backend.sql.database import Database
from ecc_tui.backend.sql.exchange.load import load_file
def told(position):
    print(position, flush=True)
load_file(Database.open(Path(sys.argv[1])), open(sys.argv[2], "rb"), told)
print("loaded", flush=True)
"""


@pytest.mark.parametrize("killed", [True, False])
def test_a_killed_import_leaves_the_store_as_before(tmp_path: Path, killed: bool) -> None:
    path, source = tmp_path / "store.sqlite", tmp_path / "many.jsonl"
    database = base_store(path)
    before = tables(database)
    database.close()
    many = (record("request", id=f"4-{number}", name="x" * 2000) for number in range(6_000))
    source.write_bytes(lines(many).getvalue())
    process = subprocess.Popen([sys.executable, "-c", LOADING, str(path), str(source)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    if killed:
        for _lines in range(6):
            assert process.stdout.readline() != b"loaded\n"
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    else:
        assert process.communicate()[0].endswith(b"loaded\n")
    process.stdout.close()
    database = Database.open(path)
    assert (tables(database) == before) is killed
    assert check_store(database) == ()
    database.close()


def test_memory_does_not_grow_with_the_file(database: Database, tmp_path: Path) -> None:
    """One line is held at a time: the file is read in pieces no longer than the longest line allowed."""

    class Counted(io.BytesIO):
        most = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            data = super().readline(size)
            self.most = max(self.most, len(data))
            return data

    file = Counted(b"x" * 30_000_000)
    with pytest.raises(ImportRefused):
        load_file(database, file)
    assert file.most <= 8 * 1024 * 1024 + 1
