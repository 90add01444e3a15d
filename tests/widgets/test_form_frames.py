"""A key in a long form is one frame: the focus, both labels and the scrolling come together."""

from __future__ import annotations

from typing import Any

import pytest
from textual._compositor import Compositor
from textual.geometry import Region

from tests.widgets.filling import Filling, filling, long_form
from tests.widgets.themed import until

SIZE = (80, 24)


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[list[Region]]:
    """What each frame paints."""
    painted: list[list[Region]] = []
    update = Compositor.render_update

    def noted(compositor: Compositor, *arguments: Any, **more: Any) -> Any:
        if compositor._dirty_regions:
            painted.append(list(compositor._dirty_regions))
        return update(compositor, *arguments, **more)

    monkeypatch.setattr(Compositor, "render_update", noted)
    return painted


async def at_rest(filled: Filling, rows: int = 0) -> None:
    """Rows that are made beyond the view are made, at least so many."""
    await until(filled.pilot, lambda: len(filled.view._rows) >= rows and filled.view._making is None)
    await filled.settled()


def paints(frame: list[Region], region: Region) -> bool:
    return all(any(part.contains_point((x, region.y)) for part in frame) for x in range(region.x, region.right))


async def test_both_rows_are_painted_whole_in_the_frame_of_the_focus(frames: list[list[Region]]) -> None:
    async with filling(long_form(60), size=SIZE) as filled:
        await at_rest(filled)
        frames.clear()
        await filled.press("tab")
        await filled.settled()
        first, second = (filled.view._rows[id].region for id in ("f1", "f2"))
        assert paints(frames[0], first)
        assert paints(frames[0], second)
        assert not paints(frames[0], filled.view._rows["f3"].region)


async def test_a_row_below_comes_into_view_in_the_frame_of_the_focus(frames: list[list[Region]]) -> None:
    """And only the form is painted."""
    async with filling(long_form(60), size=SIZE) as filled:
        await at_rest(filled)
        while True:
            before = filled.view.scroll_y
            frames.clear()
            await filled.press("tab")
            if filled.view.scroll_y != before:
                break
        await filled.settled()
        row = filled.view._rows[filled.view.cursor[0]]
        assert filled.view.region.contains_region(row.region)
        assert paints(frames[0], row.region)
        assert all(filled.view.region.contains_region(part) for part in frames[0])


async def test_rows_made_beyond_the_view_paint_nothing_in_it(frames: list[list[Region]]) -> None:
    async with filling(long_form(60), size=SIZE) as filled:
        made = len(filled.view._rows)
        await filled.settled()
        frames.clear()
        await at_rest(filled, made + 6)
        rows = [row.region for row in filled.view._rows.values() if filled.view.region.contains_region(row.region)]
        assert len(rows) > 15
        assert not any(paints(frame, row) for frame in frames for row in rows)
