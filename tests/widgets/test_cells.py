"""Columns share the width, values keep to their cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from ecc_tui.domain.text import clean
from ecc_tui.widgets.cells import COLUMN_GAP, Column, Line, fit, lay_out

REQUESTS = (
    Column("id", "id", 10),
    Column("name", "name", minimum=20),
    Column("contract", "contract", 10, rank=1),
    Column("status", "status", 13),
    Column("issued", "issued", 12, align="right", rank=2),
)
PLAIN = {"": Style(color="white"), "muted": Style(color="blue")}


@pytest.mark.parametrize("width", [47, 60, 75, 80, 120, 200])
def test_columns_fill_the_width_and_the_name_keeps_its_minimum(width: int) -> None:
    slots = lay_out(REQUESTS, width)
    used = sum(slot.width for slot in slots) + COLUMN_GAP * (len(slots) - 1)
    assert used == width
    assert next(slot.width for slot in slots if slot.index == 1) >= 20


def test_the_highest_rank_goes_first_and_rank_zero_stays() -> None:
    assert [slot.index for slot in lay_out(REQUESTS, 75)] == [0, 1, 2, 3, 4]
    assert [slot.index for slot in lay_out(REQUESTS, 65)] == [0, 1, 2, 3]
    assert [slot.index for slot in lay_out(REQUESTS, 50)] == [0, 1, 3]
    assert [slot.index for slot in lay_out(REQUESTS, 10)] == [0, 1, 3]


def test_what_is_left_is_shared_by_weight() -> None:
    columns = (Column("a", "a", minimum=10), Column("b", "b", minimum=10, weight=3))
    assert [slot.width for slot in lay_out(columns, 62)] == [20, 40]


def test_a_fixed_column_never_cuts_its_title_or_its_arrow() -> None:
    assert lay_out((Column("x", "a long title", 4),), 40)[0].width == len("a long title ▼")


@pytest.mark.parametrize(
    ("text", "width", "align", "drawn"),
    [
        ("abc", 5, "left", "abc  "),
        ("abc", 5, "right", "  abc"),
        ("abcdef", 4, "left", "abc…"),
        ("漢字漢字", 5, "left", "漢字…"),
        ("漢字漢字", 4, "left", "漢 …"),
        ("e\u0301te\u0301", 4, "right", " e\u0301te\u0301"),
        ("a\nb", 4, "left", "a b "),
        ("abc", 0, "left", ""),
    ],
)
def test_text_is_padded_or_cut_by_cells(text: str, width: int, align: str, drawn: str) -> None:
    assert fit(text, width, align) == drawn


@given(st.text(max_size=600), st.integers(0, 120), st.sampled_from(["left", "right"]))
def test_fit_gives_exactly_the_cells_and_nothing_harmful(text: str, width: int, align: str) -> None:
    drawn = fit(text, width, align)
    assert cell_len(drawn) == width
    assert clean(drawn) == drawn


def test_only_the_beginning_of_a_long_value_is_looked_at() -> None:
    assert fit("é" * 10_000, 600).rstrip() == "é" * 511 + "…"


def test_neighbours_of_one_style_become_one_segment() -> None:
    line = Line(PLAIN)
    line.add_cells(REQUESTS[:2], lay_out(REQUESTS[:2], 40), [("one", "muted"), ("two", "muted")])
    assert len(line.segments(40)) == 1
    line = Line(PLAIN)
    line.add_cells(REQUESTS[:2], lay_out(REQUESTS[:2], 40), [("one", "muted"), ("two", "")])
    assert [segment.text.strip() for segment in line.segments(40)] == ["one", "two"]


def test_a_cell_of_several_pieces_keeps_to_its_column() -> None:
    line = Line(PLAIN)
    line.add_cells(
        (Column("b", "b", 6, sortable=False),),
        lay_out((Column("b", "b", 6, sortable=False),), 6),
        [[("▇▇", ""), ("──────", "muted")]],
    )
    assert "".join(segment.text for segment in line.segments(6)) == "▇▇───…"
