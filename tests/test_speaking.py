"""A thread may speak another language than the screens, and nobody else notices."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from decimal import Decimal

from ecc_tui import i18n
from ecc_tui.domain.money import Money

AT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


def spoken() -> tuple[str, str, str]:
    return i18n.language(), i18n.day(i18n.local(AT)), i18n.money(Money(Decimal("1234.5"), "EUR"))


ENGLISH = ("en", "2 Jul 2026", "€1,234.50")
FRENCH = ("fr", "1er juil. 2026", "1\u00a0234,50\u00a0€")


def test_inside_the_block_language_and_zone_are_others() -> None:
    assert spoken() == ENGLISH
    with i18n.speaking("fr", "America/New_York"):
        assert spoken() == FRENCH
        assert i18n._("Contract") == i18n.catalogue_of("fr").gettext("Contract") != "Contract"
        with i18n.speaking("en", "Europe/Paris"):
            assert spoken() == ENGLISH
        assert spoken() == FRENCH
    assert spoken() == ENGLISH


def test_an_error_leaves_nothing_behind() -> None:
    try:
        with i18n.speaking("fr"):
            raise KeyError
    except KeyError:
        pass
    assert spoken() == ENGLISH


def test_other_threads_go_on_as_they_were() -> None:
    inside, looked = threading.Event(), threading.Event()
    heard: list[tuple[str, str, str]] = []

    def write() -> None:
        with i18n.speaking("fr", "America/New_York"):
            inside.set()
            looked.wait(30)
            heard.append(spoken())

    thread = threading.Thread(target=write)
    thread.start()
    assert inside.wait(30)
    assert spoken() == ENGLISH
    i18n.set_zone("Asia/Tokyo")  # the screens change theirs: not the letter's
    looked.set()
    thread.join()
    assert heard == [FRENCH]


def test_an_unknown_language_is_english_and_an_unknown_zone_the_hosts() -> None:
    with i18n.speaking("xx", "Nowhere/Land"):
        assert spoken() == ENGLISH
