"""How services are put in words: the lines of the catalogue, prices, delays, and all of *Learn more* (C1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from rich.cells import cell_len
from textual.content import Content

from ecc_tui import i18n
from ecc_tui.domain.catalogue import Price, PriceLine, Service, ServiceEntry
from ecc_tui.domain.money import Money
from ecc_tui.i18n import N_, _, ngettext, said
from ecc_tui.widgets.cells import Cell, CellLike, Column
from ecc_tui.widgets.tree import Node

AMOUNT_WIDTH = 12
ROOMY = 80
"""Cells in which any service is read well."""
NOTHING = "·"

COLUMNS = (
    Column("service", N_("service"), None, minimum=26, sortable=False),
    Column("delay", N_("delay"), 10, align="right", sortable=False, rank=1),
    Column("once", N_("once from"), AMOUNT_WIDTH, align="right", sortable=False),
    Column("monthly", N_("monthly from"), AMOUNT_WIDTH, align="right", sortable=False),
)


def service_nodes(entries: Sequence[ServiceEntry], category: str | None = None) -> list[Node]:
    """Categories with their services, which come in that order; one category alone where it is named.

    A search looks at names and summaries in every language.
    """
    nodes = []
    for of_category in by_category(entries):
        shelf = of_category[0].category
        if category in (None, shelf.id):
            leaves = tuple(Node(entry.id, said(entry.name), search=_searched(entry)) for entry in of_category)
            nodes.append(Node(f"category {shelf.id}", said(shelf.name), leaves, "muted"))
    return nodes


def by_category(entries: Sequence[ServiceEntry]) -> Iterator[Sequence[ServiceEntry]]:
    """The services of each category."""
    return (tuple(group) for _id, group in groupby(entries, key=lambda entry: entry.category.id))


def _searched(entry: ServiceEntry) -> str:
    return " ".join((entry.id, *entry.name.values(), *entry.summary.values()))


def service_cells(entry: ServiceEntry) -> Sequence[CellLike]:
    """Delay and prices of a line."""
    return ((delay_words(entry.delay_days), "muted"), _amount(entry.price.one_off), _amount(entry.price.monthly))


def _amount(money: Money) -> Cell:
    return (i18n.money(money), "") if money.amount else (NOTHING, "muted")


def delay_words(days: int | None) -> str:
    """`5 days`; working days, said so where there is room (`delay_sentence`)."""
    if days is None:
        return _("as agreed")
    return ngettext("{n} day", "{n} days", days).format(n=days)


def delay_sentence(days: int | None) -> str:
    """How long delivery takes."""
    if days is None:
        return _("The delay is agreed case by case.")
    return ngettext("Delivered within {n} working day.", "Delivered within {n} working days.", days).format(n=days)


def price_words(price: Price) -> str:
    """`1 200,00 € once, 450,00 € a month`; what costs nothing says so."""
    parts = []
    if price.one_off.amount:
        parts.append(_("{price} once").format(price=i18n.money(price.one_off)))
    if price.monthly.amount:
        parts.append(_("{price} a month").format(price=i18n.money(price.monthly)))
    return ", ".join(parts) or _("free of charge")


def price_line_words(line: PriceLine) -> str:
    """What one unit costs, how often: `0,02 € a month for each GB`."""
    price = i18n.money(line.price)
    unit = said(line.unit)
    if line.quantity_field:
        unit = unit or _("unit")
        form = _("{price} a month for each {unit}") if line.monthly else _("{price} once for each {unit}")
        return form.format(price=price, unit=unit)
    return (_("{price} a month") if line.monthly else _("{price} once")).format(price=price)


def service_content(service: Service, width: int = ROOMY) -> Content:
    """All of *Learn more* as text, for lines of `width` cells: what it is, how soon, at which prices and conditions."""
    entry = service.entry
    costs = entry.price.one_off.amount or entry.price.monthly.amount
    lines = [
        Content.styled(said(entry.name), "bold"),
        Content.styled(said(entry.category.name), "$text-muted"),
        Content(""),
        Content(said(service.description) or said(entry.summary)),
        Content(""),
        _heading(_("Price, net of tax")),
        Content(_("from {price}").format(price=price_words(entry.price)) if costs else price_words(entry.price)),
    ]
    for line in service.prices:
        lines += _price_line(line, width)
    lines += [Content(""), _heading(_("Delay")), Content(delay_sentence(entry.delay_days))]
    if conditions := said(service.conditions):
        lines += [Content(""), _heading(_("Conditions")), Content(conditions)]
    return Content("\n").join(lines)


def _price_line(line: PriceLine, width: int) -> Iterator[Content]:
    """What it is and what it costs; a price that doesn't fit beside stands under it."""
    label = f"· {said(line.label)}".rstrip()
    price = "  ".join([price_line_words(line), *([_("depends on the form")] if line.condition else [])])
    if cell_len(f"{label}  {price}") <= width:
        yield Content.assemble(label, "  ", (price, "$text-muted"))
        return
    for piece in wrap(label, max(10, width), subsequent_indent="  "):
        yield Content(piece)
    for piece in wrap(price, max(10, width - 2)):
        yield Content.styled(f"  {piece}", "$text-muted")


def _heading(text: str) -> Content:
    return Content.styled(text, "$text-accent")
