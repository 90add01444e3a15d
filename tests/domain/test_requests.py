"""A request only moves forward, and has an outcome exactly when it is completed (product.md section 5)."""

from __future__ import annotations

from datetime import date

import pytest

from ecc_tui.domain.requests import NEWEST_FIRST, Column, Kind, Outcome, RequestFilter, Sort, Status, may_become

LEGAL = {
    (Status.SUBMITTED, Status.IN_PROGRESS),
    (Status.SUBMITTED, Status.COMPLETED),
    (Status.IN_PROGRESS, Status.COMPLETED),
}


@pytest.mark.parametrize("outcome", [None, *Outcome])
@pytest.mark.parametrize("after", Status)
@pytest.mark.parametrize("before", Status)
def test_every_transition(before: Status, after: Status, outcome: Outcome | None) -> None:
    expected = (before, after) in LEGAL and (after is Status.COMPLETED) == (outcome is not None)
    assert may_become(before, after, outcome) == expected


def test_the_rest_position_is_newest_first() -> None:
    assert Sort(Column.ISSUED, descending=True) == NEWEST_FIRST


@pytest.mark.parametrize(
    "filter",
    [
        RequestFilter(search="x"),
        RequestFilter(statuses=frozenset({Status.SUBMITTED})),
        RequestFilter(kinds=frozenset({Kind.ORDER})),
        RequestFilter(contracts=frozenset({"OCB0001234"})),
        RequestFilter(first_day=date(2026, 1, 1)),
        RequestFilter(last_day=date(2026, 1, 1)),
        RequestFilter(mine=True),
    ],
)
def test_a_filter_is_empty_only_without_any_criterion(filter: RequestFilter) -> None:
    assert not filter.is_empty


def test_without_any_criterion_it_is_empty() -> None:
    assert RequestFilter().is_empty
