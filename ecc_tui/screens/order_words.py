"""What an order would cost and do, in words: its price, the contract's budget, what has changed meanwhile (C4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from textual.content import Content

from ecc_tui import i18n
from ecc_tui.domain.catalogue import PeriodEffect, Price, Service, ServiceDifference, budget_effect
from ecc_tui.domain.contracts import Budget, BudgetState
from ecc_tui.i18n import _, said
from ecc_tui.screens.contract_words import period_name
from ecc_tui.screens.service_words import price_words

SATURDAY = 5


def expected_day(today: date, delay_days: int | None) -> date:
    """The day after so many working days, from which the price counts; today where the delay is agreed case by case."""
    day = today
    for _working_day in range(delay_days or 0):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return day


def order_content(price: Price, budget: BudgetState | None, may_see_budget: bool, start: date) -> Content:
    """The price, and under it what it does to the budget to the end of its period, or why that isn't said."""
    when = _("{price}, net of tax, expected from {day}").format(price=price_words(price), day=i18n.day(start))
    lines = [(_("Price"), Content(when))]
    lines += [(_("Budget {period}").format(period=name), text) for name, text in _effects(price, budget, start)]
    if len(lines) == 1:
        lines.append((_("Budget"), Content.styled(_why_no_effect(price, budget, may_see_budget), "$text-muted")))
    width = max(len(label) for label, _text in lines) + 2
    return Content("\n").join(Content.assemble((label.ljust(width), "$text-muted"), text) for label, text in lines)


def _effects(price: Price, budget: BudgetState | None, start: date) -> Sequence[tuple[str, Content]]:
    if budget is None:
        return ()
    return [
        (period_name(budget.budget.period, effect.first_day), _effect(budget.budget, effect))
        for effect in budget_effect(budget, price, start)
    ]


def _effect(budget: Budget, effect: PeriodEffect) -> Content:
    text = _("{before} → {after} of {amount}").format(
        before=i18n.money(effect.before), after=i18n.money(effect.after), amount=i18n.money(budget.amount)
    )
    if effect.over is None:
        return Content(text)
    over = _("over by {amount}").format(amount=i18n.money(effect.over))
    if effect.over_on is not None:
        over = _("over by {amount}, from {day}").format(
            amount=i18n.money(effect.over), day=i18n.short_day(effect.over_on)
        )
    return Content.assemble(text, "  ", (f"▲ {over}", "$text-warning"))


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
