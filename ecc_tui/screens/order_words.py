"""What an order would cost and do, in words: its price, the contract's budget, what has changed meanwhile (C4)."""

from __future__ import annotations

from datetime import date, timedelta

from textual.content import Content

from ecc_tui import i18n
from ecc_tui.domain.catalogue import PeriodEffect, Price, Service, ServiceDifference, budget_effect
from ecc_tui.domain.contracts import BudgetState
from ecc_tui.i18n import _, said
from ecc_tui.screens.contract_words import period_name
from ecc_tui.screens.service_words import price_words
from ecc_tui.wording import basis_words

SATURDAY = 5
NARROWEST = 20
"""Cells beside the labels, however narrow the screen is."""


def expected_day(today: date, delay_days: int | None) -> date:
    """The day after so many working days, from which the price counts; today where the delay is agreed case by case."""
    day = today
    for _working_day in range(delay_days or 0):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return day


def order_content(price: Price, budget: BudgetState | None, may_see_budget: bool, start: date, *, room: int) -> Content:
    """The price, and under it what it does to the budget to the end of its period, or why that isn't said.

    `room` is in cells: where a period's excess doesn't fit behind its figures, it stands under them.
    """
    when = _("{price}, expected from {day}").format(price=price_words(price), day=i18n.short_day(start))
    rows = [(_("Price, net of tax"), Content(when), Content(""))]
    effects = budget_effect(budget, price, start) if budget is not None else ()
    if budget is not None and effects:
        whole = _("{amount}, {basis}").format(
            amount=i18n.money(budget.budget.amount), basis=basis_words(budget.budget.basis)
        )
        rows.append((_("Budget"), Content(whole), Content("")))
        rows += [(period_name(budget.budget.period, effect.first_day), *_effect(effect)) for effect in effects]
    else:
        why = Content.styled(_why_no_effect(price, budget, may_see_budget), "$text-muted")
        rows.append((_("Budget"), why, Content("")))
    width = max(len(label) for label, _text, _over in rows) + 2
    lines = []
    for label, text, over in rows:
        beside = text.wrap(max(room - width, NARROWEST))
        if over.plain and beside[-1].cell_length + over.cell_length + 2 <= room - width:
            beside[-1] = Content.assemble(beside[-1], "  ", over)
        elif over.plain:
            beside.append(over)
        lines.append(Content.assemble((label.ljust(width), "$text-muted"), beside[0]))
        lines += [Content.assemble(" " * width, more) for more in beside[1:]]
    return Content("\n").join(lines)


def _effect(effect: PeriodEffect) -> tuple[Content, Content]:
    """The forecast of a period without and with the order; and by how much it exceeds the budget, where it does."""
    figures = Content(_("{before} → {after}").format(before=i18n.money(effect.before), after=i18n.money(effect.after)))
    if effect.over is None:
        return figures, Content("")
    words = _("over by {amount}").format(amount=i18n.money(effect.over))
    if effect.over_on is not None:
        words = _("over by {amount} from {day}").format(
            amount=i18n.money(effect.over), day=i18n.short_day(effect.over_on)
        )
    return figures, Content.styled(f"▲ {words}", "$text-warning")


def _why_no_effect(price: Price, budget: BudgetState | None, may_see_budget: bool) -> str:
    if not may_see_budget:
        return _("you may not see the budget of this contract")
    if budget is None:
        return _("no budget is set for this contract")
    return _("it is in {budget}, the price in {price}: amounts are never converted").format(
        budget=budget.budget.amount.currency, price=price.monthly.currency
    )


def difference_content(before: Service, now: Service, found: ServiceDifference) -> Content:
    """What has changed while the form was filled; nothing was ordered."""
    lines = [
        Content.assemble(
            ("▲ ", "$text-warning"),
            _("The service has changed meanwhile: nothing was ordered. Look at it again before you order."),
        )
    ]
    if found.price_before != found.price_now:
        text = _("Price: {before} → {now}")
        lines.append(Content(text.format(before=price_words(found.price_before), now=price_words(found.price_now))))
    now_ids = {field.id for field in now.form.fields}
    named = (
        (_("Changed fields: {fields}"), now, [id for id in found.gone if id in now_ids]),
        (_("Fields that are gone: {fields}"), before, [id for id in found.gone if id not in now_ids]),
        (_("New fields: {fields}"), now, list(found.new)),
    )
    for text, service, ids in named:
        if ids:
            labels = ", ".join(said(service.form.field(id).label) or id for id in ids)
            lines.append(Content(text.format(fields=labels)))
    return Content("\n").join(lines)
