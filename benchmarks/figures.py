"""One line of the table: what was measured, its figure, its limit, and whether it holds."""

from __future__ import annotations

from msgspec import Struct


class Figure(Struct, frozen=True):
    """`limit` is in the unit of `value`; a figure without one is a reference."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        """Is it within its limit?"""
        return self.limit is None or self.value <= self.limit


def milliseconds(name: str, seconds: float, limit: float | None = None, note: str = "") -> Figure:
    """A time; the limit is in milliseconds."""
    return Figure(name, seconds * 1000, "ms", limit, note)


def ratio(name: str, seconds: float, reference: float, unit: str, limit: float | None = None) -> Figure:
    """A time as a multiple of a reference."""
    return Figure(name, seconds / reference, unit, limit, f"{seconds * 1000:.0f} ms / {reference * 1000:.0f} ms")


def table(figures: list[Figure]) -> str:
    """All figures under each other."""
    width = max(len(figure.name) for figure in figures)
    lines = [f"{'figure':<{width}}  {'value':>10}  {'limit':>10}     note", "-" * (width + 40)]
    for figure in figures:
        digits = 2 if figure.unit in ("H", "T") else 1
        limit = f"{figure.limit:g} {figure.unit}" if figure.limit is not None else ""
        mark = "" if figure.limit is None else "ok" if figure.holds else "OVER"
        value = f"{figure.value:.{digits}f} {figure.unit}"
        lines.append(f"{figure.name:<{width}}  {value:>10}  {limit:>10}  {mark:<4} {figure.note}")
    return "\n".join(lines)
