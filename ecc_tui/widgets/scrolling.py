"""Scrolling by one line costs one line: the terminal itself moves what it already shows.

Painting a whole list again for each arrow key at its edge is thousands of bytes, which a slow line shows. Where a list
has its rows of the screen for itself (its frame aside), the terminal's scroll region (DECSTBM, in every terminal since
the VT100) moves them, and only the line that came into view is painted. Where something stands beside the list, that
would move too: then `scroll_lines` says no and the caller paints.

This reads parts of Textual that are not public (the caches of painted lines); the version range in pyproject and the
tests watch them.
"""

from __future__ import annotations

from math import ceil

from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCells(ScrollBarRender):
    """A thumb that moves by whole cells: it changes seldom, so it is painted seldom."""

    VERTICAL_BARS = [" "]  # noqa: RUF012 - as the base class declares it


def thumb(bar: ScrollBar, position: float) -> range:
    """The cells of a scroll bar that its thumb covers; as WholeCells draws it."""
    size, whole, window = bar.size.height, bar.window_virtual_size, bar.window_size
    if not size or not whole or window >= whole:
        return range(0)
    length = max(1, window * size / whole)
    start = int((size - length) * position / (whole - window))
    return range(start, start + ceil(length))


def move_thumb(bar: ScrollBar, position: float, moved: range = range(0), lines: int = 0) -> None:
    """Show another position, painting only cells that look wrong now.

    The terminal may have moved the cells `moved` up by `lines` already.
    """
    before, after = thumb(bar, bar.position), thumb(bar, position)
    unpainted = {y for region in bar._repaint_regions for y in region.line_range}
    bar.set_reactive(ScrollBar.position, bar.validate_position(position))
    bar._styles_cache.clear()

    def shows(y: int) -> bool | None:
        """Is it a cell of the thumb on the screen now? None where that isn't known."""
        source = y + lines if y in moved else y
        return None if source in unpainted or (y in moved and source not in moved) else source in before

    wrong = [y for y in range(bar.size.height) if shows(y) != (y in after)]
    if wrong:
        bar.refresh(*(Region(0, y, 1, 1) for y in wrong))


def recall_what_is_visible(screen: Screen[object]) -> None:
    """After a layout Textual has forgotten what was visible where: the next scroll would paint the whole screen."""
    compositor = screen._compositor
    if compositor._visible_map is None:
        visible = compositor.visible_widgets
        compositor._visible_map = {
            widget: geometry for widget, geometry in compositor._full_map.items() if widget in visible
        }


def stands_alone(widget: ScrollView, first: int, height: int) -> bool:
    """Can the terminal scroll these lines of a widget: has it their rows for itself, but for frames around it?"""
    app, screen = widget.app, widget.screen
    if screen is not app.screen or app.is_inline or app._batch_count or screen._layout_required:
        return False
    if app._background_screens:
        return False  # a dialog: the screen behind it would move
    widgets = screen._compositor.visible_widgets
    if widget not in widgets:
        return False
    region, clip = widgets[widget]
    rows = Region(region.x, region.y + widget.content_offset.y + first, region.width, height)
    if not clip.contains_region(rows):
        return False
    rows = Region(0, rows.y, app.size.width, height)
    family = {*widget.ancestors_with_self, widget.vertical_scrollbar}
    return not any(
        region.intersection(clip).intersection(rows) for other, (region, clip) in widgets.items() if other not in family
    )


def scroll_lines(widget: ScrollView, first: int, height: int, lines: int) -> bool:
    """Move the lines of a widget up by `lines` (down when negative) on the terminal; False where it must be painted.

    `first` and `height` say which lines of its content scroll. What is pending for them moves along; the lines that
    came into view are the caller's to paint.
    """
    app, screen = widget.app, widget.screen
    if not 0 < abs(lines) < height or not stands_alone(widget, first, height):
        return False
    top = first + widget.content_offset.y
    own = Region(0, top, widget.region.width, height)
    on_screen = Region(0, widget.region.y + top, app.size.width, height)
    pending = widget._repaint_regions
    if not all(own.contains_region(dirty) for dirty in pending):
        return False  # all of it will be painted anyway
    up = Offset(0, -lines)
    _move_painted(widget, own, lines)
    moved = [dirty.translate(up).intersection(own) for dirty in pending]
    pending.clear()
    pending.update(dirty for dirty in moved if dirty)
    # What the screen still has to paint there moves too; the rows that came in lack even the frames around the list.
    unpainted = screen._compositor._dirty_regions
    unpainted.update([dirty.translate(up).intersection(on_screen) for dirty in unpainted if dirty.overlaps(on_screen)])
    entered = on_screen.bottom - lines if lines > 0 else on_screen.y
    unpainted.add(Region(0, entered, app.size.width, abs(lines)))
    if app._driver is not None and not app.is_headless:
        edge, step = (on_screen.bottom, "\x1bD") if lines > 0 else (on_screen.y + 1, "\x1bM")
        # The update begins here and ends with the next painting, so that no half-moved picture is seen.
        app._begin_update()
        app._driver.write(f"\x1b[0m\x1b[{on_screen.y + 1};{on_screen.bottom}r\x1b[{edge};1H{step * abs(lines)}\x1b[r")
    return True


def _move_painted(widget: ScrollView, own: Region, lines: int) -> None:
    """The cache of painted lines follows what the terminal shows."""
    cache = widget._styles_cache
    strips = {y - lines: cache._cache.pop(y) for y in own.line_range if y in cache._cache}
    cache._cache.update((y, strip) for y, strip in strips.items() if y in own.line_range)
    inside = {y for y in cache._dirty_lines if y in own.line_range}
    cache._dirty_lines = (cache._dirty_lines - inside) | {y - lines for y in inside}
