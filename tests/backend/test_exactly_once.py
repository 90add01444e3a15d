"""One form sent makes one order, whatever dies in between (C5; security.md R-01).

A desk is a process that orders on a store. It is killed while it orders: at any time, inside the transaction, or
between the commit and the answer. Whoever pressed then asks what became of the form or just sends it again, with the
same key, also twice at once, also when it was answered long ago.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from msgspec import Struct

from ecc_tui.backend.sql.check import check_store
from ecc_tui.backend.sql.database import Database

DESK = """
import asyncio, json, os, signal, sys
from pathlib import Path
from ecc_tui.backend.sql import orders
from ecc_tui.backend.sql.store import Store

die = ""
announce = orders.announce

def die_at(place):
    if die == place:
        os.kill(os.getpid(), signal.SIGKILL)

def announce_or_die(*arguments, **named):
    die_at("inside")
    return announce(*arguments, **named)

orders.announce = announce_or_die
if sys.argv[2] == "keyless":
    orders.once = lambda statements, person, key, action, content, at, kind, write: write()

async def main():
    global die
    store = Store.open(Path(sys.argv[1]))
    session = await store.demo_session("referent.demo")
    price = (await session.catalogue.service("OCB0000001", "bucket")).entry.price
    print("ready", flush=True)
    for line in sys.stdin:
        form = json.loads(line)
        die = form["die"]

        async def press():
            return await session.catalogue.order("OCB0000001", "bucket", {"label": form["label"]}, version=1,
                                                 price=price, language="fr", key=form["key"])

        known = await session.requests.sent(form["key"]) if form["ask"] else None
        receipts = [known] if known else await asyncio.gather(*(press() for _ in range(form["presses"])))
        die_at("answer")
        print(json.dumps([receipt.id for receipt in receipts]), flush=True)

asyncio.run(main())
"""


class Sent(Struct):
    """What happened: the ids that were acknowledged for each form, and how many desks died."""

    acknowledged: dict[str, set[str]]
    deaths: int


class Desk:
    """A process that orders, started again after it died."""

    def __init__(self, store: Path, kind: str) -> None:
        self._command = [sys.executable, "-c", DESK, str(store), kind]
        self._process: subprocess.Popen[str] | None = None
        self.deaths = 0

    def order(self, form: dict[str, object], kill_after: float | None = None) -> list[str] | None:
        """The ids that it answers, None when it died."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(form) + "\n")
        process.stdin.flush()
        if kill_after is not None:
            time.sleep(kill_after)
            process.send_signal(signal.SIGKILL)
        answer = process.stdout.readline()
        if kill_after is not None or not answer.endswith("\n"):
            self.deaths += 1
            self.close()
        return list(json.loads(answer)) if answer.endswith("\n") else None

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        return self._process

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def send_forms(store: Path, forms: int, kind: str) -> Sent:
    """Each form is sent until it is answered, through every kind of death; some are sent once more at the end."""
    draw = random.Random(11)
    desk = Desk(store, kind)
    acknowledged: dict[str, set[str]] = {}

    def send(label: str, *, ask: bool, fate: str) -> list[str] | None:
        form = {
            "key": f"key-of-form-{label:>8}",
            "label": label,
            "ask": ask,
            "presses": draw.choice((1, 1, 2, 3)),
            "die": fate,
        }
        return desk.order(form, draw.uniform(0, 0.008) if fate == "any time" else None)

    try:
        for number in range(forms):
            label = f"form-{number}"
            fate = draw.choice(("", "", "", "any time", "inside", "answer"))
            ids = send(label, ask=False, fate=fate)
            while ids is None:
                ids = send(label, ask=draw.random() < 0.5, fate="answer" if draw.random() < 0.1 else "")
            acknowledged[label] = set(ids)
        for label in draw.sample(sorted(acknowledged), max(forms // 10, 1)):
            acknowledged[label].update(send(label, ask=False, fate="") or ())
    finally:
        desk.close()
    return Sent(acknowledged, desk.deaths)


def ordered(store: Path) -> list[tuple[str, str]]:
    """What was ordered in the end: the form's label and the order's id."""
    database = Database.open(store)
    try:
        with database.reading() as statements:
            return [
                (json.loads(values)[0][""], id)
                for values, id in statements.rows(
                    'SELECT a."values", r.id FROM requests r JOIN request_answers a ON a.request = r.issued'
                    " AND a.field = 'label' ORDER BY r.issued"
                )
            ]
    finally:
        database.close()


def numbers(store: Path) -> tuple[int, ...]:
    """Orders, events, mails and keys."""
    database = Database.open(store)
    try:
        with database.reading() as statements:
            return tuple(
                statements.value(sql)
                for sql in (
                    "SELECT count(*) FROM requests WHERE kind = 'order'",
                    "SELECT count(*) FROM notifications",
                    "SELECT count(*) FROM mails",
                    "SELECT count(*) FROM confirmed_writes",
                )
            )
    finally:
        database.close()


@pytest.mark.parametrize("forms", [40, pytest.param(1_000, marks=pytest.mark.full)])
def test_each_form_sent_makes_one_order(store_file: Path, forms: int) -> None:
    before = numbers(store_file)
    sent = send_forms(store_file, forms, "keyed")
    assert sent.deaths > forms // 5
    orders = ordered(store_file)
    assert Counter(label for label, _ in orders) == Counter(list(sent.acknowledged))
    assert sent.acknowledged == {label: {id} for label, id in orders}
    assert numbers(store_file) == tuple(number + forms for number in before)
    database = Database.open(store_file)
    assert check_store(database) == ()
    database.close()


def test_without_the_key_there_would_be_duplicates(store_file: Path) -> None:
    """Control: the same, with the key check switched off in the desk, is seen in the orders and by the check."""
    send_forms(store_file, 15, "keyless")
    assert max(Counter(label for label, _ in ordered(store_file)).values()) > 1
    database = Database.open(store_file)
    assert {finding.rule for finding in check_store(database)} == {"order-without-key"}
    database.close()
