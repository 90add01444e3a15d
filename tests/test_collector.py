"""Garbage is collected while nobody types, and only when there may be some."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ecc_tui import collector


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_everything_is_looked_at_seldom_by_itself() -> None:
    collector.begin()
    assert gc.isenabled()
    assert gc.get_threshold()[2] == collector.SELDOM
    assert gc.get_freeze_count()


@pytest.mark.parametrize(
    ("seconds", "due", "collects"),
    [(2.0, True, True), (0.2, True, False), (2.0, False, False)],
)
def test_it_is_done_in_a_pause(seconds: float, due: bool, collects: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, collector.DUE if due else collector.DUE - 1))
    assert collector.collect_in_pause(seconds) is collects
