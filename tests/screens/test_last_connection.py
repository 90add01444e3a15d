"""`ecc-tui` without a store opens the last connection: logging in remembers it."""

from __future__ import annotations

from pathlib import Path

from ecc_tui import config
from tests.screens.portal import opened
from tests.widgets.themed import until


async def test_logging_in_remembers_the_store(demo: Path) -> None:
    assert config.read().last_connection == ""
    async with opened(demo, "operator.demo") as pilot:
        await until(pilot, lambda: config.read().last_connection)
    configuration = config.read()
    assert configuration.store_of(configuration.last_connection) == demo


def test_a_store_keeps_its_name_and_another_gets_a_free_one(tmp_path: Path) -> None:
    work, other = tmp_path / "a" / "store.sqlite", tmp_path / "b" / "store.sqlite"
    assert config.Configuration().name_of(work) == "store"
    configuration = config.remember_connection("store", work)
    assert configuration.name_of(work) == "store"
    assert configuration.name_of(other) == "store-2"
