"""What the list of requests remembers between its questions, with readers on different states of the store."""

from __future__ import annotations

from ecc_tui.backend.sql.remembered import MOST, Remembered


def test_found_once_as_long_as_nothing_changes() -> None:
    known, found = Remembered(), iter(range(10))
    assert [known.get(1, "count", lambda: next(found)) for _try in range(3)] == [0, 0, 0]
    assert known.get(1, "total", lambda: next(found)) == 1
    assert known.get(2, "count", lambda: next(found)) == 2


def test_a_state_that_is_not_known_is_asked_each_time() -> None:
    known, found = Remembered(), iter(range(10))
    assert [known.get(None, "count", lambda: next(found)) for _try in range(2)] == [0, 1]


def test_a_reader_that_is_still_on_the_state_before_leaves_nothing_in_the_new_one() -> None:
    known = Remembered()

    def slow() -> str:
        assert known.get(2, "scope", lambda: "rights of now") == "rights of now"
        return "rights of before"

    assert known.get(1, "scope", slow) == "rights of before"
    assert known.get(2, "scope", lambda: "rights of now") == "rights of now"


def test_it_does_not_grow_without_end() -> None:
    known = Remembered()
    for key in range(10 * MOST):
        known.get(1, key, lambda: 0)
    assert len(known._kept[1]) <= MOST + 1
