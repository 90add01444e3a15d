"""What the grid knows: pages, counts and marks."""

from __future__ import annotations

from ecc_tui.widgets.pages import PAGE_ROWS, PAGES_KEPT, Marks, Pages


def page(number: int, rows: int = PAGE_ROWS) -> range:
    return range(number * PAGE_ROWS, number * PAGE_ROWS + rows)


def test_a_page_is_wanted_once() -> None:
    pages: Pages[int] = Pages()
    assert pages.want(0)
    assert not pages.want(0)
    pages.put(0, page(0))
    assert not pages.want(0)
    assert not pages.waiting


def test_pages_beyond_the_end_are_not_wanted() -> None:
    pages: Pages[int] = Pages()
    pages.put(0, page(0, 10))
    assert (pages.count, pages.exact) == (10, True)
    assert not pages.want(1)
    assert not pages.want(-1)


def test_the_page_used_longest_ago_makes_room() -> None:
    pages: Pages[int] = Pages()
    pages.set_count(10**6, True)
    for number in range(PAGES_KEPT):
        pages.put(number * PAGE_ROWS, page(number))
    assert not pages.want(0)
    pages.put(PAGES_KEPT * PAGE_ROWS, page(PAGES_KEPT))
    assert len(pages) == PAGES_KEPT
    assert pages.row(0) == 0
    assert pages.row(PAGE_ROWS) is None


def test_a_count_that_stopped_early_hides_nothing() -> None:
    pages: Pages[int] = Pages()
    pages.put(0, page(0))
    pages.set_count(50, False)
    assert (pages.count, pages.exact) == (PAGE_ROWS, False)
    pages.set_count(10_001, False)
    pages.set_count(12_345, True)
    pages.set_count(10_001, False)
    assert (pages.count, pages.exact) == (12_345, True)


def test_marks_are_a_set_or_all_but_a_few() -> None:
    marks = Marks()
    assert not marks
    marks.toggle("a")
    assert "a" in marks
    assert marks.number(10) == 1
    marks.mark_all()
    marks.toggle("b")
    kept = marks.copy()
    marks.clear()
    assert "z" in kept
    assert "b" not in kept
    assert kept.number(1_000_000) == 999_999
    assert not marks
