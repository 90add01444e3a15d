"""Instants are shown in the person's zone, the one in which the days of a filter are meant (I5)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ecc_tui import i18n
from tests.screens.portal import NEWEST, change, grid_of, open_requests, opened, see

CHOOSE = "INSERT INTO preferences SELECT id, 'zone', ? FROM users WHERE login = ?"


@pytest.mark.parametrize(("chosen", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("Nowhere/Land", "Europe/Paris")])
async def test_the_zone_of_the_account_counts_where_it_is_known(demo: Path, chosen: str, zone: str) -> None:
    change(demo, CHOOSE, chosen, "referent.demo")
    async with opened(demo) as pilot:
        await open_requests(pilot)
        row = grid_of(pilot).row
        assert row is not None
        assert row.id == NEWEST
        issued: datetime = row.issued.astimezone(ZoneInfo(zone))
        await see(pilot, f"{i18n.short_day(issued)} {issued:%H:%M}")


async def test_whoever_comes_next_has_his_own(demo: Path) -> None:
    change(demo, CHOOSE, "Asia/Tokyo", "referent.demo")
    async with opened(demo):
        assert i18n.now().tzinfo == ZoneInfo("Asia/Tokyo")
    async with opened(demo, "operator.demo"):
        assert i18n.now().utcoffset() == i18n.now().astimezone(ZoneInfo("Europe/Paris")).utcoffset()
