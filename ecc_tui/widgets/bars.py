"""Small pictures made of characters: a budget bar, a line by day. Pure: values in, cells out.

None says anything by colour alone: an overrun has its sign (product.md S7).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ecc_tui import i18n
from ecc_tui.widgets.cells import Cell

FULL, REST = "▇", "─"
STEPS = "▁▂▃▄▅▆▇"
NEAR_PERCENT = 80


def budget_tone(percent: int, near: int = NEAR_PERCENT, over: int = 100) -> str:
    """Quiet below the first threshold, then warning, then bad."""
    if percent >= over:
        return "bad"
    return "warn" if percent >= near else "good"


def budget_bar(percent: int, width: int, near: int = NEAR_PERCENT, over: int = 100) -> list[Cell]:
    """`▇▇▇▇───` in exactly `width` cells; at least one is filled as soon as something was consumed."""
    width = max(0, width)
    filled = min(width, max(1 if percent > 0 else 0, percent * width // 100))
    tone = budget_tone(percent, near, over)
    # A budget that is all right stays quiet: only those that need a look have a colour.
    pieces = [(FULL * filled, "muted" if tone == "good" else tone), (REST * (width - filled), "faint")]
    return [piece for piece in pieces if piece[0]]


def budget_cell(percent: int | None, width: int, near: int = NEAR_PERCENT, over: int = 100) -> list[Cell]:
    """A bar, its figure and `!` when over: `▇▇▇▇▇▇▇───  72% ` in `width` cells; a dash where there is no budget."""
    if percent is None:
        return [(REST.center(1), "muted")]
    # The sign stands where every line keeps a place for it, so that figures stay under each other.
    figure = f" {i18n.percent(percent):>5} {'!' if percent > over else ' '}"
    tone = budget_tone(percent, near, over)
    return [*budget_bar(percent, width - len(figure), near, over), (figure, "" if tone == "good" else tone)]


def sparkline(values: Sequence[Decimal | int | float], width: int) -> str:
    """`▁▂▃▅▇`: one step per value, the last `width` of them; nothing consumed is the lowest step."""
    shown = list(values)[-width:] if width > 0 else []
    shares = [float(value) for value in shown]
    top = max(shares, default=0.0)
    if top <= 0:
        return STEPS[0] * len(shown)
    last = len(STEPS) - 1
    return "".join(STEPS[max(0, min(last, round(share / top * last)))] for share in shares)
