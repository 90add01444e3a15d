"""Small pictures: their width, their steps, and a sign beside each colour."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rich.cells import cell_len

from ecc_tui import i18n
from ecc_tui.widgets.bars import budget_bar, budget_cell, budget_tone, sparkline


def words(pieces: list[tuple[str, str]]) -> str:
    return "".join(text for text, _tone in pieces)


@pytest.mark.parametrize(
    ("percent", "drawn"), [(0, "──────────"), (1, "▇─────────"), (72, "▇▇▇▇▇▇▇───"), (104, "▇▇▇▇▇▇▇▇▇▇")]
)
def test_the_bar_fills_in_proportion(percent: int, drawn: str) -> None:
    assert words(budget_bar(percent, 10)) == drawn


@pytest.mark.parametrize("percent", [-5, 0, 7, 72, 100, 104, 950])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_bar_and_figure_fill_the_column(percent: int, language: str) -> None:
    i18n.set_language(language)
    try:
        drawn = words(budget_cell(percent, 18))
    finally:
        i18n.set_language("en")
    assert cell_len(drawn) == 18
    assert str(percent) in drawn
    assert ("!" in drawn) == (percent > 100)


def test_without_a_budget_there_is_a_dash() -> None:
    assert words(budget_cell(None, 18)) == "─"


def test_tones_follow_the_thresholds() -> None:
    assert [budget_tone(percent) for percent in (79, 80, 99, 100)] == ["good", "warn", "warn", "bad"]
    assert [budget_tone(percent, 50, 90) for percent in (49, 50, 90)] == ["good", "warn", "bad"]


def test_the_line_by_day_shows_the_last_days() -> None:
    assert sparkline([0, 1, 2, 4], 4) == "▁▂▄▇" or sparkline([0, 1, 2, 4], 4) == "▁▃▄▇"
    assert sparkline([Decimal(9), Decimal(0), Decimal(6)], 2) == "▁▇"
    assert sparkline([0, 0], 5) == "▁▁"
    assert sparkline([], 5) == ""
    assert sparkline([1], 0) == ""
